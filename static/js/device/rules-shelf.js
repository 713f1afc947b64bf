/** Every version of the rules that this device needs, by digest, and which one is in force. */
import { anchor, read, write } from "./database.js";

const IN_FORCE = "rules_in_force";

export async function keepRules(rules) {
  await write("rules", (at) => at.store.put({ digest: rules.digest, rules }));
}

/** Keeps the rules that a visit begins with from now on. */
export async function keepRulesInForce(rules) {
  await write(["rules", "device"], (at) =>
    Promise.all([
      at.objectStore("rules").put({ digest: rules.digest, rules }),
      at.objectStore("device").put({ name: IN_FORCE, value: rules.digest }),
    ]),
  );
}

/** The rules of that digest, or null when this device never had them. */
export async function rulesOf(digest) {
  const kept = await read("rules", (at) => at.store.get(digest));
  if (kept) anchor("rules", kept);
  return kept ? kept.rules : null;
}

/** The digest of the rules in force when the server was last asked; null before that. */
export async function digestInForce() {
  const kept = await read("device", (at) => at.store.get(IN_FORCE));
  return kept?.value ?? null;
}

export async function rulesInForce() {
  const digest = await digestInForce();
  return digest && rulesOf(digest);
}
