/** Where the customer writes: grows with the text, counts near the limit, keeps a draft over a reload. */

import { el } from './dom.js';
import { LONGEST_TEXT } from './session.js';
import { words } from './text.js';

const DRAFT = 'plainwatt.draft';
const COUNT_FROM = 400;
const SAY_EVERY = 50;
const TALLEST = 160;

/** A form; `onSend(text)` gets what was written. */
export class Composer {
  constructor(onSend, storage) {
    Object.assign(this, { onSend, storage });
    this.field = el('textarea', {
      id: 'message', rows: '1', placeholder: words.placeholder, autocomplete: 'off', enterkeyhint: 'send',
      'aria-describedby': 'hint count', oninput: () => this.#changed(), onkeydown: (event) => this.#key(event),
    });
    this.count = el('span', { id: 'count', class: 'count' });
    this.said = el('span', { class: 'spoken', role: 'status' });
    this.button = el('button', { type: 'submit', class: 'send', 'aria-label': words.send }, el('span', { class: 'arrow' }));
    this.node = el(
      'form',
      { class: 'composer', novalidate: true, onsubmit: (event) => this.#submit(event) },
      el('label', { for: 'message', class: 'spoken' }, words.inputLabel),
      el('div', { class: 'field' }, this.field, this.button),
      el('p', { class: 'under' }, el('span', { id: 'hint', class: 'hint' }, words.inputHint), this.count, this.said),
    );
    this.field.value = storage.getItem(DRAFT) ?? '';
  }

  /** Fit the field to its text; call once it is in the page. */
  fit() {
    this.#changed();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.node.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    this.focus();
    if (!text || [...text].length > LONGEST_TEXT) return;
    this.field.value = '';
    this.#changed();
    this.onSend(text);
  }

  #changed() {
    const { field, storage } = this;
    storage.setItem(DRAFT, field.value);
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    this.#tally(LONGEST_TEXT - [...field.value.trim()].length);
  }

  #tally(left) {
    const shown = left > COUNT_FROM ? '' : left < 0 ? words.charactersOver(-left) : words.charactersLeft(left);
    this.count.textContent = shown;
    this.count.classList.toggle('over', left < 0);
    this.field.setAttribute('aria-invalid', String(left < 0));
    const step = shown && Math.floor(left / SAY_EVERY);
    if (step !== this.step) this.said.textContent = shown;
    this.step = step;
  }
}
