/** What waits to be sent, and what each answer of the server means for it: decisions only. */

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 300_000;
const HELD = new Set([400, 403, 404, 409, 413, 415, 422]);

/** The records that signing a visit puts in the outbox: the visit, then its photos. */
export function recordsFor(person, visit, revision, sha256, box) {
  const shared = { person, visit: visit.id, revision, since: visit.signed_at, ...fresh() };
  return [
    { ...shared, key: `visit/${visit.id}/${revision}`, kind: "visit", order: 0, sha256, box },
    ...visit.photos.map((photo, at) => ({
      ...shared,
      key: `photo/${visit.id}/${photo.id}`,
      kind: "photo",
      order: at + 1,
      photo: photo.id,
      sha256: photo.sha256,
      type: photo.type,
    })),
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
  const visits = records.filter((each) => each.kind === "visit" && isSettled(each));
  const settled = new Set(visits.map((each) => each.visit));
  const waiting = records.filter((each) => each.status === "waiting");
  return waiting.filter((each) => each.kind === "visit" || settled.has(each.visit));
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
    return { status: "held", message: answer.json.error.message, server: answer.json.server ?? null };
  }
  const attempts = record.attempts + 1;
  return { status: "waiting", attempts, not_before: now + pauseAfter(attempts, chance) };
}

/** Growing pauses from 2 seconds to 5 minutes, spread so that devices do not come all at once. */
export function pauseAfter(attempts, chance) {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));
  return Math.round(pause * (0.5 + chance / 2));
}

/** A record made ready to be tried at once, whatever stopped it before. */
export function retried(record) {
  return record.status === "received" ? record : { ...record, status: "waiting", not_before: 0 };
}

/** {unsent, oldest} over a person's records: what the header says. */
export function summary(records) {
  const unsent = records.filter((each) => each.status !== "received");
  const oldest = unsent.map((each) => each.since).sort()[0] ?? null;
  return { unsent: unsent.length, oldest };
}

/** True once the server has acknowledged the visit and every photo of it. */
export function isAllReceived(records) {
  return records.length > 0 && records.every((each) => each.status === "received");
}

function isSettled(record) {
  return record.status === "received" || record.status === "held";
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
