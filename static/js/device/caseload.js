/** What this person may know about a home before the visit: fresh where it can be had soon. */
import { NotFetched } from "./carried.js";
import { rulesInForce } from "./rules-shelf.js";

const SOON = 3000;

/**
 * {home, rules, known_at} to begin a visit with. The carried home is taken when the server does not
 * answer soon, and `known_at` then says as of when; else it is null.
 * Throws NotFetched: offline, signed_out, unknown_home, broken, or no_rules before any were fetched.
 */
export async function knownHome(homes, id) {
  const kept = await homes.find(id);
  const until = Date.now() + SOON;
  const left = () => Math.max(1, until - Date.now());
  if (kept?.state === "found") return { home: kept, rules: await needRules(homes), known_at: null };
  try {
    const { pack, rules } = await homes.fetch(id, kept ? left() : undefined);
    return { home: pack, rules: await needRules(homes, rules, left), known_at: null };
  } catch (error) {
    if (!kept || error.code === "unknown_home" || error.code === "no_rules") throw error;
    return { home: kept, rules: await needRules(homes), known_at: kept.as_of };
  }
}

/** What is to begin with where no home is known: the rules that this device has, else the server's. */
export async function unknownHome(homes) {
  if (!(await rulesInForce())) await homes.refresh();
  return { home: null, rules: await needRules(homes), known_at: null };
}

/** The rules in force by the server's last word; those before them when the new ones do not come. */
async function needRules(homes, digest, left) {
  const kept = await rulesInForce();
  if (digest && kept?.digest !== digest) {
    await homes.useRules(digest, kept ? left() : undefined).catch(() => {});
  }
  const rules = await rulesInForce();
  if (!rules) throw new NotFetched("no_rules");
  return rules;
}
