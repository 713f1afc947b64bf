/** What stands in a file of unsent work: each entry checked, and what of it this device takes. */
import { sha256 } from "./digest.js";
import { isConflict, isDone } from "./outbox-states.js";
import { WorkFileRefused } from "./work-file-format.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const LISTS = ["children", "adults", "present", "grades", "signs", "voices", "photos"];
const LATER_LISTS = ["next_steps", "own_grades", "powers"]; // not in every draft
const RECORD = [
  "key", "person", "home", "visit", "revision", "since", "kind", "order", "photo", "sha256", "type", "status",
  "attempts", "not_before", "message", "code", "receipt", "choice", "chosen_at",
];
const STATUSES = ["waiting", "signed_out", "held", "received", "set_aside"];

/** The facts of an outbox record that a file carries; its sealed boxes stay behind. */
export function carried(record) {
  const { box, ...server } = record.server ?? {};
  const names = RECORD.filter((name) => name in record);
  const facts = Object.fromEntries(names.map((name) => [name, record[name]]));
  return isConflict(record) ? { ...facts, server } : facts;
}

/** A record as it comes in: what is done or needs a choice stays so, all else waits to be sent. */
export function comingIn(record) {
  if (isDone(record) || isConflict(record)) return { ...record };
  const fresh = { status: "waiting", attempts: 0, not_before: 0, message: null, code: null, receipt: null };
  return { ...record, ...fresh };
}

/** What of a draft makes it another version: not which steps were opened, nor what was refused. */
export function contentOf({ visit, revision, state, aside, corrects, found, home }) {
  const place = found ? [found, home.address, home.postcode] : []; // of a home that only the draft knows
  const content = [visit, revision, state, aside ?? {}, corrects ?? null, ...place];
  return sha256(new TextEncoder().encode(JSON.stringify(content)));
}

/**
 * The manifest, checked: {person, made_at, items: [{kind, id, visit}]}, an item for each entry that
 * follows it.
 */
export function checkManifest({ about }, { person, entries }) {
  const { kind, items } = about;
  must(kind === "manifest" && about.person === person && Array.isArray(items) && items.length === entries - 1);
  return about;
}

/**
 * What is to be known of an entry before anything is written, without what makes it large:
 * {kind, id, visit?, …}. Throws WorkFileRefused("damaged") for what cannot have come from here.
 */
export async function checkEntry({ about, bytes }, item, person) {
  const { kind, id, visit = null } = about;
  must(item && kind === item.kind && id === item.id && visit === (item.visit ?? null));
  must(Object.hasOwn(CHECKS, kind));
  return { kind, id, visit, ...(await CHECKS[kind](about, bytes, person)) };
}

const CHECKS = {
  rules: checkRules, home: checkHome, photo: checkPhoto, record: checkRecord, draft: checkDraft,
};

/**
 * {visits, homes, rules}: the entries, each visit and home with its `fate` (taken, here, apart) and
 * what to `take` of it. `here` is {drafts: {id: content}, records: {key: sha256}, photos: {id: sha256}}.
 * A visit comes in whole or not at all: another version of it that is here stays as it is.
 */
export function decide(entries, here) {
  const visits = entries.filter((each) => each.kind === "draft").map((draft) => {
    const own = entries.filter((each) => each.visit === draft.id);
    return { ...draft, ...fate(own, here) };
  });
  const homes = entries.filter((each) => each.kind === "home");
  const rules = entries.filter((each) => each.kind === "rules");
  return { visits, homes: homes.map((each) => ({ ...each, ...fate([each], here) })), rules };
}

function fate(own, here) {
  const standings = own.map((each) => ({ each, standing: standingOf(each, here) }));
  if (standings.some(({ standing }) => standing === "other")) return { fate: "apart", take: [] };
  const take = standings.filter(({ standing }) => standing === "absent").map(({ each }) => each);
  return { fate: take.length ? "taken" : "here", take };
}

/** absent, same or other: how this device stands to one entry. */
function standingOf(entry, { drafts, records, photos }) {
  const known = { draft: drafts[entry.id], photo: photos[entry.id] }[entry.kind] ?? records[entry.key];
  const own = entry.content ?? entry.sha256;
  if (known === undefined) return "absent";
  return known === own ? "same" : "other";
}

function checkRules({ id, rules }) {
  must(DIGEST.test(id) && rules?.digest === id && Array.isArray(rules.areas));
  return {};
}

async function checkHome({ id, record }, bytes, person) {
  must(UUID.test(id) && isRecord(record, person) && record.kind === "home" && record.home === id);
  await mustMatch(bytes, record.sha256);
  const home = jsonOf(bytes);
  must(home?.id === id && typeof home.address === "string" && isList(home.children) && isList(home.adults));
  return { key: record.key, sha256: record.sha256, title: home.name || home.address };
}

async function checkPhoto({ id, visit, facts, thumb, original }, bytes) {
  must(UUID.test(id) && UUID.test(visit) && facts?.id === id && DIGEST.test(facts.sha256));
  must(Number.isInteger(thumb) && thumb >= 0 && thumb <= bytes.byteLength && typeof original === "boolean");
  if (original) await mustMatch(bytes.subarray(thumb), facts.sha256);
  return { sha256: facts.sha256 };
}

async function checkRecord({ id, visit, record, body, server }, bytes, person) {
  must(UUID.test(visit) && isRecord(record, person) && record.key === id && record.visit === visit);
  must(record.kind !== "home" && Number.isInteger(body) && Number.isInteger(server));
  must(body >= 0 && server >= 0 && body + server === bytes.byteLength);
  if (record.kind === "visit") await mustMatch(bytes.subarray(0, body), record.sha256);
  if (isConflict(record)) must(record.server && jsonOf(bytes.subarray(body))?.id === visit);
  return { key: record.key, sha256: record.sha256 };
}

async function checkDraft({ id, draft, updated_at: updated }) {
  const { visit, home } = draft ?? {};
  must(UUID.test(id) && visit?.id === id && isTime(updated));
  must(isTime(visit.observed_at) && UUID.test(visit.home) && DIGEST.test(visit.rules));
  must(LISTS.every((each) => isList(visit[each])) && typeof home?.address === "string");
  must(LATER_LISTS.every((each) => visit[each] === undefined || isList(visit[each])));
  must(isList(home.last) && ["draft", "signed"].includes(draft.state) && Number.isInteger(draft.revision));
  must([draft.opened, draft.aside].every((each) => each && typeof each === "object"));
  must(!draft.corrects || (isList(draft.corrects.photos) && isList(draft.corrects.kept)));
  must(!draft.found || (isTime(draft.found.found_at) && typeof home.postcode === "string"));
  must(draft.state === "draft" || isTime(visit.signed_at));
  return { content: await contentOf(draft), updated_at: updated, title: home.name || home.address };
}

function isRecord(record, person) {
  if (!record || record.person !== person || !UUID.test(record.home) || !DIGEST.test(record.sha256)) return false;
  if (!Number.isInteger(record.revision) || !isTime(record.since) || !Number.isInteger(record.order)) return false;
  if (!STATUSES.includes(record.status) || record.key !== keyOf(record)) return false;
  if (record.status !== "received") return true;
  return record.receipt?.sha256 === record.sha256 && isTime(record.receipt.received_at);
}

function keyOf({ kind, home, visit, revision, photo }) {
  return { home: `home/${home}`, visit: `visit/${visit}/${revision}`, photo: `photo/${visit}/${photo}` }[kind];
}

async function mustMatch(bytes, digest) {
  must((await sha256(bytes)) === digest);
}

function must(isRight) {
  if (!isRight) throw new WorkFileRefused("damaged");
}

function isList(value) {
  return Array.isArray(value);
}

function isTime(value) {
  return typeof value === "string" && Number.isFinite(Date.parse(value));
}

function jsonOf(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
