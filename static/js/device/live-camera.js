/** The device's camera, live: frames to look at, and photos at the best size that it gives. */

const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } };
const PATIENCE = 8_000;
const QUALITY = 0.92;

/** Resolves with the stream; throws where there is no camera or it is not allowed. */
export async function openCamera() {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("no camera here");
  return navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
}

export function closeCamera(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** A photo as a file: the camera's own bytes where it takes photos, else the frame that is shown. */
export async function shoot(stream, video) {
  const blob = (await cameraPhoto(stream)) ?? (await framePhoto(video));
  return new File([blob], "photo.jpg", { type: blob.type, lastModified: Date.now() });
}

async function cameraPhoto(stream) {
  if (typeof ImageCapture === "undefined") return null;
  const taken = new ImageCapture(stream.getVideoTracks()[0]).takePhoto().catch(() => null);
  const late = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  const blob = await Promise.race([taken, late]);
  return blob?.size ? blob : null;
}

function framePhoto(video) {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}
