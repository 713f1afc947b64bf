/** An area's grade with its reason, in a sentence. */
import { answerOf } from "../device/edits.js";
import { itemsOf } from "../device/steps.js";
import { words } from "./words.js";

const NAMED = 2;

/** `Sleeping so far: 4 because Bedding is 4 (Mia). 5 of 7 graded.` */
export function areaSentence(area, scored, visit) {
  const result = scored.home[area.id];
  const { graded, applicable } = result;
  if (result.grade === null) return words("bar.nothing", { area: area.title, applicable });
  const because = reason(area, result, visit);
  return words("bar.so_far", { area: area.title, grade: result.grade, because, graded, applicable });
}

/** `so far: 4 because Bedding is 4 (Mia)`, and how much is graded. */
export function areaHint(area, scored, visit) {
  const result = scored.home[area.id];
  if (result.grade === null) return "";
  const because = reason(area, result, visit);
  const coverage = words("bar.coverage", result);
  return `${words("bar.home", { grade: result.grade, because })}. ${coverage}`;
}

/** `Mia 4, Jay 3`: each child's own grade, where there are several. */
export function childrenSentence(area, scored, visit) {
  if (visit.children.length < 2) return "";
  return visit.children.map((child) => childGrade(area, scored, child)).join(", ");
}

function childGrade(area, scored, { id, name }) {
  const grade = scored.children[id]?.[area.id]?.grade ?? null;
  return grade === null ? words("bar.child_none", { name }) : words("bar.child", { name, grade });
}

function reason(area, { grade, because }, visit) {
  const items = because.map((id) => itemsOf(area).find((each) => each.id === id));
  if (items.length > 1) return words("bar.several", { items: listed(items.map((each) => each.title)), grade });
  const [item] = items;
  const names = holders(item, grade, visit);
  return words(names ? "bar.one_of" : "bar.one", { item: item.title, grade, names });
}

/** The children whose own answer it was; empty for an item about the home. */
function holders(item, grade, visit) {
  if (item.about !== "child" || visit.children.length < 2) return "";
  const own = visit.children.filter((child) => answerOf(visit, item.id, child.id)?.grade === grade);
  return own.map((child) => child.name).join(", ");
}

function listed(names) {
  const [first, second] = names;
  if (names.length === 1) return first;
  if (names.length === 2) return words("bar.and", { first, last: second });
  const shown = names.slice(0, NAMED).join(", ");
  return words("bar.more", { first: shown, n: names.length - NAMED });
}
