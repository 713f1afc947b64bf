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
  if (open.visit.quick) drawProgress(frame, open, step);
  slot(frame, "body").append(context.part(step.type));
  pointWays(frame, open, step);
  // Arriving decides which steps there are (access, children); elsewhere the ways on stay.
  const again = () => ["arriving", "people"].includes(step.type) && pointWays(frame, open, step);
  open.addEventListener("change", again, { signal: context.signal });
  return frame;
}

/** How far a quick record has come, and its ways on where a thumb is. */
function drawProgress(frame, { draft, rules }, step) {
  const steps = stepsOf(draft, rules);
  const [n, of] = [steps.findIndex((each) => each.id === step.id) + 1, steps.length];
  frame.classList.add("app-step--quick");
  Object.assign(slot(frame, "bar"), { max: of, value: n });
  fill(frame, { count: words("quick.progress", { n, of }) });
  slot(frame, "progress").hidden = false;
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
  link.textContent = visit.quick && word === "steps.previous" ? words("quick.back") : `${words(word)}: ${stepTitle(step)}`;
}
