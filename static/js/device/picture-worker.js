/** Works on pictures away from the page, which stays free for taps. */
import { readPicture } from "./read-picture.js";

self.onmessage = async ({ data: { number, blob, sealer } }) => {
  try {
    const picture = await readPicture(blob, sealer);
    const moved = [picture.original.sealed, picture.thumb].filter(Boolean);
    self.postMessage({ number, ...picture }, moved);
  } catch (error) {
    self.postMessage({ number, error: String(error) });
  }
};
