/** Gives the open vault another passphrase; needs the old one, and a network for the recovery key. */
import { keepRecoveryKey } from "../device/server.js";
import { changePassphrase } from "../device/vaults.js";
import { shutWords } from "./door.js";
import { mark, offerToShow, onSend, typed } from "./field.js";
import { newPassphrase } from "./new-passphrase.js";
import { fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

const KNOWN = ["offline", "signed_out"];

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
    const { api, device, person } = this.#context;
    fillOrHide(this.#element, { problem: "", changed: "" });
    mark(this.#element, "old", "");
    const passphrase = newPassphrase(this.#element);
    if (!passphrase) return;
    const keep = (key) => keepRecoveryKey(api, device.id, key);
    try {
      await changePassphrase(person.id, typed(this.#element, "old"), passphrase, keep);
      this.#element.querySelector("form").reset();
      fillOrHide(this.#element, { changed: words("passphrase.changed") });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    if (["wrong", "blocked"].includes(error.code)) {
      slot(this.#element, "old").value = "";
      return mark(this.#element, "old", shutWords(error));
    }
    const code = KNOWN.includes(error.code) ? error.code : "broken";
    fillOrHide(this.#element, { problem: words(`passphrase.${code}`) });
  }
}
