/** Sends the outbox, one thing at a time and one tab at a time; retries for ever. */
import { LONGEST_PAUSE, afterAnswer, afterList, earlierFirst, nextToSend, pauseUntilNext, unreleased } from "./outbox.js";
import { retried } from "./outbox-states.js";
import { put } from "./send.js";

const LOST = { status: "held", code: "lost", message: null }; // the bytes are no longer on this device
const SHORTEST_SLEEP = 500;

/** Tells `change` whenever what is being sent changes, and `rest` when nothing is due any more. */
export class Sync extends EventTarget {
  #outbox;
  #photos;
  #api;
  #person;
  #pauses;
  #timer = null;
  #running = false;
  #again = false;
  #ended = false;

  /** `pauses` is {first}: milliseconds before the first repeat, where it is not to be the usual. */
  constructor(outbox, photos, api, person, pauses = {}) {
    super();
    this.#outbox = outbox;
    this.#photos = photos;
    this.#api = api;
    this.#person = person;
    this.#pauses = pauses;
    /** The key of what is being sent now, or null; and of a large photo {have, total}. */
    this.sending = null;
    this.part = null;
  }

  get busy() {
    return this.#running;
  }

  /** Sends now what is due, and by itself whenever there is a chance from then on. */
  start() {
    addEventListener("online", () => this.sendNow());
    this.#outbox.list().then((records) =>
      records.some((each) => each.status === "signed_out") ? this.sendNow() : this.run(),
    );
  }

  /** Tries everything again at once, also what was held or waits for a sign-in. */
  async sendNow(only = () => true) {
    for (const record of await this.#outbox.list()) {
      if (only(record)) await this.#outbox.change(record.key, retried);
    }
    await this.run();
  }

  /** Finishes what can be sent at once and begins nothing after it. */
  async end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#running) await new Promise((resolve) => this.addEventListener("rest", resolve, { once: true }));
  }

  async run() {
    this.#again = true;
    if (this.#running || this.#ended) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      while (this.#again) {
        this.#again = false;
        await this.#alone(() => this.#sendAll());
      }
    } finally {
      this.#running = false;
      this.#tell(null);
      this.dispatchEvent(new Event("rest"));
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
      if (!record) return this.#letAllGo();
      await this.#send(record);
    }
  }

  async #send(record) {
    this.#tell(record.key);
    const body = await this.#bodyOf(record);
    const held = [];
    const onPart = (part) => {
      held.push(part.have);
      this.#tell(record.key, part);
    };
    const answer = body && (await this.#outbox.sealAnswer(record, await put(this.#api, record, body, onPart)));
    // A large photo that comes on, part by part, is not one that fails again and again.
    const attempts = held.at(-1) > held[0] ? { attempts: 0 } : {};
    const change = (now) =>
      body ? afterAnswer({ ...now, ...attempts }, answer, Date.now(), Math.random(), this.#pauses.first) : LOST;
    await this.#outbox.change(record.key, change);
    await this.#fillGap(record.key);
    this.#tell(null);
  }

  #bodyOf(record) {
    return record.kind === "photo" ? this.#photos.original(record.photo) : this.#outbox.bodyOf(record);
  }

  /** Where the server lacks an earlier revision that this device holds, that one goes first. */
  async #fillGap(key) {
    for (const [each, changes] of earlierFirst(await this.#outbox.list(), key)) {
      await this.#outbox.change(each, () => changes);
    }
  }

  /** The originals go only when the server, asked once more, lacks no photo of the visit. */
  async #letAllGo() {
    for (const visit of unreleased(await this.#outbox.list())) {
      const answer = await this.#api.ask("GET", `/api/visits/${visit}`);
      const { visit: named, missing_photos: missing } = (answer?.status === 200 && answer.json) || {};
      if (named !== visit || !Array.isArray(missing)) continue;
      const changes = afterList(await this.#outbox.list(), visit, missing, Date.now());
      await this.#outbox.putAside(changes);
      for (const [key, { released }] of changes) if (released) await this.#photos.dropOriginal(photoOf(key));
    }
  }

  async #sleep() {
    const records = await this.#outbox.list();
    const pause = pauseUntilNext(records, Date.now()) ?? (unreleased(records).length ? LONGEST_PAUSE : null);
    if (pause === null || this.#ended) return;
    this.#timer = setTimeout(() => this.run(), Math.max(pause, this.#pauses.first ?? SHORTEST_SLEEP));
  }

  #tell(sending, part = null) {
    this.sending = sending;
    this.part = part;
    this.dispatchEvent(new Event("change"));
  }
}

function photoOf(key) {
  return key.split("/").at(-1);
}
