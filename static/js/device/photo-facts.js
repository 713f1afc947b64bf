/** When a photo was taken and whether by this camera just now, as far as anything tells. */
import { localIso } from "./clock.js";

/** Milliseconds within which a file counts as only just written. */
export const JUST_NOW = 120_000;
const JUST_TAKEN = 600_000; // by its own EXIF: somebody may look at it before they accept it
const DIGITAL = 2000;

/**
 * The camera hands over a file made just now, whose EXIF says the same; anything else was chosen
 * from the device, whichever button was pressed, and keeps the date that it has.
 */
export function timesOf({ lastModified, takenAt, fromCamera, now = new Date() }) {
  const modified = new Date(lastModified);
  const taken = takenAt && new Date(takenAt); // without an offset: in the zone of this device
  const isFresh = Math.abs(now - modified) < JUST_NOW;
  const isTakenNow = !taken || Math.abs(now - taken) < JUST_TAKEN;
  const times = { file_modified_at: localIso(modified), ...(takenAt && { taken_at: takenAt }) };
  if (fromCamera && isFresh && isTakenNow) return { ...times, observed_at: localIso(now), source: "camera" };
  const known = [taken, modified].find((each) => each && tells(each, now)) ?? now;
  return { ...times, observed_at: localIso(known), source: "file", chosen_at: localIso(now) };
}

/** A date in the future or before digital cameras says nothing about when a photo was taken. */
function tells(date, now) {
  return date < now && date.getFullYear() >= DIGITAL;
}
