/** Why a signed visit is changed: asked before a correction can be signed off. */
import { isCorrection } from "../device/correction.js";
import { setField } from "../device/edits.js";
import { wordsField } from "./choices.js";
import { slot } from "./slots.js";
import { words } from "./words.js";

/** The field for the reason of a correction, in its slot; `onType` is told of each keystroke. */
export function drawReason(element, open, onType) {
  const place = slot(element, "reason");
  place.hidden = !isCorrection(open.draft);
  if (place.hidden) return;
  const field = reasonField(open.visit.reason, (text) => {
    open.type(({ visit }) => setField(visit, "reason", text));
    onType();
  });
  place.append(field);
}

export function reasonField(value, onType) {
  return wordsField({ label: words("correction.reason"), hint: words("correction.reason_hint"), value, rows: 2, onType });
}
