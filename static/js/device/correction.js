/** A correction: a draft that holds a whole received visit, under the next number. */
import { localIso } from "./clock.js";
import { packOf } from "./draft.js";

/**
 * The draft that corrects a received visit. `received` is its signed revision, `line` what the
 * server says of it, `kept` the ids of the photos that this device kept for it before.
 */
export function correctionOf({ received, line, home, kept, device, now = new Date() }) {
  const { reason, result, ...rest } = received;
  const at = localIso(now);
  return {
    visit: { ...rest, written_at: at, signed_at: null, device },
    home: packOf({
      ...home,
      last: answersBefore(home.last ?? [], received.observed_at),
      next_steps: agreedBefore(home.next_steps ?? [], received),
    }),
    revision: line.latest_revision + 1,
    state: "draft",
    begun_at: at,
    opened: {},
    aside: {},
    corrects: {
      revision: line.signed_revision,
      signed_at: received.signed_at,
      photos: received.photos.map((each) => each.id),
      kept,
    },
  };
}

export function isCorrection(draft) {
  return Boolean(draft.corrects);
}

/** True for a photo that came with the revision that is being corrected. */
export function isEarlierPhoto(draft, photo) {
  return draft.corrects?.photos.includes(photo.id) ?? false;
}

/** What a correction needs besides what every visit needs: [{code, step}]. */
export function reasonDemanded(draft) {
  const isOpen = isCorrection(draft) && !draft.visit.reason?.trim();
  return isOpen ? [{ code: "reason", step: "review" }] : [];
}

/** What this visit agreed on itself, or a later one, is no step that it began with. */
function agreedBefore(steps, { id, observed_at: observed }) {
  return steps.filter((each) => each.visit !== id && each.set_on <= observed.slice(0, 10));
}

/** "Last time" is before this visit: neither the visit itself nor a later one. */
function answersBefore(answers, observed) {
  return answers.filter((each) => new Date(each.observed_at) < new Date(observed));
}
