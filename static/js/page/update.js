/** Offers a new version of the app when it is ready; never in the middle of a visit, never by itself. */
import { onAction, slot } from "./slots.js";

const LOOK_AGAIN = 3_600_000;

export class Updates {
  #element;
  #mayAsk;
  #registration = null;
  #asked = false;

  /** `mayAsk` says whether now is a moment at which to ask. */
  constructor(element, { mayAsk }) {
    this.#element = element;
    this.#mayAsk = mayAsk;
    onAction(element, "update", () => this.#takeOver());
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    serviceWorker.addEventListener("message", ({ data }) => this.#hear(data));
    this.ready = this.#register();
  }

  /** Shows or hides the offer, as the screen allows. */
  refresh() {
    const { waiting, active } = this.#registration ?? {};
    this.#element.hidden = !(waiting && active && this.#mayAsk());
  }

  async #register() {
    const options = { updateViaCache: "none" };
    this.#registration = await navigator.serviceWorker.register("/sw.js", options).catch(() => null);
    if (!this.#registration) return;
    this.#registration.addEventListener("updatefound", () => this.#watch());
    addEventListener("online", () => this.#look());
    setInterval(() => this.#look(), LOOK_AGAIN);
    this.#watch();
    this.#look();
  }

  /** A version that cannot be had now, or not whole, is looked for again later. */
  #look() {
    if (navigator.onLine) this.#registration.update().catch(() => {});
  }

  #watch() {
    this.#registration.installing?.addEventListener("statechange", () => this.refresh());
    this.refresh();
  }

  #takeOver() {
    const { waiting } = this.#registration;
    if (!waiting) return this.refresh();
    this.#asked = true;
    slot(this.#element, "others").hidden = true;
    waiting.addEventListener("statechange", this.#begin);
    waiting.postMessage({ type: "take-over" });
  }

  /** Once the new version is in charge, this page becomes it: only where it was asked for here. */
  #begin = ({ target }) => {
    if (target.state === "activated" && this.#asked && this.#mayAsk()) location.reload();
  };

  #hear(data) {
    if (data?.type !== "others-open") return;
    this.#asked = false;
    slot(this.#element, "others").hidden = false;
  }
}
