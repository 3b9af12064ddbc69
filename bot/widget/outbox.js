/** What the customer sent and the server has not yet taken: kept over a reload, sent in order, once per id. */

import { Patience } from './patience.js';

const KEY = 'plainwatt.outbox';

/** Return an id that no two messages share; randomUUID exists only on https and localhost. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** Entries are {id, text, button?, at, state: sending|waiting|failed|sent, detail,
 * reached: the last try met the door}; `onChange(entry)` is told. */
export class Outbox {
  #busy = false;
  #patience = new Patience();

  constructor({ send, onChange, storage = sessionStorage }) {
    Object.assign(this, { send, onChange, storage });
    this.entries = JSON.parse(storage.getItem(KEY) ?? '[]');
  }

  /** Take a text, or a button's token with its title as text; return the entry. */
  add(text, button) {
    const entry = { id: newId(), text, button, at: new Date().toISOString(), state: 'sending', detail: '' };
    this.entries.push(entry);
    this.#keep();
    return entry;
  }

  retry(entry) {
    this.#change(entry, 'sending');
    this.flush();
  }

  /** Forget an entry that the server is known to have. */
  drop(id) {
    this.entries = this.entries.filter((entry) => entry.id !== id);
    this.#keep();
  }

  hurry() {
    this.#patience.hurry();
  }

  /** Send everything that is not refused, one after another, until nothing is left. */
  async flush() {
    if (this.#busy) return;
    this.#busy = true;
    for (let entry; (entry = this.entries.find(({ state }) => state !== 'failed')); ) await this.#deliver(entry);
    this.#busy = false;
  }

  async #deliver(entry) {
    const { id, text, button } = entry;
    try {
      await this.send(button ? { id, button } : { id, text });
      this.#patience.succeeded();
      this.drop(id);
      this.#change(entry, 'sent');
    } catch (error) {
      const refused = error.passing === false;
      entry.reached = Boolean(error.status);
      this.#change(entry, refused ? 'failed' : 'waiting', error.detail);
      if (!refused) await this.#patience.wait(error.retryAfter);
    }
  }

  #change(entry, state, detail = '') {
    Object.assign(entry, { state, detail });
    this.#keep();
    this.onChange(entry);
  }

  #keep() {
    this.storage.setItem(KEY, JSON.stringify(this.entries));
  }
}
