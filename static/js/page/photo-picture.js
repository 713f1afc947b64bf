/** The small picture of a photo, or a named place for one that this browser cannot draw. */
import { isEarlierPhoto } from "../device/correction.js";
import { clone, fill, slot } from "./slots.js";
import { words } from "./words.js";

/** An element for the photo; its picture is fetched, and let go when `signal` ends. */
export async function pictureOf(photo, { open, photos, signal }) {
  const blob = await photos.thumb(photo.id).catch((error) => {
    if (!signal.aborted) throw error; // else the device is being locked, and nobody sees it
    return null;
  });
  if (!blob && isEarlierPhoto(open.draft, photo)) return receivedPicture(photo);
  if (!blob) return fill(clone("placeholder"), { text: words("photos.placeholder", { type: typeWords(photo) }) });
  const figure = clone("thumb");
  const url = URL.createObjectURL(blob);
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  Object.assign(slot(figure, "image"), { src: url, alt: photo.caption ?? "" });
  return figure;
}

/** The server's small copy of a photo that it holds; without a network, a place that says so. */
function receivedPicture(photo) {
  const figure = clone("thumb");
  const image = slot(figure, "image");
  image.addEventListener("error", () =>
    figure.replaceWith(fill(clone("placeholder"), { text: words("photos.received") })),
  );
  Object.assign(image, { alt: photo.caption ?? "", src: `/photos/${photo.sha256}/thumb` });
  return figure;
}

function typeWords({ type }) {
  return type.replace("image/", "").toUpperCase();
}
