/** What a step is called. */
import { words } from "./words.js";

export function stepTitle({ type, title, area, child }) {
  if (area) return area.title;
  return child ? words("steps.voice", { name: child.name }) : words(`steps.${title ?? type.replace("-", "_")}`);
}

/** The same for the browser's own history, which is no place for a child's name. */
export function windowTitle(step) {
  return step.child ? words("steps.voices") : stepTitle(step);
}
