/** What is agreed to change: the next steps of a visit, and those that the last visits left open. */

/** The step agreed at this visit for an item, about a child or (null) about the home. */
export function stepOf(visit, item, child = null) {
  return visit.next_steps?.find((each) => isAbout(each, item, child)) ?? null;
}

/** The step that stands from an earlier visit. */
export function agreedBefore(draft, item, child = null) {
  return draft.home.next_steps?.find((each) => isAbout(each, item, child)) ?? null;
}

/**
 * Sets the grade to reach. What is to change is then told by what that grade looks like (`meanings`,
 * by grade), until somebody types it: so one tap makes a whole step.
 */
export function setTarget(draft, item, child, target, meanings) {
  const key = asideKey(item, child);
  const own = stepOf(draft.visit, item, child);
  const { outdone, ...entry } = draft.aside[key] ?? (child ? { item, child } : { item });
  const step = own ?? entry;
  const isTyped = step.words && step.words !== meanings[step.target];
  Object.assign(step, { target, words: isTyped ? step.words : meanings[target] });
  if (!own) addStep(draft, step);
}

/** Takes the step back; it waits aside until one is agreed again. */
export function clearStep(draft, item, child) {
  const { visit } = draft;
  const entry = stepOf(visit, item, child);
  if (!entry) return;
  draft.aside[asideKey(item, child)] = entry;
  visit.next_steps = visit.next_steps.filter((each) => each !== entry);
  if (!visit.next_steps.length) delete visit.next_steps;
}

/** A step to a grade that is given already waits aside, and comes back with a worse grade. */
export function keepReachable(draft, item, child, grade) {
  const key = asideKey(item, child);
  const own = stepOf(draft.visit, item, child);
  const { outdone, ...waiting } = draft.aside[key] ?? {};
  if (own && grade <= own.target) {
    clearStep(draft, item, child);
    draft.aside[key] = { ...own, outdone: true };
  } else if (!own && outdone && grade > waiting.target) {
    addStep(draft, waiting);
  }
}

function addStep({ visit, aside }, step) {
  delete aside[asideKey(step.item, step.child)];
  (visit.next_steps ??= []).push(step);
}

function isAbout(each, item, child) {
  return each.item === item && (each.child ?? null) === child;
}

function asideKey(item, child) {
  return `step ${item} ${child ?? ""}`;
}
