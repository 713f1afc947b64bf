/** What of a signed visit has reached the server, thing by thing, from receipts only. */
import { clockTime } from "../device/clock.js";
import { isAllReceived } from "../device/outbox.js";
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
    slot(element, "sign_in").href = context.signInPlace();
    this.#draw();
  }

  async #draw() {
    const { open, outbox } = this.#context;
    const records = (await outbox.list()).filter((each) => each.visit === open.visit.id);
    records.sort((a, b) => a.order - b.order);
    const isAll = isAllReceived(records);
    fill(this.#element, {
      title: words(isAll ? "sent.title_all" : "sent.title"),
      meaning: words(isAll ? "sent.all" : "sent.waits"),
    });
    slot(this.#element, "lines").replaceChildren(...records.map((each) => this.#line(each)));
    slot(this.#element, "ways").hidden = isAll;
    slot(this.#element, "sign_in").hidden = !records.some((each) => each.status === "signed_out");
  }

  #line(record) {
    const what = record.kind === "visit" ? words("sent.visit") : words("sent.photo", { n: record.order });
    const line = fill(clone("sent-line"), { what, state: this.#state(record) });
    line.dataset.send = record.key;
    line.dataset.status = record.status;
    return line;
  }

  #state(record) {
    if (this.#context.sync.sending === record.key) return words("sent.sending");
    if (record.status === "received") return receivedWords(record.receipt);
    if (record.status === "held") return words("sent.held", { message: record.message ?? words("sent.lost") });
    if (record.status === "signed_out") return words("sent.signed_out");
    if (!record.attempts) return words("sent.waiting");
    return words("sent.next_try", { time: clockTime(record.not_before) });
  }
}

function receivedWords({ sha256, received_at: at }) {
  return words("sent.received", { time: clockTime(at), receipt: sha256.slice(0, 4).toUpperCase() });
}
