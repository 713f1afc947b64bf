/** A number with a minus and a plus, for a thumb. */
import { clone, fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

/** `say` puts the number into words; `onStep` gets it after each tap. */
export function stepper({ label, value, lowest, highest, say = String, onStep }) {
  const element = fill(clone("stepper"), { label });
  let now = value;
  const show = () => fill(element, { value: say(now) });
  const step = (by) => {
    now = Math.min(highest, Math.max(lowest, now + by));
    show();
    onStep(now);
  };
  for (const [action, by] of [["less", -1], ["more", 1]]) {
    onAction(element, action, () => step(by)).setAttribute("aria-label", words(`quick.${action}`, { what: label }));
  }
  slot(element, "value").setAttribute("aria-label", label);
  show();
  return element;
}
