/** Notices that nobody has touched this device for a while; every tab counts. */

const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchmove"];
const LOOK = 5_000;
const TELL = 10_000;

export class Idle {
  #limit;
  #tabs;
  #onIdle;
  #last;
  #told = -Infinity;
  #timer;

  constructor({ minutes, tabs, onIdle }) {
    this.#limit = minutes * 60_000;
    this.#tabs = tabs;
    this.#onIdle = onIdle;
    this.#touch();
    for (const name of SIGNS) addEventListener(name, () => this.#act(), { capture: true, passive: true });
    tabs.addEventListener("active", () => this.#touch());
    document.addEventListener("visibilitychange", () => this.#look());
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  /** Two clocks: one stands still while some devices sleep, the other can be set by anybody. */
  #now() {
    return { steady: performance.now(), wall: Date.now() };
  }

  #touch() {
    this.#last = this.#now();
  }

  #act() {
    if (this.#isOver()) return this.#look(); // the touch that wakes a sleeping tablet opens nothing
    this.#touch();
    if (this.#last.steady - this.#told < TELL) return;
    this.#told = this.#last.steady;
    this.#tabs.active();
  }

  #isOver() {
    const { steady, wall } = this.#now();
    return Math.max(steady - this.#last.steady, wall - this.#last.wall) >= this.#limit;
  }

  #look() {
    if (!this.#isOver()) return;
    clearInterval(this.#timer);
    this.#onIdle();
  }
}
