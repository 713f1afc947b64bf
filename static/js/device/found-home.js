/** A home that somebody found on a visit: the document that is sent, and the pack that is carried. */
import { localIso } from "./clock.js";

/** {home, pack} of what was written down: `values` is {name, address, postcode, children, adults}. */
export function foundPack({ name, address, postcode, children, adults }, now = new Date()) {
  const home = {
    id: crypto.randomUUID(),
    name: name.trim(),
    address: address.trim(),
    postcode: postcode.trim().toUpperCase(),
    found_at: localIso(now),
    children,
    adults,
  };
  return { home, pack: packOfFound(home) };
}

/** The pack of a home that nobody has visited before. */
export function packOfFound(home) {
  return { ...home, last: [], concerns: [], last_visit: null, history: "", photos: [] };
}
