/** The photos of earlier visits that this device carries of a visit's home, newest first. */

const known = new WeakMap();

/** Pack photos whose picture is here; asked for once for as long as the visit is open. */
export function lastPhotos(open, homes) {
  if (!known.has(open)) known.set(open, read(homes, open.visit.home));
  return known.get(open);
}

async function read(homes, home) {
  const pack = await homes.find(home).catch(() => null);
  const arrived = (pack?.photos ?? []).filter((each) => each.arrived !== false);
  return arrived.sort((a, b) => Date.parse(b.observed_at) - Date.parse(a.observed_at));
}
