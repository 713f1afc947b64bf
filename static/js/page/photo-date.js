/** When a photo was taken, as far as it is known: one from a file never passes as taken now. */
import { JUST_NOW } from "../device/photo-facts.js";
import { clockTime, longDate } from "../device/clock.js";
import { words } from "./words.js";

export function photoDate(photo) {
  const { source, observed_at: at, taken_at: taken, file_modified_at: modified, chosen_at: chosen } = photo;
  if (source === "camera") return words("photos.taken", { time: clockTime(at) });
  if (taken) return words("photos.from_file", { date: longDate(taken) });
  const isKnown = modified && !(new Date(chosen) - new Date(modified) < JUST_NOW);
  return isKnown ? words("photos.from_file_dated", { date: longDate(modified) }) : words("photos.from_file_unknown");
}
