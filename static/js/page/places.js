/** The places of the visit app and their addresses behind the #. */

/** {screen, home?, corrected?, visit?, step?} of an address. */
export function placeOf(hash) {
  const [first, second] = hash.replace(/^#/, "").split("/");
  if (!first) return { screen: "list" };
  if (first === "new") return { screen: "start", home: second };
  if (first === "correct") return { screen: "correct", corrected: second };
  return second ? { screen: "step", visit: first, step: second } : { screen: "tasks", visit: first };
}

export function tasksPlace(visit) {
  return `#${visit}`;
}

export function correctPlace(visit) {
  return `#correct/${visit}`;
}

export function stepPlace(visit, step) {
  return `#${visit}/${step}`;
}
