/** Every change that a tap can make to a draft; each changes the draft that it is given. */
import { keepReachable } from "./next-steps.js";

/** The answer given for an item, about a child or (null) about the home. */
export function answerOf(visit, item, child = null) {
  return visit.grades.find((each) => each.item === item && (each.child ?? null) === child) ?? null;
}

/** Gives an item its grade or state; words already written for it stay. */
export function setAnswer(draft, item, child, given) {
  const { visit } = draft;
  const entry = answerOf(visit, item, child) ?? addAnswer(draft, item, child);
  delete entry.grade;
  delete entry.state;
  delete entry.same_as;
  Object.assign(entry, given);
  dropFalseSameAs(visit, item, child, given);
  keepReachable(draft, item, child, given.grade);
}

/** Gives a child the answer of another, and says so. */
export function setSameAs(draft, item, child, other) {
  const from = answerOf(draft.visit, item, other);
  const given = from.state ? { state: from.state } : { grade: from.grade };
  setAnswer(draft, item, child, { ...given, same_as: other });
}

/** Takes the answer back; its words wait aside until the item is answered again. */
export function clearAnswer(draft, item, child) {
  const entry = answerOf(draft.visit, item, child);
  if (!entry) return;
  const { grade, state, same_as, ...rest } = entry;
  draft.aside[asideKey(item, child)] = rest;
  draft.visit.grades = draft.visit.grades.filter((each) => each !== entry);
  dropFalseSameAs(draft.visit, item, child, {});
}

/** Sets text or a list on an answer, a sign, a voice or a photo; what is empty is left out. */
export function setField(entry, name, value) {
  const empty = value === null || value === undefined || value === "" || value.length === 0;
  if (empty) delete entry[name];
  else entry[name] = value;
}

/** The worker's answers; `ownBook` has the same calls for somebody of the family. */
export const BOOK = { isOwn: false, answerOf, setAnswer, setSameAs, clearAnswer };

function addAnswer(draft, item, child) {
  const key = asideKey(item, child);
  const fresh = draft.aside[key] ?? (child ? { item, child } : { item });
  delete draft.aside[key];
  draft.visit.grades.push(fresh);
  return fresh;
}

/** "Same as Mia" may not outlive the moment when Mia's answer becomes another one. */
function dropFalseSameAs(visit, item, child, given) {
  for (const each of visit.grades) {
    if (each.item !== item || each.same_as !== child || !child) continue;
    if (each.grade !== given.grade || each.state !== given.state) delete each.same_as;
  }
}

function asideKey(item, child) {
  return `${item} ${child ?? ""}`;
}

export function signOf(visit, sign) {
  return visit.signs.find((each) => each.sign === sign) ?? null;
}

/** Ticks or unticks a sign; its words wait aside while it is unticked. */
export function setSign(draft, sign, on) {
  const { visit, aside } = draft;
  const entry = signOf(visit, sign);
  if (on && !entry) visit.signs.push(aside[sign] ?? { sign });
  if (!on && entry) aside[sign] = entry;
  if (!on) visit.signs = visit.signs.filter((each) => each.sign !== sign);
}

export function voiceOf(visit, child) {
  return visit.voices.find((each) => each.child === child) ?? null;
}

/** Sets one field of a child's voice; the entry is made with whether the child was seen. */
export function setVoice(draft, child, name, value) {
  let entry = voiceOf(draft.visit, child);
  if (!entry) draft.visit.voices.push((entry = { child }));
  setField(entry, name, value);
}

export function setPresent(visit, person, on) {
  visit.present = visit.present.filter((each) => each !== person);
  if (on) visit.present.push(person);
}

/** Adds somebody met at the visit, who is then there; returns the person. */
export function addPerson(visit, kind, person) {
  visit[kind].push(person);
  visit.present.push(person.id);
  return person;
}

export function photoOf(visit, id) {
  return visit.photos.find((each) => each.id === id) ?? null;
}

/** Adds a photo unless the same bytes are there already; says whether it did. */
export function addPhoto(visit, photo) {
  const known = visit.photos.some((each) => each.sha256 === photo.sha256);
  if (!known) visit.photos.push(photo);
  return !known;
}

/** Takes a photo back and leaves the line that says so. */
export function withdrawPhoto(visit, id, why, at) {
  const photo = photoOf(visit, id);
  if (!photo) return;
  visit.photos = visit.photos.filter((each) => each.id !== id);
  visit.withdrawn_photos ??= [];
  visit.withdrawn_photos.push({ id, sha256: photo.sha256, at, why });
}
