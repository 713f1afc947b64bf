/** Police protection that runs, over every screen of an open device: how long is left, and warnings. */
import { POWER, standing } from "../core/protection.js";
import { clockSentence } from "./clock-words.js";
import { homeTitle } from "./home-words.js";
import { clone, fill, slot } from "./slots.js";
import { words } from "./words.js";

const OFTEN = 15_000;
const TOLD_AFTER = 24 * 3_600_000; // how long an ended one is still shown

export class Clocks {
  #element;
  #drafts;
  #kept = new Map(); // visit -> [{began_at, title, who}]
  #states = new Map();

  constructor(element, drafts) {
    this.#element = element;
    this.#drafts = drafts;
    setInterval(() => this.#draw(), OFTEN);
  }

  /** Reads every visit that is kept here, or only the open one. */
  async refresh(open = null) {
    const drafts = open ? [open.draft] : (await this.#drafts.list()).map((each) => each.draft);
    if (!open) this.#kept.clear();
    for (const draft of drafts) this.#kept.set(draft.visit.id, usesOf(draft));
    this.#draw();
  }

  hide() {
    this.#kept.clear();
    this.#draw();
  }

  #draw() {
    const now = Date.now();
    const shown = [...this.#kept.values()].flat().filter(({ began_at: at }) => Date.parse(standing(at, now).ends_at) + TOLD_AFTER > now);
    const lines = shown.sort((a, b) => Date.parse(a.began_at) - Date.parse(b.began_at)).map((each) => line(each, now));
    slot(this.#element, "lines").replaceChildren(...lines);
    this.#element.hidden = lines.length === 0;
    const turned = shown.filter((each) => this.#turns(each, standing(each.began_at, now).state));
    if (turned.length) fill(this.#element, { warning: turned.map(({ began_at: at, title }) => warning(at, title, now)).join(" ") });
    if (!lines.length) fill(this.#element, { warning: "" });
  }

  /** True when it has come to a warning since it was last looked at: told once, aloud. */
  #turns({ visit, began_at: at }, state) {
    const key = `${visit} ${at}`;
    const before = this.#states.get(key);
    this.#states.set(key, state);
    return state !== "running" && before !== state;
  }
}

function usesOf({ visit, home }) {
  const uses = (visit.powers ?? []).filter((each) => each.power === POWER);
  const isPlaced = Boolean(home.name || home.address.trim());
  const of = ({ children }) => visit.children.filter(({ id }) => children?.includes(id)).map(({ name }) => name);
  return uses.map((each) => ({
    visit: visit.id, began_at: each.began_at, title: homeTitle(home), isPlaced,
    who: uses.length > 1 ? of(each).join(", ") : "",
  }));
}

/** Of several uses in one record each says for whom. */
function line({ began_at: at, title, isPlaced, who }, now) {
  const head = isPlaced ? words("powers.clock_of", { title }) : words("powers.clock_here");
  const text = [head, who && `${who}.`, clockSentence(at, now)].filter(Boolean).join(" ");
  const element = fill(clone("clock-line"), { text });
  element.dataset.state = standing(at, now).state;
  return element;
}

function warning(at, title, now) {
  return words(`powers.warnings.${standing(at, now).state}`, { title });
}
