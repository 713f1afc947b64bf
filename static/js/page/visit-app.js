/** The visit app: finds its place in the address and gives the screen to the part that owns it. */
import { recoverPhotos } from "../device/camera.js";
import { Guard } from "../device/guard.js";
import { OpenVisit } from "../device/open-visit.js";
import { rulesOf } from "../device/rules-shelf.js";
import { stepsOf } from "../device/steps.js";
import { parts } from "./parts.js";
import { placeOf, tasksPlace } from "./places.js";
import { clone, onAction, slot } from "./slots.js";
import { stepFrame } from "./step.js";
import { windowTitle } from "./step-titles.js";
import { words } from "./words.js";

export class VisitApp {
  #element;
  #device;
  #problem;
  #open = null;
  #guard = null;
  #recovered = 0;
  #turn = Promise.resolve();
  #shown = new AbortController();

  constructor(element, device) {
    this.#element = element;
    this.#device = device;
    this.version = device.version;
    this.#problem = new parts["save-problem"](element.querySelector('[data-part="save-problem"]'));
    onAction(element, "use-here", () => this.#useHere());
    addEventListener("hashchange", () => this.show());
    addEventListener("beforeunload", (event) => this.#askToStay(event));
    addEventListener("pagehide", () => this.#open?.saver.flush());
    document.addEventListener("visibilitychange", () => this.#open?.saver.flush());
  }

  /** True in the middle of a visit's steps, where nothing else may ask for attention. */
  get isInVisit() {
    return Boolean(this.#open);
  }

  /** The visit that is open, or none. */
  get open() {
    return this.#open;
  }

  /** The browser has removed what was kept here; what is open has been put back. */
  tellEmptied() {
    this.#element.querySelector('[data-part="cleared"]').hidden = false;
    this.#open?.saver.save();
  }

  /** Shows the place that the address names. */
  show() {
    this.#shown.abort();
    const shown = (this.#shown = new AbortController());
    // One after the other: two at once would take a visit for one that another tab has open.
    const turn = this.#turn.catch(() => {}).then(() => this.#showNow(shown.signal));
    this.#turn = turn;
    return turn;
  }

  async #showNow(signal) {
    if (signal.aborted) return;
    const place = placeOf(location.hash);
    if (this.#open && this.#open.visit.id !== place.visit) await this.leave();
    const screen = await this.#screen(place, signal);
    if (signal.aborted) return;
    if (!screen) return location.replace("#");
    slot(this.#element, "screen").replaceChildren(screen);
    this.#showGuard();
    scrollTo(0, 0);
    screen.querySelector("h1").focus({ preventScroll: true });
    this.#device.onShown();
  }

  /** What the screen was doing ends: it is about to be covered. */
  cover() {
    this.#shown.abort();
  }

  /** Finishes writing the open visit and lets it go. */
  async leave() {
    const open = this.#open;
    this.#open = null;
    await open?.settled();
    await open?.saver.flush();
    this.#guard?.close();
    this.#guard = null;
    this.#problem.hide();
  }

  /** Shows nothing more and writes nothing more: this device was emptied. */
  abandon() {
    this.#shown.abort();
    this.#open = null;
    this.show = () => {};
  }

  /** The browser asks before it closes the page on words that are not on the disk yet. */
  #askToStay(event) {
    if (!this.#open?.saver.unsaved) return;
    this.#open.saver.flush();
    event.preventDefault();
  }

  async #screen(place, signal) {
    document.title = words("app.title");
    if (!place.visit) return this.#part(place.screen, { ...place, signal });
    if (!this.#open && !(await this.#load(place.visit))) return null;
    if (signal.aborted) return null;
    this.#problem.watch(this.#open.saver, signal);
    return place.screen === "tasks" ? this.#tasks(signal) : this.#step(place.step, signal);
  }

  #tasks(signal) {
    const screen = this.#part("tasks", { signal, recovered: this.#recovered });
    this.#recovered = 0;
    return screen;
  }

  #step(id, signal) {
    const { draft, rules } = this.#open;
    const step = stepsOf(draft, rules).find((each) => each.id === id);
    if (!step) {
      location.replace(tasksPlace(draft.visit.id));
      return null;
    }
    document.title = `${windowTitle(step)} – ${words("app.title")}`;
    if (!draft.opened[id]) this.#open.edit((each) => (each.opened[id] = true));
    const screen = stepFrame(this.#context({ signal, step }));
    return this.#ready(screen, this.#context({ signal, step }));
  }

  #part(name, more) {
    const context = this.#context(more);
    const element = clone(name);
    new parts[name](element, context);
    return this.#ready(element, context);
  }

  /** Gives the parts that every screen shares to their owners; locks what may only be read. */
  #ready(screen, context) {
    const line = screen.querySelector('[data-part="saved"]');
    if (line && this.#open) new parts.saved(line, context);
    if (this.#open?.readOnly) lock(screen);
    return screen;
  }

  #context(more) {
    const context = { ...this.#device, app: this, open: this.#open, ...more };
    context.part = (name, about) => {
      const element = clone(name);
      new parts[name](element, context, about);
      return element;
    };
    return context;
  }

  async #load(id) {
    const { drafts, photos } = this.#device;
    const guard = new Guard(id, () => this.#letGo());
    const isOurs = await guard.take();
    const draft = await drafts.load(id);
    const rules = draft && (await rulesOf(draft.visit.rules));
    if (!rules) {
      guard.close();
      return false;
    }
    if (isOurs && draft.state === "draft") this.#recovered = await recoverPhotos(draft, photos);
    this.#guard = guard;
    this.#open = new OpenVisit(draft, rules, drafts);
    if (!isOurs) this.#open.readOnly = true;
    if (this.#recovered) await this.#open.saver.save();
    return true;
  }

  /** Another tab takes the visit: what was typed is written first, then this tab only shows it. */
  async #letGo() {
    await this.#open?.saver.flush();
    this.#open?.hold();
    await this.show();
  }

  async #useHere() {
    const { id } = this.#open.visit;
    await this.#guard.takeOver();
    const guard = this.#guard;
    this.#open = new OpenVisit(await this.#device.drafts.load(id), this.#open.rules, this.#device.drafts);
    this.#guard = guard;
    await this.show();
  }

  #showGuard() {
    const isElsewhere = Boolean(this.#open?.readOnly) && this.#open.draft.state === "draft";
    this.#element.querySelector('[data-part="guard"]').hidden = !isElsewhere;
  }
}

function lock(screen) {
  for (const field of screen.querySelectorAll("input, textarea, select, button")) {
    field.disabled = !field.closest('[data-part="sent"]');
  }
}
