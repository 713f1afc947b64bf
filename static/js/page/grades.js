/** The five descriptions of an item as large rows, the three other answers, and the words. */
import { CONCERN, MADE_UP_BY, STATES } from "../core/codes.js";
import { longDate } from "../device/clock.js";
import { isCorrection } from "../device/correction.js";
import { lastAnswer } from "../device/draft.js";
import { setField } from "../device/edits.js";
import { agreedBefore } from "../device/next-steps.js";
import { agreedSentence } from "./agreed-words.js";
import { tickGroup, wordsField } from "./choices.js";
import { answerWords, nameAndAge } from "./people.js";
import { clone, fill, fillOrHide, freshName, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const OWN_STATES = ["not_applicable"]; // what somebody does not want to grade is left out

export class Grades {
  #context;
  #about;
  #wordsOpen = false;

  constructor(element, context, about) {
    this.element = element;
    this.#context = context;
    this.#about = about;
    this.#drawLegend();
    this.#drawLast();
    this.#drawRows();
    this.#drawWords();
    onAction(element, "add-words", () => this.#openWords());
    onAction(element, "clear", () => this.#clear());
    this.refresh();
  }

  focus() {
    (this.element.querySelector("input:checked") ?? this.element.querySelector("input")).focus();
  }

  /** Shows which row is chosen, and what that asks for. */
  refresh() {
    const own = this.#own;
    for (const input of this.element.querySelectorAll('input[type="radio"]')) {
      input.checked = input.value === String(own?.grade ?? own?.state ?? "");
    }
    this.#show("clear", Boolean(own));
    const isWorse = !this.#about.book.isOwn && own?.grade >= CONCERN;
    const isWordy = Boolean(own) && (isWorse || Boolean(own.words) || this.#wordsOpen);
    slot(this.element, "words").hidden = !isWordy;
    this.#show("add-words", Boolean(own) && !isWordy);
    this.#label(isWorse ? "area.seen" : "area.words");
    slot(this.element, "made_up").hidden = !(own && (isWorse || own.made_up_by || own.made_up_words));
  }

  get #own() {
    return this.#about.book.answerOf(this.#context.open.visit, this.#about.item.id, this.#about.child);
  }

  #drawLegend() {
    const { item, child, subjects } = this.#about;
    const { visit } = this.#context.open;
    const person = visit.children.find((each) => each.id === child);
    fill(this.element, { who: person ? `${nameAndAge(person, visit)}.` : "", question: item.question });
    slot(this.element, "question").classList.toggle("govuk-visually-hidden", subjects.length > 1);
  }

  #drawLast() {
    const { item, child, book } = this.#about;
    const { draft } = this.#context.open;
    if (book.isOwn) return slot(this.element, "last").remove();
    const agreed = agreedBefore(draft, item.id, child);
    const last = lastAnswer(draft, item.id, child);
    // What a correction does not carry may have been recorded all the same.
    slot(this.element, "last").hidden = !last && !agreed && isCorrection(draft);
    fillOrHide(this.element, {
      last_grade: last ? lastWords(last) : words("area.first_time"),
      last_words: last?.words ? words("area.last_words", { words: last.words }) : "",
      agreed: agreed ? agreedSentence(agreed) : "",
    });
  }

  #drawRows() {
    const name = freshName();
    const { grades } = this.#about.item;
    for (const [value, text] of Object.entries(grades)) {
      const row = fill(clone("grade"), { badge: value, text });
      this.#radio(row, name, value, { grade: Number(value) });
      slot(this.element, "rows").append(row);
    }
    for (const state of this.#about.book.isOwn ? OWN_STATES : STATES) {
      const row = fill(clone("state"), { text: words(`states.${state}`) });
      this.#radio(row, name, state, { state });
      slot(this.element, "states").append(row);
    }
  }

  #radio(row, name, value, given) {
    const input = row.querySelector("input");
    Object.assign(input, { name, value });
    input.addEventListener("change", () => this.#give(given));
  }

  #give(given) {
    const { item, child, book, onChange } = this.#about;
    this.#context.open.edit((draft) => book.setAnswer(draft, item.id, child, given));
    onChange();
  }

  #clear() {
    const { item, child, book, onChange } = this.#about;
    this.#context.open.edit((draft) => book.clearAnswer(draft, item.id, child));
    onChange();
    this.focus();
  }

  #drawWords() {
    const own = this.#own;
    slot(this.element, "words").append(
      wordsField({
        label: words("area.words"),
        hint: this.#about.book.isOwn ? "" : words("area.seen_hint"),
        value: own?.words,
        onType: (text) => this.#set("words", text),
      }),
    );
    const options = MADE_UP_BY.map((value) => ({ value, title: words(`made_up_by.${value}`) }));
    const ticks = tickGroup({
      legend: words("area.made_up"),
      options,
      chosen: own?.made_up_by ?? [],
      onTick: (value, on) => this.#setHelper(value, on),
    });
    const how = wordsField({
      label: words("area.made_up_words"),
      hint: words("area.made_up_hint"),
      value: own?.made_up_words,
      rows: 2,
      onType: (text) => this.#set("made_up_words", text),
    });
    slot(this.element, "made_up").append(ticks, how);
  }

  #set(name, text) {
    this.#context.open.type(() => setField(this.#own, name, text));
  }

  #setHelper(value, on) {
    const given = new Set(this.#own.made_up_by ?? []);
    if (on) given.add(value);
    else given.delete(value);
    const kept = MADE_UP_BY.filter((each) => given.has(each));
    this.#context.open.edit(() => setField(this.#own, "made_up_by", kept));
  }

  #openWords() {
    this.#wordsOpen = true;
    this.refresh();
    slot(this.element, "words").querySelector("textarea").focus();
  }

  #label(path) {
    slot(slot(this.element, "words"), "label").textContent = words(path);
  }

  #show(action, on) {
    this.element.querySelector(`[data-action="${action}"]`).hidden = !on;
  }
}

function lastWords(last) {
  const values = { date: longDate(last.observed_at), by: last.by };
  if (last.grade) return words("area.last_grade", { ...values, grade: last.grade });
  return words("area.last_state", { ...values, state: answerWords(last) });
}
