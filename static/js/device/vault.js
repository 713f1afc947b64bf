/** Seals what one person writes, under a random key that never leaves the browser. */
import { makeKey, seal, unseal } from "./cipher.js";
import { read, write } from "./database.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Opens a person's vault, and makes its key the first time. */
export async function openVault(person) {
  return new Vault(await dataKey(person));
}

export class Vault {
  #key;

  constructor(key) {
    this.#key = key;
  }

  seal(place, bytes) {
    return seal(this.#key, place, bytes);
  }

  unseal(place, box) {
    return unseal(this.#key, place, box);
  }

  sealJson(place, value) {
    return this.seal(place, encoder.encode(JSON.stringify(value)));
  }

  async unsealJson(place, box) {
    return JSON.parse(decoder.decode(await this.unseal(place, box)));
  }

  /** What a worker needs to seal for this place: the key can be used there, not read. */
  lend(place) {
    return { key: this.#key, place };
  }
}

async function dataKey(person) {
  const kept = await read("keys", (at) => at.store.get(person));
  if (kept) return kept.key;
  const fresh = await makeKey();
  return write("keys", async (at) => {
    const other = await at.store.get(person); // another tab may have been first
    if (other) return other.key;
    await at.store.put({ person, key: fresh });
    return fresh;
  });
}
