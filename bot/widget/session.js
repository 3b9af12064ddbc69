/** The public door, as docs/api/gateway.yaml describes it: one session, its history, its messages, its events. */

/** The longest text the door takes, in characters (gateway.yaml). */
export const LONGEST_TEXT = 4000;
const HISTORY = 200;
const ANSWER_WITHIN = 15_000;

/** Two tabs that open at the same time must come into one conversation. */
const inTurn = (deed) => navigator.locks?.request('plainwatt-session', deed) ?? deed();

/** The door refused; `detail` is fit for the customer, `passing` says that a later try may succeed. */
export class Problem extends Error {
  constructor({ status, code = '', detail = '' }, retryAfter = 0) {
    super(detail || code || `HTTP ${status}`);
    Object.assign(this, { status, code, detail, retryAfter });
    this.passing = status >= 500 || [401, 408, 425, 429].includes(status);
  }
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem({ ...body, status: response.status }, Number(response.headers.get('Retry-After')) || 0);
}

/** One customer's session; `onRenewed` is called when the server began another conversation. */
export class Session {
  #base;
  #opening = null;

  constructor(base, onRenewed) {
    this.#base = base;
    this.onRenewed = onRenewed;
    this.conversation = null;
  }

  /** Open or resume; calls at the same time share one request. */
  open() {
    this.#opening ??= inTurn(() => this.#open()).finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #open() {
    const response = await this.#fetch('chat/session', { body: {} });
    if (!response.ok) throw await problemOf(response);
    const { conversation } = await response.json();
    const renewed = this.conversation !== null && this.conversation !== conversation;
    this.conversation = conversation;
    if (renewed) this.onRenewed();
  }

  /** Return {items, last}: what was said so far, oldest first. */
  async history() {
    const response = await this.#call(() => `chat/history?limit=${HISTORY}`);
    return response.json();
  }

  /** Hand over {id, text} or {id, button}; the same id twice is one message. */
  async send(message) {
    const response = await this.#call(() => 'chat/messages', { body: message });
    await response.text();
  }

  /** Return the body of the event stream after the number `last()` gives. */
  async events(last, signal) {
    const response = await this.#call(() => `chat/events?after=${last()}`, { signal });
    return response.body;
  }

  async #call(path, options = {}, again = true) {
    if (this.conversation === null) await this.open();
    const response = await this.#fetch(path(), options);
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (!again || problem.status !== 401 || problem.code !== 'no_session') throw problem;
    await this.open();
    return this.#call(path, options, false);
  }

  #fetch(path, { body, signal = AbortSignal.timeout(ANSWER_WITHIN) }) {
    const post = body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    };
    return fetch(new URL(path, this.#base), { ...post, signal, credentials: 'same-origin', cache: 'no-store' });
  }
}
