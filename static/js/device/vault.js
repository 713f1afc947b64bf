/** Seals what one person writes: AES-GCM under a random key that never leaves the browser. */
import { read, write } from "./database.js";

const CIPHER = { name: "AES-GCM", length: 256 };
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

  /** Seals bytes under the name of their place, so that no record can stand in for another. */
  async seal(name, bytes) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const cipher = { name: CIPHER.name, iv, additionalData: encoder.encode(name) };
    return { iv, sealed: await crypto.subtle.encrypt(cipher, this.#key, bytes) };
  }

  async unseal(name, { iv, sealed }) {
    const cipher = { name: CIPHER.name, iv, additionalData: encoder.encode(name) };
    return crypto.subtle.decrypt(cipher, this.#key, sealed);
  }

  sealJson(name, value) {
    return this.seal(name, encoder.encode(JSON.stringify(value)));
  }

  async unsealJson(name, record) {
    return JSON.parse(decoder.decode(await this.unseal(name, record)));
  }
}

async function dataKey(person) {
  const kept = await read("keys", (at) => at.store.get(person));
  if (kept) return kept.key;
  const fresh = await crypto.subtle.generateKey(CIPHER, false, ["encrypt", "decrypt"]);
  return write("keys", async (at) => {
    const other = await at.store.get(person); // another tab may have been first
    if (other) return other.key;
    await at.store.put({ person, key: fresh });
    return fresh;
  });
}
