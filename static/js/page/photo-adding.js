/** Keeps chosen files one after the other; one that is refused holds up none of the rest. */
import { keepPhoto } from "../device/camera.js";

/** {kept, refused: [{name, code}]}; `onKept` gets each photo once it is on the disk. */
export function keepAll(context, files, about, fromCamera, onKept) {
  return context.open.during(keepEach(context, files, about, fromCamera, onKept));
}

async function keepEach(context, files, about, fromCamera, onKept) {
  const refused = [];
  let kept = 0;
  for (const file of files) {
    try {
      onKept(await keepPhoto(context, file, about, fromCamera));
      kept += 1;
    } catch (error) {
      refused.push({ name: file.name, code: error.code && typeof error.code === "string" ? error.code : "failed" });
    }
  }
  return { kept, refused };
}
