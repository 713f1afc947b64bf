/** Reads, weighs, draws and seals one picture: in the worker, or in the page without one. */
import { takenAt } from "../core/exif.js";
import { seal } from "./cipher.js";
import { sha256 } from "./digest.js";
import { drawThumb } from "./thumb.js";

/** {sha256, takenAt: what its EXIF says or null, original: the sealed bytes, thumb: a small JPEG or null}. */
export async function readPicture(blob, { key, place }) {
  const bytes = await blob.arrayBuffer();
  const [digest, original, thumb] = await Promise.all([
    sha256(bytes),
    seal(key, place, bytes),
    drawThumb(blob),
  ]);
  return { sha256: digest, takenAt: takenAt(new Uint8Array(bytes)), original, thumb };
}
