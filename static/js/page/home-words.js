/** How a home is named on screen: by its name, and where it has none by its address. */
import { words } from "./words.js";

export function homeTitle({ name, address }) {
  return name || address.trim() || words("quick.no_address");
}

/** The line below the title: what of the address is not in it. */
export function homeLine({ name, address, postcode }) {
  return [name && address, postcode].filter(Boolean).join(", ");
}
