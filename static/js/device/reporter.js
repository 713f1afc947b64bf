/** Tells the server how this device stands: what is not sent yet, since when, which version. */
import { read, write } from "./database.js";
import { isDone } from "./outbox-states.js";
import { digestInForce } from "./rules-shelf.js";

const PAUSE = 60_000;
const MOST_REMOVED = 100; // what the server takes in one report; the rest goes with the next

/** Not more than one report a minute; what would come too soon comes when the minute is over. */
export class Reporter {
  #context;
  #last = -Infinity;
  #timer = null;

  /** `context` is {api, person, device: {id, app}, drafts, outbox}. */
  constructor(context) {
    this.#context = context;
  }

  async report() {
    const wait = this.#last + PAUSE - performance.now();
    if (wait > 0) return this.#later(wait);
    this.#last = performance.now();
    const { api, device } = this.#context;
    const answer = await api.ask("PUT", `/api/devices/${device.id}`, { body: JSON.stringify(await this.#facts()) });
    if (answer?.status !== 200) this.#last = -Infinity;
    else await this.#noteReported(answer.json?.removed ?? []);
  }

  #later(wait) {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.report().catch(() => {}); // locked meanwhile
    }, wait);
  }

  async #facts() {
    const { api, device, drafts, outbox, person } = this.#context;
    const [records, kept, removed] = await Promise.all([outbox.list(), drafts.marks(), removedBy(person.id)]);
    return {
      app: device.app,
      rules: await digestInForce(),
      label: labelOf(navigator),
      ...standing(records, kept),
      ...(await room()),
      clock_ahead_s: api.clockAhead,
      removed: removed.map(({ id, what, visit, at, how }) => ({ id, what, visit: visit ?? null, at, how })),
    };
  }

  async #noteReported(ids) {
    const { person } = this.#context;
    if (!ids.length) return;
    await write("removed", async (at) => {
      for (const each of await at.store.index("person").getAll(person.id)) {
        if (ids.includes(each.id)) await at.store.put({ ...each, reported: true });
      }
    });
  }
}

/** {unsent, drafts, oldest} of outbox records and drafts: what only this device holds. */
export function standing(records, kept) {
  const unsent = records.filter((each) => !isDone(each));
  const drafts = kept.filter((each) => each.state === "draft");
  const count = (kind) => unsent.filter((each) => each.kind === kind).length;
  const since = [...unsent.map((each) => each.since), ...drafts.map((each) => each.begun_at)];
  const times = since.map((each) => Date.parse(each)).filter(Number.isFinite);
  return {
    unsent: { homes: count("home"), visits: count("visit"), photos: count("photo") },
    drafts: drafts.length,
    oldest: times.length ? new Date(Math.min(...times)).toISOString() : null,
  };
}

async function removedBy(person) {
  const all = await read("removed", (at) => at.store.index("person").getAll(person));
  return all.filter((each) => !each.reported).slice(0, MOST_REMOVED);
}

async function room() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  const free = Number.isFinite(quota) ? Math.max(0, Math.round(quota - usage)) : null;
  return { persisted: Boolean(await navigator.storage?.persisted?.()), free_bytes: free };
}

/** `Chrome on Android`: what kind of device it is, as far as the browser tells. */
function labelOf({ userAgent, userAgentData }) {
  const system = userAgentData?.platform || first(userAgent, ["Android", "iPad", "iPhone", "Windows", "Mac OS", "Linux"]);
  const browser = first(userAgent, ["Edg", "Firefox", "SamsungBrowser", "Chrome", "Safari"]).replace("Edg", "Edge");
  return `${browser} on ${system}`;
}

function first(text, names) {
  return names.find((each) => text.includes(each)) ?? "?";
}
