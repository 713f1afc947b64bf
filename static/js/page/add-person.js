/** Adds somebody met at the visit: a child with an age, or an adult with a relation. */
import { ROLES } from "../core/codes.js";
import { localIso } from "../device/clock.js";
import { radioGroup } from "./choices.js";
import { fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const EARLIEST_BIRTH = "1900-01-01";

export class AddPerson {
  #kind;
  #role = "carer";

  /** `onAdd` gets the person with a fresh id; `kind` is child or adult. */
  constructor(element, { kind, onAdd, onCancel }) {
    this.element = element;
    this.#kind = kind;
    fill(element, { title: words(`add_person.${kind}_title`) });
    slot(element, kind).hidden = false;
    if (kind === "adult") this.#drawRole();
    onAction(element, "cancel", onCancel);
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#check()) onAdd(this.#person());
    });
  }

  focus() {
    slot(this.element, "name").focus();
  }

  #drawRole() {
    const options = ROLES.map((value) => ({ value, title: words(`add_person.role_${value}`) }));
    const onChoose = (value) => (this.#role = value);
    const legend = words("add_person.role");
    slot(this.element, "role").append(radioGroup({ legend, options, value: this.#role, onChoose }));
  }

  #check() {
    const years = this.#text("about_years");
    const isNamed = this.#mark("name", Boolean(this.#text("name")));
    const isAged = this.#mark("years", !years || /^(\d|1[0-7])$/.test(years));
    const isBorn = this.#mark("born", isPast(this.#text("born")));
    return isNamed && isAged && isBorn;
  }

  #mark(name, isRight) {
    slot(this.element, `${name}_error`).hidden = isRight;
    slot(this.element, `${name}_group`).classList.toggle("govuk-form-group--error", !isRight);
    if (!isRight) slot(this.element, name === "years" ? "about_years" : name).focus();
    return isRight;
  }

  #person() {
    const person = { id: crypto.randomUUID(), name: this.#text("name") };
    if (this.#kind === "child") return { ...person, ...this.#age() };
    const relation = this.#text("relation");
    return { ...person, role: this.#role, ...(relation && { relation }) };
  }

  #age() {
    const born = this.#text("born");
    const years = this.#text("about_years");
    if (born) return { born };
    return years ? { about_years: Number(years) } : {};
  }

  #text(name) {
    return slot(this.element, name).value.trim();
  }
}

/** True for a day that the server takes as a date of birth, and for none. */
export function isPast(day) {
  return !day || (day >= EARLIEST_BIRTH && day <= localIso().slice(0, 10));
}
