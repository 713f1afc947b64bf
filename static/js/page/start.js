/** Starts a visit to a home, or offers the one already begun. */
import { knownHome } from "../device/caseload.js";
import { clockTime, longDate } from "../device/clock.js";
import { isUntouched, newDraft } from "../device/draft.js";
import { fill, onAction, slot } from "./slots.js";
import { tasksPlace } from "./places.js";
import { words } from "./words.js";

export class Start {
  #element;
  #context;
  #begun = null;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    onAction(element, "again", () => this.#begin());
    onAction(element, "another", () => this.#start());
    onAction(element, "carry-on", () => this.#go(this.#begun));
    slot(element, "sign_in").href = context.signInPlace();
    this.ready = this.#begin();
  }

  async #begin() {
    const kept = await this.#context.drafts.list();
    const begun = kept.filter(({ draft }) => draft.visit.home === this.#context.home && draft.state === "draft");
    if (!begun.length) return this.#start();
    const { draft } = begun[0];
    if (isUntouched(draft)) return this.#go(draft);
    return this.#offer(draft);
  }

  #offer(draft) {
    this.#begun = draft;
    const { observed_at: iso } = draft.visit;
    const begun = words("start.resume", { time: clockTime(iso), date: longDate(iso) });
    fill(this.#element, { begun, state: "" });
    slot(this.#element, "resume").hidden = false;
  }

  async #start() {
    const { device, drafts, home: id, homes, signal } = this.#context;
    fill(this.#element, { state: words("start.loading") });
    slot(this.#element, "failed").hidden = true;
    try {
      const { home, rules, known_at: at } = await knownHome(homes, id);
      if (signal.aborted) return;
      const draft = newDraft({ home: { ...home, known_at: at }, rules, device });
      await drafts.save(draft);
      this.#go(draft);
    } catch (error) {
      this.#fail(codeOf(error));
    }
  }

  #fail(code) {
    fill(this.#element, { state: words(`start.${code}`) });
    slot(this.#element, "sign_in").hidden = code !== "signed_out";
    slot(this.#element, "failed").hidden = false;
  }

  #go(draft) {
    if (!this.#context.signal.aborted) location.replace(tasksPlace(draft.visit.id));
  }
}

function codeOf(error) {
  if (error.name === "QuotaExceededError") return "full";
  return typeof error.code === "string" ? error.code : "broken";
}
