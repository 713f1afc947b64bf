/** AES-GCM under a key and the name of a place: also for the worker, which holds no database. */

export const NAME = "AES-GCM";
const encoder = new TextEncoder();

/** Seals bytes under the name of their place, so that no record can stand in for another. */
export async function seal(key, place, bytes) {
  const iv = freshIv();
  return { iv, sealed: await crypto.subtle.encrypt(cipherOf(iv, place), key, bytes) };
}

export function unseal(key, place, { iv, sealed }) {
  return crypto.subtle.decrypt(cipherOf(iv, place), key, sealed);
}

/** A random key; one that may be wrapped has to be extractable until it is. */
export function makeKey(extractable = false) {
  return crypto.subtle.generateKey({ name: NAME, length: 256 }, extractable, ["encrypt", "decrypt"]);
}

export function freshIv() {
  return crypto.getRandomValues(new Uint8Array(12));
}

export function cipherOf(iv, place) {
  return { name: NAME, iv, additionalData: encoder.encode(place) };
}
