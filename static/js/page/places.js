/** The places of the visit app and their addresses behind the #. */

/** Screens that are no visit, each with the name of what stands behind the slash, if anything. */
const SCREENS = {
  new: ["start", "home"],
  correct: ["correct", "corrected"],
  homes: ["homes"],
  home: ["home", "home"],
  "new-home": ["new-home"],
  device: ["device"],
  file: ["work-file", "chosen"],
  remove: ["remove", "doomed"],
  "sign-in": ["sign-in"],
  passphrase: ["passphrase"],
};

/** {screen, home?, corrected?, visit?, step?} of an address. */
export function placeOf(hash) {
  const [first, second] = hash.replace(/^#/, "").split("/");
  if (!first) return { screen: "list" };
  if (Object.hasOwn(SCREENS, first)) {
    const [screen, name] = SCREENS[first];
    return name ? { screen, [name]: second } : { screen };
  }
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

export function homesPlace() {
  return "#homes";
}

export function homePlace(home) {
  return `#home/${home}`;
}

export function startPlace(home) {
  return `#new/${home}`;
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
