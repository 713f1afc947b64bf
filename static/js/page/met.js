/** Who is in a home that an officer walks into: children seen, adults, who has care; a tap for each. */
import { addPerson, setPresent } from "../device/edits.js";
import { isTakenAwayFreely, setSeen, takeAway } from "../device/quick.js";
import { radioGroup, tick } from "./choices.js";
import { adultWords, couldBeInCharge, nameAndAge } from "./people.js";
import { clone, fill, onAction, slot } from "./slots.js";
import { stepper } from "./stepper.js";
import { words } from "./words.js";

const ABOUT = 4;
const OLDEST_CHILD = 17;
const ADULTS = { mother: "carer", father: "carer", grandparent: "carer", other: "other" };

export class Met {
  #element;
  #open;
  #care;
  #years = ABOUT;

  constructor(element, context) {
    this.#element = element;
    this.#open = context.open;
    const say = (n) => (n ? words("people.years", { n }) : words("quick.baby"));
    const onStep = (years) => (this.#years = years);
    slot(element, "age").append(
      stepper({ label: words("quick.about_age"), value: ABOUT, lowest: 0, highest: OLDEST_CHILD, say, onStep }),
    );
    onAction(element, "child", () => this.#addChild());
    slot(element, "adults").append(...Object.keys(ADULTS).map((each) => this.#adultButton(each)));
    this.#care = context.part("care");
    slot(element, "care").append(this.#care);
    this.#draw();
  }

  #draw() {
    const { visit } = this.#open;
    const seen = visit.children.map((each) => this.#row(each, nameAndAge(each, visit), "", (draft, on) => setSeen(draft, each.id, on)));
    const here = visit.adults.map((each) =>
      this.#row(each, each.name, adultWords(each), (draft, on) => setPresent(draft.visit, each.id, on)),
    );
    slot(this.#element, "seen").replaceChildren(...seen);
    slot(this.#element, "here").replaceChildren(...here);
    slot(this.#element, "nobody").hidden = seen.length + here.length > 0;
    this.#drawInCharge();
    this.#care.dispatchEvent(new Event("refresh"));
  }

  #row({ id, name }, title, hint, onTick) {
    const row = clone("met");
    const isHere = this.#open.visit.present.includes(id);
    slot(row, "tick").append(tick({ value: id, title, hint }, isHere, (_, on) => this.#open.edit((draft) => onTick(draft, on))));
    fill(row, { name });
    const button = onAction(row, "take-away", () => this.#takeAway(id));
    button.hidden = this.#isKnown(id) || !isTakenAwayFreely(this.#open.draft, id);
    return row;
  }

  /** Whom the home's own record named is unticked, not taken away. */
  #isKnown(id) {
    return !this.#open.draft.added?.includes(id);
  }

  #takeAway(id) {
    this.#open.edit((draft) => takeAway(draft, id));
    this.#draw();
    slot(this.#element, "title").focus();
  }

  #drawInCharge() {
    const { visit } = this.#open;
    const people = [...visit.adults, ...visit.children].filter((each) => couldBeInCharge(each.id, visit));
    const options = people.map((each) => ({ value: each.id, title: each.born || "about_years" in each ? nameAndAge(each, visit) : each.name }));
    const group = radioGroup({
      legend: words("arriving.in_charge"),
      options: [...options, { value: "nobody", title: words("people.nobody") }],
      value: visit.in_charge,
      onChoose: (value) => {
        this.#open.edit((draft) => (draft.visit.in_charge = value));
        this.#care.dispatchEvent(new Event("refresh"));
      },
    });
    slot(this.#element, "in_charge").replaceChildren(group);
  }

  #addChild() {
    const { children } = this.#open.visit;
    const name = this.#name(words("quick.child", { n: children.length + 1 }));
    this.#add("children", { name, about_years: this.#years });
  }

  #adultButton(kind) {
    const button = clone("attempt");
    const title = words(`quick.adults.${kind}`);
    button.textContent = words("quick.add", { what: title.toLowerCase() });
    button.addEventListener("click", () => {
      const relation = kind === "other" ? {} : { relation: title.toLowerCase() };
      this.#add("adults", { name: this.#name(title), role: ADULTS[kind], ...relation });
    });
    return button;
  }

  #add(list, person) {
    const id = crypto.randomUUID();
    this.#open.edit((draft) => {
      addPerson(draft.visit, list, { id, ...person });
      if (list === "children") setSeen(draft, id, true);
      draft.added = [...(draft.added ?? []), id];
    });
    this.#draw();
  }

  /** The name that was typed, used up; else what can be said without one. */
  #name(otherwise) {
    const field = slot(this.#element, "name_field");
    const typed = field.value.trim();
    field.value = "";
    return typed || otherwise;
  }
}
