/** The photos of one item, beside its grades. */
import { keepAll } from "./photo-adding.js";
import { pictureOf } from "./photo-picture.js";
import { showRefused } from "./photos.js";
import { fill, slot } from "./slots.js";

export class ItemPhotos {
  #element;
  #context;
  #item;

  constructor(element, context, item) {
    this.#element = element;
    this.#context = context;
    this.#item = item;
    fill(element, { about: `: ${item.title}` });
    const input = slot(element, "file");
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      await this.#keep(files);
    });
    this.#drawAll();
  }

  async #keep(files) {
    const about = { item: this.#item.id };
    const { refused } = await keepAll(this.#context, files, about, true, (photo) => this.#draw(photo));
    showRefused(slot(this.#element, "refused"), refused);
  }

  async #drawAll() {
    const own = this.#context.open.visit.photos.filter((each) => each.item === this.#item.id);
    for (const photo of own) await this.#draw(photo);
  }

  async #draw(photo) {
    const picture = await pictureOf(photo, this.#context);
    slot(this.#element, "thumbs").append(picture);
  }
}
