/** Draws one message of the conversation, with its card, its buttons and, for the customer's own, its state. */

import { drawCard } from './card.js';
import { el, linked, spoken } from './dom.js';
import { words } from './text.js';
import { timeOfDay } from './time.js';

/** Return the node of a message {sender, text, card, buttons, at}; `onButton(button, group)` is told of a choice. */
export function drawMessage({ sender, text, card, buttons, at }, onButton) {
  const own = sender === 'customer';
  return el(
    'div',
    { class: `message ${sender}` },
    !own && el('p', { class: 'name', 'aria-hidden': 'true' }, words.who[sender] ?? words.company, ' · ', time(at)),
    text && el('div', { class: 'bubble' }, spoken(`${words.said[sender] ?? words.said.bot} `), ...linked(text, words.opensElsewhere)),
    card && drawCard(card),
    buttons?.length > 0 && drawButtons(buttons, onButton),
    own && el('p', { class: 'state' }, time(at)),
  );
}

const time = (at) => el('time', { datetime: at }, timeOfDay(new Date(at)));

function drawButtons(buttons, onButton) {
  const group = el('div', { class: 'buttons', role: 'group', 'aria-label': words.choices });
  group.append(
    ...buttons.map((button) => {
      const press = () => {
        spend(group, button.title);
        onButton(button, group);
      };
      return el('button', { type: 'button', onclick: press }, button.title);
    }),
  );
  return group;
}

/** Switch off a group of buttons of which the one with this title was chosen. */
export function spend(group, title) {
  for (const button of group.querySelectorAll('button')) {
    button.disabled = true;
    if (button.textContent !== title) continue;
    button.classList.add('chosen');
    button.append(spoken(` (${words.chosen})`));
  }
}

/** Show how far the customer's own message has come. */
export function showState(node, { at, state, detail }, onRetry) {
  const line = node.querySelector('.state');
  node.classList.toggle('failed', state === 'failed');
  if (state === 'failed') {
    const again = el('button', { type: 'button', class: 'again', onclick: onRetry }, words.tryAgain);
    line.replaceChildren(el('span', {}, `${words.failed} ${detail}`.trim()), ' ', again);
  } else {
    line.replaceChildren(time(at), ` · ${words[state]}`);
  }
}
