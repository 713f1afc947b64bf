/** The data key of a vault, wrapped: by a passphrase, and by a recovery key that the server holds. */
import { NAME, cipherOf, freshIv } from "./cipher.js";

/** OWASP's figure for PBKDF2-HMAC-SHA-256; kept with each wrap, so that it can be raised. */
export const ROUNDS = 600_000;
export const SHORTEST_PASSPHRASE = 10;

const RECOVERY_BYTES = 32;
const USES = ["encrypt", "decrypt"];

/** Why this passphrase cannot be taken: `short` or `simple`; null when it can. */
export function passphraseFault(passphrase) {
  const characters = [...plain(passphrase)];
  if (characters.length < SHORTEST_PASSPHRASE) return "short";
  return new Set(characters).size < 4 ? "simple" : null;
}

/** The data key wrapped under a passphrase, with all that is needed to try that passphrase. */
export async function wrapByPassphrase(dataKey, person, passphrase, rounds = ROUNDS) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const own = await keyOfPassphrase(passphrase, salt, rounds);
  return { salt, rounds, ...(await wrap(dataKey, own, person)) };
}

/** The data key; throws when the passphrase is another one. */
export async function unwrapByPassphrase(wrapped, person, passphrase, extractable = false) {
  const own = await keyOfPassphrase(passphrase, wrapped.salt, wrapped.rounds);
  return unwrap(wrapped, own, person, extractable);
}

/** A new random recovery key, as the text that the server keeps. */
export function makeRecoveryKey() {
  return toText(crypto.getRandomValues(new Uint8Array(RECOVERY_BYTES)));
}

export async function wrapByRecoveryKey(dataKey, person, text) {
  return wrap(dataKey, await keyOfText(text), person);
}

export async function unwrapByRecoveryKey(wrapped, person, text) {
  return unwrap(wrapped, await keyOfText(text), person, true);
}

/** The same key, which from here on can be used and never read. */
export async function closed(dataKey) {
  const raw = await crypto.subtle.exportKey("raw", dataKey);
  return crypto.subtle.importKey("raw", raw, NAME, false, USES);
}

async function wrap(dataKey, by, person) {
  const iv = freshIv();
  const sealed = await crypto.subtle.wrapKey("raw", dataKey, by, cipherOf(iv, placeOf(person)));
  return { iv, sealed };
}

function unwrap({ iv, sealed }, by, person, extractable) {
  const cipher = cipherOf(iv, placeOf(person));
  return crypto.subtle.unwrapKey("raw", sealed, by, cipher, NAME, extractable, USES);
}

/** One spelling for what looks the same: keyboards write é in two ways. */
function plain(passphrase) {
  return passphrase.normalize("NFKC").trim();
}

/** The key of a typed passphrase; `uses` says what for. */
export async function keyOfPassphrase(passphrase, salt, rounds, uses = ["wrapKey", "unwrapKey"]) {
  const typed = new TextEncoder().encode(plain(passphrase));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: NAME, length: 256 }, false, uses);
}

function keyOfText(text) {
  return crypto.subtle.importKey("raw", fromText(text), NAME, false, ["wrapKey", "unwrapKey"]);
}

function placeOf(person) {
  return `key/${person}`;
}

/** Bytes as base64url, and back. */
export function toText(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromText(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (each) => each.charCodeAt(0));
}
