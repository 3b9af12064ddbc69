/** <plainwatt-chat>: the whole chat as one element; everything it needs lies beside this file. */

import { Composer } from './composer.js';
import { el } from './dom.js';
import { Outbox } from './outbox.js';
import { Patience } from './patience.js';
import { Session } from './session.js';
import { keptStorage } from './storage.js';
import { Stream } from './stream.js';
import { words } from './text.js';
import { Thread } from './thread.js';

const DOOR = new URL('../', import.meta.url);
const STYLES = ['card.css', 'message.css', 'chat.css'];
const TYPING_AT_MOST = 30_000;
const NEAR = 48;

/** The element: draws itself, opens the session, and keeps talking until it is taken out of the page. */
export class PlainwattChat extends HTMLElement {
  #target = 0;
  #top = 0;
  #following = true;
  #typingTimer;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#connect();
  }

  disconnectedCallback() {
    this.stream.stop();
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
  }

  #build() {
    const storage = keptStorage();
    this.composer = new Composer((text) => this.#say(text), storage);
    this.log = el('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': words.conversation, 'aria-relevant': 'additions', onscroll: () => this.#scrolled() });
    this.welcome = this.#drawWelcome();
    this.newer = el('button', { type: 'button', class: 'newer', hidden: true, onclick: () => this.#settle(true) }, words.newer);
    this.typing = el('p', { class: 'typing', role: 'status' });
    this.banner = el('p', { class: 'banner', role: 'status' });
    this.#shell();
    this.thread = new Thread(this.log, {
      onButton: ({ title, token }) => this.#press(title, token),
      onRetry: (entry) => (this.composer.focus(), this.outbox.retry(entry)),
    });
    this.session = new Session(DOOR, () => this.#renewed());
    this.outbox = new Outbox({ send: (message) => this.session.send(message), onChange: (entry) => this.#moved(entry), storage });
    this.stream = new Stream({
      connect: (signal) => this.session.events(() => this.thread.last, signal),
      onEvent: (name, data) => this.#hear(name, data),
      onLine: (up, problem) => this.#line(up, problem),
    });
    this.hurry = () => (this.stream.hurry(), this.outbox.hurry(), this.patience?.hurry());
  }

  #shell() {
    const chat = el(
      'section',
      { class: 'chat', 'aria-label': words.title, hidden: true },
      el('header', {}, el('span', { class: 'mark' }), el('div', {}, el('h2', {}, words.title), el('p', {}, words.subtitle))),
      this.banner,
      el('div', { class: 'middle' }, this.log, this.newer),
      this.typing,
      this.composer.node,
    );
    const ready = () => {
      chat.hidden = false;
      this.composer.fit();
      this.#settle(true);
    };
    this.attachShadow({ mode: 'open' }).append(chat);
    new ResizeObserver(() => this.#following && this.#settle(true)).observe(this.log);
    Promise.all(STYLES.map((name) => this.#style(name))).then(ready);
  }

  #style(name) {
    return new Promise((done) => {
      const href = new URL(name, import.meta.url);
      this.shadowRoot.prepend(el('link', { rel: 'stylesheet', href, onload: done, onerror: done }));
    });
  }

  #drawWelcome() {
    const suggestion = (text) => el('button', { type: 'button', onclick: () => this.#press(text) }, text);
    return el(
      'div',
      { class: 'welcome' },
      el('p', { class: 'greeting' }, words.welcome),
      el('p', {}, words.promise),
      el('div', { class: 'buttons', role: 'group', 'aria-label': words.suggestionsLabel }, words.suggestions.map(suggestion)),
    );
  }

  async #connect() {
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    this.outbox.entries.forEach((entry) => this.thread.show(entry));
    await this.#loadHistory();
    if (!this.isConnected) return;
    this.stream.start();
    this.outbox.flush();
  }

  /** Load what was said, trying until it is there; nothing of it is read aloud. */
  async #loadHistory() {
    this.patience = new Patience();
    for (let history; !history && this.isConnected; ) {
      try {
        history = await this.session.history();
        this.#line(true);
        this.log.setAttribute('aria-live', 'off');
        history.items.forEach((message) => this.#take(message));
        this.thread.last = Math.max(this.thread.last, history.last);
      } catch (problem) {
        this.#line(false, problem);
        await this.patience.wait(problem.retryAfter);
      }
    }
    if (this.thread.items.length === 0) this.log.prepend(this.welcome);
    this.#settle(true);
    requestAnimationFrame(() => this.log.removeAttribute('aria-live'));
  }

  #say(text, button) {
    this.#show(this.outbox.add(text, button));
    this.#settle(true);
    this.outbox.flush();
  }

  /** The pressed button is switched off, so the focus goes back to the field; not on a phone, whose keyboard would jump up. */
  #returnFocus() {
    if (matchMedia('(pointer: coarse)').matches) this.log.focus({ preventScroll: true });
    else this.composer.focus();
  }

  #press(title, token) {
    this.#say(title, token);
    this.#returnFocus();
  }

  #show(entry) {
    this.welcome.remove();
    this.thread.show(entry);
  }

  #moved(entry) {
    this.#show(entry);
    if (entry.state === 'waiting') this.#tell(entry.reached ? words.busy : words.offline);
    if (entry.state === 'sent') this.#line(true);
    if (entry.state === 'failed') this.#settle(false);
  }

  #take(message) {
    this.welcome.remove();
    this.outbox.drop(message.client_id);
    return this.thread.receive(message);
  }

  #hear(name, data) {
    if (name === 'typing') return this.#showTyping(data.on);
    if (name !== 'message' || !this.#take(data)) return undefined;
    if (data.sender !== 'customer') this.#showTyping(false);
    this.#settle(false);
    return this.dispatchEvent(new CustomEvent('plainwatt-message', { detail: data, bubbles: true, composed: true }));
  }

  #showTyping(on) {
    clearTimeout(this.#typingTimer);
    if (on) this.#typingTimer = setTimeout(() => this.#showTyping(false), TYPING_AT_MOST);
    this.typing.textContent = on ? words.typing : '';
  }

  /** Say how the line is: a refusal in the door's own words, else that we are busy or cannot be reached. */
  #line(up, { status = 0, detail } = {}) {
    if (up) this.#tell('');
    else this.#tell(status < 500 && detail ? detail : status ? words.busy : words.offline);
    if (up) this.outbox.hurry();
    else this.#showTyping(false);
  }

  #tell(text) {
    if (this.banner.textContent !== text) this.banner.textContent = text;
  }

  #renewed() {
    this.thread.renew(words.newConversation);
    this.stream.restart();
  }

  /** Scroll so that the newest exchange is read from its start; a customer who scrolled back is left in peace. */
  #settle(always) {
    const { log } = this;
    this.newer.hidden = always || this.#following;
    if (!this.newer.hidden) return;
    const start = this.thread.anchor ? this.thread.anchor.offsetTop - 12 : Infinity;
    this.#target = Math.max(0, Math.min(log.scrollHeight - log.clientHeight, start));
    this.#following = true;
    log.scrollTop = this.#target;
  }

  /** Only a move upwards, away from where we scrolled, is the customer's wish to stay behind. */
  #scrolled() {
    const { scrollTop } = this.log;
    const there = scrollTop >= this.#target - NEAR;
    if (there || scrollTop < this.#top) this.#following = there;
    this.#top = scrollTop;
    if (there) this.newer.hidden = true;
  }
}

customElements.define('plainwatt-chat', PlainwattChat);
