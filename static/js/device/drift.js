/** How far this device's clock is off the server's, when that is worth a word. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [["days", DAY], ["hours", HOUR], ["minutes", MINUTE]];
const HARMLESS = 5 * MINUTE;

/** {n, unit: minutes, hours or days, way: ahead or behind}; null up to five minutes, or when not known. */
export function driftOf(seconds) {
  const size = Math.abs(seconds ?? 0);
  if (size <= HARMLESS) return null;
  const [unit, length] = UNITS.find(([, each]) => size >= 2 * each);
  return { n: Math.round(size / length), unit, way: seconds > 0 ? "ahead" : "behind" };
}
