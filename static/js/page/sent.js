/** What of a signed visit has reached the server, thing by thing, from receipts only. */
import { clockTime } from "../device/clock.js";
import { isAllReceived, isConflict, isDone, isGap, isGivenUp, isRefused, isVisitReceived } from "../device/outbox-states.js";
import { correctPlace } from "./places.js";
import { clone, fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Sent {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { outbox, sync, signal } = context;
    outbox.addEventListener("change", () => this.#draw(), { signal });
    sync.addEventListener("change", () => this.#draw(), { signal });
    onAction(element, "send-now", () => sync.sendNow());
    onAction(element, "reopen", () => this.#reopen());
    slot(element, "sign_in").href = context.signInPlace();
    slot(element, "correct").href = correctPlace(context.open.visit.id);
    this.#draw();
  }

  async #draw() {
    const { open, outbox } = this.#context;
    const records = (await outbox.list()).filter((each) => each.visit === open.visit.id);
    records.sort((a, b) => a.revision - b.revision || a.order - b.order);
    const isAll = isAllReceived(records);
    const state = this.#whole(records, isAll);
    fill(this.#element, { title: words(`sent.title_${state}`), meaning: this.#meaning(records, state) });
    slot(this.#element, "lines").replaceChildren(...records.map((each) => this.#line(each)));
    const conflict = records.find(isConflict);
    this.#showConflict(conflict);
    slot(this.#element, "ways").hidden = isAll || Boolean(conflict) || state === "given_up";
    slot(this.#element, "reopen").hidden = !records.some(isRefused);
    slot(this.#element, "correct").hidden = !isVisitReceived(records);
    slot(this.#element, "sign_in").hidden = !records.some((each) => each.status === "signed_out");
  }

  /** What the server refused is opened for its author to change, and signed again. */
  async #reopen() {
    const { app, drafts, open, outbox } = this.#context;
    const refused = (await outbox.list()).find((each) => each.visit === open.visit.id && isRefused(each));
    if (!refused) return;
    await outbox.reopen(await drafts.load(refused.visit), refused);
    await app.leave();
    await app.show();
  }

  /** `Sending 3 of 7` while something of this visit is on its way. */
  #meaning(records, state) {
    const isSending = records.some((each) => each.key === this.#context.sync.sending);
    if (!isSending) return words(`sent.${state}`);
    const n = records.filter(isDone).length + 1;
    return words("sent.progress", { n, all: records.length });
  }

  #whole(records, isAll) {
    const { revision } = this.#context.open.draft;
    if (records.some(isConflict)) return "conflict";
    if (records.some((each) => isGivenUp(each) && each.revision === revision)) return "given_up";
    return isAll ? "all" : "waits";
  }

  /** Drawn once: a reason may be half written while something else is sent. */
  #showConflict(record) {
    const place = slot(this.#element, "conflict");
    const key = record?.key ?? "";
    if ((place.dataset.key ?? "") === key) return;
    place.dataset.key = key;
    place.replaceChildren(...(record ? [this.#context.part("conflict", record)] : []));
  }

  #line(record) {
    const line = fill(clone("sent-line"), { what: whatOf(record), state: this.#state(record) });
    line.dataset.send = record.key;
    line.dataset.status = record.status;
    return line;
  }

  #state(record) {
    if (this.#context.sync.sending === record.key) return sendingWords(this.#context.sync.part);
    if (record.status === "received") return receivedWords(record.receipt);
    if (record.status === "set_aside") return words(`sent.aside_${record.choice}`);
    if (isConflict(record)) return words("sent.choose");
    if (isGap(record)) return words("sent.gap");
    if (record.status === "held") return words("sent.held", { message: record.message ?? words("sent.lost") });
    if (record.status === "signed_out") return words("sent.signed_out");
    if (!record.attempts) return words("sent.waiting");
    return words("sent.next_try", { time: clockTime(record.not_before) });
  }
}

function sendingWords(part) {
  if (!part) return words("sent.sending");
  return words("sent.sending_part", { percent: Math.floor((100 * part.have) / part.total) });
}

function whatOf({ kind, order, revision }) {
  if (kind === "photo") return words("sent.photo", { n: order });
  return revision === 1 ? words("sent.visit") : words("sent.revision", { n: revision });
}

function receivedWords({ sha256, received_at: at }) {
  return words("sent.received", { time: clockTime(at), receipt: sha256.slice(0, 4).toUpperCase() });
}
