/** What this person keeps on this device: how far each visit has come, and what can be done with it. */
import { exportedAt, exportsOf } from "../device/exports.js";
import { homeStateOf, isUnsent, keptHere, stateOf } from "../device/kept.js";
import { isVisitReceived } from "../device/outbox-states.js";
import { removedBy } from "../device/removal.js";
import { dayWords } from "./age-words.js";
import { homeLine, homeTitle } from "./home-words.js";
import { moment, stateWords, written } from "./kept-words.js";
import { drawQuick } from "./quick-link.js";
import { correctPlace, filePlace, homePlace, removePlace, tasksPlace } from "./places.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const TRIED_AGAIN = ["waits", "next_try", "sign_in", "held", "gap"];

export class List {
  #element;
  #context;
  #lines = new Map();
  #back = [];
  #drawing = null;
  #again = false;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { homes, outbox, sync, signal } = context;
    for (const each of [outbox, sync]) each.addEventListener("change", () => this.#draw(), { signal });
    homes.addEventListener("back", () => this.#draw(), { signal });
    drawQuick(element, context.person);
    onAction(element, "send-all", () => sync.sendNow());
    this.ready = this.#draw();
  }

  /** One drawing at a time; what changes meanwhile is drawn after it. */
  #draw() {
    this.#again = true;
    this.#drawing ??= this.#drawAll().finally(() => (this.#drawing = null));
    return this.#drawing;
  }

  async #drawAll() {
    while (this.#again && !this.#context.signal.aborted) {
      this.#again = false;
      const { homes, person } = this.#context;
      const [kept, exported, removed, back] = await Promise.all([
        keptHere(this.#context), exportsOf(person.id), removedBy(person.id), homes.sentBack(),
      ]);
      this.#back = back;
      this.#show(kept, exported, removed);
    }
  }

  #show({ visits, homes }, exported, removed) {
    slot(this.#element, "empty").hidden = visits.length + homes.length > 0;
    const isDraft = ({ draft }) => draft.state === "draft";
    const [drafts, signed] = [visits.filter(isDraft), visits.filter((each) => !isDraft(each))];
    this.#section("drafts", drafts.map((each) => this.#visitLine(each, exported)));
    this.#section("sent", signed.map((each) => this.#visitLine(each, exported)));
    this.#section("found", homes.map((each) => this.#homeLine(each, exported)));
    this.#section("removed", removed.map(traceLine));
    slot(this.#element, "send_all").hidden = !signed.some(isUnsent) && homes.length === 0;
  }

  #section(name, lines) {
    const section = slot(this.#element, name);
    section.hidden = lines.length === 0;
    const list = slot(section, "lines");
    const isSame = list.children.length === lines.length && lines.every((each, at) => each === list.children[at]);
    if (!isSame) list.replaceChildren(...lines);
  }

  #visitLine(kept, exported) {
    const { draft, records, updated_at: changed } = kept;
    const isBegun = draft.state === "draft";
    const line = this.#line(kept, draft.home, stateOf(kept, this.#context.sync.sending), changed, exported);
    fill(line, { when: words("list.begun", written(draft.visit.observed_at)) });
    const back = this.#back.find((each) => each.visit === kept.id && (isBegun || each.revision >= draft.revision));
    fillOrHide(line, { back: back ? words("kept.sent_back", { ...back, date: dayWords(back.made_at) }) : "" });
    slot(line, "link").href = tasksPlace(kept.id);
    slot(line, "correct").hidden = isBegun || !isVisitReceived(records);
    slot(line, "save").hidden = !isUnsent(kept);
    return line;
  }

  #homeLine(kept, exported) {
    const { home, record } = kept;
    const line = this.#line(kept, home, homeStateOf(kept, this.#context.sync.sending), record.since, exported);
    fill(line, { when: words("kept.found", written(record.since)) });
    slot(line, "link").href = homePlace(kept.id);
    slot(line, "save").hidden = false;
    return line;
  }

  /** Changed where it stands: a finger or the focus may be on it while something is sent. */
  #line(kept, home, state, changed, exported) {
    const line = this.#lines.get(kept.id) ?? this.#newLine(kept, home);
    const saved = exportedAt(kept, exported);
    fill(line, { status: stateWords(state, changed) });
    fillOrHide(line, { saved: saved ? words("kept.saved", moment(saved)) : "" });
    slot(line, "again").hidden = !TRIED_AGAIN.includes(state.code);
    Object.assign(line.dataset, { kept: kept.id, state: state.code });
    return line;
  }

  #newLine({ id }, home) {
    const name = homeTitle(home);
    const named = { again_name: name, correct_name: name, save_name: name, remove_name: name };
    const line = fill(clone("list-line"), { link: name, address: homeLine(home), ...named });
    slot(line, "correct").href = correctPlace(id);
    slot(line, "save").href = filePlace(id);
    slot(line, "remove").href = removePlace(id);
    const isOf = ({ visit, home: found, kind }) => visit === id || (kind === "home" && found === id);
    onAction(line, "again", () => this.#context.sync.sendNow(isOf));
    this.#lines.set(id, line);
    return line;
  }
}

function traceLine({ what, at, how, reported }) {
  const values = {
    what: words(`kept.what.${what}`),
    how: words(`kept.how.${how}`),
    told: words(reported ? "kept.told" : "kept.untold"),
  };
  const textContent = words("kept.removed_line", { ...values, ...moment(at) });
  return Object.assign(document.createElement("li"), { textContent });
}
