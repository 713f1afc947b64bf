/** Since when something waits: the time of today, or the day when it is older. */
import { clockTime, longDate } from "../device/clock.js";

const DATE = 10;

export function since(iso) {
  const isToday = new Date(iso).toDateString() === new Date().toDateString();
  return isToday ? clockTime(iso) : longDate(iso.slice(0, DATE));
}
