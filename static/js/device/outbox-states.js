/** How far what waits in the outbox has come, one record or all of a visit's. */

/** A record made ready to be tried at once, whatever stopped it; a conflict waits for its author. */
export function retried(record) {
  if (isDone(record) || isConflict(record)) return record;
  return { ...record, status: "waiting", not_before: 0, gap_tried: false };
}

/** True for a revision whose number the server gave to other content, until its author chooses. */
export function isConflict(record) {
  return record.status === "held" && record.code === "revision_taken";
}

/** True for a revision that the server will not take before an earlier one has come. */
export function isGap(record) {
  return record.status === "held" && record.code === "revision_gap";
}

/** True for a visit that the server will not take as it is; its author can change it. */
export function isRefused(record) {
  return record.kind === "visit" && record.status === "held" && !isConflict(record) && !isGap(record);
}

/** {unsent, oldest} over a person's records: what the header says. */
export function summary(records) {
  const unsent = records.filter((each) => !isDone(each));
  const oldest = unsent.map((each) => each.since).sort()[0] ?? null;
  return { unsent: unsent.length, oldest };
}

/** True once the server has acknowledged the visit and every photo of it. */
export function isAllReceived(records) {
  return records.some((each) => each.status === "received") && records.every(isDone);
}

/** True once the server holds the visit: each revision here is acknowledged, or was put aside. */
export function isVisitReceived(records) {
  const visits = records.filter((each) => each.kind === "visit");
  return visits.length > 0 && visits.every(isDone);
}

/** True for a revision that its author gave up for the server's. */
export function isGivenUp(record) {
  return record.status === "set_aside" && record.choice === "server";
}

/** True for what needs no sending any more: acknowledged, or put aside by its author's choice. */
export function isDone(record) {
  return record.status === "received" || record.status === "set_aside";
}

/** True for what holds up nothing that follows it. */
export function isSettled(record) {
  return isDone(record) || record.status === "held";
}
