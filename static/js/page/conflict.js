/** Shows both versions of a revision that the server gave to other content; the author chooses. */
import { differences } from "../device/conflict.js";
import { keepMine, keepServers } from "../device/settle.js";
import { differenceLine, figureLines } from "./conflict-words.js";
import { reasonField } from "./reason.js";
import { clone, fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Conflict {
  #element;
  #context;
  #record;
  #reason = "";
  #busy = false;

  constructor(element, context, record) {
    this.#element = element;
    this.#context = context;
    this.#record = record;
    fill(element, { meaning: words("conflict.meaning", { n: record.revision }) });
    this.#offer("mine", () => this.#keepMine());
    this.#offer("server", () => this.#settle(keepServers));
    this.ready = this.#draw();
  }

  async #draw() {
    const versions = await this.#context.outbox.versionsOf(this.#record);
    const { mine, server } = versions;
    const found = differences(mine, server);
    const lines = found.map((each) => differenceLine(each, versions, this.#context.open.rules));
    slot(this.#element, "figures").append(...figureLines(mine, server).map(lineOf));
    slot(this.#element, "differences").append(...lines.map(lineOf));
    slot(this.#element, "alike").hidden = found.length > 0;
    this.#reason = mine.reason ?? "";
    slot(this.#element, "reason").append(reasonField(this.#reason, (text) => (this.#reason = text)));
  }

  /** Each choice is said again in full before it is made: it is recorded, and stays. */
  #offer(choice, work) {
    const form = slot(this.#element, `confirm_${choice}`);
    const button = onAction(this.#element, choice, () => this.#ask(form));
    onAction(form, "cancel", () => {
      this.#ask(null);
      button.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      work();
    });
  }

  #ask(form) {
    for (const choice of ["mine", "server"]) {
      const each = slot(this.#element, `confirm_${choice}`);
      each.hidden = each !== form;
    }
    slot(this.#element, "choosing").hidden = form !== null;
    slot(this.#element, "failed").hidden = true;
    if (form) slot(form, "title").focus();
  }

  #keepMine() {
    const reason = this.#reason.trim();
    slot(this.#element, "reason_error").hidden = Boolean(reason);
    if (!reason) return slot(slot(this.#element, "reason"), "field").focus();
    return this.#settle((context, record) => keepMine(context, record, reason));
  }

  async #settle(keep) {
    if (this.#busy) return;
    this.#busy = true;
    const { app, sync } = this.#context;
    try {
      await keep(this.#context, this.#record);
      await app.leave();
      await app.show();
      sync.run();
    } catch (error) {
      this.#busy = false;
      const known = { offline: 1, signed_out: 1, taken: 1 }[error.code];
      fill(this.#element, { failed: words(`conflict.${known ? error.code : "broken"}`) });
      slot(this.#element, "failed").hidden = false;
    }
  }
}

function lineOf(values) {
  return fill(clone("both"), values);
}
