/** Asks before something is removed from this device, and says what goes with it. */
import { homeStateOf, keptHere, stateOf } from "../device/kept.js";
import { costOf, costOfHome } from "../device/removal-rules.js";
import { RemovalRefused, removeHome, removeVisit, savedAt } from "../device/removal.js";
import { mark, onSend, typed } from "./field.js";
import { homeLine, homeTitle } from "./home-words.js";
import { counted, moment, stateWords } from "./kept-words.js";
import { filePlace } from "./places.js";
import { fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class Remove {
  #element;
  #context;
  #kept = null;
  #isHome = false;
  #way = "";

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    onSend(slot(element, "form"), () => this.#remove());
    this.ready = this.#draw();
  }

  async #draw() {
    const { doomed, person, sync } = this.#context;
    const { visits, homes } = await keptHere(this.#context);
    const visit = visits.find((each) => each.id === doomed);
    this.#kept = visit ?? homes.find((each) => each.id === doomed) ?? null;
    if (!this.#kept) return this.#showGone();
    this.#isHome = !visit;
    const saved = await savedAt(person.id, this.#kept);
    const cost = visit ? costOf(visit, saved) : costOfHome(this.#kept, visits, saved);
    const state = visit ? stateOf(visit, sync.sending) : homeStateOf(this.#kept, sync.sending);
    this.#way = cost.way;
    this.#show(cost, saved, stateWords(state, this.#kept.updated_at ?? this.#kept.record.since));
  }

  #showGone() {
    fillOrHide(this.#element, { state: words("removing.gone") });
    slot(this.#element, "form").hidden = true;
  }

  #show(cost, saved, standing) {
    const home = this.#kept.home ?? this.#kept.draft.home;
    const { way } = cost;
    const word = words("removing.word");
    fill(this.#element, {
      title: words(this.#isHome ? "removing.title_home" : "removing.title"),
      name: [homeTitle(home), homeLine(home)].filter(Boolean).join(", "),
      standing,
      warning: words(cost.visits ? "removing.visits" : `removing.${way}`, saved ? moment(saved) : {}),
      type: words("removing.type", { word }),
    });
    const goes = way === "free" ? "" : words("removing.goes", { what: this.#what(cost) });
    fillOrHide(this.#element, { state: "", goes });
    slot(this.#element, "save_first").hidden = way !== "typed";
    slot(this.#element, "save_first").href = filePlace(this.#kept.id);
    slot(this.#element, "trace").hidden = way === "free";
    slot(this.#element, "word_group").hidden = way !== "typed" || cost.visits > 0;
    slot(this.#element, "form").querySelector("[type=submit]").hidden = cost.visits > 0;
    slot(this.#element, "form").hidden = false;
  }

  #what({ answers, photos }) {
    if (this.#isHome) return words("removing.home");
    return counted("removing", { photo: photos, answer: answers }) || words("removing.nothing");
  }

  async #remove() {
    const { outbox, person, sync } = this.#context;
    fillOrHide(this.#element, { problem: "" });
    if (!this.#isMeant()) return;
    const remove = this.#isHome ? removeHome : removeVisit;
    try {
      await remove({ person: person.id, sync }, this.#kept, this.#way);
      outbox.tell();
      location.replace("#");
    } catch (error) {
      const code = error instanceof RemovalRefused ? error.code : "failed";
      fillOrHide(this.#element, { problem: words(`removing.refused.${code}`) });
      if (code === "changed") await this.#draw();
    }
  }

  #isMeant() {
    if (this.#way !== "typed") return true;
    const word = words("removing.word");
    const isTyped = typed(this.#element, "word").trim().toUpperCase() === word.toUpperCase();
    mark(this.#element, "word", isTyped ? "" : words("removing.need_word", { word }));
    return isTyped;
  }
}
