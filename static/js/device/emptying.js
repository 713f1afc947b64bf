/** Empties this device when the server says that it was revoked. */
import { deleteAll } from "./database.js";

/** True when the server, asked without any sign-in, says that this device is revoked. */
export async function isRevoked(api, device) {
  const answer = await api.ask("GET", `/api/devices/${device}`);
  return answer?.status === 200 && answer.json?.device === device && answer.json.revoked === true;
}

/** Removes everything of this product from the browser, and tells the server when it is done. */
export async function emptyDevice(api, device) {
  await deleteAll();
  localStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  await api.ask("POST", `/api/devices/${device}/emptied`);
}
