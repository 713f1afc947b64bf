/** What kind of picture a file is, by its own first bytes, and why it cannot be taken. */
import { PHOTO_BYTES } from "../core/codes.js";

const HEIC_BRANDS = [
  "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1",
];

/** The mime type of JPEG, PNG, WebP or HEIC bytes; null for anything else. */
export function kindOf(bytes) {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp";
  if (ascii(bytes, 4, 8) === "ftyp" && HEIC_BRANDS.includes(ascii(bytes, 8, 12))) return "image/heic";
  return null;
}

/** Why these bytes are refused at once: `empty`, `too_large`, `no_picture`; null when they are not. */
export function refusalOf(size, head) {
  if (size === 0) return "empty";
  if (size > PHOTO_BYTES) return "too_large";
  return kindOf(head) ? null : "no_picture";
}

function startsWith(bytes, signature) {
  return signature.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes, from, to) {
  return String.fromCharCode(...bytes.subarray(from, to));
}
