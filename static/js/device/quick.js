/** The quick record: a visit that begins without a known home, and asks the few quick items only. */
import { newDraft } from "./draft.js";
import { setVoice, voiceOf } from "./edits.js";

/** A quick draft at a carried home, or, without one, at a home that nobody knows yet. */
export function quickDraft({ home, rules, device, now = new Date() }) {
  const draft = newDraft({ home: home ?? nowhere(), rules, device, now });
  // Said on the first screen, and changed there: most quick records are made so.
  Object.assign(draft.visit, { quick: true, kind: "incidental", access: "inside" });
  if (!home) draft.found = { found_at: draft.begun_at };
  return draft;
}

/** From here on every item and every step is asked; what was recorded stays. */
export function makeFull({ visit }) {
  delete visit.quick;
}

/** The document of the home that a draft was begun at, once it is signed. */
export function foundHome({ found, home, visit }) {
  const { children, adults } = visit;
  const { id, address, postcode } = home;
  return { id, name: "", address: address.trim(), postcode: postcode.trim().toUpperCase(), ...found, children, adults };
}

/** What a quick record at a home that nobody knows needs before it is signed: [{code, step}]. */
export function addressDemanded({ found, home }) {
  return found && !home.address.trim() ? [{ code: "address", step: "place" }] : [];
}

/** Somebody in sight, or not after all: a child that is here has been seen. */
export function setSeen(draft, child, on) {
  const { visit } = draft;
  visit.present = visit.present.filter((each) => each !== child);
  if (on) visit.present.push(child);
  const voice = voiceOf(visit, child);
  if (on && !voice?.seen) setVoice(draft, child, "seen", "seen");
  const isBare = voice && Object.keys(voice).every((each) => ["child", "seen"].includes(each));
  if (!on && isBare && voice.seen === "seen") visit.voices = visit.voices.filter((each) => each !== voice);
}

/** Takes away somebody who was put down by mistake, as long as nothing else speaks of them. */
export function takeAway(draft, id) {
  const { visit } = draft;
  setSeen(draft, id, false);
  if (visit.in_charge === id) delete visit.in_charge;
  for (const list of ["children", "adults"]) visit[list] = visit[list].filter((each) => each.id !== id);
}

/** True for whom nothing but having been seen is recorded. */
export function isTakenAwayFreely({ visit }, id) {
  const { grades, own_grades: own = [], next_steps: steps = [], photos, powers = [], voices, care } = visit;
  const voice = voices.find((each) => each.child === id);
  const isHeard = voice && Object.keys(voice).some((each) => !["child", "seen"].includes(each));
  const isNamed = ({ child, person, same_as: same, children }) => [child, person, same].includes(id) || children?.includes(id);
  return !isHeard && care?.takes_over?.person !== id && ![...grades, ...own, ...steps, ...photos, ...powers].some(isNamed);
}

function nowhere() {
  return { id: crypto.randomUUID(), name: "", address: "", postcode: "", children: [], adults: [] };
}
