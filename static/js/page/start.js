/** Starts a visit to a home, or offers the one already begun. */
import { knownHome, unknownHome } from "../device/caseload.js";
import { clockTime, longDate } from "../device/clock.js";
import { isUntouched, newDraft } from "../device/draft.js";
import { quickDraft } from "../device/quick.js";
import { fill, onAction, slot } from "./slots.js";
import { stepPlace, tasksPlace } from "./places.js";
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

  get #isQuick() {
    return this.#context.way === "quick";
  }

  async #begin() {
    const kept = await this.#context.drafts.list();
    const drafts = kept.filter(({ draft }) => draft.state === "draft");
    const { home } = this.#context;
    if (!home) {
      const fresh = drafts.find(({ draft }) => draft.found && isUntouched(draft));
      return fresh ? this.#go(fresh.draft) : this.#start();
    }
    const begun = drafts.filter(({ draft }) => draft.visit.home === home && Boolean(draft.visit.quick) === this.#isQuick);
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
      const { home, rules, known_at: at } = id ? await knownHome(homes, id) : await unknownHome(homes);
      if (signal.aborted) return;
      const make = this.#isQuick ? quickDraft : newDraft;
      const draft = make({ home: home && { ...home, known_at: at }, rules, device });
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
    const { id, quick } = draft.visit;
    if (!this.#context.signal.aborted) location.replace(quick ? stepPlace(id, "place") : tasksPlace(id));
  }
}

function codeOf(error) {
  if (error.name === "QuotaExceededError") return "full";
  return typeof error.code === "string" ? error.code : "broken";
}
