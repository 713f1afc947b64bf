/** One item of an area: its question, what to look for, an answer for each whom it is about. */
import { BOOK } from "../device/edits.js";
import { Answer } from "./answer.js";
import { ItemPhotos } from "./item-photos.js";
import { clone, fill, slot } from "./slots.js";

export class Item {
  #answers;

  /** `subjects` are the ids of the children it is about, or one null for the home; `book` whose answers. */
  constructor(element, context, item, subjects, book = BOOK) {
    this.element = element;
    element.dataset.item = item.id;
    fill(element, { title: item.title, question: item.question });
    slot(element, "question").hidden = subjects.length < 2; // else it is the legend
    if (book.isOwn) slot(element, "look").remove();
    else drawLookFor(element, item);
    this.#answers = subjects.map((child) => this.#answer(context, { item, subjects, child, book }));
    slot(element, "answers").append(...this.#answers.map((each) => each.element));
    const photos = element.querySelector('[data-part="item-photos"]');
    if (book.isOwn) photos.remove();
    else new ItemPhotos(photos, context, item);
  }

  #answer(context, about) {
    const onChange = () => this.#answers.forEach((each) => each.refresh());
    return new Answer(clone("answer"), context, { ...about, onChange });
  }
}

function drawLookFor(element, { look_for: lines }) {
  slot(element, "look").hidden = !lines?.length;
  slot(element, "look_for").append(
    ...(lines ?? []).map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
}
