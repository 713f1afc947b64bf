/** Signs the person whose vault is open in on the server, without leaving the page. */
import { signIn } from "../device/server.js";
import { mark, offerToShow, onSend, typed } from "./field.js";
import { fill, slot } from "./slots.js";
import { words } from "./words.js";

const KNOWN = ["offline", "wrong_details", "too_many_tries"];

export class SignIn {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    fill(element, { email: context.person.email });
    offerToShow(element);
    onSend(element.querySelector("form"), () => this.#send());
  }

  async #send() {
    const { api, person, sync } = this.#context;
    mark(this.#element, "password", "");
    try {
      await signIn(api, person.email, typed(this.#element, "password"));
      this.#context.onSignedIn();
      sync.sendNow();
      history.length > 1 ? history.back() : location.replace("#");
    } catch (error) {
      slot(this.#element, "password").value = "";
      mark(this.#element, "password", words(`sign_in.${KNOWN.includes(error.code) ? error.code : "broken"}`));
    }
  }
}
