/** Saves one thing again and again: one write at a time, the newest state, for ever. */

const PAUSES = [500, 1000, 2000, 5000, 10_000];

/** Tells `saving`, `saved` (detail: the time) and `failed` (detail: the error). */
export class Saver extends EventTarget {
  #write;
  #waiting = [];
  #running = false;
  #timer = null;

  /** `write` puts the state as it is now on the disk; its promise is the finished transaction. */
  constructor(write) {
    super();
    this.#write = write;
  }

  /** True while the screen holds something that the disk does not. */
  get unsaved() {
    return this.#running || this.#timer !== null;
  }

  /** Resolves when everything up to this call is on the disk. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#tell("saving");
    const saved = new Promise((resolve) => this.#waiting.push(resolve));
    if (!this.#running) this.#run();
    return saved;
  }

  /** Saves a moment after the first of many keystrokes, however long the typing goes on. */
  saveSoon(milliseconds = 300) {
    this.#tell("saving");
    this.#timer ??= setTimeout(() => this.save(), milliseconds);
  }

  /** Saves at once what a pause in typing was holding back. */
  flush() {
    return this.unsaved ? this.save() : Promise.resolve();
  }

  async #run() {
    this.#running = true;
    while (this.#waiting.length) {
      const waiting = this.#waiting.splice(0);
      await this.#untilWritten();
      for (const resolve of waiting) resolve();
    }
    this.#running = false;
    if (this.#timer === null) this.#tell("saved", new Date());
  }

  async #untilWritten() {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#write();
      } catch (error) {
        this.#tell("failed", error);
        const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
