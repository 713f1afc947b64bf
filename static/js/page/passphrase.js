/** Gives the open vault another passphrase; needs the old one, and no network. */
import { changePassphrase } from "../device/vaults.js";
import { shutWords } from "./door.js";
import { mark, offerToShow, onSend, typed } from "./field.js";
import { newPassphrase } from "./new-passphrase.js";
import { fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class Passphrase {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    offerToShow(element);
    onSend(element.querySelector("form"), () => this.#change());
  }

  async #change() {
    fillOrHide(this.#element, { changed: "" });
    mark(this.#element, "old", "");
    const passphrase = newPassphrase(this.#element);
    if (!passphrase) return;
    try {
      await changePassphrase(this.#context.person.id, typed(this.#element, "old"), passphrase);
      this.#element.querySelector("form").reset();
      fillOrHide(this.#element, { changed: words("passphrase.changed") });
    } catch (error) {
      slot(this.#element, "old").value = "";
      mark(this.#element, "old", shutWords(error));
    }
  }
}
