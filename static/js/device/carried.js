/** The homes that a person carries: fetched piece by piece while there is a network, found offline too. */
import { CarriedStore } from "./carried-store.js";
import { faultOf, indexIn, isOurs, packIn, pictureAddress, pictureName, planHomes, planPictures } from "./carry-plan.js";
import { foundPack, packOfFound } from "./found-home.js";
import { roomHere } from "./room.js";
import { keepRulesInForce, rulesOf } from "./rules-shelf.js";

const LARGEST_PICTURE = 1_000_000;

/** A refresh or a fetch came to no end; `code` is offline, signed_out, unknown_home, broken or full. */
export class NotFetched extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Tells `change` whenever what is kept, `progress` or `problem` changes, and `back` when it hears what was sent back. */
export class CarriedHomes extends EventTarget {
  #store;
  #person;
  #api;
  #refreshing = null;

  constructor(vault, person, api) {
    super();
    this.#store = new CarriedStore(vault, person);
    this.#person = person;
    this.#api = api;
    /** {what: "homes" or "pictures", done, total} while something is fetched; else null. */
    this.progress = null;
    /** Why the last refresh is not whole: offline, signed_out, full, broken, partly, pictures; or null. */
    this.problem = null;
    /** What was last looked for in the list, for as long as the page is open. */
    this.sought = "";
  }

  get busy() {
    return this.#refreshing !== null;
  }

  /** Brings what is kept up to date; one tab at a time, and never rejects: see `problem`. */
  refresh() {
    this.#refreshing ??= this.#alone(() => this.#refresh()).finally(() => {
      this.#refreshing = null;
      this.#tell({ progress: null });
    });
    return this.#refreshing;
  }

  /** Light lines for the list: see `CarriedStore.lines`. */
  list() {
    return this.#store.lines();
  }

  /** What was sent back to this person: see `CarriedStore.sentBack`. */
  sentBack() {
    return this.#store.sentBack();
  }

  find(home) {
    return this.#store.find(home);
  }

  /** The picture of a pack's photo; null when it is not here. */
  picture(photo) {
    return this.#store.picture(pictureName(photo));
  }

  /** When every home was last brought up to date, by the server's clock; null before the first time. */
  async age() {
    return (await this.#store.completed())?.as_of ?? null;
  }

  /** Now by the server's clock, as far as this device has compared the two. */
  async now() {
    const ahead = this.#api.clockAhead ?? (await this.#store.completed())?.clock_ahead ?? 0;
    return new Date(Date.now() - ahead * 1000);
  }

  /** Fetches one home and keeps it; throws NotFetched when no such answer comes in time. */
  async fetch(home, patience) {
    const answer = await this.#api.ask("GET", `/api/caseload?home=${encodeURIComponent(home)}`, { patience });
    const found = packIn(answer, home);
    if (!found) throw new NotFetched(faultOf(answer));
    await this.#store.keep(found);
    return found;
  }

  /** Keeps the rules of that digest as those in force; throws NotFetched when they cannot be had. */
  async useRules(digest, patience) {
    const kept = await rulesOf(digest);
    if (kept) return keepRulesInForce(kept);
    const answer = await this.#api.ask("GET", `/api/rules/${digest}`, { patience });
    const rules = answer?.json;
    if (rules?.digest !== digest || !Array.isArray(rules.areas)) throw new NotFetched(faultOf(answer));
    await keepRulesInForce(rules);
  }

  /** Keeps a home found on a visit and has it sent, in one write; resolves with its id. */
  async addFound(values, outbox, now = new Date()) {
    const { home, pack } = foundPack(values, now);
    await outbox.queueHome(home, await this.#store.foundRecord(pack));
    this.#tell();
    return home.id;
  }

  /** {home, record} of a home that a visit was begun at, for the write that signs the visit. */
  async foundRecord(home) {
    return { home, record: await this.#store.foundRecord(packOfFound(home)) };
  }

  /** Takes a home off the list of this device; the server is not told. */
  async forget(home) {
    await this.#store.remove([home]);
    this.#tell();
  }

  #alone(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request(`gcp-carry-${this.#person}`, work);
  }

  async #refresh() {
    try {
      const index = await this.#index();
      await this.#store.keepSentBack(index.back);
      this.dispatchEvent(new Event("back"));
      const rules = await this.useRules(index.rules).then(() => null, codeOf);
      const homes = (await this.#keepHomes(index)) ? null : "partly";
      const pictures = (await this.#keepPictures()) ? null : "pictures";
      this.problem = rules ?? homes ?? pictures;
    } catch (error) {
      this.problem = codeOf(error);
    }
  }

  async #index() {
    const answer = await this.#api.ask("GET", "/api/caseload/index");
    const index = indexIn(answer);
    if (!index) throw new NotFetched(answer?.status === 401 ? "signed_out" : answer ? "broken" : "offline");
    return index;
  }

  /** True when every home of the index is kept as it is now. */
  async #keepHomes(index) {
    const plan = planHomes(index, await this.#store.kept(), await this.#store.sentHomes());
    if (plan.remove.length) await this.#remove(plan.remove);
    const missed = await this.#each("homes", plan.fetch, (home) => this.#keepHome(home));
    if (missed) return false;
    await this.#store.noteCompleted({ as_of: index.as_of, clock_ahead: this.#api.clockAhead });
    return true;
  }

  async #remove(homes) {
    const left = (await this.#store.kept()).filter((each) => !homes.includes(each.home));
    const { drop } = planPictures(left, await this.#store.pictureNames());
    await this.#store.remove(homes, drop);
    this.#tell();
  }

  /** False for a home that the server refused or could not give now: the others go on. */
  async #keepHome(home) {
    const answer = await this.#api.ask("GET", `/api/caseload?home=${home}`);
    const found = packIn(answer, home);
    if (found) return this.#store.keep(found).then(() => true);
    if (isOurs(answer) && answer.status !== 401) return false;
    throw new NotFetched(faultOf(answer));
  }

  /** True when every picture that a kept home names is here. */
  async #keepPictures() {
    const { fetch, drop } = planPictures(await this.#store.kept(), await this.#store.pictureNames());
    if (drop.length) await this.#store.remove([], drop);
    return !(await this.#each("pictures", fetch, (each) => this.#keepPicture(each)));
  }

  async #keepPicture(wanted) {
    const blob = await this.#api.fetchBlob(pictureAddress(wanted.name));
    if (blob && blob.size <= LARGEST_PICTURE) return this.#store.keepPicture(wanted, blob).then(() => true);
    const answer = await this.#api.ask("GET", "/api/session"); // is it this picture, or everything?
    if (answer?.status !== 200 || !answer.json?.person) throw new NotFetched(faultOf(answer));
    return false;
  }

  /** Does the work for each in turn and tells how far it is; the number for which it was not done. */
  async #each(what, list, work) {
    let missed = 0;
    for (const [done, each] of list.entries()) {
      this.#tell({ progress: { what, done, total: list.length } });
      // What a visit may need is left free: homes can be fetched again, a visit cannot.
      if ((await roomHere()).level === "full") throw new NotFetched("full");
      if (!(await work(each))) missed += 1;
    }
    return missed;
  }

  #tell(changes = {}) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event("change"));
  }
}

function codeOf(error) {
  if (error.name === "QuotaExceededError") return "full";
  return error instanceof NotFetched || error.code === "locked" ? error.code : "failed";
}
