/** Looks how far a file is that is being made, until it is ready: the page's link, by itself. */
import { slot } from "./slots.js";

const EVERY = 2_000;

export class BeingMade {
  #element;

  constructor(element) {
    this.#element = element;
    this.#later();
  }

  #later() {
    setTimeout(() => this.#look(), EVERY);
  }

  async #look() {
    if (document.hidden) return this.#later();
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-being-made]");
      if (!now) return location.reload(); // it is ready, or why not stands there
      slot(this.#element, "told").textContent = slot(now, "told").textContent;
      const [shown, bar] = [slot(this.#element, "bar"), slot(now, "bar")];
      for (const name of ["value", "max"]) {
        if (bar.hasAttribute(name)) shown.setAttribute(name, bar.getAttribute(name));
        else shown.removeAttribute(name);
      }
    } catch {
      // No network for a moment, or signed out: the link leads on.
    }
    this.#later();
  }
}
