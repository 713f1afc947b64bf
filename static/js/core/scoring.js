/**
 * A visit's item grades rolled up; gcp/core/scoring.py is its twin, function by function.
 * Integers only: Python and JavaScript round differently. Both trust that the visit was checked.
 */

/** A child's completed months on a day (YYYY-MM-DD); null where its age is not known. */
export function ageInMonths(child, on) {
  if (child.born) {
    const [year, month, day] = parts(on);
    const [bornYear, bornMonth, bornDay] = parts(child.born);
    const months = (year - bornYear) * 12 + month - bornMonth;
    return day < bornDay ? months - 1 : months;
  }
  const years = child.about_years ?? null;
  return years === null ? null : years * 12;
}

/** Whether an item is for a child of that age; null (not known) fits items of every age only. */
export function itemApplies(item, months) {
  if (!item.ages) return true;
  return months !== null && item.ages.from_months <= months && months < item.ages.to_months;
}

/** The grade of several [id, grade] pairs, and the ids that decided it. */
export function rollUp(grades, rule, decisiveAbove) {
  if (!grades.length) return { grade: null, because: [] };
  let decided = Math.max(...grades.map(([, grade]) => grade));
  if (rule === "graded_care" && decided <= decisiveAbove) decided = mostCommon(grades);
  const because = grades.filter(([, grade]) => grade === decided).map(([id]) => id);
  return { grade: decided, because };
}

/** One area for one child; for child null the home's own items, whatever their ages. */
export function areaOfChild(rules, area, child, ages, answers) {
  const graded = new Map();
  let applicable = 0;
  for (const item of itemsOf(area)) {
    if (!isAsked(item, child, ages)) continue;
    const answer = answers.get(slotKey(item.id, item.about === "child" ? child : null));
    if (answer !== "not_applicable") applicable += 1;
    if (Number.isInteger(answer)) graded.set(item.id, answer);
  }
  const worst = worstOf(graded);
  return { ...decision(rules, area, graded), worst, graded: graded.size, applicable };
}

/** One area for the home: the worst of its children's; with none recorded, the home's items. */
export function areaOfHome(rules, area, ages, answers, results) {
  if (!ages.size) return areaOfChild(rules, area, null, ages, answers);
  const grade = Math.max(0, ...results.map((each) => each.grade)) || null;
  const deciding = results.filter((each) => each.grade === grade);
  const decided = new Set(deciding.flatMap((each) => each.because));
  const slots = slotsOf(area, ages);
  const given = slots.map(([item, child]) => [item, answers.get(slotKey(item, child))]);
  const graded = given.filter(([, answer]) => Number.isInteger(answer));
  const worst = new Map();
  for (const [item, answer] of graded) worst.set(item, Math.max(answer, worst.get(item) ?? 0));
  return {
    grade,
    because: itemsOf(area).map((item) => item.id).filter((id) => decided.has(id)),
    worst: worstOf(worst),
    graded: graded.length,
    applicable: given.filter(([, answer]) => answer !== "not_applicable").length,
  };
}

/** Every area of a visit for each child and for the home, each with its reason. */
export function score(rules, visit) {
  const on = visit.observed_at.slice(0, 10);
  const ages = new Map((visit.children ?? []).map((each) => [each.id, ageInMonths(each, on)]));
  const answers = answersOf(visit);
  const areasOf = (result) =>
    Object.fromEntries(rules.areas.map((area) => [area.id, result(area)]));
  const children = [...ages.keys()].map((child) => [
    child,
    areasOf((area) => areaOfChild(rules, area, child, ages, answers)),
  ]);
  const home = areasOf((area) =>
    areaOfHome(rules, area, ages, answers, children.map(([, areas]) => areas[area.id])),
  );
  return { rules: rules.digest, children: Object.fromEntries(children), home };
}

/** Each answer's number, or else its state, by item and child. */
function answersOf(visit) {
  const found = new Map();
  for (const entry of visit.grades ?? []) {
    found.set(slotKey(entry.item, entry.child ?? null), entry.grade ?? entry.state);
  }
  return found;
}

function isAsked(item, child, ages) {
  return child === null ? item.about === "home" : itemApplies(item, ages.get(child));
}

/** What there is to answer: a home item once if it is for any child, a child item per child. */
function slotsOf(area, ages) {
  return itemsOf(area).flatMap((item) => {
    const fits = [...ages.keys()].filter((child) => itemApplies(item, ages.get(child)));
    if (item.about === "child") return fits.map((child) => [item.id, child]);
    return fits.length ? [[item.id, null]] : [];
  });
}

/** An area's grade from its sub-areas' grades; an area without sub-areas is its own only one. */
function decision(rules, area, graded) {
  const { rule, decisive_above: decisiveAbove } = rules.roll_up;
  const because = new Map();
  const grades = [];
  for (const group of groupsOf(area)) {
    const ids = group.items.map((item) => item.id).filter((id) => graded.has(id));
    const result = rollUp(ids.map((id) => [id, graded.get(id)]), rule, decisiveAbove);
    if (result.grade === null) continue;
    because.set(group.id, result.because);
    grades.push([group.id, result.grade]);
  }
  const whole = rollUp(grades, rule, decisiveAbove);
  return { grade: whole.grade, because: whole.because.flatMap((group) => because.get(group)) };
}

/** The item with the highest number; of equal ones the first in the order of the rules. */
function worstOf(graded) {
  let worst = null;
  for (const [item, grade] of graded) if (worst === null || grade > graded.get(worst)) worst = item;
  return worst;
}

/** The number that is there most often; of equally common ones the worse. */
function mostCommon(grades) {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const [, grade] of grades) counts[grade] += 1;
  return counts.lastIndexOf(Math.max(...counts));
}

function groupsOf(area) {
  return area.sub_areas?.length ? area.sub_areas : [area];
}

function itemsOf(area) {
  return groupsOf(area).flatMap((group) => group.items);
}

function slotKey(item, child) {
  return child === null ? item : `${item} ${child}`;
}

function parts(date) {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}
