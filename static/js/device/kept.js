/** Everything of one person that this device keeps, and how far each visit of it has come. */
import { isCorrection } from "./correction.js";
import { isAllReceived, isConflict, isDone, isGap, isGivenUp } from "./outbox-states.js";

const decoder = new TextDecoder();

/**
 * {visits: [{id, draft, updated_at, records}], homes: [{id, home, record}]}: visits newest first,
 * and the homes found here that the server has not confirmed.
 */
export async function keptHere({ drafts, outbox }) {
  const [kept, records] = await Promise.all([drafts.list(), outbox.list()]);
  const visits = kept.map(({ draft, updated_at }) => ({
    id: draft.visit.id, draft, updated_at, records: recordsOf(records, draft.visit.id),
  }));
  const found = records.filter((each) => each.kind === "home" && !isDone(each));
  const homes = found.map(async (record) => {
    const home = JSON.parse(decoder.decode(await outbox.bodyOf(record)));
    return { id: record.home, home, record };
  });
  return { visits, homes: await Promise.all(homes) };
}

/** The records of one visit in the order that they are sent. */
export function recordsOf(records, visit) {
  const own = records.filter((each) => each.visit === visit);
  return own.sort((a, b) => a.revision - b.revision || a.order - b.order);
}

/** True for a visit that only this device holds, whole or in part. */
export function isUnsent({ draft, records }) {
  return draft.state === "draft" || !records.length || !records.every(isHeld);
}

/**
 * {code, …}: draft, corrected, conflict, given_up, received {at, receipt}, sending {n, of}, sign_in,
 * gap, held {message}, next_try {at}, or waits; where some has gone, with {n, of}.
 */
export function stateOf({ draft, records }, sending = null) {
  if (draft.state === "draft") return { code: isCorrection(draft) ? "corrected" : "draft" };
  if (records.some(isConflict)) return { code: "conflict" };
  if (records.some((each) => isGivenUp(each) && each.revision === draft.revision)) return { code: "given_up" };
  if (isAllReceived(records)) return receivedState(records);
  return { ...waitingState(records, sending), ...progress(records) };
}

/** The same of a home that was found here. */
export function homeStateOf({ record }, sending = null) {
  return { ...waitingState([record], sending), ...progress([record]) };
}

/** True for what the server has given its receipt for; what was given up is held by nobody else. */
export function isHeld(record) {
  return isDone(record) && !isGivenUp(record);
}

function receivedState(records) {
  const received = records.filter((each) => each.status === "received");
  const visit = received.findLast((each) => each.kind === "visit") ?? received.at(-1);
  const times = received.map((each) => each.receipt.received_at);
  return { code: "received", at: times.sort().at(-1), receipt: visit.receipt.sha256.slice(0, 4).toUpperCase() };
}

function waitingState(records, sending) {
  const open = records.filter((each) => !isDone(each));
  const held = open.find((each) => each.status === "held");
  if (records.some((each) => each.key === sending)) return { code: "sending" };
  if (open.some((each) => each.status === "signed_out")) return { code: "sign_in" };
  if (open.some(isGap)) return { code: "gap" };
  if (held) return { code: "held", message: held.message };
  const tried = open.filter((each) => each.attempts);
  if (!tried.length) return { code: "waits" };
  return { code: "next_try", at: Math.min(...tried.map((each) => each.not_before)) };
}

function progress(records) {
  const done = records.filter(isDone).length;
  return { n: done + 1, done, of: records.length };
}
