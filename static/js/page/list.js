/** The visits that this person keeps on this device. */
import { clockTime, longDate } from "../device/clock.js";
import { isAllReceived } from "../device/outbox.js";
import { clone, fill, slot } from "./slots.js";
import { tasksPlace } from "./places.js";
import { words } from "./words.js";

export class List {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { outbox, signal } = context;
    outbox.addEventListener("change", () => this.#draw(), { signal });
    this.ready = this.#draw();
  }

  async #draw() {
    const [kept, records] = await Promise.all([this.#context.drafts.list(), this.#context.outbox.list()]);
    slot(this.#element, "empty").hidden = kept.length > 0;
    this.#section("drafts", kept.filter(({ draft }) => draft.state === "draft"), records);
    this.#section("sent", kept.filter(({ draft }) => draft.state !== "draft"), records);
  }

  #section(name, kept, records) {
    const section = slot(this.#element, name);
    section.hidden = kept.length === 0;
    slot(section, "lines").replaceChildren(...kept.map((each) => lineOf(each, records)));
  }
}

function lineOf({ draft, updated_at: changed }, records) {
  const { home, visit } = draft;
  const line = fill(clone("list-line"), {
    link: home.name,
    address: [home.address, home.postcode].filter(Boolean).join(", "),
    when: words("list.begun", at(visit.observed_at)),
    status: draft.state === "draft" ? words("list.changed", at(changed)) : sendState(visit, records),
  });
  slot(line, "link").href = tasksPlace(visit.id);
  return line;
}

function sendState(visit, records) {
  const own = records.filter((each) => each.visit === visit.id);
  if (isAllReceived(own)) return words("outbox.all_sent");
  const n = own.filter((each) => each.status !== "received").length;
  return words("outbox.unsent", { n, time: clockTime(visit.signed_at) });
}

function at(iso) {
  return { time: clockTime(iso), date: longDate(iso) };
}
