/** Asks the server for what it holds, and tells it a choice; needs a network, unlike the outbox. */

const CODES_OF_OURS = {
  wrong_details: "wrong_details",
  too_many_tries: "too_many_tries",
  no_recovery_key: "no_recovery_key",
  device_revoked: "device_revoked",
};
const CODES = { 401: "signed_out", 403: "unknown_visit", 404: "unknown_visit", 409: "taken" };

/** No answer to use; `code` is offline, signed_out, unknown_visit, taken or broken. */
export class ServerFailed extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}

/** {visit, home, author, latest_revision, signed_revision, revisions, missing_photos}. */
export function fetchVisit(api, id) {
  return ask(api, "GET", `/api/visits/${encodeURIComponent(id)}`);
}

/** The document of one revision. */
export function fetchRevision(api, id, number) {
  return ask(api, "GET", `/api/visits/${encodeURIComponent(id)}/revisions/${number}`);
}

export function fetchRules(api, digest) {
  return ask(api, "GET", `/api/rules/${digest}`);
}

/** Records which of two versions the author keeps: "mine" or "server". */
export function settleConflict(api, { visit, sha256 }, choice) {
  const body = JSON.stringify({ choice });
  return ask(api, "POST", `/api/visits/${visit}/conflicts/${sha256}`, { body });
}

/** Signs in on the server and says who it is: {id, name, email, role}. */
export async function signIn(api, email, password) {
  const body = JSON.stringify({ email, password });
  const { person } = await ask(api, "POST", "/api/session", { body });
  return person;
}

/** Who is signed in on the server. */
export async function whoIsSignedIn(api) {
  const { person } = await ask(api, "GET", "/api/session");
  return person;
}

/** Gives the server the key that opens this person's vault here after a forgotten passphrase. */
export function keepRecoveryKey(api, device, key) {
  return ask(api, "PUT", `/api/devices/${device}/recovery-key`, { body: JSON.stringify({ key }) });
}

/** {person, key}: signs in, and fetches that key. */
export function fetchRecoveryKey(api, device, email, password) {
  const body = JSON.stringify({ email, password });
  return ask(api, "POST", `/api/devices/${device}/recovery-key`, { body });
}

async function ask(api, method, path, options) {
  const answer = await api.ask(method, path, options);
  if (!answer) throw new ServerFailed("offline");
  const { status, json } = answer;
  const isOk = status >= 200 && status < 300;
  if (!isOk) throw new ServerFailed(CODES_OF_OURS[json?.error?.code] ?? CODES[status] ?? "broken", json?.error?.message);
  if (!json) throw new ServerFailed("broken"); // a captive portal says 200 too
  return json;
}
