/** The header's word on what is not sent yet, on every page. */
import { unsentOf } from "../device/unsent.js";
import { since } from "./unsent-words.js";

/** `say(path, values)` gives the sentence: each page has its own text. */
export class OutboxStatus {
  #element;
  #person;
  #say;

  constructor(element, { person, say }) {
    this.#element = element;
    this.#person = person;
    this.#say = say;
    this.refresh();
  }

  async refresh() {
    const { unsent, oldest } = await unsentOf(this.#person);
    this.#element.hidden = unsent === 0;
    this.#element.dataset.unsent = unsent;
    this.#element.textContent = unsent ? this.#say("outbox.unsent", { n: unsent, time: since(oldest) }) : "";
  }
}
