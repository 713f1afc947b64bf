/** What a visit still lacks, as codes with their places; only `demanded` holds up signing. */
import { CONCERN } from "../core/codes.js";
import { answerOf, voiceOf } from "./edits.js";
import { isWithoutAccess } from "./draft.js";
import { agreedBefore, stepOf } from "./next-steps.js";
import { slotsOf, slotsToChange } from "./steps.js";

/** What must be there before a visit can be signed: [{code, step}]. */
export function demanded(visit) {
  const needs = ["kind", "access", "observed_at"];
  return needs.filter((name) => !visit[name]).map((code) => ({ code, step: "arriving" }));
}

/** What a reader will miss: [{code, step, item?, child?, photo?, count?}]. */
export function missing(draft, rules) {
  const { visit } = draft;
  const inside = !isWithoutAccess(visit);
  return [
    ...(inside ? rules.areas.flatMap((area) => ungraded(area, visit)) : []),
    ...rules.areas.flatMap((area) => wordless(area, visit)),
    ...(inside ? visit.children.flatMap((child) => unheard(child, visit)) : []),
    ...(visit.quick ? [] : stepless(draft, rules)),
    ...(visit.in_charge ? [] : [{ code: "in_charge", step: "arriving" }]),
    ...pictures(visit),
    ...(!inside && !visit.notes ? [{ code: "tried", step: "notes" }] : []),
  ];
}

function ungraded(area, visit) {
  const open = slotsOf(area, visit).filter(({ item, child }) => !answerOf(visit, item.id, child));
  return open.length ? [{ code: "ungraded", step: `area-${area.id}`, area, count: open.length }] : [];
}

function wordless(area, visit) {
  const found = slotsOf(area, visit).filter(({ item, child }) => {
    const answer = answerOf(visit, item.id, child);
    return answer?.grade >= CONCERN && !answer.words && !answer.same_as;
  });
  return found.map(({ item, child }) => ({ code: "wordless", step: `area-${area.id}`, item, child }));
}

/** Items at 3 or worse for which nothing is agreed, now or still from before. */
function stepless(draft, rules) {
  const open = slotsToChange(draft, rules).filter(({ item, child }) => {
    return !stepOf(draft.visit, item.id, child) && !agreedBefore(draft, item.id, child);
  });
  const code = open.length === 1 ? "stepless_one" : "stepless";
  return open.length ? [{ code, step: "next-steps", count: open.length }] : [];
}

function unheard(child, visit) {
  const voice = voiceOf(visit, child.id);
  const step = `voice-${child.id}`;
  if (!voice?.seen) return [{ code: "unheard", step, child: child.id }];
  if (voice.seen === "not_seen") return [{ code: "unseen", step, child: child.id }];
  return [];
}

function pictures(visit) {
  if (!visit.photos.length) return visit.no_photos ? [] : [{ code: "photos", step: "photos" }];
  const open = visit.photos.filter((each) => !each.consent).length;
  return open ? [{ code: "consent", step: "photos", count: open }] : [];
}
