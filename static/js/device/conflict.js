/** Two versions of one visit under one number: how they differ, and what follows a choice. */
import { localIso } from "./clock.js";

const FIELDS = [
  "quick", "kind", "access", "observed_at", "left_at", "present", "in_charge", "care", "arrival", "done_now", "notes", "no_photos",
];
const LISTS = {
  children: (each) => each.id,
  adults: (each) => each.id,
  grades: (each) => `${each.item} ${each.child ?? ""}`,
  next_steps: (each) => `${each.item} ${each.child ?? ""}`,
  own_grades: (each) => `${each.item} ${each.child ?? ""} ${each.person}`,
  powers: (each) => `${each.power} ${each.began_at}`,
  signs: (each) => each.sign,
  voices: (each) => each.child,
  photos: (each) => each.sha256,
};
const TEXTS = new Set([
  "words", "made_up_words", "why", "appearance", "own_words", "activity", "relationships",
  "surroundings", "helps", "caption", "consent_words", "arrival", "notes", "no_photos", "done_now", "check",
]);
const NOT_SAID = new Set(["id", "sha256", "device", "result", "file_modified_at", "taken_at", "chosen_at", "bytes"]);

/** {written_at, grades, words, photos}: one version in figures. */
export function figures(visit) {
  return {
    written_at: visit.written_at,
    grades: visit.grades.filter((each) => each.grade).length,
    words: countWords(visit),
    photos: visit.photos.length,
  };
}

/** Everything that differs, as {list, name, mine, server}; an entry that is not there is null. */
export function differences(mine, server) {
  const fields = FIELDS.filter((name) => !isAlike(mine[name], server[name])).map((name) => ({
    list: "fields",
    name,
    mine: mine[name] ?? null,
    server: server[name] ?? null,
  }));
  const lists = Object.entries(LISTS).flatMap(([list, keyOf]) =>
    entriesThatDiffer(mine[list] ?? [], server[list] ?? [], keyOf).map((each) => ({ list, ...each })),
  );
  return [...fields, ...lists];
}

/** The version of this device as it is signed again, to follow the server's. */
export function signedAgain(mine, reason, now = new Date()) {
  const at = localIso(now);
  return { ...mine, reason, written_at: at, signed_at: at };
}

/**
 * What a choice changes in the outbox: [[key, changes]]. The refused revision is put aside; where
 * the server's is kept, so are photos that only the refused one names and that have not gone yet.
 */
export function settled(records, refused, choice, serverPhotos, at) {
  const changes = { status: "set_aside", choice, chosen_at: at, message: null };
  const named = new Set(serverPhotos.map((each) => each.sha256));
  const own = records.filter((each) => each.visit === refused.visit && each.revision === refused.revision);
  const left = own.filter(
    (each) => each.kind === "photo" && each.status !== "received" && !named.has(each.sha256),
  );
  return [refused, ...(choice === "server" ? left : [])].map((each) => [each.key, changes]);
}

function entriesThatDiffer(mine, server, keyOf) {
  const [ours, theirs] = [mine, server].map((list) => new Map(list.map((each) => [keyOf(each), each])));
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  return keys
    .map((name) => ({ name, mine: ours.get(name) ?? null, server: theirs.get(name) ?? null }))
    .filter((each) => !isAlike(each.mine, each.server));
}

function isAlike(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** The same whatever the order of keys, and whether what is empty is written or left out. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).sort();
  if (value === null || typeof value !== "object") return value === "" ? null : (value ?? null);
  const said = Object.entries(value).filter(([name, each]) => !NOT_SAID.has(name) && !isEmpty(each));
  return said.sort().map(([name, each]) => [name, plain(each)]);
}

function isEmpty(value) {
  return value === null || value === undefined || value === "" || value.length === 0;
}

function countWords(value) {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + countWords(each), 0);
  if (value === null || typeof value !== "object") return 0;
  return Object.entries(value).reduce((sum, [name, each]) => {
    const own = TEXTS.has(name) && typeof each === "string" ? each.split(/\s+/).filter(Boolean).length : 0;
    return sum + own + countWords(each);
  }, 0);
}
