/**
 * The homes that one person carries on this device, sealed. Of each, the little that the list shows
 * has a record of its own: three hundred of them must open in an instant, their histories need not.
 */
import { read, write } from "./database.js";
import { inListOrder, lineOf, picturesOf } from "./carry-plan.js";

const END = "\uffff";
const FEW = 10; // lines that are opened one by one before all are put in one box again

export class CarriedStore {
  #vault;
  #person;
  #opened = new Map();

  constructor(vault, person) {
    this.#vault = vault;
    this.#person = person;
  }

  /** What is kept, nothing sealed opened: [{home, state, tag, as_of, pictures}]. */
  kept() {
    const range = IDBKeyRange.bound(this.#lineKey(""), this.#lineKey(END));
    return read("homes", (at) => at.store.getAll(range));
  }

  /** A line for every home, {home, state, tag, as_of, found_at?, …lineOf}, in the order of the list. */
  async lines() {
    const [records, newest] = await Promise.all([this.kept(), this.completed(), this.#openShelf()]);
    const fresh = records.filter((each) => !this.#isOpened(each));
    await Promise.all(fresh.map((each) => this.#open(each)));
    const known = new Set(records.map((each) => each.key));
    const gone = [...this.#opened.keys()].filter((key) => !known.has(key));
    for (const key of gone) this.#opened.delete(key);
    // Without the shelf the list opens a little later, and that is all.
    if (fresh.length > FEW || gone.length) this.#keepShelf().catch(() => {});
    const here = records.filter((each) => this.#isOpened(each)); // another call may have seen one removed
    const lines = here.map((each) => ({ ...factsOf(each, newest), ...this.#opened.get(each.key).line }));
    return lines.sort(inListOrder);
  }

  /** The whole pack of a home with {state, tag, as_of, found_at?}; null when it is not carried. */
  async find(home) {
    const [record, box, newest] = await read(["homes", "device"], (at) =>
      Promise.all([
        at.objectStore("homes").get(this.#lineKey(home)),
        at.objectStore("homes").get(this.#packKey(home)),
        at.objectStore("device").get(this.#completedName),
      ]),
    );
    if (!record) return null;
    const pack = await this.#vault.unsealJson(packPlace(home), record.pack ?? box);
    return { ...pack, ...factsOf(record, newest?.value) };
  }

  /** Keeps a home as the server gave it, its line and its pack in one write. */
  async keep({ pack, tag, as_of: asOf }) {
    const facts = { state: "carried", tag, as_of: asOf, pictures: picturesOf(pack) };
    const owner = { person: this.#person, home: pack.id };
    const [line, whole] = await this.#seal(pack);
    await write("homes", (at) =>
      Promise.all([
        at.store.put({ ...owner, ...facts, key: this.#lineKey(pack.id), line }),
        at.store.put({ ...owner, key: this.#packKey(pack.id), ...whole }),
      ]),
    );
  }

  /** The record of a home found here, for the write that also puts it in the outbox. */
  async foundRecord(pack) {
    const { id, found_at: at } = pack;
    const [line, whole] = await this.#seal(pack);
    const facts = { state: "found", tag: null, as_of: at, found_at: at, pictures: [] };
    return { key: this.#lineKey(id), person: this.#person, home: id, ...facts, line, pack: whole };
  }

  /** Removes homes, and these pictures, in one write. */
  async remove(homes, pictures = []) {
    const keys = homes.flatMap((each) => [this.#lineKey(each), this.#packKey(each), this.#shelfKey]);
    await write(["homes", "pictures"], (at) =>
      Promise.all([
        ...keys.map((each) => at.objectStore("homes").delete(each)),
        ...pictures.map((each) => at.objectStore("pictures").delete(this.#pictureKey(each))),
      ]),
    );
  }

  /** The digests of the pictures kept. */
  async pictureNames() {
    const range = IDBKeyRange.bound(this.#pictureKey(""), this.#pictureKey(END));
    const keys = await read("pictures", (at) => at.store.getAllKeys(range));
    return keys.map((each) => each.slice(this.#pictureKey("").length));
  }

  async keepPicture({ name, home }, blob) {
    const box = await this.#vault.seal(picturePlace(name), await blob.arrayBuffer());
    const record = { key: this.#pictureKey(name), person: this.#person, home, type: blob.type, ...box };
    await write("pictures", (at) => at.store.put(record));
  }

  /** The small picture as a Blob; null when it is not here. */
  async picture(name) {
    const record = await read("pictures", (at) => at.store.get(this.#pictureKey(name)));
    if (!record) return null;
    return new Blob([await this.#vault.unseal(picturePlace(name), record)], { type: record.type });
  }

  /** {as_of, clock_ahead} of the last time that every home was brought up to date; null before. */
  async completed() {
    const record = await read("device", (at) => at.store.get(this.#completedName));
    return record?.value ?? null;
  }

  async noteCompleted(value) {
    await write("device", (at) => at.store.put({ name: this.#completedName, value }));
  }

  /** What supervisors sent back to this person, as the server last said: {visit, revision, words, made_at, made_by}. */
  async sentBack() {
    const box = await read("homes", (at) => at.store.get(this.#backKey));
    return box ? this.#vault.unsealJson(this.#backKey, box) : [];
  }

  async keepSentBack(list) {
    if (JSON.stringify(list) === JSON.stringify(await this.sentBack())) return;
    const box = await this.#vault.sealJson(this.#backKey, list);
    await write("homes", (at) => at.store.put({ key: this.#backKey, person: this.#person, ...box }));
  }

  /** The homes found here for which the server has given its receipt. */
  async sentHomes() {
    const records = await read("outbox", (at) => at.store.index("person").getAll(this.#person));
    const sent = records.filter((each) => each.kind === "home" && each.status === "received");
    return new Set(sent.map((each) => each.home));
  }

  #seal(pack) {
    return Promise.all([
      this.#vault.sealJson(linePlace(pack.id), lineOf(pack)),
      this.#vault.sealJson(packPlace(pack.id), pack),
    ]);
  }

  /** A record that was not sealed anew holds the line that it held. */
  #isOpened({ key, line }) {
    return this.#opened.get(key)?.mark === line.iv.join();
  }

  async #open({ key, home, line }) {
    this.#opened.set(key, { mark: line.iv.join(), line: await this.#vault.unsealJson(linePlace(home), line) });
  }

  /** All lines once more in one box: three hundred boxes take longer to open than one large one. */
  async #openShelf() {
    if (this.#opened.size) return;
    const box = await read("homes", (at) => at.store.get(this.#shelfKey));
    const lines = box ? await this.#vault.unsealJson(this.#shelfKey, box) : [];
    for (const [key, line] of lines) this.#opened.set(key, line);
  }

  async #keepShelf() {
    const box = await this.#vault.sealJson(this.#shelfKey, [...this.#opened]);
    await write("homes", (at) => at.store.put({ key: this.#shelfKey, person: this.#person, ...box }));
  }

  get #completedName() {
    return `carried/${this.#person}`;
  }

  #lineKey(home) {
    return `${this.#person}/${home}`;
  }

  get #shelfKey() {
    return `lines/${this.#person}`;
  }

  get #backKey() {
    return `back/${this.#person}`;
  }

  #packKey(home) {
    return `pack/${this.#person}/${home}`;
  }

  #pictureKey(name) {
    return `${this.#person}/${name}`;
  }
}

/** A home whose tag the server confirmed later is as new as that. */
function factsOf({ home, state, tag, as_of: own, found_at: found }, newest) {
  const isConfirmed = state === "carried" && newest && newest.as_of > own;
  return { home, state, tag, as_of: isConfirmed ? newest.as_of : own, ...(found && { found_at: found }) };
}

function linePlace(home) {
  return `home-line/${home}`;
}

function packPlace(home) {
  return `home/${home}`;
}

function picturePlace(name) {
  return `picture/${name}`;
}
