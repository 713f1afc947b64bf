/** AES-GCM under a key and the name of a place: also for the worker, which holds no database. */

const NAME = "AES-GCM";
const encoder = new TextEncoder();

/** Seals bytes under the name of their place, so that no record can stand in for another. */
export async function seal(key, place, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = { name: NAME, iv, additionalData: encoder.encode(place) };
  return { iv, sealed: await crypto.subtle.encrypt(cipher, key, bytes) };
}

export function unseal(key, place, { iv, sealed }) {
  const cipher = { name: NAME, iv, additionalData: encoder.encode(place) };
  return crypto.subtle.decrypt(cipher, key, sealed);
}

/** A key that can be used here and never read. */
export function makeKey() {
  return crypto.subtle.generateKey({ name: NAME, length: 256 }, false, ["encrypt", "decrypt"]);
}
