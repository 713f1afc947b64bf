/** The lock of this device: opens a vault, makes one, or recovers one; nothing of a case is shown. */
import { clockTime } from "../device/clock.js";
import { isRevoked } from "../device/emptying.js";
import { OpenTabs } from "../device/open-tabs.js";
import { fetchRecoveryKey, keepRecoveryKey, signIn, whoIsSignedIn } from "../device/server.js";
import { fromOtherTab, makeVault, peopleHere, recover, unlock } from "../device/vaults.js";
import { radioGroup } from "./choices.js";
import { mark, offerToShow, onSend, typed } from "./field.js";
import { newPassphrase } from "./new-passphrase.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const RECORDS_VISITS = ["practitioner", "police", "supervisor"];

export class Door {
  #screen;
  #api;
  #device;
  #people = [];
  #open;

  /** `api` asks without a person; `onRevoked` is called when this device is to be emptied. */
  constructor(screen, { api, device, tabs = new OpenTabs(), onRevoked, extras = () => [] }) {
    this.#screen = screen;
    this.#api = api;
    this.#device = device;
    this.tabs = tabs;
    this.onRevoked = onRevoked;
    this.extras = extras;
  }

  /** {person, vault} once somebody has opened it. */
  async open() {
    this.#people = await peopleHere();
    const other = await this.tabs.find();
    if (other) {
      const opened = await fromOtherTab(other.person, other.key).catch(() => null);
      if (opened) return opened;
    }
    this.#askIfRevoked();
    return new Promise((resolve) => {
      this.#open = resolve;
      if (this.#people.length) this.#showUnlock(this.#people[0].id);
      else this.#showFirst();
    });
  }

  async #askIfRevoked() {
    if (await isRevoked(this.#api, this.#device)) this.onRevoked();
  }

  #show(name, values = {}, element = clone(name)) {
    fillOrHide(element, values);
    slot(element, "extras")?.append(...this.extras(name));
    if (!this.#screen.contains(element)) this.#screen.replaceChildren(element);
    const form = element.querySelector("form");
    if (form) offerToShow(form);
    if (!element.contains(document.activeElement)) element.querySelector("h1").focus({ preventScroll: true });
    return element;
  }

  /** The lock that stands in the page is taken over with what was typed in it meanwhile. */
  #showUnlock(chosen) {
    const standing = this.#screen.querySelector('[data-part="unlock"]');
    const isFresh = standing && slot(standing, "open").disabled;
    const element = this.#show("unlock", {}, isFresh ? standing : clone("unlock"));
    slot(element, "open").disabled = false;
    let id = chosen;
    const one = this.#people.length === 1 ? this.#people[0] : null;
    fill(element, { who: one ? one.name : "" });
    if (!one) slot(element, "people").append(this.#choice(id, (value) => (id = value)));
    onAction(element, "forgotten", () => this.#showRecover(this.#person(id)));
    onAction(element, "other", () => this.#showFirst());
    onSend(element.querySelector("form"), () => this.#unlock(element, id));
    slot(element, "passphrase").focus({ preventScroll: true });
    this.#offerNew(element);
  }

  /** Who is signed in on the server and has no vault here yet gets there with one tap. */
  async #offerNew(element) {
    const person = await whoIsSignedIn(this.#api).catch(() => null);
    if (!person || this.#people.some((each) => each.id === person.id)) return;
    fillOrHide(element, { signed_in: words("lock.signed_in", { name: person.name }) });
    onAction(element, "set-up", () => this.#showSetUp(person)).hidden = false;
  }

  #choice(value, onChoose) {
    const options = this.#people.map((each) => ({ value: each.id, title: each.name, hint: each.email }));
    return radioGroup({ legend: words("lock.who"), options, value, onChoose });
  }

  async #unlock(element, id) {
    mark(element, "passphrase", "");
    try {
      this.#done(await unlock(id, typed(element, "passphrase")));
    } catch (error) {
      slot(element, "passphrase").value = "";
      mark(element, "passphrase", shutWords(error));
    }
  }

  /** Who has no vault here yet signs in first; who is signed in already goes straight on. */
  async #showFirst() {
    const person = await whoIsSignedIn(this.#api).catch((error) => error);
    const isNew = person?.id && !this.#people.some((each) => each.id === person.id);
    if (isNew) return this.#showSetUp(person);
    const element = this.#show("first-sign-in", {
      offline: person?.code === "offline" ? words("lock.first_offline") : "",
    });
    const back = onAction(element, "back", () => this.#showUnlock(this.#people[0].id));
    back.hidden = this.#people.length === 0;
    onSend(element.querySelector("form"), () => this.#signIn(element));
    slot(element, "email").focus({ preventScroll: true });
  }

  async #signIn(element) {
    mark(element, "password", "");
    try {
      const person = await signIn(this.#api, typed(element, "email"), typed(element, "password"));
      if (this.#people.some((each) => each.id === person.id)) return this.#showUnlock(person.id);
      this.#showSetUp(person);
    } catch (error) {
      mark(element, "password", serverWords(error));
    }
  }

  #showSetUp(person) {
    if (!RECORDS_VISITS.includes(person.role)) return this.#show("no-visits", { name: person.name });
    const element = this.#show("set-up", { name: person.name });
    const keep = (key) => keepRecoveryKey(this.#api, this.#device, key);
    onSend(element.querySelector("form"), async () => {
      const passphrase = newPassphrase(element);
      if (passphrase) await this.#tryTo(element, () => makeVault(person, passphrase, keep));
    });
  }

  #showRecover(person) {
    const element = this.#show("recover", { name: person.name });
    slot(element, "email").value = person.email;
    onAction(element, "back", () => this.#showUnlock(person.id));
    onSend(element.querySelector("form"), async () => {
      const passphrase = newPassphrase(element);
      if (passphrase) await this.#tryTo(element, () => this.#recover(element, person, passphrase));
    });
  }

  async #recover(element, person, passphrase) {
    const details = [typed(element, "email"), typed(element, "password")];
    const { person: found, key } = await fetchRecoveryKey(this.#api, this.#device, ...details);
    if (found.id !== person.id) throw Object.assign(new Error("other"), { code: "other_person" });
    return recover(person.id, key, passphrase);
  }

  async #tryTo(element, work) {
    fillOrHide(element, { problem: "" });
    try {
      this.#done(await work());
    } catch (error) {
      fillOrHide(element, { problem: serverWords(error) });
    }
  }

  #done(opened) {
    this.#screen.replaceChildren();
    this.#open(opened);
  }

  #person(id) {
    return this.#people.find((each) => each.id === id);
  }
}

/** What to say when a vault stays shut. */
export function shutWords(error) {
  if (error.code === "wrong") return words(error.left === 1 ? "lock.wrong_one" : "lock.wrong", { n: error.left });
  if (error.code === "blocked") return words("lock.blocked", { time: clockTime(Date.now() + error.wait) });
  return words("lock.failed", { why: error.message });
}

const KNOWN = [
  "offline", "signed_out", "wrong_details", "too_many_tries", "other_person", "no_recovery_key", "no_recovery",
  "device_revoked", "there_already",
];

function serverWords(error) {
  if (error.name === "QuotaExceededError") return words("lock.full");
  return words(KNOWN.includes(error.code) ? `lock.${error.code}` : "lock.broken");
}
