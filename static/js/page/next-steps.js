/** Next steps: for each item at 3 or worse, what is to change, by when, and who helps. */
import { dayAfter, longDate } from "../device/clock.js";
import { setField } from "../device/edits.js";
import { agreedBefore, clearStep, setTarget, stepOf } from "../device/next-steps.js";
import { slotsToChange } from "../device/steps.js";
import { agreedSentence } from "./agreed-words.js";
import { wordsField } from "./choices.js";
import { nameOf } from "./people.js";
import { clone, fill, fillOrHide, freshName, onAction, slot, tie } from "./slots.js";
import { words } from "./words.js";

const SPANS = { week: { days: 7 }, fortnight: { days: 14 }, month: { months: 1 }, quarter: { months: 3 } };
const WORST = 5;

export class NextSteps {
  constructor(element, { open }) {
    const slots = slotsToChange(open.draft, open.rules);
    slot(element, "none").hidden = slots.length > 0;
    slot(element, "items").append(...slots.map((each) => new NextStep(clone("next-step"), open, each).element));
  }
}

/** One item of one child or the home; closed it is a line, open a small form that saves every tap. */
class NextStep {
  #open;
  #about;
  #fields = null;

  constructor(element, open, about) {
    this.element = element;
    this.#open = open;
    this.#about = about;
    const { item, child, grade } = about;
    element.dataset.next = item.id;
    if (child) element.dataset.child = child;
    const title = [item.title, nameOf(open.visit, child)].filter(Boolean).join(", ");
    fill(element, { title, about: `: ${title}` });
    const before = agreedBefore(open.draft, item.id, child);
    fillOrHide(element, {
      graded: grade ? words("next_steps.graded", { grade, means: item.grades[grade] }) : "",
      agreed: before ? agreedSentence(before) : "",
      stands: before ? words("next_steps.stands") : "",
    });
    onAction(element, "open", () => this.#show());
    onAction(element, "clear", () => this.#clear());
    this.#refresh();
  }

  get #own() {
    return stepOf(this.#open.visit, this.#about.item.id, this.#about.child);
  }

  #refresh() {
    const own = this.#own;
    const by = own?.by ? words("next_steps.by_line", { date: longDate(own.by) }) : "";
    const line = own ? [own.words, words("next_steps.reach", own), by].filter(Boolean).join(" ") : "";
    fillOrHide(this.element, { summary: this.#fields ? "" : line });
    slot(this.element, "line").hidden = this.#fields !== null;
    fill(this.element, { open: words(own ? "next_steps.change" : "next_steps.add") });
    slot(this.element, "form").hidden = this.#fields === null;
    slot(this.element, "rest").hidden = !own;
  }

  #show() {
    this.#fields ??= this.#draw();
    this.#refresh();
    (this.element.querySelector("input:checked") ?? this.element.querySelector("input")).focus();
  }

  #draw() {
    const { item, grade } = this.#about;
    const name = freshName();
    for (let target = 1; target < (grade ?? WORST); target += 1) {
      const row = fill(clone("grade"), { badge: target, text: item.grades[target] });
      const input = row.querySelector("input");
      Object.assign(input, { name, value: target, checked: this.#own?.target === target });
      input.addEventListener("change", () => this.#aim(target));
      slot(this.element, "rows").append(row);
    }
    const said = this.#words();
    const helps = wordsField({
      label: words("next_steps.helps"),
      value: this.#own?.helps,
      rows: 2,
      onType: (text) => this.#open.type(() => setField(this.#own, "helps", text)),
    });
    slot(this.element, "words").append(said);
    slot(this.element, "helps").append(helps);
    return { words: slot(said, "field"), helps: slot(helps, "field"), by: this.#drawBy() };
  }

  /** What is left empty says again what the grade to reach looks like: a step without words is none. */
  #words() {
    const group = wordsField({
      label: words("next_steps.words"),
      hint: words("next_steps.words_hint"),
      value: this.#own?.words,
      onType: (text) => this.#open.type(() => (this.#own.words = text.trim() ? text : this.#meaning)),
    });
    slot(group, "field").addEventListener("change", (event) => (event.target.value = this.#own?.words ?? ""));
    return group;
  }

  #drawBy() {
    const field = slot(this.element, "by");
    tie(slot(this.element, "by_label"), field);
    field.value = this.#own?.by ?? "";
    field.addEventListener("change", () => this.#setBy(field.value));
    for (const [code, span] of Object.entries(SPANS)) {
      const button = clone("attempt");
      button.textContent = words(`next_steps.spans.${code}`);
      button.addEventListener("click", () => {
        field.value = dayAfter(this.#open.visit.observed_at, span);
        this.#setBy(field.value);
      });
      slot(this.element, "spans").append(button);
    }
    return field;
  }

  get #meaning() {
    return this.#about.item.grades[this.#own.target];
  }

  #setBy(day) {
    this.#open.edit(() => setField(this.#own, "by", /^\d{4}-\d\d-\d\d$/.test(day) ? day : ""));
  }

  #aim(target) {
    const { item, child } = this.#about;
    this.#open.edit((draft) => setTarget(draft, item.id, child, target, item.grades));
    this.#fill();
  }

  #clear() {
    const { item, child } = this.#about;
    this.#open.edit((draft) => clearStep(draft, item.id, child));
    for (const input of this.element.querySelectorAll("input:checked")) input.checked = false;
    this.#fill();
    this.element.querySelector("input").focus();
  }

  #fill() {
    const own = this.#own;
    for (const [name, field] of Object.entries(this.#fields)) field.value = own?.[name] ?? "";
    this.#refresh();
  }
}
