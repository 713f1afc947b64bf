/** Five wrong tries block a vault for twenty minutes: decisions only. */

export const MOST_TRIES = 5;
export const BLOCK = 20 * 60_000;

/** Milliseconds until the next try is allowed; 0 when it is now. */
export function blockedFor({ blocked_at: since }, now) {
  return since ? Math.max(0, BLOCK - (now - Date.parse(since))) : 0;
}

/** The record with one more try counted, before it is made: a killed page must not save a try. */
export function counted(record, now) {
  const before = record.blocked_at && !blockedFor(record, now) ? 0 : record.tries;
  const tries = before + 1;
  return { ...record, tries, blocked_at: tries >= MOST_TRIES ? new Date(now).toISOString() : null };
}

/** The record after the clock was set back during a block: it counts from now. */
export function restarted(record, now) {
  const isBack = record.blocked_at && Date.parse(record.blocked_at) > now;
  return isBack ? { ...record, blocked_at: new Date(now).toISOString() } : record;
}

export function forgiven(record) {
  return { ...record, tries: 0, blocked_at: null };
}
