/** The conversation in order: each message once, by the server's number, with the unsent ones last. */

import { el } from './dom.js';
import { drawMessage, showState, spend } from './message.js';
import { dayKey, dayName } from './time.js';

const TOGETHER = 5 * 60_000;

/** Fills `log`; an item is {n, clientId, sender, text, at, node, day, settled}. */
export class Thread {
  items = [];
  last = 0;

  constructor(log, { onButton, onRetry }) {
    Object.assign(this, { log, onButton, onRetry });
  }

  /** Add a message of the server; return false when it was there already. */
  receive(message) {
    if (message.n <= this.last && this.items.some(({ n }) => n === message.n)) return false;
    this.last = Math.max(this.last, message.n);
    const own = message.sender === 'customer' && this.#byClientId(message.client_id);
    if (own) return this.#confirm(own, message);
    const item = this.#item(message, { n: message.n, settled: true });
    if (message.sender === 'customer') showState(item.node, { at: message.at, state: 'sent' });
    this.#insert(item);
    return true;
  }

  /** Show an entry of the outbox, in whatever state it is. */
  show(entry) {
    let item = this.#byClientId(entry.id);
    if (!item) {
      item = this.#item({ ...entry, sender: 'customer', client_id: entry.id, buttons: [] }, { n: null });
      this.#insert(item);
    }
    if (item.n !== null) return item;
    item.settled = entry.state === 'sent';
    showState(item.node, entry, () => this.onRetry(entry));
    return item;
  }

  /** Begin a new conversation below what is shown, under a line that says so. */
  renew(words) {
    const unsent = this.items.filter(({ settled }) => !settled);
    this.log.append(el('p', { class: 'note' }, words));
    this.items = [];
    this.last = 0;
    unsent.forEach((item) => this.#insert(item));
  }

  /** Return the node from which the newest exchange begins: the customer's last message. */
  get anchor() {
    return this.items.filter(({ sender }) => sender === 'customer').at(-1)?.node ?? null;
  }

  #byClientId(id) {
    return id && this.items.find((item) => item.sender === 'customer' && item.clientId === id);
  }

  #item(message, rest) {
    const { sender, text, at, client_id: clientId } = message;
    return { sender, text, at, clientId, node: drawMessage(message, this.onButton), day: null, ...rest };
  }

  #confirm(item, { n, at }) {
    if (item.n !== null) return false;
    Object.assign(item, { n, at, settled: true });
    showState(item.node, { at, state: 'sent' });
    const place = this.items.indexOf(item);
    this.items.splice(place, 1);
    if (this.#placeOf(item) === place) this.items.splice(place, 0, item);
    else this.#insert(item);
    return true;
  }

  #placeOf(item) {
    let place = this.items.length;
    if (item.n === null) return place;
    const isLater = ({ n, settled }) => (n === null ? !settled : n > item.n);
    while (place > 0 && isLater(this.items[place - 1])) place -= 1;
    return place;
  }

  #insert(item) {
    const place = this.#placeOf(item);
    const next = this.items[place];
    this.items.splice(place, 0, item);
    this.log.insertBefore(item.node, next ? (next.day ?? next.node) : null);
    this.#dress(place);
    this.#dress(place + 1);
    if (item.sender === 'customer') this.#spendChosen(place);
  }

  /** Draw the day above the first message of a day, and join what one sender says in a row. */
  #dress(place) {
    const item = this.items[place];
    if (!item) return;
    const before = this.items[place - 1];
    const [at, earlier] = [new Date(item.at), before && new Date(before.at)];
    item.day?.remove();
    item.day = null;
    if (!before || dayKey(at) !== dayKey(earlier)) {
      item.day = el('p', { class: 'day' }, el('time', { datetime: item.at.slice(0, 10) }, dayName(at)));
      item.node.before(item.day);
    }
    const joined = before?.sender === item.sender && !item.day && at - earlier < TOGETHER;
    item.node.classList.toggle('joined', joined);
  }

  /** Switch off the buttons just above a message whose text is one of their titles. */
  #spendChosen(place) {
    const { text } = this.items[place];
    for (let i = place - 1; i >= 0 && this.items[i].sender !== 'customer'; i -= 1) {
      const group = this.items[i].node.querySelector('.buttons');
      const fresh = group && [...group.querySelectorAll('button:enabled')];
      if (fresh?.some((button) => button.textContent === text)) return spend(group, text);
    }
  }
}
