/** Asks the server for what it holds, and tells it a choice; needs a network, unlike the outbox. */

const CODES = { 401: "signed_out", 403: "unknown_visit", 404: "unknown_visit", 409: "taken" };

/** No answer to use; `code` is offline, signed_out, unknown_visit, taken or broken. */
export class ServerFailed extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}

/** {visit, home, author, latest_revision, signed_revision, revisions, missing_photos}. */
export function fetchVisit(id) {
  return ask(`/api/visits/${encodeURIComponent(id)}`);
}

/** The document of one revision. */
export function fetchRevision(id, number) {
  return ask(`/api/visits/${encodeURIComponent(id)}/revisions/${number}`);
}

export function fetchRules(digest) {
  return ask(`/api/rules/${digest}`);
}

/** Records which of two versions the author keeps: "mine" or "server". */
export function settleConflict({ visit, sha256 }, choice) {
  return ask(`/api/visits/${visit}/conflicts/${sha256}`, {
    method: "POST",
    body: JSON.stringify({ choice }),
    headers: { "Content-Type": "application/json", Accept: "application/json" },
  });
}

async function ask(url, options = { headers: { Accept: "application/json" } }) {
  const answer = await fetch(url, { ...options, redirect: "error" }).catch(() => null);
  if (!answer) throw new ServerFailed("offline");
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new ServerFailed(CODES[answer.status] ?? "broken", json?.error?.message);
  if (!json) throw new ServerFailed("broken");
  return json;
}
