/** What waits to be sent, and what each answer of the server means for it: decisions only. */
import { isAllReceived, isDone, isGap, isGivenUp, isSettled } from "./outbox-states.js";

const FIRST_PAUSE = 2000;
export const LONGEST_PAUSE = 300_000;
const GARBLED = "wrong_digest"; // other bytes came than were sent: they go again
const HELD = new Set([400, 403, 404, 409, 413, 415, 422]);

/**
 * The records that signing a visit puts in the outbox: the visit, then its photos. `earlier` are
 * the photos that came with an earlier revision: they have their records, or were sent elsewhere.
 */
export function recordsFor(person, visit, revision, sha256, box, earlier = []) {
  const shared = { person, home: visit.home, visit: visit.id, revision, since: visit.signed_at, ...fresh() };
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

/** The record of a home that was found offline: it goes before every visit to it. */
export function homeRecord(person, home, since, sha256, box) {
  const own = { person, home, visit: null, revision: 0, since, ...fresh() };
  return { ...own, key: `home/${home}`, kind: "home", order: -1, sha256, box };
}

function fresh() {
  return { status: "waiting", attempts: 0, not_before: 0, message: null, receipt: null };
}

/** The next record to send now; photos follow their visit; a held one holds up nobody else. */
export function nextToSend(records, now) {
  const due = sendable(records).filter((each) => pauseOf(each, now) === 0);
  return due.sort(inOrder)[0] ?? null;
}

/** Milliseconds until the next record may be tried; null when none can be. */
export function pauseUntilNext(records, now) {
  const pauses = sendable(records).map((each) => pauseOf(each, now));
  return pauses.length ? Math.min(...pauses) : null;
}

/** No pause is longer than the longest: a clock that was set back must not hold anything up. */
function pauseOf({ not_before: at }, now) {
  return at - now > LONGEST_PAUSE ? 0 : Math.max(0, at - now);
}

function sendable(records) {
  const visits = records.filter((each) => each.kind === "visit");
  const settled = new Set(visits.filter(isSettled).map(revisionOf));
  const unknown = new Set(records.filter((each) => each.kind === "home" && !isDone(each)).map((each) => each.home));
  const may = {
    home: () => true,
    visit: (record) => !unknown.has(record.home) && !visits.some((other) => isBefore(other, record)),
    photo: (record) => settled.has(revisionOf(record)),
  };
  return records.filter((each) => each.status === "waiting" && may[each.kind](each));
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
export function afterAnswer(record, answer, now, chance = Math.random(), firstPause = FIRST_PAUSE) {
  if (answer && isReceipt(record, answer)) {
    const { sha256, received_at: at } = answer.json;
    return { status: "received", receipt: { sha256, received_at: at }, message: null };
  }
  if (answer?.status === 401) return { status: "signed_out" };
  if (answer && HELD.has(answer.status) && answer.json?.error && answer.json.error.code !== GARBLED) {
    const { code = null, message } = answer.json.error;
    return { status: "held", code, message, server: answer.json.server ?? null };
  }
  const attempts = record.attempts + 1;
  return { status: "waiting", attempts, not_before: now + pauseAfter(attempts, chance, firstPause) };
}

/** Growing pauses from 2 seconds to 5 minutes, spread so that devices do not come all at once. */
export function pauseAfter(attempts, chance, firstPause = FIRST_PAUSE) {
  const pause = Math.min(LONGEST_PAUSE, firstPause * 2 ** (attempts - 1));
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
  if (record.kind === "home") return json.home === record.home;
  return json.visit === record.visit && json.revision === record.revision;
}

/** The visits of which the server has confirmed all, and whose originals still lie here. */
export function unreleased(records) {
  const visits = new Set(records.filter((each) => each.photo && !each.released).map((each) => each.visit));
  return [...visits].filter((visit) => {
    const own = records.filter((each) => each.visit === visit);
    return isAllReceived(own) && !own.some(isGivenUp);
  });
}

/**
 * What the server's own list of what it lacks changes in the photos of a visit: [[key, changes]].
 * Those that it confirmed once and lacks now (it was set back) go again after a pause; where it
 * lacks none, all are released.
 */
export function afterList(records, visit, missing, now) {
  const photos = records.filter((each) => each.photo && each.visit === visit && each.status === "received");
  const lacked = photos.filter((each) => missing.includes(each.sha256));
  if (!lacked.length) return photos.map((each) => [each.key, { released: true }]);
  return lacked.map((each) => {
    const attempts = each.attempts + 1;
    return [each.key, { status: "waiting", receipt: null, attempts, not_before: now + pauseAfter(attempts, 1) }];
  });
}

function inOrder(a, b) {
  return a.since === b.since ? a.order - b.order : a.since < b.since ? -1 : 1;
}
