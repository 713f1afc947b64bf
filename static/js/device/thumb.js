/** Draws the small copy of a picture: run in the worker, or in the page where there is none. */

const LONG_SIDE = 320;

/** A small JPEG of the picture as an ArrayBuffer; null when this browser cannot draw it. */
export async function drawThumb(blob) {
  if (typeof OffscreenCanvas === "undefined") return null;
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const small = await toJpeg(picture, width, height);
  picture.close();
  return small.arrayBuffer();
}

function toJpeg(picture, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}
