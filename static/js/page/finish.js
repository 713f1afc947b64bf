/** The end of a quick record: what was done now, what is missing, and signing off. */
import { drawDoneNow } from "./done-now.js";
import { slot } from "./slots.js";

export class Finish {
  constructor(element, context) {
    drawDoneNow(slot(element, "done_now"), context.open);
    slot(element, "review").append(context.part("review"));
  }
}
