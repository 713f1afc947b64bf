/** How a home is named on screen: by its name, and where it has none by its address. */

export function homeTitle({ name, address }) {
  return name || address;
}

/** The line below the title: what of the address is not in it. */
export function homeLine({ name, address, postcode }) {
  return [name && address, postcode].filter(Boolean).join(", ");
}
