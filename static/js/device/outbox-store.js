/** One person's outbox on this device. Nothing leaves it; what was received keeps its receipt. */
import { read, write } from "./database.js";
import { sha256 } from "./digest.js";
import { recordsFor } from "./outbox.js";

const encoder = new TextEncoder();

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

  /** Signs: the draft and all that is to be sent become one write, or none of it happens. */
  async queue(draft, signed) {
    const bytes = encoder.encode(JSON.stringify(signed)); // frozen: a repeat sends these very bytes
    const box = await this.#vault.seal(`outbox/${signed.id}/${draft.revision}`, bytes);
    const digest = await sha256(bytes);
    const records = recordsFor(this.#person, signed, draft.revision, digest, box);
    const record = await this.#drafts.record({ ...draft, visit: signed, state: "signed" });
    await write(["drafts", "outbox"], (at) =>
      Promise.all([
        at.objectStore("drafts").put(record),
        ...records.map((each) => at.objectStore("outbox").put(each)),
      ]),
    );
    this.#tell();
  }

  list() {
    return read("outbox", (at) => at.store.index("person").getAll(this.#person));
  }

  /** The frozen bytes of a signed visit. */
  bodyOf(record) {
    return this.#vault.unseal(`outbox/${record.visit}/${record.revision}`, record.box);
  }

  /** Changes a record as it is on the disk now. */
  async change(key, change) {
    await write("outbox", async (at) => {
      const record = await at.store.get(key);
      if (record) await at.store.put({ ...record, ...change(record) });
    });
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
