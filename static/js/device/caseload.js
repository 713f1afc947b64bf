/** What the server lets this person know about a home before the visit. */

/** A home could not be had; `code` is offline, signed_out, unknown_home or broken. */
export class CaseloadFailed extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The home of that id, with its people and last answers. */
export async function fetchHome(id) {
  const answer = await ask(`/api/caseload?home=${encodeURIComponent(id)}`);
  if (answer.status === 401) throw new CaseloadFailed("signed_out");
  const json = await answer.json().catch(() => null);
  if ([403, 404].includes(answer.status)) throw new CaseloadFailed("unknown_home");
  if (!answer.ok || !Array.isArray(json?.homes)) throw new CaseloadFailed("broken");
  const home = json.homes.find((each) => each.id === id);
  if (!home) throw new CaseloadFailed("unknown_home");
  return home;
}

async function ask(url) {
  try {
    return await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
  } catch {
    throw new CaseloadFailed("offline");
  }
}
