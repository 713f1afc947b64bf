/** What waits to be sent, and what each answer of the server means for it: decisions only. */
import { isDone, isGap, isSettled } from "./outbox-states.js";

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 300_000;
const HELD = new Set([400, 403, 404, 409, 413, 415, 422]);

/**
 * The records that signing a visit puts in the outbox: the visit, then its photos. `earlier` are
 * the photos that came with an earlier revision: they have their records, or were sent elsewhere.
 */
export function recordsFor(person, visit, revision, sha256, box, earlier = []) {
  const shared = { person, visit: visit.id, revision, since: visit.signed_at, ...fresh() };
  return [
    { ...shared, key: `visit/${visit.id}/${revision}`, kind: "visit", order: 0, sha256, box },
    ...visit.photos
      .map((photo, at) => ({
        ...shared,
        key: `photo/${visit.id}/${photo.id}`,
        kind: "photo",
        order: at + 1,
        photo: photo.id,
        sha256: photo.sha256,
        type: photo.type,
      }))
      .filter((each) => !earlier.includes(each.photo)),
  ];
}

function fresh() {
  return { status: "waiting", attempts: 0, not_before: 0, message: null, receipt: null };
}

/** The next record to send now; photos follow their visit; a held one holds up nobody else. */
export function nextToSend(records, now) {
  const due = sendable(records).filter((each) => each.not_before <= now);
  return due.sort(inOrder)[0] ?? null;
}

/** Milliseconds until the next record may be tried; null when none can be. */
export function pauseUntilNext(records, now) {
  const times = sendable(records).map((each) => each.not_before);
  return times.length ? Math.max(0, Math.min(...times) - now) : null;
}

function sendable(records) {
  const visits = records.filter((each) => each.kind === "visit");
  const settled = new Set(visits.filter(isSettled).map(revisionOf));
  const waiting = records.filter((each) => each.status === "waiting");
  return waiting.filter((each) =>
    each.kind === "visit" ? !visits.some((other) => isBefore(other, each)) : settled.has(revisionOf(each)),
  );
}

/** True for an earlier revision of the same visit that the server does not hold yet. */
function isBefore(other, record) {
  return other.visit === record.visit && other.revision < record.revision && !isDone(other);
}

function revisionOf({ visit, revision }) {
  return `${visit}/${revision}`;
}

/**
 * What an answer changes in a record. `answer` is {status, json}, or null when none came.
 * Only a receipt with our own id and digest counts as received: a captive portal says 200 too.
 */
export function afterAnswer(record, answer, now, chance = Math.random()) {
  if (answer && isReceipt(record, answer)) {
    const { sha256, received_at: at } = answer.json;
    return { status: "received", receipt: { sha256, received_at: at }, message: null };
  }
  if (answer?.status === 401) return { status: "signed_out" };
  if (answer && HELD.has(answer.status) && answer.json?.error) {
    const { code = null, message } = answer.json.error;
    return { status: "held", code, message, server: answer.json.server ?? null };
  }
  const attempts = record.attempts + 1;
  return { status: "waiting", attempts, not_before: now + pauseAfter(attempts, chance) };
}

/** Growing pauses from 2 seconds to 5 minutes, spread so that devices do not come all at once. */
export function pauseAfter(attempts, chance) {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
  return Math.round(pause * (0.5 + chance / 2));
}

/**
 * What to change when the server lacks an earlier revision, as [[key, change]]: those that this
 * device holds go again, then the one that came too soon. Tried once; then it waits for a person.
 */
export function earlierFirst(records, key) {
  const record = records.find((each) => each.key === key);
  if (!record || !isGap(record) || record.gap_tried) return [];
  const earlier = records.filter(
    (each) => each.kind === "visit" && each.visit === record.visit && each.revision < record.revision,
  );
  const sent = earlier.filter((each) => each.status !== "set_aside");
  if (!sent.length) return [];
  const again = { status: "waiting", not_before: 0 };
  return [...sent.map((each) => [each.key, again]), [key, { ...again, gap_tried: true }]];
}

function isReceipt(record, { status, json }) {
  if (status !== 200 && status !== 201) return false;
  if (!json || json.sha256 !== record.sha256 || typeof json.received_at !== "string") return false;
  if (record.kind === "photo") return true;
  return json.visit === record.visit && json.revision === record.revision;
}

function inOrder(a, b) {
  return a.since === b.since ? a.order - b.order : a.since < b.since ? -1 : 1;
}
