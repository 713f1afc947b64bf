/** How people and answers are named on screen. */
import { ageInMonths } from "../core/scoring.js";
import { words } from "./words.js";

const GROWN_UP = 216;
const SMALL = 60;

/** `Mia, 8 years`. */
export function nameAndAge(child, visit) {
  return words("people.name_and_age", { name: child.name, age: ageWords(child, visit) });
}

/** `8 years`, `5 months` or `about 4 years`. */
function ageWords(child, visit) {
  const months = ageInMonths(child, visit.observed_at.slice(0, 10));
  if (months === null) return words("people.age_unknown");
  const age = monthsOrYears(months);
  return child.born ? age : words("people.about", { age });
}

function monthsOrYears(months) {
  if (months >= 24) return words("people.years", { n: Math.trunc(months / 12) });
  return words(months === 1 ? "people.month" : "people.months", { n: months });
}

/** `mother, carer` for an adult. */
export function adultWords(adult) {
  return [adult.relation, words(`people.${adult.role === "carer" ? "carer" : "other"}`)]
    .filter(Boolean)
    .join(", ");
}

/** True for somebody recorded as a child, or known to be under 18 on the day. */
export function isUnderAge(person, visit) {
  const child = visit.children.find((each) => each.id === person);
  if (!child) return false;
  const months = ageInMonths(child, visit.observed_at.slice(0, 10));
  return months === null || months < GROWN_UP;
}

/** True for whoever could be named as in charge: anybody but a small child. */
export function couldBeInCharge(person, visit) {
  const child = visit.children.find((each) => each.id === person);
  const months = child ? ageInMonths(child, visit.observed_at.slice(0, 10)) : null;
  return months === null || months >= SMALL;
}

export function nameOf(visit, id) {
  return [...visit.children, ...visit.adults].find((each) => each.id === id)?.name ?? "";
}

/** `4`, or `Not seen`. */
export function answerWords({ grade, state }) {
  return grade ? String(grade) : words(`states.${state}`);
}
