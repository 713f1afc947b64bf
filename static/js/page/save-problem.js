/** Says at the top, plainly, that the device did not take the last change. */
import { fill } from "./slots.js";
import { words } from "./words.js";

export class SaveProblem {
  #element;

  constructor(element) {
    this.#element = element;
  }

  watch(saver, signal) {
    saver.addEventListener("failed", ({ detail }) => this.#show(detail), { signal });
    saver.addEventListener("saved", () => this.hide(), { signal });
  }

  hide() {
    this.#element.hidden = true;
  }

  #show(error) {
    const isFull = error?.name === "QuotaExceededError";
    fill(this.#element, { why: words(isFull ? "saved.failed_full" : "saved.failed") });
    this.#element.hidden = false;
  }
}
