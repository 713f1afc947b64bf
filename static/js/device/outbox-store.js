/** One person's outbox on this device. Nothing leaves it; what was received keeps its receipt. */
import { read, write } from "./database.js";
import { sha256 } from "./digest.js";
import { homeRecord, recordsFor } from "./outbox.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class OutboxStore extends EventTarget {
  #vault;
  #person;
  #drafts;

  constructor(vault, person, drafts) {
    super();
    this.#vault = vault;
    this.#person = person;
    this.#drafts = drafts;
  }

  /**
   * Signs: the draft and all that is to be sent become one write, or none of it happens.
   * `aside` is [[key, changes]]: records that change with it, which the new revision replaces. `found`
   * is {home, record}: the home that the visit was begun at, as of now known to nobody else.
   */
  async queue(draft, signed, aside = [], found = null) {
    const bytes = encoder.encode(JSON.stringify(signed)); // frozen: a repeat sends these very bytes
    const box = await this.#vault.seal(placeOf({ kind: "visit", visit: signed.id, revision: draft.revision }), bytes);
    const digest = await sha256(bytes);
    const earlier = draft.corrects?.photos;
    const records = recordsFor(this.#person, signed, draft.revision, digest, box, earlier);
    const { found: _, ...kept } = draft; // its home goes by itself from here on
    const record = await this.#drafts.record({ ...kept, visit: signed, state: "signed", refused: null });
    const home = found && (await this.#homeRecord(found.home));
    await write(["drafts", "outbox", ...(found ? ["homes"] : [])], (at) => {
      const outbox = at.objectStore("outbox");
      return Promise.all([
        at.objectStore("drafts").put(record),
        ...(found ? [at.objectStore("homes").put(found.record), outbox.put(home)] : []),
        ...records.map((each) => outbox.put(each)),
        ...aside.map((each) => putChanged(outbox, each)),
      ]);
    });
    this.tell();
  }

  /** Queues a home found offline, and keeps its `homes` record, in one write. */
  async queueHome(home, record) {
    const waiting = await this.#homeRecord(home);
    await write(["homes", "outbox"], (at) =>
      Promise.all([at.objectStore("homes").put(record), at.objectStore("outbox").put(waiting)]),
    );
    this.tell();
  }

  async #homeRecord(home) {
    const bytes = encoder.encode(JSON.stringify(home));
    const box = await this.#vault.seal(placeOf({ kind: "home", home: home.id }), bytes);
    return homeRecord(this.#person, home.id, home.found_at, await sha256(bytes), box);
  }

  /**
   * What the server would not take becomes a draft again, in one write. Its records go: none was
   * acknowledged, and the draft and the kept photos hold all that they held.
   */
  async reopen(draft, refused) {
    const visit = { ...draft.visit, signed_at: null };
    const reopened = { ...draft, visit, state: "draft", refused: refused.message };
    const keys = (await this.list())
      .filter((each) => each.visit === refused.visit && each.revision === refused.revision)
      .map((each) => each.key);
    const record = await this.#drafts.record(reopened);
    await write(["drafts", "outbox"], (at) => {
      const outbox = at.objectStore("outbox");
      return Promise.all([
        at.objectStore("drafts").put(record),
        ...keys.map((key) => outbox.delete(key)),
      ]);
    });
    this.tell();
  }

  list() {
    return read("outbox", (at) => at.store.index("person").getAll(this.#person));
  }

  /** The frozen bytes of a signed visit or a found home. */
  bodyOf(record) {
    return this.#vault.unseal(placeOf(record), record.box);
  }

  /** A 409 brings the server's copy: it is sealed here like everything else that is kept. */
  async sealAnswer(record, answer) {
    const { body, ...facts } = answer?.json?.server ?? {};
    if (typeof body !== "string") return answer;
    const box = await this.#vault.seal(`server/${record.key}`, encoder.encode(body));
    return { ...answer, json: { ...answer.json, server: { ...facts, box } } };
  }

  /** Both documents of a conflict: {mine, server}. */
  async versionsOf(record) {
    const bytes = [this.bodyOf(record), this.#vault.unseal(`server/${record.key}`, record.server.box)];
    const [mine, server] = (await Promise.all(bytes)).map((each) => JSON.parse(decoder.decode(each)));
    return { mine, server };
  }

  /** Changes a record as it is on the disk now. */
  async change(key, change) {
    await write("outbox", async (at) => {
      const record = await at.store.get(key);
      if (record) await at.store.put({ ...record, ...change(record) });
    });
    this.tell();
  }

  /** Changes several records, [[key, changes]], in one write. */
  async putAside(changes) {
    await write("outbox", (at) => Promise.all(changes.map((each) => putChanged(at.store, each))));
    this.tell();
  }

  /** Says that something of what is kept, or how it stands, has changed. */
  tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** The place that a home or a visit is sealed for. */
export function placeOf({ kind, home, visit, revision }) {
  return kind === "home" ? `outbox/home/${home}` : `outbox/${visit}/${revision}`;
}

async function putChanged(store, [key, changes]) {
  const record = await store.get(key);
  if (record) await store.put({ ...record, ...changes });
}
