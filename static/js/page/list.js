/** The visits that this person keeps on this device. */
import { clockTime, longDate } from "../device/clock.js";
import { isCorrection } from "../device/correction.js";
import { isAllReceived, isConflict, isGivenUp, isVisitReceived, summary } from "../device/outbox-states.js";
import { homeLine, homeTitle } from "./home-words.js";
import { clone, fill, slot } from "./slots.js";
import { correctPlace, tasksPlace } from "./places.js";
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
  const own = records.filter((each) => each.visit === visit.id);
  const line = fill(clone("list-line"), {
    link: homeTitle(home),
    address: homeLine(home),
    when: words("list.begun", at(visit.observed_at)),
    status: draft.state === "draft" ? draftState(draft, changed) : sendState(draft, own),
  });
  slot(line, "link").href = tasksPlace(visit.id);
  const correct = slot(line, "correct");
  correct.href = correctPlace(visit.id);
  correct.hidden = draft.state === "draft" || !isVisitReceived(own);
  fill(line, { correct_name: homeTitle(home) });
  return line;
}

function draftState(draft, changed) {
  return words(isCorrection(draft) ? "list.corrected" : "list.changed", at(changed));
}

function sendState({ visit, revision }, own) {
  if (own.some(isConflict)) return words("list.conflict");
  if (own.some((each) => isGivenUp(each) && each.revision === revision)) return words("list.given_up");
  if (isAllReceived(own)) return words("outbox.all_sent");
  const n = summary(own).unsent;
  return words("outbox.unsent", { n, time: clockTime(visit.signed_at) });
}

function at(iso) {
  return { time: clockTime(iso), date: longDate(iso) };
}
