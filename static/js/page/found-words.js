/** How far a home that was found on a visit has come, in words. */
import { dayWords } from "./age-words.js";
import { words } from "./words.js";

/** `Found on 3 March 2025. Not sent yet`; `record` is its place in the outbox, if it has one. */
export function foundWords({ found_at: at }, record) {
  return words("homes.found", { date: dayWords(at), state: stateWords(record) });
}

/** True once the server has the home and it only waits to be in the list that it gives. */
export function isWithServer(record) {
  return record?.status === "received";
}

function stateWords(record) {
  if (isWithServer(record)) return words("homes.found_sent");
  if (record?.status === "held") return words("homes.found_held", { message: record.message ?? "" });
  return words("homes.found_waits");
}
