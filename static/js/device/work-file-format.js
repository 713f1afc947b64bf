/**
 * The file that carries unsent work: a header line of JSON, then entries of
 * [4 bytes: length of what is sealed][12 bytes: iv][AES-GCM], one key a file.
 * Each is sealed for this file, its number and the count: none can be cut, moved, mixed or left out.
 */
import { seal, unseal } from "./cipher.js";
import { ROUNDS, fromText, keyOfPassphrase, toText } from "./key-wraps.js";

export const MAGIC = "gcp-unsent-work";
export const VERSION = 1;
export const EXTENSION = ".gcpwork";

const USES = ["encrypt", "decrypt"];
const MOST_ROUNDS = 10 * ROUNDS; // a file that asks for more only wants to keep this device busy
const LONGEST_HEADER = 2048;
const LENGTH = 4;
const IV = 12;
const TAG = 16;
const LONGEST_ENTRY = 64 * 1024 * 1024; // a photo of the largest size taken, twice over
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const START = `{"magic":"${MAGIC}"`;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** This file is not read; `code` is empty, foreign, newer, cut, damaged, passphrase or person. */
export class WorkFileRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * The whole file as a Blob. `entries` gives `count` entries {about, bytes: [...]}, one after the
 * other: each is sealed and let go before the next is asked for.
 */
export async function writeWorkFile({ person, passphrase, count, now = new Date() }, entries) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyOfPassphrase(passphrase, salt, ROUNDS, USES);
  const facts = {
    magic: MAGIC, version: VERSION, file: crypto.randomUUID(), person, made_at: now.toISOString(),
    salt: toText(salt), rounds: ROUNDS, entries: count,
  };
  const check = toText(joined(...Object.values(await seal(key, JSON.stringify(facts), new Uint8Array()))));
  const parts = [new Blob([`${JSON.stringify({ ...facts, check })}\n`])];
  for await (const { about, bytes = [] } of entries) {
    const { iv, sealed } = await seal(key, placeOf(facts, parts.length - 1), packed(about, bytes));
    parts.push(new Blob([lengthOf(sealed.byteLength), iv, sealed])); // a Blob may lie on the disk
  }
  if (parts.length - 1 !== count) throw new Error(`${parts.length - 1} entries, ${count} were announced`);
  return new Blob(parts, { type: "application/octet-stream" });
}

/** A file of unsent work, checked as far as it can be without its passphrase. */
export class WorkFile {
  #blob;
  #places;
  #key = null;

  /** Throws WorkFileRefused where this is no whole work file of a version known here. */
  static async open(blob) {
    if (blob.size === 0) throw new WorkFileRefused("empty");
    const { header, length } = await readHeader(blob);
    return new WorkFile(blob, header, await findEntries(blob, length, header.entries));
  }

  constructor(blob, header, places) {
    this.#blob = blob;
    this.#places = places;
    this.header = header;
  }

  get count() {
    return this.header.entries;
  }

  /** Throws WorkFileRefused("passphrase") when it is another one. */
  async unlock(passphrase) {
    const { check, ...facts } = this.header;
    const key = await keyOfPassphrase(passphrase, fromText(facts.salt), facts.rounds, USES);
    const box = boxOf(fromText(check));
    await unseal(key, JSON.stringify(facts), box).catch(() => refuse("passphrase"));
    this.#key = key;
  }

  /** {about, bytes} of one entry. */
  async entry(number) {
    const { start, end } = this.#places[number];
    const box = boxOf(await bytesOf(this.#blob.slice(start, end)));
    const plain = await unseal(this.#key, placeOf(this.header, number), box).catch(() => refuse("damaged"));
    return unpacked(new Uint8Array(plain));
  }
}

/** `unsent-work-2026-11-25-1402.gcpwork`: when it was made, and nothing of what is in it. */
export function fileName(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return `unsent-work-${day}-${two(now.getHours())}${two(now.getMinutes())}${EXTENSION}`;
}

function refuse(code) {
  throw new WorkFileRefused(code);
}

async function readHeader(blob) {
  const head = await bytesOf(blob.slice(0, LONGEST_HEADER));
  const length = head.indexOf(10) + 1;
  const isOurs = startsWith(head, START);
  if (length === 0) refuse(isOurs || startsWith(encoder.encode(START), head) ? "cut" : "foreign");
  const header = parsed(head.subarray(0, length));
  if (header?.magic !== MAGIC) refuse(isOurs ? "damaged" : "foreign");
  if (Number.isInteger(header.version) && header.version > VERSION) refuse("newer");
  if (!isHeader(header)) refuse("damaged");
  return { header, length };
}

function isHeader({ version, file, person, salt, check, rounds, entries }) {
  const isCount = Number.isInteger(entries) && entries > 0;
  const isSlow = Number.isInteger(rounds) && rounds >= ROUNDS && rounds <= MOST_ROUNDS;
  const isText = /^[\w-]{22}$/.test(salt) && /^[\w-]{38}$/.test(check);
  return version === VERSION && UUID.test(file) && UUID.test(person) && isText && isCount && isSlow;
}

/** Where each entry's iv and sealed bytes lie: they have to fill the file to its last byte. */
async function findEntries(blob, from, count) {
  const places = [];
  let at = from;
  for (let number = 0; number < count; number += 1) {
    const start = at + LENGTH;
    if (start > blob.size) refuse("cut");
    const size = new DataView((await bytesOf(blob.slice(at, start))).buffer).getUint32(0);
    if (size < TAG || size > LONGEST_ENTRY) refuse("damaged");
    at = start + IV + size;
    if (at > blob.size) refuse("cut");
    places.push({ start, end: at });
  }
  if (at !== blob.size) refuse("damaged");
  return places;
}

function placeOf({ file, entries }, number) {
  return `${MAGIC}/${VERSION}/${file}/${number}/${entries}`;
}

function boxOf(bytes) {
  return { iv: bytes.subarray(0, IV), sealed: bytes.subarray(IV) };
}

/** [4 bytes: length of the JSON][JSON][bytes]. */
function packed(about, bytes) {
  const json = encoder.encode(JSON.stringify(about));
  return joined(lengthOf(json.byteLength), json, ...bytes);
}

function unpacked(plain) {
  if (plain.byteLength < LENGTH) refuse("damaged");
  const size = new DataView(plain.buffer).getUint32(0);
  const about = size <= plain.byteLength - LENGTH && parsed(plain.subarray(LENGTH, LENGTH + size));
  if (!about) refuse("damaged");
  return { about, bytes: plain.subarray(LENGTH + size) };
}

function lengthOf(size) {
  const bytes = new Uint8Array(LENGTH);
  new DataView(bytes.buffer).setUint32(0, size);
  return bytes;
}

function joined(...pieces) {
  const arrays = pieces.map((each) => (each instanceof Uint8Array ? each : new Uint8Array(each)));
  const whole = new Uint8Array(arrays.reduce((sum, each) => sum + each.byteLength, 0));
  arrays.reduce((at, each) => (whole.set(each, at), at + each.byteLength), 0);
  return whole;
}

/** The JSON object in those bytes; null when they hold none. */
function parsed(bytes) {
  try {
    const value = JSON.parse(decoder.decode(bytes));
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function startsWith(bytes, start) {
  const wanted = typeof start === "string" ? encoder.encode(start) : start;
  return wanted.every((each, at) => bytes[at] === each);
}

async function bytesOf(blob) {
  return new Uint8Array(await blob.arrayBuffer());
}
