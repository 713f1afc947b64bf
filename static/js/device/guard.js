/** Sees to it that one visit is written by one tab at a time. */

const RELOADING = 8000; // the page that this one replaces may still be letting go, and answers nothing
const PATIENCE = 1500;

export class Guard {
  #name;
  #channel;
  #release = () => {};
  #onAsked;
  #onHere = () => {};

  /** `onAsked` finishes this tab's writing when another tab asks for the visit. */
  constructor(visit, onAsked) {
    this.#name = `gcp-visit-${visit}`;
    this.#onAsked = onAsked;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** True when this tab may write; false as soon as another one says that it does. */
  take() {
    const waiting = new AbortController();
    this.#onHere = () => waiting.abort();
    const timer = setTimeout(() => waiting.abort(), RELOADING);
    this.#channel.postMessage("there?");
    const taken = this.#request({ signal: waiting.signal }).catch(() => false);
    return taken.finally(() => clearTimeout(timer));
  }

  /** Asks the other tab to finish and let go; takes the visit by force when it does not answer. */
  async takeOver() {
    this.#channel.postMessage("ask");
    return (await this.#within(PATIENCE)) || this.#request({ steal: true });
  }

  close() {
    this.#channel.close();
    this.#release();
  }

  #within(milliseconds) {
    return this.#request({ signal: AbortSignal.timeout(milliseconds) }).catch(() => false);
  }

  #request(options) {
    if (!navigator.locks) return Promise.resolve(true); // a browser without locks: one tab, as ever
    return new Promise((resolve, reject) => {
      const held = navigator.locks.request(this.#name, options, () => {
        resolve(true);
        this.held = true;
        return new Promise((release) => (this.#release = release));
      });
      held.catch((error) => (this.held ? this.#lost() : reject(error)));
    });
  }

  #hear(said) {
    if (said === "ask") this.#giveUp();
    if (said === "there?" && this.held) this.#channel.postMessage("here");
    if (said === "here") this.#onHere();
  }

  async #giveUp() {
    if (!this.held) return;
    this.held = false;
    await this.#onAsked();
    this.#release();
  }

  #lost() {
    if (!this.held) return;
    this.held = false;
    this.#onAsked();
  }
}
