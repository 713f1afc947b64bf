/** The room on this device and its clock, in words. */
import { driftOf } from "../device/drift.js";
import { roomHere, sayable } from "../device/room.js";
import { words } from "./words.js";

/** `Room for about 400 more photos.` */
export function roomWords({ level, photos }) {
  return words(`device_page.${level}`, { n: level === "unknown" ? "" : sayable(photos).toLocaleString("en-GB") });
}

/** What to say before a visit when the device is nearly full; empty when there is room. */
export async function roomWarning() {
  const room = await roomHere();
  return ["low", "full"].includes(room.level) ? roomWords(room) : "";
}

/** What to say when this device's clock is off by so many seconds; empty when it is right. */
export function clockWarning(ahead) {
  const drift = driftOf(ahead);
  if (!drift) return "";
  return words(`device_page.clock.${drift.way}`, { n: drift.n, unit: words(`device_page.clock.${drift.unit}`) });
}
