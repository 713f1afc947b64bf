/** Every version of the rules that a draft on this device began with, by digest. */
import { read, write } from "./database.js";

export async function keepRules(rules) {
  await write("rules", (at) => at.store.put({ digest: rules.digest, rules }));
}

/** The rules of that digest, or null when this device never had them. */
export async function rulesOf(digest) {
  const kept = await read("rules", (at) => at.store.get(digest));
  return kept ? kept.rules : null;
}
