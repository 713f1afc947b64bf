/** The answer of one item about one child or the home: open as choices, or closed as a line. */
import { Grades } from "./grades.js";
import { answerWords, nameOf } from "./people.js";
import { clone, fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Answer {
  #context;
  #about;
  #grades = null;
  #same;
  #openButton;

  /** `about` is {item, subjects, child, book, onChange}. */
  constructor(element, context, about) {
    this.element = element;
    this.#context = context;
    this.#about = about;
    element.dataset.answer = about.item.id;
    if (about.child) element.dataset.child = about.child;
    this.#same = onAction(element, "same", () => this.#giveSame());
    this.#openButton = onAction(element, "open", () => this.#open(true));
    if (this.#startsOpen()) this.#open(false);
    this.refresh();
  }

  /** Shows the answer as it stands in the visit now. */
  refresh() {
    slot(this.element, "line").hidden = this.#grades !== null;
    if (this.#grades) this.#grades.refresh();
    else this.#drawLine();
  }

  get #visit() {
    return this.#context.open.visit;
  }

  get #own() {
    return this.#answerOf(this.#about.child);
  }

  #answerOf(child) {
    return this.#about.book.answerOf(this.#visit, this.#about.item.id, child);
  }

  /** The one answer of an item is always open; of several, the first that nobody gave yet. */
  #startsOpen() {
    const { subjects, child } = this.#about;
    return subjects.length === 1 || (child === subjects[0] && !this.#own);
  }

  #open(focus) {
    this.#grades = new Grades(clone("grades"), this.#context, this.#about);
    slot(this.element, "choices").replaceChildren(this.#grades.element);
    this.refresh();
    if (focus) this.#grades.focus();
  }

  async #giveSame() {
    const { item, child, book, onChange } = this.#about;
    const other = this.#source();
    const saved = this.#context.open.edit((draft) => book.setSameAs(draft, item.id, child, other));
    onChange();
    this.#openButton.focus();
    await saved;
  }

  #drawLine() {
    const own = this.#own;
    const name = nameOf(this.#visit, this.#about.child);
    const summary = own ? this.#summary(name, own) : name;
    fill(this.element, { summary });
    this.#openButton.textContent = own ? words("area.change_for", { name }) : words("area.grade_child", { name });
    this.#drawSame(own);
  }

  #summary(name, own) {
    const answer = answerWords(own);
    if (!own.same_as) return words("area.line", { name, answer });
    return words("area.line_same", { name, answer, other: nameOf(this.#visit, own.same_as) });
  }

  #drawSame(own) {
    const source = this.#source();
    const from = source && this.#answerOf(source);
    const isOffered = from && !(own && own.grade === from.grade && own.state === from.state);
    this.#same.hidden = !isOffered;
    if (!isOffered) return;
    const name = nameOf(this.#visit, source);
    this.#same.textContent = words("area.same_as", { name, answer: answerWords(from) });
  }

  /** The first other child that has an answer of its own. */
  #source() {
    const { subjects, child } = this.#about;
    const hasOwn = (each) => {
      const answer = each !== child && this.#answerOf(each);
      return answer && !answer.same_as;
    };
    return subjects.find(hasOwn) ?? null;
  }
}
