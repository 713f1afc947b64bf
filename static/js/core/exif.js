/** When a photo says that it was taken: the one fact that the device wants from EXIF. */

const EXIF_IFD = 0x8769;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
const ASCII = 2;
const LONG = 4;
const MOST_ENTRIES = 1_000;
const LONGEST = 64;
const ORDERS = { "II*\0": true, "MM\0*": false };
// What is older or newer is no time of a camera: a visit must not be refused for it.
const TIME = /^((?:19|20)\d\d)[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)$/;
const ZONE = /^([+-](0\d|1[0-4]):[0-5]\d|Z)$/;

/**
 * `2025-03-03T14:02:11`, with its offset where one was written; null when there is none. The first
 * EXIF block counts, in whichever kind of file it stands.
 */
export function takenAt(bytes) {
  const start = blockIn(bytes);
  if (start < 0) return null;
  const tiff = new Tiff(bytes.subarray(start));
  const inner = tiff.entries(tiff.pointer(tiff.entries(tiff.number(4, 4)).get(EXIF_IFD)));
  return moment(tiff.text(inner.get(TAKEN)), tiff.text(inner.get(OFFSET)));
}

/** Where the TIFF block behind the first `Exif\0\0` begins; -1 without one. */
function blockIn(bytes) {
  let at = bytes.indexOf(0x45);
  while (at >= 0) {
    const isName = ascii(bytes, at, 6) === "Exif\0\0";
    if (isName && Object.hasOwn(ORDERS, ascii(bytes, at + 6, 4))) return at + 6;
    at = bytes.indexOf(0x45, at + 1);
  }
  return -1;
}

/** A block read so that a place outside of it gives zero, never an error. */
class Tiff {
  constructor(block) {
    this.block = block;
    this.isLittle = ORDERS[ascii(block, 0, 4)];
  }

  number(at, size) {
    const bytes = [...this.block.subarray(at, at + size)];
    if (bytes.length < size) return 0;
    return (this.isLittle ? bytes.reverse() : bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  /** Tag to {kind, count, at} of one directory. */
  entries(at) {
    const found = new Map();
    if (at < 8 || at >= this.block.length) return found;
    const count = Math.min(this.number(at, 2), MOST_ENTRIES);
    for (let n = 0; n < count; n += 1) {
      const entry = at + 2 + 12 * n;
      found.set(this.number(entry, 2), { kind: this.number(entry + 2, 2), count: this.number(entry + 4, 4), at: entry + 8 });
    }
    return found;
  }

  pointer(entry) {
    return entry?.kind === LONG ? this.number(entry.at, 4) : 0;
  }

  text(entry) {
    if (entry?.kind !== ASCII || entry.count > LONGEST) return "";
    const at = entry.count <= 4 ? entry.at : this.number(entry.at, 4);
    return ascii(this.block, at, entry.count).replace(/^[\0 ]+|[\0 ]+$/g, "");
  }
}

function moment(taken, zone) {
  const found = TIME.exec(taken);
  if (!found) return null;
  const [, year, month, day, hour, minute, second] = found;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const date = new Date(`${written}Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 19) !== written) return null;
  return ZONE.test(zone) ? `${written}${zone === "Z" ? "+00:00" : zone}` : written;
}

function ascii(bytes, at, length) {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
