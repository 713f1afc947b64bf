/** Tabs of one browser share an open vault: opened once, kept awake together, locked together. */

const NAME = "gcp-open";
const PATIENCE = 1000;

/** Tells `lock` when another tab locks, and `active` when the person does something in one. */
export class OpenTabs extends EventTarget {
  #channel = new BroadcastChannel(NAME);
  #release = () => {};

  constructor() {
    super();
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** {person, key} of a tab that is open; null when none is, or none answers. */
  async find() {
    if (!(await isAnyOpen())) return null;
    return new Promise((resolve) => {
      this.#onKey = resolve;
      setTimeout(() => resolve(null), PATIENCE);
      this.#channel.postMessage({ say: "ask" });
    });
  }

  /** From here on this tab answers others with its key, which they can use and not read. */
  join(person, vault) {
    this.#open = { person, vault };
    navigator.locks?.request(NAME, { mode: "shared" }, () => new Promise((resolve) => (this.#release = resolve)));
  }

  active() {
    this.#channel.postMessage({ say: "active" });
  }

  /** Stops answering, and has every other tab lock too. */
  lock() {
    this.#open = null;
    this.#release();
    this.#channel.postMessage({ say: "lock" });
  }

  #open = null;
  #onKey = () => {};

  #hear({ say, person, key }) {
    if (say === "ask" && this.#open) {
      const { vault } = this.#open;
      this.#channel.postMessage({ say: "key", person: this.#open.person.id, key: vault.share() });
    }
    if (say === "key") this.#onKey({ person, key });
    if (say === "lock" || say === "active") this.dispatchEvent(new Event(say));
  }
}

async function isAnyOpen() {
  if (!navigator.locks) return false;
  const { held } = await navigator.locks.query();
  return held.some((each) => each.name === NAME);
}
