/** From a chosen file to a photo kept on this device and listed in its visit. */
import { addPhoto } from "./edits.js";
import { timesOf } from "./photo-facts.js";
import { kindOf, refusalOf } from "./picture-kind.js";

const HEAD = 16;

/** A file that is no photo to keep; `code` says why: empty, too_large, no_picture, twice, full. */
export class PhotoRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Keeps one file for the open visit; resolves with the photo once it is on the disk. */
export async function keepPhoto({ open, photos, pictures }, file, about, fromCamera) {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const refusal = refusalOf(file.size, head);
  if (refusal) throw new PhotoRefused(refusal);
  const id = crypto.randomUUID();
  const { original, sha256, takenAt, thumb } = await pictures.read(file, photos.sealer(id));
  if (open.visit.photos.some((each) => each.sha256 === sha256)) throw new PhotoRefused("twice");
  const times = timesOf({ lastModified: file.lastModified, takenAt, fromCamera });
  const photo = { id, sha256, bytes: file.size, type: kindOf(head), ...times, ...about };
  await keepOrRefuse(photos, open.visit.id, photo, original, thumb);
  await open.edit((draft) => addPhoto(draft.visit, photo));
  return photo;
}

/** Lists photos that were kept just before the page was killed; removes those taken back. */
export async function recoverPhotos(draft, photos) {
  const gone = new Set((draft.visit.withdrawn_photos ?? []).map((each) => each.id));
  const before = new Set(draft.corrects?.kept); // of an earlier revision, in it or left out of it
  const listed = new Set(draft.visit.photos.map((each) => each.id));
  let recovered = 0;
  for (const facts of await photos.ofVisit(draft.visit.id)) {
    if (gone.has(facts.id)) await photos.remove(facts.id);
    else if (!listed.has(facts.id) && !before.has(facts.id) && addPhoto(draft.visit, facts)) recovered += 1;
  }
  return recovered;
}

async function keepOrRefuse(photos, visit, photo, original, thumb) {
  try {
    await photos.keep(visit, photo, original, thumb);
  } catch (error) {
    throw error.name === "QuotaExceededError" ? new PhotoRefused("full") : error;
  }
}
