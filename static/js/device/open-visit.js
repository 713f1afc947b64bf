/** One visit open in this tab: every change goes through it, and is saved by it. */
import { score } from "../core/scoring.js";
import { Saver } from "./saver.js";

/** Tells `change` after every edit, and `held` when another tab takes the visit over. */
export class OpenVisit extends EventTarget {
  #under = new Set();

  constructor(draft, rules, drafts) {
    super();
    this.draft = draft;
    this.rules = rules;
    this.readOnly = draft.state !== "draft";
    this.saver = new Saver(() => drafts.save(this.draft));
  }

  get visit() {
    return this.draft.visit;
  }

  /** Makes one change and saves it; resolves when it is on the disk. */
  edit(change) {
    if (!this.#change(change)) return Promise.resolve();
    return this.saver.save();
  }

  /** Makes one change of many in a row (typing) and saves a moment later. */
  type(change) {
    if (this.#change(change)) this.saver.saveSoon();
  }

  /** Counts work that adds to this visit: it ends before the visit is signed off or let go. */
  during(work) {
    const done = () => this.#under.delete(work);
    this.#under.add(work);
    work.then(done, done);
    return work;
  }

  /** Resolves when no such work is under way. */
  async settled() {
    while (this.#under.size) await Promise.allSettled([...this.#under]);
  }

  /** Scores the visit as it is now. */
  score() {
    return score(this.rules, this.visit);
  }

  /** From here on this tab only shows the visit. */
  hold() {
    this.readOnly = true;
    this.dispatchEvent(new Event("held"));
  }

  #change(change) {
    if (this.readOnly) return false;
    change(this.draft);
    this.dispatchEvent(new Event("change"));
    return true;
  }
}
