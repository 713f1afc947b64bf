/** The draft of a visit: the document that will be sent, and what only this device needs. */
import { localIso } from "./clock.js";

/** A new draft for a home of the caseload, under these rules, begun now. */
export function newDraft({ home, rules, device, now = new Date() }) {
  const at = localIso(now);
  return {
    visit: {
      id: crypto.randomUUID(),
      home: home.id,
      rules: rules.digest,
      observed_at: at,
      written_at: at,
      signed_at: null,
      children: home.children.map(childOf),
      adults: home.adults.map(adultOf),
      present: [],
      grades: [],
      signs: [],
      voices: [],
      photos: [],
      device,
    },
    home: packOf(home),
    revision: 1,
    state: "draft",
    begun_at: at,
    opened: {},
    aside: {},
  };
}

/** True while nobody has answered anything in it. */
export function isUntouched(draft) {
  const { visit, found, home } = draft;
  const isAsked = visit.quick ? found && home.address : visit.kind || visit.access; // a quick one begins with both
  const lists = [
    visit.grades, visit.signs, visit.voices, visit.photos, visit.present,
    visit.next_steps ?? [], visit.own_grades ?? [], visit.powers ?? [],
  ];
  return draft.state === "draft" && !isAsked && !visit.done_now && !visit.care && lists.every((each) => !each.length);
}

/** True where nobody could get in, so that there is less to record. */
export function isWithoutAccess(visit) {
  return visit.access === "refused" || visit.access === "no_reply";
}

/** What was last recorded for an item, about a child or (null) about the home. */
export function lastAnswer(draft, item, child = null) {
  const same = (each) => each.item === item && (each.child ?? null) === child;
  return draft.home.last.find(same) ?? null;
}

/**
 * The document as it is signed: the device's own result beside it, nothing empty in it. `ahead` is
 * how many seconds this device's clock is ahead of the server's, where that is known.
 */
export function signedVisit(draft, result, { app, ahead = null }, now = new Date()) {
  const at = localIso(now);
  const clock = ahead === null ? {} : { clock_ahead_s: ahead };
  const visit = structuredClone(draft.visit);
  visit.voices = visit.voices.filter((each) => each.seen);
  return { ...visit, written_at: at, signed_at: at, result, device: { ...visit.device, app, ...clock } };
}

/** What a draft keeps of its home; `known_at` where that was not fetched when the visit began. */
export function packOf({ id, name, address, postcode, last, last_visit: visit, next_steps: steps, known_at: at, checks }) {
  const known = { last: last ?? [], last_visit: visit ?? null, ...(steps?.length && { next_steps: steps }) };
  return { id, name, address, postcode, ...known, ...(at && { known_at: at }), ...(checks && { checks }) };
}

function childOf({ id, name, born, about_years: years }) {
  return withoutNull({ id, name, born, about_years: years });
}

function adultOf({ id, name, role, relation }) {
  return withoutNull({ id, name, role, relation });
}

function withoutNull(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
