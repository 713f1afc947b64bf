/** The photos of one person's visits on this device, sealed one by one: bytes, small copy, facts. */
import { read, write } from "./database.js";

export class Photos {
  #vault;
  #person;

  constructor(vault, person) {
    this.#vault = vault;
    this.#person = person;
  }

  /** What seals the original of that photo, also in a worker. */
  sealer(id) {
    return this.#vault.lend(`photo/${id}`);
  }

  /**
   * Keeps a photo in a transaction of its own, so that a full device costs nothing else. `original`
   * is sealed; null where only the server still has it.
   */
  async keep(visit, facts, original, thumb) {
    const { id } = facts;
    const owner = { id, visit, person: this.#person };
    const about = await this.#vault.sealJson(`facts/${id}`, facts);
    const small = thumb ? await this.#vault.seal(`thumb/${id}`, thumb) : null;
    await write(["photos", "thumbs"], (at) =>
      Promise.all([
        original && at.objectStore("photos").put({ ...owner, ...original }),
        at.objectStore("thumbs").put({ ...owner, small, about }),
      ]),
    );
  }

  /** The small copy as a Blob; null when there is none. */
  async thumb(id) {
    const record = await read("thumbs", (at) => at.store.get(id));
    if (!record?.small || record.person !== this.#person) return null;
    return new Blob([await this.#vault.unseal(`thumb/${id}`, record.small)], { type: "image/jpeg" });
  }

  /** The original bytes; null when they are not on this device. */
  async original(id) {
    const record = await read("photos", (at) => at.store.get(id));
    if (!record || record.person !== this.#person) return null;
    return this.#vault.unseal(`photo/${id}`, record);
  }

  /** Every photo kept for a visit, by its facts: also one that the draft has not heard of yet. */
  async ofVisit(visit) {
    const records = await read("thumbs", (at) => at.store.index("visit").getAll(visit));
    const own = records.filter((each) => each.person === this.#person);
    return Promise.all(own.map((each) => this.#vault.unsealJson(`facts/${each.id}`, each.about)));
  }

  /** Removes a photo that its author has taken back. */
  async remove(id) {
    await write(["photos", "thumbs"], (at) =>
      Promise.all([at.objectStore("photos").delete(id), at.objectStore("thumbs").delete(id)]),
    );
  }

  /** Lets go of an original that the server has acknowledged; its small copy stays. */
  async dropOriginal(id) {
    await write("photos", (at) => at.store.delete(id));
  }
}
