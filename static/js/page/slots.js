/** Markup comes from the server's templates; here it is cloned and its slots are filled. */

let number = 0;

/** A fresh copy of a template's only element. */
export function clone(name) {
  const template = document.querySelector(`template[data-template="${name}"]`);
  return template.content.firstElementChild.cloneNode(true);
}

/** The element of that slot. */
export function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`);
}

/** Puts text into slots: {slot: text}. */
export function fill(root, values) {
  for (const [name, value] of Object.entries(values)) slot(root, name).textContent = value ?? "";
  return root;
}

/** Text in a slot, and the slot hidden when there is none. */
export function fillOrHide(root, values) {
  fill(root, values);
  for (const [name, value] of Object.entries(values)) slot(root, name).hidden = !value;
  return root;
}

/** Calls `work` when the button of that action is pressed; returns the button. */
export function onAction(root, action, work) {
  const button = root.querySelector(`[data-action="${action}"]`);
  button.addEventListener("click", work);
  return button;
}

/** Ties a label to its field by a new id. */
export function tie(label, field) {
  number += 1;
  field.id = `f${number}`;
  label.htmlFor = field.id;
}

/** A name that no other radio group of this page has. */
export function freshName() {
  number += 1;
  return `r${number}`;
}
