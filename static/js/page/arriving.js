/** Arriving: kind, access, when, who is here, who is in charge, what was going on. */
import { ACCESS, KINDS } from "../core/codes.js";
import { fromField, toField } from "../device/clock.js";
import { addPerson, setField, setPresent } from "../device/edits.js";
import { AddPerson } from "./add-person.js";
import { radioGroup, tick, wordsField } from "./choices.js";
import { adultWords, couldBeInCharge, isUnderAge, nameAndAge } from "./people.js";
import { clone, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Arriving {
  #element;
  #open;
  #care;

  constructor(element, context) {
    this.#element = element;
    this.#open = context.open;
    slot(element, "kind").append(this.#choice("kind", "kinds", KINDS));
    slot(element, "access").append(this.#choice("access", "access", ACCESS));
    this.#drawBegan();
    this.#care = context.part("care");
    slot(element, "care").append(this.#care);
    this.#drawPeople();
    this.#drawArrival();
    for (const kind of ["child", "adult"]) onAction(element, `add-${kind}`, () => this.#add(kind));
  }

  #choice(name, list, values) {
    const options = values.map((value) => optionOf(list, value));
    return radioGroup({
      legend: words(`arriving.${name}`),
      options,
      value: this.#open.visit[name],
      onChoose: (value) => this.#open.edit(({ visit }) => setField(visit, name, value)),
    });
  }

  #drawBegan() {
    const field = slot(this.#element, "began");
    field.value = toField(this.#open.visit.observed_at);
    field.addEventListener("change", () => {
      const at = fromField(field.value);
      if (!at) field.value = toField(this.#open.visit.observed_at);
      else this.#open.edit(({ visit }) => (visit.observed_at = at));
    });
  }

  #drawPeople() {
    const { visit } = this.#open;
    const people = peopleOf(visit);
    slot(this.#element, "nobody_known").hidden = people.length > 0;
    slot(this.#element, "present_hint").hidden = people.length === 0;
    slot(this.#element, "present").replaceChildren(...people.map((each) => this.#presentRow(each)));
    this.#drawInCharge(people);
  }

  #presentRow(option) {
    const onTick = (id, on) => this.#open.edit(({ visit }) => setPresent(visit, id, on));
    return tick(option, this.#open.visit.present.includes(option.value), onTick);
  }

  #drawInCharge(people) {
    const { visit } = this.#open;
    const able = people.filter((each) => couldBeInCharge(each.value, visit));
    const nobody = { value: "nobody", title: words("people.nobody") };
    const group = radioGroup({
      legend: words("arriving.in_charge"),
      options: [...able.map((each) => withUnder(each, visit)), nobody],
      value: visit.in_charge,
      onChoose: (value) => {
        this.#open.edit((draft) => (draft.visit.in_charge = value));
        this.#care.dispatchEvent(new Event("refresh"));
      },
    });
    slot(this.#element, "in_charge").replaceChildren(group);
    this.#care.dispatchEvent(new Event("refresh"));
  }

  #drawArrival() {
    slot(this.#element, "arrival").append(
      wordsField({
        label: words("arriving.arrival"),
        hint: words("arriving.arrival_hint"),
        value: this.#open.visit.arrival,
        onType: (text) => this.#open.type(({ visit }) => setField(visit, "arrival", text)),
      }),
    );
  }

  #add(kind) {
    const button = this.#element.querySelector(`[data-action="add-${kind}"]`);
    const close = () => {
      slot(this.#element, "adding").replaceChildren();
      button.focus();
    };
    const onAdd = async (person) => {
      const list = kind === "child" ? "children" : "adults";
      await this.#open.edit(({ visit }) => addPerson(visit, list, person));
      this.#drawPeople();
      close();
    };
    const form = new AddPerson(clone("add-person"), { kind, onAdd, onCancel: close });
    slot(this.#element, "adding").replaceChildren(form.element);
    form.focus();
  }
}

function peopleOf(visit) {
  const children = visit.children.map((each) => ({ value: each.id, title: nameAndAge(each, visit) }));
  const adults = visit.adults.map((each) => ({ value: each.id, title: each.name, hint: adultWords(each) }));
  return [...children, ...adults];
}

function withUnder(option, visit) {
  return isUnderAge(option.value, visit) ? { ...option, hint: words("people.under_18") } : option;
}

function optionOf(list, value) {
  return { value, title: words(`${list}.${value}.title`), hint: words(`${list}.${value}.hint`) };
}
