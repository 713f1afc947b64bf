/** The family's own grades: the tablet is handed over, and nothing of the worker's is on it. */
import { ownBook, ownGradesOf, ownSubjects } from "../device/own-grades.js";
import { itemsOf, subjectsOf } from "../device/steps.js";
import { Item } from "./item.js";
import { adultWords, nameAndAge } from "./people.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Family {
  #element;
  #context;
  #person = null;
  #areas = [];

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    this.#drawPeople();
    onAction(element, "give-back", () => this.#giveBack());
    const { open, signal } = context;
    open.addEventListener("change", () => this.#count(), { signal });
    signal.addEventListener("abort", () => showRest(true));
  }

  #drawPeople() {
    const { visit } = this.#context.open;
    const adults = visit.adults.map((each) => [each, `${each.name}, ${adultWords(each)}`]);
    const children = visit.children.map((each) => [each, nameAndAge(each, visit)]);
    const lines = [...adults, ...children].map(([person, title]) => this.#personLine(person, title));
    slot(this.#element, "people").replaceChildren(...lines);
    slot(this.#element, "nobody").hidden = lines.length > 0;
  }

  #personLine(person, title) {
    const n = ownGradesOf(this.#context.open.visit, person.id).length;
    const line = fillOrHide(clone("family-person"), { count: n ? words("tasks.given", { n }) : "" });
    fill(line, { title });
    line.querySelector("button").addEventListener("click", () => this.#handOver(person));
    return line;
  }

  #handOver(person) {
    this.#person = person.id;
    const { rules } = this.#context.open;
    this.#areas = rules.areas.filter((area) => this.#itemsOf(area).length);
    fill(this.#element, { name: words("family.grades_of", { name: person.name }) });
    slot(this.#element, "areas").replaceChildren(...this.#areas.map((area) => this.#areaButton(area)));
    this.#swap(true);
    this.#show(this.#areas[0]);
    slot(this.#element, "name").focus();
  }

  #giveBack() {
    this.#person = null;
    slot(this.#element, "items").replaceChildren();
    this.#drawPeople();
    this.#swap(false);
    slot(this.#element, "who").focus();
  }

  #swap(isHanded) {
    slot(this.#element, "choosing").hidden = isHanded;
    slot(this.#element, "handed").hidden = !isHanded;
    showRest(!isHanded);
    scrollTo(0, 0);
  }

  #areaButton(area) {
    const button = clone("family-area");
    button.addEventListener("click", () => this.#show(area));
    return button;
  }

  #show(area) {
    const book = ownBook(this.#person);
    const items = area ? this.#itemsOf(area) : [];
    const blocks = items.map(([item, subjects]) => new Item(clone("item"), this.#context, item, subjects, book).element);
    slot(this.#element, "items").replaceChildren(...blocks);
    this.#buttons.forEach((each, at) => each.setAttribute("aria-pressed", String(this.#areas[at] === area)));
    this.#count();
  }

  get #buttons() {
    return [...slot(this.#element, "areas").children];
  }

  #count() {
    if (!this.#person) return;
    const own = ownGradesOf(this.#context.open.visit, this.#person);
    for (const [at, button] of this.#buttons.entries()) {
      const items = itemsOf(this.#areas[at]).map((each) => each.id);
      const n = own.filter((each) => items.includes(each.item)).length;
      const { title } = this.#areas[at];
      button.textContent = n ? words("family.area_given", { title, n }) : title;
    }
  }

  /** [[item, subjects]] of an area that this person can grade. */
  #itemsOf(area) {
    const { visit } = this.#context.open;
    const found = itemsOf(area).map((item) => [item, ownSubjects(visit, this.#person, subjectsOf(item, visit))]);
    return found.filter(([, subjects]) => subjects.length);
  }
}

/** Shows or hides all that leads elsewhere: header, ways on, footer. */
function showRest(on) {
  document.body.toggleAttribute("data-handed", !on);
}
