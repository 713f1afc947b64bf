/** The small picture of a photo, or a named place for one that this browser cannot draw. */
import { clone, fill, slot } from "./slots.js";
import { words } from "./words.js";

/** An element for the photo; its picture is fetched, and let go when `signal` ends. */
export async function pictureOf(photo, photos, signal) {
  const blob = await photos.thumb(photo.id);
  if (!blob) return fill(clone("placeholder"), { text: words("photos.placeholder", { type: typeWords(photo) }) });
  const figure = clone("thumb");
  const url = URL.createObjectURL(blob);
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  Object.assign(slot(figure, "image"), { src: url, alt: photo.caption ?? "" });
  return figure;
}

function typeWords({ type }) {
  return type.replace("image/", "").toUpperCase();
}
