/** The way to a quick record: large for who comes for something else, there for everybody. */
import { slot } from "./slots.js";

/** Marks the link of a screen for this person. */
export function drawQuick(element, { role }) {
  slot(element, "quick").classList.add(role === "police" ? "app-quick--large" : "govuk-button--secondary");
}
