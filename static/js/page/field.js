/** A labelled field with its message, in a form that is drawn by a template. */
import { fill, slot } from "./slots.js";

/** What was typed in the field of that slot, as it is. */
export function typed(form, name) {
  return slot(form, name).value;
}

/** Shows a message at a field and goes there; an empty one takes it away. */
export function mark(form, name, message) {
  const group = slot(form, `${name}_group`);
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  fill(form, { [`${name}_error`]: message });
  slot(form, `${name}_error`).hidden = !message;
  if (message) slot(form, name).focus();
}

/** Runs `work` when the form is sent, once at a time; its buttons wait meanwhile. */
export function onSend(form, work) {
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      isBusy = false;
      form.removeAttribute("aria-busy");
    }
  });
}

/** Lets the person see what is typed in the hidden fields of a form. */
export function offerToShow(form) {
  const tick = slot(form, "show");
  tick?.addEventListener("change", () => {
    for (const field of form.querySelectorAll("[data-secret]")) field.type = tick.checked ? "text" : "password";
  });
}
