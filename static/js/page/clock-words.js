/** What the clock of police protection says. */
import { standing } from "../core/protection.js";
import { clockTime, localIso, longDate } from "../device/clock.js";
import { words } from "./words.js";

/** `71 hours 59 minutes left. It ends at 21:20 on 30 December 2025 and cannot be extended.` */
export function clockSentence(beganAt, now) {
  const { ends_at: ends, state, minutes } = standing(beganAt, now);
  const at = { time: clockTime(ends), date: longDate(localIso(new Date(ends))) };
  const left = words(minutes < 60 ? "powers.minutes" : "powers.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
  return words(state === "ended" ? "powers.ended" : "powers.left", { left, ...at });
}
