/** Draws a service card: what the customer will get, will not get, by when, and what happens if we miss it. */

import { el } from './dom.js';
import { cardWords as words } from './text.js';
import { moment, tells } from './time.js';

/** Return the card's node; a card already shown before comes as one line that unfolds. */
export function drawCard(card) {
  const label = words.label(card.title);
  if (card.full) return el('section', { class: 'card', 'aria-label': label }, el('h3', {}, card.title), ...body(card));
  return el(
    'details',
    { class: 'card brief', 'aria-label': label },
    el('summary', {}, el('span', { class: 'line' }, card.brief), unfoldHint()),
    ...body(card),
  );
}

function unfoldHint() {
  const hint = (name) => el('span', { class: name, 'aria-hidden': 'true' }, words[name]);
  return el('span', { class: 'hint' }, hint('unfold'), hint('fold'));
}

function body(card) {
  return [
    el(
      'div',
      { class: 'pair' },
      list('will', words.will, card.will),
      list('wont', words.willNot, card.will_not),
    ),
    byWhen(card.by_when),
    card.best_elsewhere && part('best', words.bestElsewhere, card.best_elsewhere.text),
    card.if_missed && part('missed', words.ifMissed, card.if_missed),
    sources(card.sources),
  ].filter(Boolean);
}

function list(name, title, lines) {
  if (!lines?.length) return null;
  return el(
    'div',
    { class: name },
    el('h4', {}, title),
    el('ul', {}, lines.map((line) => el('li', {}, line))),
  );
}

function byWhen(promise) {
  if (!promise) return null;
  const { text, kind, due, measured_from: start } = promise;
  const [lead] = /^.*?[.!?](?=\s)/.exec(text) ?? [text];
  const date = due && new Date(due);
  const when = date && !tells(text, date) && words.due[kind]?.(moment(date));
  return el(
    'div',
    { class: `when ${kind}` },
    el('div', { class: 'row' }, el('h4', {}, words.byWhen), el('span', { class: 'kind' }, words.kinds[kind] ?? kind)),
    el('p', { class: 'limit' }, el('strong', {}, lead), text.slice(lead.length)),
    when && el('p', { class: 'due' }, el('time', { datetime: due }, when)),
    start && !text.includes(start) && el('p', { class: 'start' }, words.measuredFrom(start)),
  );
}

function part(name, title, text) {
  return el('div', { class: `part ${name}` }, el('h4', {}, title), el('p', {}, text));
}

function sources(all) {
  if (!all?.length) return null;
  return el(
    'details',
    { class: 'sources' },
    el('summary', {}, words.sources),
    el('ul', {}, all.map(({ text }) => el('li', {}, text))),
  );
}
