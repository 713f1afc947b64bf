/** The photos of one item, beside its grades. */
import { lastPhotos } from "../device/last-photos.js";
import { LiveCamera } from "./live-camera.js";
import { keepAll } from "./photo-adding.js";
import { pictureOf } from "./photo-picture.js";
import { showRefused } from "./photos.js";
import { fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class ItemPhotos {
  #element;
  #context;
  #item;

  constructor(element, context, item) {
    this.#element = element;
    this.#context = context;
    this.#item = item;
    fill(element, { about: `: ${item.title}`, about_guided: `: ${item.title}` });
    const input = slot(element, "file");
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      await this.#keep(files);
    });
    this.#drawAll();
    this.#offerGuide();
  }

  /** Where the device carries an earlier photo of this item, one can be taken from the same place. */
  async #offerGuide() {
    const { homes, open } = this.#context;
    const ghosts = (await lastPhotos(open, homes)).filter((each) => each.item === this.#item.id);
    const button = onAction(this.#element, "guided", () => this.#openCamera(button, ghosts));
    button.hidden = ghosts.length === 0;
  }

  #openCamera(button, ghosts) {
    const camera = new LiveCamera(this.#context, {
      title: words("camera.title_item", { item: this.#item.title }),
      about: { item: this.#item.id, ...(ghosts[0].room && { room: ghosts[0].room }) },
      ghosts,
      onKept: (photo) => this.#draw(photo),
      onClose: () => {
        button.disabled = false;
        button.focus();
      },
    });
    button.disabled = true;
    slot(this.#element, "live").replaceChildren(camera.element);
    camera.open();
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
