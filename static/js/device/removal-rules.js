/** What a removal from this device costs, and the lines that it leaves: decisions only. */
import { isCorrection } from "./correction.js";
import { isHeld, isUnsent } from "./kept.js";

const ANSWERS = ["kind", "access", "in_charge", "arrival", "notes", "left_at", "no_photos", "done_now", "care"];

/**
 * What removing a visit costs: {way, answers, photos}. `way` is free (the server holds it), exported
 * (a file does, since `exported`) or typed (nobody else does: the person types a word).
 */
export function costOf(kept, exported = null) {
  if (!isUnsent(kept)) return { way: "free", answers: 0, photos: 0 };
  return { way: exported ? "exported" : "typed", ...unsentOf(kept) };
}

/** What a home found here costs; `visits` are the visits kept here: none may be left without it. */
export function costOfHome({ id }, visits, exported = null) {
  const waiting = visits.filter((each) => each.draft.visit.home === id && isUnsent(each)).length;
  return { way: exported ? "exported" : "typed", visits: waiting };
}

/**
 * The lines that a removal leaves: of unsent work one for the visit, or where the server holds that,
 * one for each photo that it lacks.
 */
export function tracesOf(kept, { person, how, now = new Date() }) {
  if (how === "free") return [];
  const trace = (what, more) => traceOf(what, { person, visit: kept.id, how, now, ...more });
  if (isVisitUnsent(kept)) return [trace(kept.draft.state === "draft" ? "draft" : "visit")];
  return unsentPhotos(kept).map(({ photo }) => trace("photo", { photo }));
}

/** One line: ids and times only, so that it needs no seal. */
export function traceOf(what, { person, visit, how, now, ...more }) {
  const id = crypto.randomUUID();
  return { key: id, person, id, what, visit, at: now.toISOString(), how, reported: false, ...more };
}

function unsentOf(kept) {
  const { visit } = kept.draft;
  if (!isVisitUnsent(kept)) return { answers: 0, photos: unsentPhotos(kept).length };
  const earlier = isCorrection(kept.draft) ? kept.draft.corrects.photos : [];
  const photos = visit.photos.filter((each) => !earlier.includes(each.id)).length;
  return { answers: answersOf(visit), photos };
}

function answersOf(visit) {
  const { grades, signs, voices, next_steps: steps = [], own_grades: own = [], powers = [] } = visit;
  const lists = [grades, signs, voices, steps, own, powers].flat();
  return lists.length + ANSWERS.filter((name) => visit[name]).length;
}

function isVisitUnsent({ draft, records }) {
  const visits = records.filter((each) => each.kind === "visit");
  return draft.state === "draft" || !visits.length || !visits.every(isHeld);
}

function unsentPhotos({ records }) {
  return records.filter((each) => each.kind === "photo" && !isHeld(each));
}
