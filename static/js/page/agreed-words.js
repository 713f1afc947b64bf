/** What was agreed at an earlier visit, in words. */
import { longDate } from "../device/clock.js";
import { itemTitle } from "./concern-words.js";
import { nameOf } from "./people.js";
import { clone, fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

/** `Agreed on 3 March 2026: A sheet for each bed. To reach 2 by 1 April 2026. Gran helps.` */
export function agreedSentence(step) {
  const said = words("next_steps.agreed", { date: longDate(step.set_on), words: step.words });
  return [said, agreedTerms(step)].join(" ");
}

/** Lists every step that still stands, above what there is to do. */
export function drawAgreed(element, { draft, rules, visit }) {
  const section = slot(element, "agreed");
  const steps = draft.state === "draft" ? (draft.home.next_steps ?? []) : [];
  section.hidden = steps.length === 0;
  slot(section, "lines").append(...steps.map((each) => agreedLine(each, visit, rules)));
}

function agreedLine(step, visit, rules) {
  const name = nameOf(visit, step.child);
  const title = [itemTitle(step.item, rules), name].filter(Boolean).join(", ");
  const isLate = step.by && step.by < visit.observed_at.slice(0, 10);
  const line = fill(clone("agreed-line"), { title, said: step.words, terms: agreedTerms(step) });
  return fillOrHide(line, { late: isLate ? words("next_steps.late") : "" });
}

function agreedTerms({ target, by, helps }) {
  const reach = by ? words("next_steps.reach_by", { target, date: longDate(by) }) : words("next_steps.reach", { target });
  return [reach, helps && words("next_steps.helps_line", { helps })].filter(Boolean).join(" ");
}
