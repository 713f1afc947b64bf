/** Starts a visit to a home, or offers the one already begun. */
import { fetchHome } from "../device/caseload.js";
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
    onAction(element, "another", () => this.#fetch());
    onAction(element, "carry-on", () => this.#go(this.#begun));
    slot(element, "sign_in").href = context.signInPlace();
    this.ready = this.#begin();
  }

  async #begin() {
    const kept = await this.#context.drafts.list();
    const begun = kept.filter(({ draft }) => draft.visit.home === this.#context.home && draft.state === "draft");
    if (!begun.length) return this.#fetch();
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

  async #fetch() {
    fill(this.#element, { state: words("start.loading") });
    slot(this.#element, "failed").hidden = true;
    try {
      const home = await fetchHome(this.#context.home);
      const { rules, device, drafts } = this.#context;
      const draft = newDraft({ home, rules, device });
      await drafts.save(draft);
      this.#go(draft);
    } catch (error) {
      this.#fail(error.code ?? "broken");
    }
  }

  #fail(code) {
    fill(this.#element, { state: words(`start.${code}`) });
    slot(this.#element, "sign_in").hidden = code !== "signed_out";
    slot(this.#element, "failed").hidden = false;
  }

  #go(draft) {
    location.replace(tasksPlace(draft.visit.id));
  }
}
