/** One item of an area: its question, what to look for, an answer for each whom it is about. */
import { Answer } from "./answer.js";
import { ItemPhotos } from "./item-photos.js";
import { clone, fill, slot } from "./slots.js";

export class Item {
  #answers;

  /** `subjects` are the ids of the children it is about, or one null for the home. */
  constructor(element, context, item, subjects) {
    this.element = element;
    element.dataset.item = item.id;
    fill(element, { title: item.title, question: item.question });
    slot(element, "question").hidden = subjects.length < 2; // else it is the legend
    drawLookFor(element, item);
    this.#answers = subjects.map((child) => this.#answer(context, item, subjects, child));
    slot(element, "answers").append(...this.#answers.map((each) => each.element));
    new ItemPhotos(element.querySelector('[data-part="item-photos"]'), context, item);
  }

  #answer(context, item, subjects, child) {
    const onChange = () => this.#answers.forEach((each) => each.refresh());
    return new Answer(clone("answer"), context, { item, subjects, child, onChange });
  }
}

function drawLookFor(element, { look_for: lines }) {
  slot(element, "look").hidden = !lines?.length;
  slot(element, "look_for").append(
    ...(lines ?? []).map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
}
