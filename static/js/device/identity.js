/** The name of this device in all that it sends: random, and kept as long as its storage. */
import { anchor, write } from "./database.js";

const NAME = "id";
const BEFORE = "gcp-device-id"; // until version 0.1 it was in localStorage, which a kill can lose

export async function deviceIdentity() {
  const record = await write("device", async (at) => {
    const known = await at.store.get(NAME);
    if (known) return known;
    const fresh = { name: NAME, value: localStorage.getItem(BEFORE) ?? crypto.randomUUID() };
    await at.store.put(fresh);
    return fresh;
  });
  anchor("device", record);
  return record.value;
}
