/** The drafts that one person keeps on this device, sealed. */
import { read, write } from "./database.js";

export class Drafts {
  #vault;
  #person;
  #worker;

  /** `worker` writes away from the page; without one, or where it fails, the page writes itself. */
  constructor(vault, person, worker = null) {
    this.#vault = vault;
    this.#person = person;
    this.#worker = worker;
  }

  /** The sealed record of a draft, to be put in a transaction of the caller's. */
  async record(draft) {
    const box = await this.#vault.sealJson(placeOf(draft.visit.id), draft);
    return { ...this.#mark(draft), ...box };
  }

  /** Resolves when the draft as it is now is on the disk. */
  async save(draft) {
    const json = JSON.stringify(draft);
    const call = { record: this.#mark(draft), json, sealer: this.#vault.lend(placeOf(draft.visit.id)) };
    await (this.#worker?.call(call) ?? Promise.reject()).catch(() => this.#saveHere(JSON.parse(json)));
  }

  async #saveHere(draft) {
    const record = await this.record(draft);
    await write("drafts", (at) => at.store.put(record));
  }

  /** What of a draft's record is in clear. */
  #mark({ visit, state, begun_at }) {
    return { id: visit.id, person: this.#person, state, begun_at, updated_at: new Date().toISOString() };
  }

  /** The draft, or null when this person keeps none under that id. */
  async load(id) {
    const record = await read("drafts", (at) => at.store.get(id));
    return record && record.person === this.#person ? this.#open(record) : null;
  }

  /** Every draft of this person, newest first, as {draft, updated_at}. */
  async list() {
    const records = await read("drafts", (at) => at.store.index("person").getAll(this.#person));
    records.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    return Promise.all(
      records.map(async (each) => ({ draft: await this.#open(each), updated_at: each.updated_at })),
    );
  }

  /** {id, state, begun_at, updated_at} of every draft, without opening any. */
  async marks() {
    const records = await read("drafts", (at) => at.store.index("person").getAll(this.#person));
    return records.map(({ id, state, begun_at, updated_at }) => ({ id, state, begun_at, updated_at }));
  }

  #open(record) {
    return this.#vault.unsealJson(placeOf(record.id), record);
  }
}

function placeOf(id) {
  return `draft/${id}`;
}
