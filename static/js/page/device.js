/** How this device stands: its room, whether the browser keeps its work, what is here, its clock. */
import { keptHere } from "../device/kept.js";
import { standing } from "../device/reporter.js";
import { roomHere } from "../device/room.js";
import { moment } from "./kept-words.js";
import { clockWarning, roomWords } from "./room.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { since } from "./unsent-words.js";
import { words } from "./words.js";

export class Device {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { homes, outbox, sync, signal } = context;
    for (const each of [homes, outbox, sync]) each.addEventListener("change", () => this.#drawFacts(), { signal });
    onAction(element, "ask", () => this.#ask());
    slot(element, "install").append(context.installHint());
    this.ready = Promise.all([this.#drawRoom(), this.#drawSafety(), this.#drawFacts()]);
  }

  #drawClock() {
    fillOrHide(this.#element, { clock: clockWarning(this.#context.api.clockAhead) });
  }

  async #drawRoom() {
    const room = await roomHere();
    const gauge = slot(this.#element, "gauge");
    const percent = Math.round(100 * (room.share ?? 0));
    gauge.hidden = room.share === null;
    gauge.value = room.share ?? 0;
    gauge.setAttribute("aria-label", words("device_page.gauge", { percent }));
    fill(this.#element, { room: roomWords(room) });
  }

  async #drawSafety() {
    const { storage } = navigator;
    const isKept = await storage?.persisted?.();
    const code = isKept ? "persisted" : storage?.persist ? "not_persisted" : "no_persist";
    fill(this.#element, { safety: words(`device_page.${code}`) });
    slot(this.#element, "ask").hidden = code !== "not_persisted";
  }

  async #ask() {
    if (await navigator.storage.persist()) return this.#drawSafety();
    fill(this.#element, { safety: words("device_page.refused") });
  }

  /** Also the clock: every answer of the server says anew how far off it is. */
  async #drawFacts() {
    this.#drawClock();
    const { api, device, homes, outbox } = this.#context;
    const [kept, records, carried, age] = await Promise.all([
      keptHere(this.#context), outbox.list(), homes.list(), homes.age(),
    ]);
    const marks = kept.visits.map(({ draft }) => ({ state: draft.state, begun_at: draft.begun_at }));
    const facts = {
      homes: carried.length,
      visits: kept.visits.length,
      photos: kept.visits.reduce((sum, { draft }) => sum + draft.visit.photos.length, 0),
      unsent: unsentWords(standing(records, marks)),
      contact: contactWords([api.heardAt, age, ...records.map((each) => each.receipt?.received_at)]),
      app: device.app,
      id: device.id,
    };
    const lines = Object.entries(facts).map(([name, value]) =>
      fill(clone("device-fact"), { name: words(`device_page.${name}`), value }),
    );
    slot(this.#element, "facts").replaceChildren(...lines);
  }
}

/** Also a visit that is not signed off yet is nowhere but here. */
function unsentWords({ unsent, drafts, oldest }) {
  const n = unsent.homes + unsent.visits + unsent.photos + drafts;
  return n ? words("device_page.unsent_since", { n, since: since(oldest) }) : words("device_page.unsent_none");
}

function contactWords(times) {
  const newest = Math.max(...times.filter(Boolean).map((each) => Date.parse(each)));
  if (!Number.isFinite(newest)) return words("device_page.contact_never");
  return words("device_page.contact_at", moment(new Date(newest).toISOString()));
}
