/** Powers used, each with the time it began; for police protection the clock that runs from then. */
import { POWERS } from "../core/codes.js";
import { POWER } from "../core/protection.js";
import { powerOf, setPower, setPowerChild } from "../device/care.js";
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
  #clock = () => {};

  constructor(element, { open, signal }) {
    this.#open = open;
    slot(element, "powers").append(...POWERS.map((each) => this.#power(each)));
    if (!open.visit.quick) drawDoneNow(slot(element, "done_now"), open);
    const timer = setInterval(() => this.#clock(), OFTEN);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  #power(power) {
    const row = clone("power");
    const about = slot(row, "about");
    const draw = () => {
      const own = powerOf(this.#open.visit, power);
      about.replaceChildren(...(own ? this.#about(own, draw) : []));
      about.hidden = !own;
    };
    const onTick = (_, on) => {
      this.#open.edit((draft) => setPower(draft, power, on));
      draw();
    };
    const isOn = Boolean(powerOf(this.#open.visit, power));
    slot(row, "tick").append(tick({ value: power, title: words(`powers.kinds.${power}`) }, isOn, onTick));
    draw();
    return row;
  }

  #about(own, draw) {
    const { visit } = this.#open;
    const began = this.#began(own, draw);
    const said = wordsField({
      label: words("powers.words"),
      value: own.words,
      rows: 2,
      onType: (text) => this.#open.type(() => setField(own, "words", text)),
    });
    if (own.power !== POWER) return [began, said];
    const clock = fill(clone("clock-line"), {});
    this.#clock = () => fill(clock, { text: clockSentence(own.began_at, Date.now()) });
    this.#clock();
    const children = tickGroup({
      legend: words("powers.children"),
      options: visit.children.map((each) => ({ value: each.id, title: nameAndAge(each, visit) })),
      chosen: own.children ?? [],
      onTick: (child, on) => this.#open.edit(() => setPowerChild(own, child, on)),
    });
    return [clock, began, ...(visit.children.length ? [children] : []), said];
  }

  /** The minute of use can be put right, and never lies ahead: nothing makes the 72 hours longer. */
  #began(own, draw) {
    const group = fill(clone("began"), { label: words("powers.began") });
    const field = slot(group, "field");
    tie(slot(group, "label"), field);
    field.value = toField(own.began_at);
    field.addEventListener("change", () => {
      const at = fromField(field.value);
      if (at && Date.parse(at) <= Date.now()) this.#open.edit(() => (own.began_at = at));
      draw();
    });
    return group;
  }
}
