/** One area: its items, and the bar that says how it stands. */
import { itemsOf, subjectsOf } from "../device/steps.js";
import { Item } from "./item.js";
import { areaSentence, childrenSentence } from "./grade-words.js";
import { clone, fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class Area {
  #context;
  #area;
  #bar;

  constructor(element, context) {
    this.#context = context;
    this.#area = context.step.area;
    this.#bar = element.querySelector('[data-part="grade-bar"]');
    slot(element, "items").append(...this.#blocks());
    fillOrHide(element, { empty: this.#emptyWords() });
    this.#drawBar();
    context.open.addEventListener("change", () => this.#drawBar(), { signal: context.signal });
  }

  #blocks() {
    if (!this.#area.sub_areas?.length) return this.#items(this.#area.items);
    return this.#area.sub_areas.flatMap((each) => {
      const items = this.#items(each.items);
      return items.length ? [fillTitle(each.title), ...items] : [];
    });
  }

  #items(items) {
    const { visit } = this.#context.open;
    return items.flatMap((item) => {
      const subjects = subjectsOf(item, visit);
      return subjects.length ? [new Item(clone("item"), this.#context, item, subjects).element] : [];
    });
  }

  #emptyWords() {
    const { visit } = this.#context.open;
    const items = itemsOf(this.#area);
    if (!visit.children.length && items.some((each) => each.about === "child")) {
      return words("area.no_children");
    }
    return items.some((each) => subjectsOf(each, visit).length) ? "" : words("area.none_apply");
  }

  #drawBar() {
    const { open } = this.#context;
    const scored = open.score();
    const home = areaSentence(this.#area, scored, open.visit);
    if (slot(this.#bar, "home").textContent !== home) fill(this.#bar, { home });
    fillOrHide(this.#bar, { children: childrenSentence(this.#area, scored, open.visit) });
  }
}

function fillTitle(title) {
  const heading = clone("sub-area");
  heading.textContent = title;
  return heading;
}
