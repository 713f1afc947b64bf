/** Powers used, each with the time it began; for police protection the clock that runs from then. */
import { POWERS } from "../core/codes.js";
import { POWER } from "../core/protection.js";
import { addUse, dropUse, isBegunAt, setPower, setPowerChild, usesOf } from "../device/care.js";
import { fromField, toField } from "../device/clock.js";
import { setField } from "../device/edits.js";
import { tick, tickGroup, wordsField } from "./choices.js";
import { clockSentence } from "./clock-words.js";
import { drawDoneNow } from "./done-now.js";
import { nameAndAge } from "./people.js";
import { clone, fill, slot, tie } from "./slots.js";
import { words } from "./words.js";

const OFTEN = 15_000;

export class Powers {
  #open;
  #clocks = [];

  constructor(element, { open, signal }) {
    this.#open = open;
    slot(element, "powers").append(...POWERS.map((each) => this.#power(each)));
    if (!open.visit.quick) drawDoneNow(slot(element, "done_now"), open);
    const timer = setInterval(() => this.#clocks.forEach((each) => each()), OFTEN);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  #power(power) {
    const row = clone("power");
    const about = slot(row, "about");
    const draw = () => {
      const uses = usesOf(this.#open.visit, power);
      if (power === POWER) this.#clocks = [];
      const take = (own) => button("take_away", () => change((visit) => dropUse(visit, own)));
      const again = button("again", () => change((visit) => addUse(visit, power)));
      about.replaceChildren(...uses.flatMap((own, at) => [...this.#about(own, at, draw), ...(at ? [take(own)] : [])]), again);
      about.hidden = !uses.length;
    };
    const change = (how) => {
      this.#open.edit(({ visit }) => how(visit));
      draw();
      [...about.querySelectorAll("[type=datetime-local]")].at(-1).focus();
    };
    const onTick = (_, on) => {
      this.#open.edit((draft) => setPower(draft, power, on));
      draw();
    };
    const isOn = usesOf(this.#open.visit, power).length > 0;
    slot(row, "tick").append(tick({ value: power, title: words(`powers.kinds.${power}`) }, isOn, onTick));
    draw();
    return row;
  }

  #about(own, at, draw) {
    const { visit } = this.#open;
    const named = (key) => words(`powers.${key}`) + (at ? ` (${at + 1})` : "");
    const began = this.#began(own, named("began"), draw);
    const said = wordsField({
      label: named("words"),
      value: own.words,
      rows: 2,
      onType: (text) => this.#open.type(() => setField(own, "words", text)),
    });
    if (own.power !== POWER) return [began, said];
    const clock = fill(clone("clock-line"), {});
    const tell = () => fill(clock, { text: clockSentence(own.began_at, Date.now()) });
    this.#clocks.push(tell);
    tell();
    const children = tickGroup({
      legend: named("children"),
      options: visit.children.map((each) => ({ value: each.id, title: nameAndAge(each, visit) })),
      chosen: own.children ?? [],
      onTick: (child, on) => this.#open.edit(() => setPowerChild(own, child, on)),
    });
    return [clock, began, ...(visit.children.length ? [children] : []), said];
  }

  /** The minute of use can be put right, and never lies ahead: nothing makes the 72 hours longer. */
  #began(own, label, draw) {
    const group = fill(clone("began"), { label });
    const field = slot(group, "field");
    tie(slot(group, "label"), field);
    field.value = toField(own.began_at);
    field.addEventListener("change", () => {
      const at = fromField(field.value);
      if (at && Date.parse(at) <= Date.now() && !isBegunAt(this.#open.visit, own.power, at)) this.#open.edit(() => (own.began_at = at));
      draw();
    });
    return group;
  }
}

function button(key, onClick) {
  const made = clone("use-button");
  made.textContent = words(`powers.${key}`);
  made.addEventListener("click", onClick);
  return made;
}
