/** When what this device keeps was last saved to a file, and whether it is still the same. */
import { read, write } from "./database.js";

/** {id: {at, of}} of one person: `of` is the state that was saved, its `mark` below. */
export async function exportsOf(person) {
  const record = await read("device", (at) => at.store.get(nameOf(person)));
  return record?.value ?? {};
}

/** Notes that these were saved: [{id, of}]; forgets what is not kept here any more. */
export async function noteExported(person, items, kept, now = new Date()) {
  await write("device", async (at) => {
    const before = (await at.store.get(nameOf(person)))?.value ?? {};
    const still = Object.entries(before).filter(([id]) => kept.includes(id));
    const fresh = items.map(({ id, of }) => [id, { at: now.toISOString(), of }]);
    await at.store.put({ name: nameOf(person), value: Object.fromEntries([...still, ...fresh]) });
  });
}

/** What changes whenever a kept visit or home does: an older file does not hold it then. */
export function markOf({ updated_at, record }) {
  return updated_at ?? record.sha256;
}

/** When the item was saved as it is now; null when it never was, or was changed since. */
export function exportedAt(item, exported) {
  const known = exported[item.id];
  return known && known.of === markOf(item) ? known.at : null;
}

export function nameOf(person) {
  return `exported/${person}`;
}
