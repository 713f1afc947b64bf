/**
 * Keeps the shell for use without a network: GET and own origin only, whole before it takes over.
 * It holds no case data, and takes no part in anything that is sent.
 */

// The server writes SHELL in front of this script: {version, files: [{url, sha256}]}.
const { version, files } = self.SHELL;
const NAME = `shell-${version}`;
const PAGE = "/visit";
const OURS = new Set(files.map((each) => each.url));

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") event.waitUntil(takeOver(event.source));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const address = url.pathname + url.search;
  const isPage = request.mode === "navigate";
  if (isPage && url.pathname === PAGE) event.respondWith(fromShell(PAGE, request));
  else if (OURS.has(address)) event.respondWith(fromShell(address, request));
  else if (isPage && request.destination === "document") event.respondWith(fromNetworkOrApp(request));
});

/** Every file with the very bytes that the server named, or no cache at all. */
async function keepShell() {
  const answers = await Promise.all(files.map(fetchChecked));
  const cache = await caches.open(NAME);
  try {
    await Promise.all(files.map(({ url }, at) => cache.put(url, answers[at])));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

/** A captive portal answers 200 too, with a page of its own: only the digest tells. */
async function fetchChecked({ url, sha256 }) {
  const answer = await fetch(url, { cache: "reload", credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const digest = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== sha256) throw new Error(`${url}: other bytes than the server named`);
  return answer;
}

async function dropOlder() {
  const older = (await caches.keys()).filter((name) => name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
  // The first worker serves the page that brought it: its picture worker may be asked for offline.
  if (!older.length) await self.clients.claim();
}

/** Never makes a cache where the browser has evicted it: an empty one would look whole. */
async function fromShell(url, request) {
  const kept = await caches.match(url, { cacheName: NAME }).catch(() => undefined);
  return kept ?? fetch(request);
}

/** Without a network every other page leads to the app, and not to the browser's own error. */
async function fromNetworkOrApp(request) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${PAGE}#`, 302);
  }
}

/** Asked by a page: only where it is the only one, since another may be in the middle of a visit. */
async function takeOver(asker) {
  if (!asker) return; // closed since
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const others = open.filter((each) => each.id !== asker.id && new URL(each.url).pathname === PAGE);
  if (others.length) asker.postMessage({ type: "others-open" });
  else await self.skipWaiting();
}
