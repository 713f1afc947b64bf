/** The steps of a visit, in their order, and how far each has come. */
import { CONCERN } from "../core/codes.js";
import { ageInMonths, itemApplies } from "../core/scoring.js";
import { answerOf, voiceOf } from "./edits.js";
import { isWithoutAccess } from "./draft.js";
import { stepOf } from "./next-steps.js";

/** Every item of an area, in order, whatever its sub-areas. */
export function itemsOf(area) {
  if (area.sub_areas?.length) return area.sub_areas.flatMap((each) => each.items);
  return area.items;
}

/** The items of an area that a visit asks: a quick record asks the quick ones only. */
export function askedOf(area, { quick }) {
  return itemsOf(area).filter((each) => !quick || each.quick);
}

/** What there is to answer for an item: one `null` for the home, or the children it fits. */
export function subjectsOf(item, visit) {
  const day = visit.observed_at.slice(0, 10);
  const fits = (child) => itemApplies(item, ageInMonths(child, day));
  const children = visit.children.filter(fits);
  if (item.about === "child") return children.map((each) => each.id);
  return children.length || !visit.children.length ? [null] : [];
}

/** Every {item, child} of an area that can be answered at this visit. */
export function slotsOf(area, visit) {
  return askedOf(area, visit).flatMap((item) =>
    subjectsOf(item, visit).map((child) => ({ item, child })),
  );
}

/** The slots at 3 or worse, or with a step agreed already, as {item, child, grade}: the worst first. */
export function slotsToChange({ visit }, rules) {
  const slots = rules.areas.flatMap((area) => slotsOf(area, visit)).map(({ item, child }) => {
    return { item, child, grade: answerOf(visit, item.id, child)?.grade ?? null };
  });
  const found = slots.filter((each) => each.grade >= CONCERN - 1 || stepOf(visit, each.item.id, each.child));
  return found.sort((a, b) => b.grade - a.grade);
}

/** The steps of this visit as {id, type, area?, child?, status}. */
export function stepsOf(draft, rules) {
  const { visit } = draft;
  if (visit.quick) return quickSteps(draft, rules);
  const areas = rules.areas.filter((each) => isAreaOffered(each, visit));
  const voices = visit.children.filter((each) => !isWithoutAccess(visit) || voiceOf(visit, each.id));
  const steps = [
    ...(draft.found ? [placeStep(draft)] : []),
    { id: "arriving", type: "arriving", status: arrivingStatus(visit) },
    ...(isOffered(visit, "own_grades") ? [{ id: "family", type: "family", status: listStatus(visit.own_grades) }] : []),
    ...areas.map((area) => ({ id: `area-${area.id}`, type: "area", area, status: areaStatus(area, visit) })),
    { id: "signs", type: "signs", status: openedStatus(draft, "signs", visit.signs.length) },
    ...voices.map((child) => ({ id: `voice-${child.id}`, type: "voice", child, status: voiceStatus(visit, child) })),
    ...(isOffered(visit, "next_steps") ? [{ id: "next-steps", type: "next-steps", status: listStatus(visit.next_steps) }] : []),
    ...(isOffered(visit, "powers") ? [{ id: "powers", type: "powers", title: "powers_and_done", status: visit.done_now ? "done" : listStatus(visit.powers) }] : []),
    { id: "photos", type: "photos", status: photosStatus(visit) },
    { id: "notes", type: "notes", status: openedStatus(draft, "notes", visit.notes) },
    { id: "review", type: "review", status: visit.signed_at ? "done" : "not_started" },
  ];
  return steps;
}

/** The few steps of a quick record, in the order in which somebody goes through a home. */
function quickSteps(draft, rules) {
  const { visit } = draft;
  const voices = visit.children.map((child) => voiceStatus(visit, child));
  const areas = rules.areas.map((area) => areaStatus(area, visit));
  return [
    placeStep(draft),
    { id: "people", type: "people", status: visit.in_charge ? "done" : visit.present.length ? "in_progress" : "not_started" },
    { id: "items", type: "items", status: together(areas) },
    { id: "signs", type: "signs", status: openedStatus(draft, "signs", visit.signs.length) },
    { id: "photos", type: "photos", status: photosStatus(visit) },
    { id: "voices", type: "voices", status: together(voices) },
    { id: "powers", type: "powers", status: listStatus(visit.powers) },
    { id: "finish", type: "finish", status: visit.signed_at ? "done" : visit.done_now ? "in_progress" : "not_started" },
  ];
}

/** The step at which a quick record asks what a whole visit asks at another one. */
export function stepIn({ quick }, id) {
  if (!quick) return id;
  const [kind] = id.split("-");
  return { arriving: "people", area: "items", voice: "voices", notes: "finish", review: "finish" }[kind] ?? id;
}

function placeStep({ home }) {
  return { id: "place", type: "place", status: home.address.trim() ? "done" : "not_started" };
}

function together(statuses) {
  const first = statuses[0] ?? "not_started";
  return statuses.every((each) => each === first) ? first : "in_progress";
}

/** The ids of the steps before and after one, null at the ends. */
export function neighbours(steps, id) {
  const at = steps.findIndex((each) => each.id === id);
  return { before: steps[at - 1] ?? null, after: steps[at + 1] ?? null };
}

/** Where nobody got in, only what was recorded before that was said. */
function isOffered(visit, list) {
  return !isWithoutAccess(visit) || Boolean(visit[list]?.length);
}

function listStatus(list) {
  return list?.length ? "done" : "not_started";
}

function isAreaOffered(area, visit) {
  if (!isWithoutAccess(visit)) return true;
  return itemsOf(area).some((item) => visit.grades.some((each) => each.item === item.id));
}

function arrivingStatus(visit) {
  const given = [visit.kind, visit.access].filter(Boolean).length;
  if (given === 2) return "done";
  return given || visit.present.length || visit.arrival ? "in_progress" : "not_started";
}

function areaStatus(area, visit) {
  const slots = slotsOf(area, visit);
  const answered = slots.filter(({ item, child }) => answerOf(visit, item.id, child)).length;
  if (!answered) return "not_started";
  return answered < slots.length ? "in_progress" : "done";
}

function voiceStatus(visit, child) {
  const voice = voiceOf(visit, child.id);
  if (!voice?.seen) return voice ? "in_progress" : "not_started";
  const said = voice.seen === "not_seen" ? voice.why : voice.own_words || voice.appearance;
  return said ? "done" : "in_progress";
}

function photosStatus(visit) {
  if (visit.no_photos) return "done";
  if (!visit.photos.length) return "not_started";
  return visit.photos.every((each) => each.consent) ? "done" : "in_progress";
}

function openedStatus(draft, step, answered) {
  return answered || draft.opened[step] ? "done" : "not_started";
}
