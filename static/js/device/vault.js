/** Seals what one person writes, under a data key that is here only while the vault is open. */
import { seal, unseal } from "./cipher.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The vault was locked before this could be sealed or read. */
export class Locked extends Error {
  constructor() {
    super("the vault is locked");
    this.code = "locked";
  }
}

export class Vault {
  #key;

  constructor(key) {
    this.#key = key;
  }

  seal(place, bytes) {
    return seal(this.#held, place, bytes);
  }

  unseal(place, box) {
    return unseal(this.#held, place, box);
  }

  sealJson(place, value) {
    return this.seal(place, encoder.encode(JSON.stringify(value)));
  }

  async unsealJson(place, box) {
    return JSON.parse(decoder.decode(await this.unseal(place, box)));
  }

  /** What a worker needs to seal for this place: the key can be used there, not read. */
  lend(place) {
    return { key: this.#held, place };
  }

  /** The key for another tab of the same person: it can be used there, not read. */
  share() {
    return this.#held;
  }

  /** Lets the key go. */
  close() {
    this.#key = null;
  }

  get #held() {
    if (!this.#key) throw new Locked();
    return this.#key;
  }
}
