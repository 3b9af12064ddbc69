/** Makes nodes. Text becomes text nodes only, so nothing anybody writes can become markup. */

/** Return `<tag>` with attributes; `on…` functions become listeners; null and false are left out, among children too. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** Return words that only a screen reader says. */
export const spoken = (text) => el('span', { class: 'spoken' }, text);

const ADDRESS = /https:\/\/[^\s<>"]+/g;
const CLOSING = /[.,;:!?)\]'’”]+$/;

/** Return text as nodes in which https addresses, and nothing else, can be clicked. */
export function linked(text, opensElsewhere) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const shown = found[0].replace(CLOSING, '');
    if (!parses(shown)) continue;
    nodes.push(text.slice(end, found.index));
    nodes.push(el('a', { href: shown, target: '_blank', rel: 'noopener noreferrer' }, shown, spoken(opensElsewhere)));
    end = found.index + shown.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

function parses(address) {
  try {
    return Boolean(new URL(address).host);
  } catch {
    return false;
  }
}
