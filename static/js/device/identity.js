/** The name of this device in all that it sends: random, and kept as long as its storage. */
import { anchor, read, write } from "./database.js";

const NAME = "id";
const BEFORE = "gcp-device-id"; // until version 0.1 it was in localStorage, which a kill can lose

export async function deviceIdentity() {
  const known = await read("device", (at) => at.store.get(NAME));
  const record = known ?? (await make());
  anchor("device", record);
  return record.value;
}

function make() {
  return write("device", async (at) => {
    const other = await at.store.get(NAME); // another tab may have been first
    if (other) return other;
    const fresh = { name: NAME, value: localStorage.getItem(BEFORE) ?? crypto.randomUUID() };
    await at.store.put(fresh);
    return fresh;
  });
}
