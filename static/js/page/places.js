/** The places of the visit app and their addresses behind the #. */

/** Screens that are no visit, each with the names of what stands behind the slashes. */
const SCREENS = {
  new: ["start", "home"],
  quick: ["start", "home"],
  correct: ["correct", "corrected"],
  homes: ["homes"],
  home: ["home", "home"],
  photos: ["room-photos", "home", "room"],
  "new-home": ["new-home"],
  device: ["device"],
  file: ["work-file", "chosen"],
  remove: ["remove", "doomed"],
  "sign-in": ["sign-in"],
  passphrase: ["passphrase"],
};

/** {screen, way?, home?, room?, corrected?, visit?, step?} of an address. */
export function placeOf(hash) {
  const [first, ...rest] = hash.replace(/^#/, "").split("/");
  if (!first) return { screen: "list" };
  if (Object.hasOwn(SCREENS, first)) {
    const [screen, ...names] = SCREENS[first];
    return { screen, way: first, ...Object.fromEntries(names.map((name, n) => [name, rest[n]])) };
  }
  return rest[0] ? { screen: "step", visit: first, step: rest[0] } : { screen: "tasks", visit: first };
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

export function homesPlace() {
  return "#homes";
}

export function homePlace(home) {
  return `#home/${home}`;
}

/** A carried room's photos; without a room, those that name none. */
export function roomPlace(home, room) {
  return room ? `#photos/${home}/${room}` : `#photos/${home}`;
}

export function startPlace(home) {
  return `#new/${home}`;
}

/** A quick record, at a home or at one that nobody knows yet. */
export function quickPlace(home) {
  return home ? `#quick/${home}` : "#quick";
}

export function signInPlace() {
  return "#sign-in";
}

export function filePlace(id) {
  return `#file/${id}`;
}

export function removePlace(id) {
  return `#remove/${id}`;
}
