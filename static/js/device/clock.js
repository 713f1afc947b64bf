/** Times as the visit writes them: local time with its offset from UTC. */

// Made once: a list of three hundred dates must not wait for three hundred of them.
const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** `2026-11-23T14:02:31+00:00` for a Date, in this device's zone. */
export function localIso(date = new Date()) {
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const hours = String(Math.trunc(size / 60)).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${hours}:${String(size % 60).padStart(2, "0")}`;
}

/** What a `datetime-local` field holds, as an ISO time with offset; null when it is not whole. */
export function fromField(value) {
  const date = new Date(value);
  return value && !Number.isNaN(date.getTime()) ? localIso(date) : null;
}

/** An ISO time as a `datetime-local` field shows it: the wall clock it was written with. */
export function toField(iso) {
  return iso ? iso.slice(0, 16) : "";
}

/** The day so many days or months after another, as `2026-11-23`; the last of a month that is shorter. */
export function dayAfter(day, { days = 0, months = 0 }) {
  const [year, month, date] = day.slice(0, 10).split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const at = Date.UTC(year, month - 1 + months, Math.min(date, last) + days);
  return new Date(at).toISOString().slice(0, 10);
}

/** `14:02` on this device's clock. */
export function clockTime(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** `14:02:31` on this device's clock. */
export function exactTime(date) {
  return date.toLocaleTimeString("en-GB");
}

/** `3 March 2025`: the day as it was written, whatever zone this device is in. */
export function longDate(iso) {
  return LONG.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}
