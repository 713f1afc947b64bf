/** The small line that says when the last tap reached the disk. */
import { exactTime } from "../device/clock.js";
import { words } from "./words.js";

export class Saved {
  constructor(element, { open, signal }) {
    const on = (name, work) => open.saver.addEventListener(name, work, { signal });
    on("saving", () => (element.textContent = words("saved.saving")));
    on("saved", ({ detail }) => {
      element.textContent = words("saved.saved", { time: exactTime(detail) });
      element.dataset.savedAt = detail.toISOString();
    });
    on("failed", () => (element.textContent = ""));
  }
}
