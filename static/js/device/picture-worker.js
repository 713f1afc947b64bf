/** Reads, weighs and draws a picture away from the page, which stays free for taps. */
import { sha256 } from "./digest.js";
import { drawThumb } from "./thumb.js";

self.onmessage = async ({ data: { number, blob } }) => {
  try {
    const bytes = await blob.arrayBuffer();
    const [digest, thumb] = await Promise.all([sha256(bytes), drawThumb(blob)]);
    const moved = thumb ? [bytes, thumb] : [bytes];
    self.postMessage({ number, bytes, sha256: digest, thumb }, moved);
  } catch (error) {
    self.postMessage({ number, error: String(error) });
  }
};
