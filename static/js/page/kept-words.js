/** How far a kept visit or home has come, in a sentence; and how much there is of something. */
import { clockTime, longDate } from "../device/clock.js";
import { dayWords } from "./age-words.js";
import { words } from "./words.js";

/** The sentence of a state as `stateOf` gives it; `changed` is when a draft was last written. */
export function stateWords(state, changed) {
  const { code, at, message, done } = state;
  if (code === "draft" || code === "corrected") return words(`kept.${code}`, moment(changed));
  if (code === "waits" && done) return words("kept.waits_some", state);
  if (code === "held") return words("kept.held", { message: message ?? words("kept.lost") });
  return words(`kept.${code}`, at ? { ...state, time: clockTime(at) } : state);
}

/** {time, date} of a moment, on this device's clock. */
export function moment(iso) {
  return { time: clockTime(iso), date: dayWords(iso) };
}

/** {time, date} as they were written, whatever zone this device is in. */
export function written(iso) {
  return { time: clockTime(iso), date: longDate(iso) };
}

/** `2 visits and 1 photo` under that section: {visit: 2, photo: 1}; what is 0 is left out. */
export function counted(section, amounts) {
  const some = Object.entries(amounts).filter(([, n]) => n > 0);
  const parts = some.map(([name, n]) => words(`${section}.${n === 1 ? name : `${name}s`}`, { n }));
  if (parts.length < 2) return parts[0] ?? "";
  const first = parts.slice(0, -1).join(", ");
  return words(`${section}.and`, { first, last: parts.at(-1) });
}
