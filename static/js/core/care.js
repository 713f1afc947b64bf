/** What of who has care at a visit asks for a check. As in gcp/core/care.py. */
import { ageInMonths } from "./scoring.js";

const GROWN_UP = 216;
const OPEN = { not_asked: "not_asked", no: "not_checked" };

/** [{kind, part, name, years}]: under_18, nobody, no_tie, not_asked or not_checked. */
export function checks(visit) {
  const { in_charge: person, care } = visit;
  const over = care?.takes_over;
  const found = [];
  if (person === "nobody") found.push(check("nobody", "in_charge"));
  else if (person) {
    found.push(...young(visit, person, "", care?.in_charge_age, "in_charge"));
    const adult = visit.adults.find((each) => each.id === person);
    if (adult && !adult.relation?.trim()) found.push(check("no_tie", "in_charge", adult.name));
  }
  if (over) {
    found.push(...young(visit, over.person, over.name ?? "", over.age, "takes_over"));
    const kind = OPEN[over.checked];
    if (kind) found.push(check(kind, "takes_over", nameOf(visit, over.person) || (over.name ?? "")));
  }
  return found;
}

function young(visit, person, name, age, part) {
  const child = visit.children.find((each) => each.id === person);
  if (child) {
    const months = ageInMonths(child, visit.observed_at.slice(0, 10));
    if (months !== null && months >= GROWN_UP) return [];
    return [check("under_18", part, child.name, months === null ? null : Math.floor(months / 12))];
  }
  const isYoung = Number.isInteger(age) && age * 12 < GROWN_UP;
  return isYoung ? [check("under_18", part, nameOf(visit, person) || name, age)] : [];
}

function check(kind, part, name = "", years = null) {
  return { kind, part, name, years };
}

function nameOf(visit, person) {
  return [...visit.children, ...visit.adults].find((each) => each.id === person)?.name ?? "";
}
