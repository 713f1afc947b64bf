/** The header's word on what is not sent yet, on every page. */
import { clockTime, longDate } from "../device/clock.js";
import { unsentOf } from "../device/unsent.js";

const DATE = 10;

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

/** The time of today, or the day when it is older. */
function since(iso) {
  const isToday = new Date(iso).toDateString() === new Date().toDateString();
  return isToday ? clockTime(iso) : longDate(iso.slice(0, DATE));
}
