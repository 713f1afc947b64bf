/** The frame round one step: way back, heading, the step itself, ways on. */
import { neighbours, stepsOf } from "../device/steps.js";
import { homeTitle } from "./home-words.js";
import { stepPlace, tasksPlace } from "./places.js";
import { clone, fill, slot } from "./slots.js";
import { stepTitle } from "./step-titles.js";
import { words } from "./words.js";

/** The element of a step's frame with the step's own part in it. */
export function stepFrame(context) {
  const { open, step } = context;
  const frame = fill(clone("step"), { title: stepTitle(step), home: homeTitle(open.draft.home) });
  slot(frame, "back").href = tasksPlace(open.visit.id);
  slot(frame, "body").append(context.part(step.type));
  pointWays(frame, open, step);
  // Arriving decides which steps there are (access, children); elsewhere the ways on stay.
  const again = () => step.type === "arriving" && pointWays(frame, open, step);
  open.addEventListener("change", again, { signal: context.signal });
  return frame;
}

function pointWays(frame, { draft, rules, visit }, step) {
  const { before, after } = neighbours(stepsOf(draft, rules), step.id);
  point(slot(frame, "before"), before, visit, "steps.previous");
  point(slot(frame, "after"), after, visit, "steps.next");
}

function point(link, step, visit, word) {
  link.hidden = !step;
  if (!step) return;
  link.href = stepPlace(visit.id, step.id);
  link.textContent = `${words(word)}: ${stepTitle(step)}`;
}
