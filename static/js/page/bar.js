/** The header's line of an open device: whose it is, what is not sent and since when, and the lock. */
import { summary } from "../device/outbox-states.js";
import { signInPlace } from "./places.js";
import { fill, fillOrHide, onAction, slot } from "./slots.js";
import { since } from "./unsent-words.js";
import { words } from "./words.js";

export class Bar {
  #element;
  #context;

  constructor(element, context, { onLock }) {
    this.#element = element;
    this.#context = context;
    fill(element, { person: context.person.name });
    onAction(element, "lock", onLock);
    const { outbox, sync } = context;
    outbox.addEventListener("change", () => this.refresh());
    sync.addEventListener("rest", () => this.refresh());
    element.hidden = false;
    for (const each of document.querySelectorAll("[data-place]")) each.hidden = false;
    this.refresh();
  }

  hide() {
    this.#element.hidden = true;
    for (const each of document.querySelectorAll("[data-place]")) each.hidden = true;
  }

  /** Marks the place of the menu that the address is in. */
  markPlace(hash) {
    for (const link of document.querySelectorAll("[data-place] a")) {
      const isHere = link.getAttribute("href") === (hash || "#");
      isHere ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    }
  }

  async refresh() {
    const [records, marks] = await Promise.all([this.#context.outbox.list(), this.#context.drafts.marks()]);
    const { unsent, oldest } = summary(records);
    const drafts = marks.filter((each) => each.state === "draft").length;
    const status = slot(this.#element, "status");
    status.dataset.unsent = unsent;
    fillOrHide(this.#element, {
      status: unsent ? words("outbox.unsent", { n: unsent, time: since(oldest) }) : "",
      open_drafts: drafts ? words(drafts === 1 ? "bar_top.draft" : "bar_top.drafts", { n: drafts }) : "",
    });
    const isOut = records.some((each) => each.status === "signed_out");
    const link = slot(this.#element, "sign_in");
    link.hidden = !isOut;
    link.href = signInPlace();
  }
}
