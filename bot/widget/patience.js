/** Waiting between tries: longer each time, and cut short when the line comes back. */

const SHORTEST = 400;
const LONGEST = 10_000;

/** Counts failures and waits accordingly. */
export class Patience {
  #wake = () => {};
  failures = 0;

  /** Wait after one more failure, at least `seconds`; `hurry()` ends the wait. */
  async wait(seconds = 0) {
    const doubled = Math.min(SHORTEST * 2 ** this.failures++, LONGEST);
    const pause = Math.max(doubled * (0.75 + Math.random() / 2), seconds * 1000);
    await new Promise((done) => {
      const timer = setTimeout(done, pause);
      this.#wake = () => (clearTimeout(timer), done());
    });
  }

  hurry() {
    this.#wake();
  }

  succeeded() {
    this.failures = 0;
  }
}
