/** How old what is kept here is, in words. */
import { clockTime, localIso, longDate } from "../device/clock.js";
import { words } from "./words.js";

const DAY = 86_400_000;
const OLD = 7;

/** `As of 14:02 today`, `As of 14:02 yesterday`, or how many days old it is. */
export function asOfWords(iso, now) {
  const at = { time: clockTime(iso), date: dayWords(iso) };
  const days = daysBetween(iso, now);
  if (days === 0) return words("homes.as_of_today", at);
  if (days === 1) return words("homes.as_of_yesterday", at);
  return days > 1 ? words("homes.as_of_days", { ...at, n: days }) : words("homes.as_of", at);
}

/** True for what is too old to be relied on. */
export function isOld(iso, now) {
  return now - new Date(iso) > OLD * DAY;
}

/** `3 March 2025`, of a moment and in this device's zone. */
export function dayWords(iso) {
  return longDate(localIso(new Date(iso)));
}

/** Calendar days from one moment to a later one; below 0 for one that is still to come. */
function daysBetween(iso, now) {
  const [from, to] = [new Date(iso), now].map((each) => Date.parse(localIso(each).slice(0, 10)));
  return Math.round((to - from) / DAY);
}
