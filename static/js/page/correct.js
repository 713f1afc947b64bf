/** Begins the correction of a received visit, or goes back to the one that was begun. */
import { correctionOf } from "../device/correction.js";
import { isVisitReceived } from "../device/outbox-states.js";
import { keepRules } from "../device/rules-shelf.js";
import { ServerFailed, fetchRevision, fetchRules, fetchVisit } from "../device/server.js";
import { tasksPlace } from "./places.js";
import { fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Correct {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    onAction(element, "again", () => this.#begin());
    slot(element, "sign_in").href = context.signInPlace();
    this.ready = this.#begin();
  }

  async #begin() {
    const { drafts, signal, corrected } = this.#context;
    fill(this.#element, { state: words("correction.loading") });
    slot(this.#element, "failed").hidden = true;
    try {
      if (!(await this.#isBegun())) await drafts.save(await this.#fetch());
      if (!signal.aborted) location.replace(tasksPlace(corrected));
    } catch (error) {
      this.#fail(error.code ?? "broken");
    }
  }

  /** One correction at a time; and what is not received yet is not corrected but sent. */
  async #isBegun() {
    const { corrected, drafts, outbox } = this.#context;
    const draft = await drafts.load(corrected);
    if (!draft) return false;
    const own = (await outbox.list()).filter((each) => each.visit === corrected);
    return draft.state === "draft" || !isVisitReceived(own);
  }

  async #fetch() {
    const { api, corrected, device, homes, person, photos } = this.#context;
    const line = await fetchVisit(api, corrected);
    if (line.author !== person.id) throw new ServerFailed("not_author");
    if (!line.signed_revision) throw new ServerFailed("not_signed");
    if (line.review?.state === "agreed") throw new ServerFailed("agreed");
    const document = await fetchRevision(api, corrected, line.signed_revision);
    const [rules, { pack: home }] = await Promise.all([fetchRules(api, document.rules), homes.fetch(line.home)]);
    await keepRules(rules);
    const kept = (await photos.ofVisit(corrected)).map((each) => each.id);
    return correctionOf({ received: document, line, home, kept, device });
  }

  #fail(code) {
    fill(this.#element, { state: words(`correction.${code}`) });
    slot(this.#element, "sign_in").hidden = code !== "signed_out";
    slot(this.#element, "failed").hidden = false;
  }
}
