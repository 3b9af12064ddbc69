/** Server-sent events over fetch: unlike EventSource it sees refusals, and notices a line that has gone silent. */

import { Patience } from './patience.js';

/** Milliseconds without even a ping after which the line counts as dead (gateway.yaml: a ping at least every 20 s). */
const SILENCE = 50_000;

/** Yield {event, data} for each event of a stream body; call `heard` at every sign of life. */
export async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = { event: 'message', data: '' };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (event.data) yield event;
        event = { event: 'message', data: '' };
      }
      const [, field, content] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === 'event') event.event = content;
      if (field === 'data') event.data += (event.data && '\n') + content;
    }
  }
}

/** Keeps one stream open: `connect(signal)` gives its body, `onEvent(name, data)` and `onLine(up, problem)` are told. */
export class Stream {
  #abort = null;
  #running = false;
  #patience = new Patience();

  constructor({ connect, onEvent, onLine }) {
    Object.assign(this, { connect, onEvent, onLine });
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#run();
  }

  stop() {
    this.#running = false;
    this.#abort?.abort();
    this.#patience.hurry();
  }

  /** Drop the line and take a new one. */
  restart() {
    this.#abort?.abort();
  }

  /** Try at once instead of waiting out the pause. */
  hurry() {
    this.#patience.hurry();
  }

  async #run() {
    while (this.#running) {
      let retryAfter = 0;
      try {
        await this.#listen();
      } catch (error) {
        retryAfter = error.retryAfter ?? 0;
        if (this.#patience.failures > 0) this.onLine(false, error);
      }
      if (this.#running) await this.#patience.wait(retryAfter);
    }
  }

  async #listen() {
    const abort = (this.#abort = new AbortController());
    let timer;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE);
    };
    try {
      heard();
      const body = await this.connect(abort.signal);
      this.#patience.succeeded();
      this.onLine(true);
      for await (const { event, data } of events(body, heard)) this.onEvent(event, JSON.parse(data));
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }
}
