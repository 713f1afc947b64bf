/** Changes to who has care and to the powers used; each leaves out what says nothing. */
import { localIso } from "./clock.js";
import { setField } from "./edits.js";

/** Sets one field of who has care: in_charge_age or check. */
export function setCare(visit, name, value) {
  visit.care ??= {};
  setField(visit.care, name, value);
  if (!Object.keys(visit.care).length) delete visit.care;
}

/** Who takes over: {person} of the visit or {name}; nobody for neither. Who it is not any more takes the rest along. */
export function setTakesOver(visit, { person, name = "" }) {
  const said = name.trim();
  if (!person && !said) return setCare(visit, "takes_over", null);
  const { checked = "not_asked", relation, words, age, person: before } = visit.care?.takes_over ?? {};
  const isSame = person ? before === person : !before;
  const rest = isSame ? { relation, words, age } : {};
  const entry = { ...(person ? { person } : { name: said }), checked: isSame ? checked : "not_asked", ...rest };
  setCare(visit, "takes_over", Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)));
}

/** Every use of a power: two children may come under protection at two times. */
export function usesOf(visit, power) {
  return (visit.powers ?? []).filter((each) => each.power === power);
}

/** Ticks or unticks a power; what was said of it waits aside, with the times at which it began. */
export function setPower(draft, power, on, now = new Date()) {
  const { visit, aside } = draft;
  const key = `power ${power}`;
  const own = usesOf(visit, power);
  if (on && !own.length) (visit.powers ??= []).push(...[aside[key] ?? useOf(power, now)].flat());
  if (on || !own.length) return;
  aside[key] = own;
  own.forEach((each) => dropUse(visit, each));
}

/** One more use of a power, from now on; of one moment there is one use. */
export function addUse(visit, power, now = new Date()) {
  const use = useOf(power, now);
  if (!isBegunAt(visit, power, use.began_at)) visit.powers.push(use);
}

export function dropUse(visit, use) {
  visit.powers = visit.powers.filter((each) => each !== use);
  if (!visit.powers.length) delete visit.powers;
}

/** True where a use of this power began just then: the same use is not told of twice. */
export function isBegunAt(visit, power, at) {
  return usesOf(visit, power).some((each) => each.began_at === at);
}

function useOf(power, now) {
  return { power, began_at: localIso(now) };
}

/** Ticks or unticks a child for whom a power was used. */
export function setPowerChild(entry, child, on) {
  const others = (entry.children ?? []).filter((each) => each !== child);
  setField(entry, "children", on ? [...others, child] : others);
}
