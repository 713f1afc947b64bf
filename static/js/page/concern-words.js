/** What was last graded 4 or 5, in words. */
import { itemsOf } from "../device/steps.js";
import { words } from "./words.js";

const NAMED = 3;

/** `Bedding 5 (Mia and Jay), Food 4 and 2 more`, the worst first; empty where there is none. */
export function concernsLine(concerns, rules) {
  const groups = byItemAndGrade(worstFirst(concerns));
  const named = groups.slice(0, NAMED).map(({ item, grade, names }) => {
    const values = { item: itemTitle(item, rules), grade, name: listed(names) };
    return words(names.length ? "homes.concern_of" : "homes.concern", values);
  });
  const more = groups.length - named.length;
  return named.join(", ") + (more > 0 ? ` ${words("homes.concerns_more", { n: more })}` : "");
}

function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${words("homes.and")} ${names.at(-1)}`;
}

function byItemAndGrade(concerns) {
  const groups = new Map();
  for (const { item, grade, child } of concerns) {
    const key = `${item} ${grade}`;
    if (!groups.has(key)) groups.set(key, { item, grade, names: [] });
    if (child) groups.get(key).names.push(child);
  }
  return [...groups.values()];
}

export function worstFirst(concerns) {
  return [...concerns].sort((a, b) => b.grade - a.grade);
}

/** The title of an item; of one that these rules no longer have, what its id says. */
export function itemTitle(id, rules) {
  const item = rules?.areas.flatMap(itemsOf).find((each) => each.id === id);
  if (item) return item.title;
  const name = id.split(".").at(-1).replaceAll("_", " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
