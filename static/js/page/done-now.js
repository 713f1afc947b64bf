/** What was done now: sentences by a tap, and words. */
import { setField } from "../device/edits.js";
import { wordsField } from "./choices.js";
import { phrases } from "./phrases.js";
import { words } from "./words.js";

const DONE = ["told_duty", "told_supervisor", "safe_place", "stayed", "left_with"];

/** Puts the field and its sentences into a place. */
export function drawDoneNow(place, open) {
  const set = (text) => open.type(({ visit }) => setField(visit, "done_now", text));
  const group = wordsField({ label: words("quick.done_now"), value: open.visit.done_now, rows: 3, onType: set });
  place.append(phrases(group, DONE.map((each) => words(`quick.done.${each}`)), set), group);
}
