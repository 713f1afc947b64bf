/**
 * The clock of police protection: 72 hours at most from the minute of use, never extended. As in
 * gcp/core/protection.py; elapsed hours, whatever the clocks on the wall do in March and October.
 */

export const POWER = "police_protection";
const HOUR = 3_600_000;
const LONGEST = 72 * HOUR;
const [DAY, FEW] = [24 * HOUR, 6 * HOUR];

/** {ends_at, state, minutes} of protection that began then, at `now` in milliseconds. */
export function standing(beganAt, now) {
  const ends = Date.parse(beganAt) + LONGEST;
  const left = Math.min(ends - now, LONGEST);
  return { ends_at: new Date(ends).toISOString(), state: stateOf(left), minutes: Math.max(0, Math.floor(left / 60_000)) };
}

function stateOf(left) {
  if (left <= 0) return "ended";
  if (left <= FEW) return "last_6";
  return left <= DAY ? "last_24" : "running";
}
