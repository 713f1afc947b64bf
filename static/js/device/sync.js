/** Sends the outbox, one thing at a time and one tab at a time; retries for ever. */
import { afterAnswer, earlierFirst, nextToSend, pauseUntilNext } from "./outbox.js";
import { isAllReceived, isGivenUp, retried } from "./outbox-states.js";

const PATIENCE = 120_000;
const LOST = { status: "held", message: null }; // the bytes are no longer on this device

/** Tells `change` whenever what is being sent changes; `sending` is that record's key. */
export class Sync extends EventTarget {
  #outbox;
  #photos;
  #person;
  #timer = null;
  #running = false;
  #again = false;

  constructor(outbox, photos, person) {
    super();
    this.#outbox = outbox;
    this.#photos = photos;
    this.#person = person;
    this.sending = null;
  }

  /** Sends now what is due, and by itself whenever there is a chance from then on. */
  start() {
    addEventListener("online", () => this.sendNow());
    this.#outbox.list().then((records) =>
      records.some((each) => each.status === "signed_out") ? this.sendNow() : this.run(),
    );
  }

  /** Tries everything again at once, also what was held or waits for a sign-in. */
  async sendNow() {
    for (const record of await this.#outbox.list()) {
      await this.#outbox.change(record.key, retried);
    }
    await this.run();
  }

  async run() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      while (this.#again) {
        this.#again = false;
        await this.#alone(() => this.#sendAll());
      }
    } finally {
      this.#running = false;
    }
    await this.#sleep();
  }

  #alone(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request(`gcp-sync-${this.#person}`, work);
  }

  async #sendAll() {
    for (;;) {
      const record = nextToSend(await this.#outbox.list(), Date.now());
      if (!record) return;
      await this.#send(record);
    }
  }

  async #send(record) {
    this.#tell(record.key);
    const body = await this.#bodyOf(record);
    const answer = body && (await this.#outbox.sealAnswer(record, await put(record, body)));
    const change = (now) => (body ? afterAnswer(now, answer, Date.now()) : LOST);
    await this.#outbox.change(record.key, change);
    await this.#fillGap(record.key);
    await this.#letGo(record.visit);
    this.#tell(null);
  }

  #bodyOf(record) {
    const isVisit = record.kind === "visit";
    return isVisit ? this.#outbox.bodyOf(record) : this.#photos.original(record.photo);
  }

  /** Where the server lacks an earlier revision that this device holds, that one goes first. */
  async #fillGap(key) {
    for (const [each, changes] of earlierFirst(await this.#outbox.list(), key)) {
      await this.#outbox.change(each, () => changes);
    }
  }

  /** The originals go only when the server holds the visit and every photo of it. */
  async #letGo(visit) {
    const records = (await this.#outbox.list()).filter((each) => each.visit === visit);
    if (!isAllReceived(records) || records.some(isGivenUp)) return;
    for (const each of records) if (each.photo) await this.#photos.dropOriginal(each.photo);
  }

  async #sleep() {
    const pause = pauseUntilNext(await this.#outbox.list(), Date.now());
    if (pause !== null) this.#timer = setTimeout(() => this.run(), Math.max(pause, 500));
  }

  #tell(sending) {
    this.sending = sending;
    this.dispatchEvent(new Event("change"));
  }
}

/** {status, json} of the server's answer; null when none came. */
async function put(record, body) {
  const isVisit = record.kind === "visit";
  const url = isVisit
    ? `/api/visits/${record.visit}/revisions/${record.revision}`
    : `/api/photos/${record.sha256}`;
  try {
    const answer = await fetch(url, {
      method: "PUT",
      body,
      headers: { "Content-Type": isVisit ? "application/json" : record.type, Accept: "application/json" },
      redirect: "error", // a sign-in page behind a redirect is not an answer of ours
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: answer.status, json: await answer.json().catch(() => null) };
  } catch {
    return null;
  }
}
