/** How much room this device has left, said in photos. */

const PHOTO = 3_500_000; // a 12-megapixel JPEG with its small copy
const LOW = 40; // two long visits
const FULL = 5;

/** {free, photos, share, level}: bytes, photos of a usual size, used of 1, and plenty, low, full or unknown. */
export function roomOf({ quota, usage } = {}) {
  if (!Number.isFinite(quota) || quota <= 0) return { free: null, photos: null, share: null, level: "unknown" };
  const used = Number.isFinite(usage) ? Math.max(0, usage) : 0;
  const free = Math.max(0, quota - used);
  const photos = Math.floor(free / PHOTO);
  return { free, photos, share: Math.min(1, used / quota), level: levelOf(photos) };
}

/** A number of photos as one can say it: no false exactness, and never more than there is room for. */
export function sayable(photos) {
  if (photos < 20) return photos;
  const step = 10 ** (String(photos).length - 2);
  return Math.floor(photos / (5 * step)) * 5 * step || photos;
}

/** The room that the browser grants now, as `roomOf` says it. */
export async function roomHere(storage = navigator.storage) {
  return roomOf((await storage?.estimate?.().catch(() => null)) ?? {});
}

function levelOf(photos) {
  if (photos < FULL) return "full";
  return photos < LOW ? "low" : "plenty";
}
