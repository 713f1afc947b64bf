/** Who has care: what of it asks for a check, who takes over, and whether they were checked. */
import { CHECKED } from "../core/codes.js";
import { checks } from "../core/care.js";
import { setCare, setTakesOver } from "../device/care.js";
import { setField } from "../device/edits.js";
import { radioGroup, tick, wordsField } from "./choices.js";
import { couldBeInCharge, nameOf } from "./people.js";
import { phrases } from "./phrases.js";
import { clone, fill, slot, tie } from "./slots.js";
import { stepper } from "./stepper.js";
import { words } from "./words.js";

const CHECKS = ["stay", "told", "carer_called"];
const [YOUNGEST, GROWN_UP] = [10, 18];
const [NOBODY, ELSE] = ["nobody", "else"];

export class Care {
  #element;
  #open;
  #isElse = false;

  constructor(element, { open }) {
    this.#element = element;
    this.#open = open;
    this.#isElse = open.visit.care?.takes_over?.name !== undefined;
    this.#drawCheck();
    element.addEventListener("refresh", () => this.#refresh());
    this.#refresh();
  }

  #refresh() {
    this.#drawYoung();
    this.#drawTakesOver();
    this.#drawChecks();
  }

  get #over() {
    return this.#open.visit.care?.takes_over ?? null;
  }

  /** An adult by the record, and perhaps not by age: one tap says so. */
  #drawYoung() {
    const place = slot(this.#element, "young");
    const { visit } = this.#open;
    const adult = visit.adults.find((each) => each.id === visit.in_charge);
    place.replaceChildren();
    if (!adult) {
      if (visit.care?.in_charge_age !== undefined) this.#open.edit((draft) => setCare(draft.visit, "in_charge_age", null));
      return;
    }
    const age = visit.care?.in_charge_age;
    const set = (value) => {
      this.#open.edit((draft) => setCare(draft.visit, "in_charge_age", value));
      this.#drawChecks();
    };
    const title = words("care.young", { name: adult.name });
    const onTick = (_, on) => {
      set(on ? GROWN_UP - 1 : null);
      this.#drawYoung();
    };
    place.append(tick({ value: "young", title }, age !== undefined, onTick));
    if (age === undefined) return;
    const say = (n) => words("people.years", { n });
    place.append(
      stepper({ label: words("care.about_age"), value: age, lowest: YOUNGEST, highest: GROWN_UP - 1, say, onStep: set }),
    );
  }

  #drawCheck() {
    const set = (text) => this.#open.type(({ visit }) => setCare(visit, "check", text));
    const group = wordsField({ label: words("care.check"), value: this.#open.visit.care?.check, rows: 2, onType: set });
    slot(this.#element, "check").append(phrases(group, CHECKS.map((each) => words(`care.checks.${each}`)), set), group);
  }

  #drawChecks() {
    const { visit, home } = this.#open.draft;
    const found = checks(visit);
    const lines = found.map(({ kind, part, name, years }) =>
      words(`care.${part}.${kind === "under_18" && years === null ? "no_age" : kind}`, { name, years }),
    );
    lines.push(...[visit.in_charge, this.#over?.person].map((id) => home?.checks?.[id] ?? ""));
    const text = lines.join(" ").trim();
    slot(this.#element, "asked").hidden = !text && !visit.care?.check;
    if (slot(this.#element, "lines").textContent !== text) fill(this.#element, { lines: text });
  }

  #drawTakesOver() {
    const { visit } = this.#open;
    const able = [...visit.adults, ...visit.children].filter(({ id }) => couldBeInCharge(id, visit) && id !== visit.in_charge);
    if (this.#over?.person && !able.some(({ id }) => id === this.#over.person)) {
      this.#open.edit((draft) => setTakesOver(draft.visit, {}));
    }
    const options = [
      { value: NOBODY, title: words("care.nobody") },
      ...able.map(({ id, name }) => ({ value: id, title: name })),
      { value: ELSE, title: words("care.else") },
    ];
    const value = this.#isElse ? ELSE : (this.#over?.person ?? "");
    const group = radioGroup({ legend: words("care.who_takes_over"), options, value, onChoose: (chosen) => this.#choose(chosen) });
    slot(this.#element, "takes_over").replaceChildren(group);
    this.#drawOver();
  }

  #choose(value) {
    this.#isElse = value === ELSE;
    const person = [NOBODY, ELSE].includes(value) ? null : value;
    this.#open.edit(({ visit }) => setTakesOver(visit, this.#isElse ? { name: words("care.unnamed") } : { person }));
    this.#drawOver();
    this.#drawChecks();
  }

  #drawOver() {
    const over = this.#over;
    const place = slot(this.#element, "over");
    place.replaceChildren();
    if (!over) return;
    if (this.#isElse) place.append(this.#name(), this.#relation());
    place.append(
      radioGroup({
        legend: words("care.were_checked", { name: nameOf(this.#open.visit, over.person) || words("care.they") }),
        options: CHECKED.map((value) => ({ value, title: words(`care.checked.${value}`) })),
        value: over.checked,
        onChoose: (value) => {
          this.#open.edit(() => (this.#over.checked = value));
          this.#drawChecks();
        },
      }),
    );
  }

  #name() {
    const unnamed = words("care.unnamed");
    const shown = this.#over.name === unnamed ? "" : this.#over.name;
    return this.#input(words("care.name"), shown, (text) => {
      this.#open.type(() => (this.#over.name = text.trim() || unnamed));
      this.#drawChecks();
    });
  }

  #relation() {
    const set = (text) => this.#open.type(() => setField(this.#over, "relation", text));
    return this.#input(words("care.relation"), this.#over.relation ?? "", set);
  }

  #input(label, value, onType) {
    const group = fill(clone("line-field"), { label });
    const field = slot(group, "field");
    tie(slot(group, "label"), field);
    field.value = value;
    field.addEventListener("input", () => onType(field.value));
    return group;
  }
}
