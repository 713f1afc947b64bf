/** What version 0.1 kept under a key without a passphrase is sealed again under the vault's key. */
import { unseal } from "./cipher.js";
import { read, write } from "./database.js";

// Each store's sealed boxes, by where they lie in a record and the place that they were sealed for.
const BOXES = {
  drafts: [{ at: null, place: ({ id }) => `draft/${id}` }],
  photos: [{ at: null, place: ({ id }) => `photo/${id}` }],
  thumbs: [
    { at: "small", place: ({ id }) => `thumb/${id}` },
    { at: "about", place: ({ id }) => `facts/${id}` },
  ],
  outbox: [
    { at: "box", place: ({ visit, revision }) => `outbox/${visit}/${revision}` },
    { at: "server", place: ({ key }) => `server/${key}`, inner: "box" },
  ],
};

/** Seals a person's old records again; goes on where it was cut, and ends by deleting the old key. */
export async function adopt(person, vault) {
  const old = await read("keys", (at) => at.store.get(person));
  if (!old) return;
  for (const [store, boxes] of Object.entries(BOXES)) {
    const records = await read(store, (at) => at.store.getAll());
    for (const record of records.filter((each) => each.person === person)) {
      const fresh = await sealedAgain(record, boxes, old.key, vault);
      await write(store, (at) => at.store.put(fresh));
    }
  }
  await write("keys", (at) => at.store.delete(person));
}

async function sealedAgain(record, boxes, key, vault) {
  const fresh = { ...record };
  for (const { at, place, inner } of boxes) {
    const held = at ? record[at] : record;
    const box = inner ? held?.[inner] : held;
    if (!box?.sealed) continue;
    const bytes = await unseal(key, place(record), box).catch(() => null);
    if (!bytes) continue; // done before this was cut
    const sealed = await vault.seal(place(record), bytes);
    if (!at) Object.assign(fresh, sealed);
    else fresh[at] = inner ? { ...held, [inner]: sealed } : sealed;
  }
  return fresh;
}
