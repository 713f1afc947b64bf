/** Asks the server, and says with each question which device and which person asks. */

const PATIENCE = 30_000;
const GONE = 410;

/** Tells `revoked` when the server says that this device is to be emptied. */
export class Api extends EventTarget {
  #device;
  #person;

  /** `person` is the account whose vault is open: an answer to anybody else is refused by the server. */
  constructor({ device, person = null }) {
    super();
    this.#device = device;
    this.#person = person;
    /** Seconds that this device's clock is ahead of the server's; null until an answer came. */
    this.clockAhead = null;
    /** When the server last answered, by this device's clock; null until it did. */
    this.heardAt = null;
  }

  /** {status, json, headers}; `json` is null where the answer holds none. Null when no answer came. */
  async ask(method, path, { body, type = "application/json", headers, patience = PATIENCE } = {}) {
    const asked = Date.now();
    try {
      const answer = await fetch(path, {
        method,
        body,
        headers: { Accept: "application/json", ...(body && { "Content-Type": type }), ...this.#who, ...headers },
        redirect: "error", // a sign-in page behind a redirect is not an answer of ours
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
      });
      const json = await answer.json().catch(() => null);
      this.#compareClocks(answer, json, asked);
      if (answer.status === GONE && json?.error?.code === "device_revoked") this.dispatchEvent(new Event("revoked"));
      return { status: answer.status, json, headers: answer.headers };
    } catch {
      return null;
    }
  }

  /** The same, for bytes that are no JSON: a Blob, or null for whatever else came. */
  async fetchBlob(path) {
    const options = { headers: this.#who, redirect: "error", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(path, options).catch(() => null);
    const isPicture = answer?.ok && answer.headers.get("Content-Type")?.startsWith("image/");
    return isPicture ? answer.blob().catch(() => null) : null;
  }

  get #who() {
    return { "X-Device": this.#device, ...(this.#person && { "X-Person": this.#person }) };
  }

  /** Only an answer of ours counts: a captive portal's clock says nothing. */
  #compareClocks(answer, json, asked) {
    const date = Date.parse(answer.headers.get("Date") ?? "");
    if (!json || Number.isNaN(date)) return;
    this.heardAt = new Date().toISOString();
    this.clockAhead = Math.round(((asked + Date.now()) / 2 - date) / 1000);
  }
}
