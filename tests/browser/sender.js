/** One device that signs a plan's visits and sends them: the product's own modules, with no page. */
import { score } from "../../static/js/core/scoring.js";
import { Api } from "../../static/js/device/api.js";
import { CarriedHomes } from "../../static/js/device/carried.js";
import { makeKey } from "../../static/js/device/cipher.js";
import { deleteAll } from "../../static/js/device/database.js";
import { sha256 } from "../../static/js/device/digest.js";
import { newDraft, signedVisit } from "../../static/js/device/draft.js";
import { Drafts } from "../../static/js/device/drafts.js";
import { isConflict, retried } from "../../static/js/device/outbox-states.js";
import { OutboxStore } from "../../static/js/device/outbox-store.js";
import { unreleased } from "../../static/js/device/outbox.js";
import { Photos } from "../../static/js/device/photos.js";
import { fetchRules, whoIsSignedIn } from "../../static/js/device/server.js";
import { keepMine, keepServers } from "../../static/js/device/settle.js";
import { Sync } from "../../static/js/device/sync.js";
import { Vault } from "../../static/js/device/vault.js";

const FIRST_PAUSE = 10;
const LONG = 1000;
const decoder = new TextDecoder();

class Sender {
  #plan;

  constructor(plan) {
    this.#plan = plan;
    this.failed = null;
  }

  /** Signs everything of the plan: from then on it lies in the outbox. */
  async sign() {
    const signedIn = await whoIsSignedIn(new Api({ device: this.#plan.device }));
    this.api = new Api({ device: this.#plan.device, person: signedIn.id });
    this.vault = new Vault(await makeKey());
    this.drafts = new Drafts(this.vault, signedIn.id);
    this.photos = new Photos(this.vault, signedIn.id);
    this.outbox = new OutboxStore(this.vault, signedIn.id, this.drafts);
    this.sync = new Sync(this.outbox, this.photos, this.api, signedIn.id, { first: FIRST_PAUSE });
    this.homes = new CarriedHomes(this.vault, signedIn.id, this.api);
    await this.#fetchKnown();
    for (const planned of this.#plan.visits) await this.#signVisit(planned);
  }

  /** Sends until nothing waits and every original is let go that may be. */
  async send() {
    this.sync.start();
    while (!(await this.#isDone())) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await (await this.#isStuck() ? this.sync.sendNow() : this.sync.run());
    }
  }

  /** The author's choice for every conflict: mine, the server's, or none yet, in turn. */
  async settle() {
    const held = (await this.outbox.list()).filter(isConflict).sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const [at, refused] of held.entries()) {
      if (at % 3 === 0) await keepMine(this, refused, "The tablet's own words are fuller.");
      if (at % 3 === 1) await keepServers(this, refused);
    }
  }

  /** Everything of the outbox, opened. */
  async told() {
    const records = await this.outbox.list();
    return Promise.all(records.map((each) => this.#told(each)));
  }

  /** What has not come to its end, for a test that waits in vain. */
  async waiting() {
    const records = await this.outbox.list();
    const open = records.filter((each) => retried(each) !== each);
    const lines = open.map(({ key, status, code, attempts }) => [key, status, code, attempts]);
    return { sending: this.sync.sending, lines, unreleased: unreleased(records) };
  }

  /** The device's storage is cleared for the next batch. */
  forget() {
    return deleteAll();
  }

  async #told(record) {
    const { kind, home, visit, revision, status, code = null, choice = null, sha256: digest } = record;
    const bytes = kind === "photo" ? null : await this.outbox.bodyOf(record);
    const server = record.server ? JSON.stringify((await this.outbox.versionsOf(record)).server) : null;
    const original = kind === "photo" ? (await this.photos.original(record.photo)) !== null : null;
    const text = bytes && decoder.decode(bytes);
    return { kind, home, visit, revision, status, code, choice, digest, server, original, text };
  }

  async #fetchKnown() {
    const { json } = await this.api.ask("GET", "/api/rules");
    this.rules = await fetchRules(this.api, json.digest);
    const names = Object.entries(this.#plan.pictures);
    this.pictures = Object.fromEntries(await Promise.all(names.map(fetchPicture)));
  }

  async #signVisit(planned) {
    const known = this.#plan.homes.find((each) => each.id === planned.home);
    const home = planned.found ? await this.#found(planned) : known;
    const device = { id: planned.device, app: "test" };
    const first = newDraft({ home, rules: this.rules, device, now: new Date(planned.at) });
    Object.assign(first.visit, { id: planned.id, kind: "unannounced", access: "inside" });
    for (const [at, revision] of planned.revisions.entries()) {
      await this.#signRevision(first, planned, revision, at);
    }
  }

  async #signRevision(draft, planned, { words, grade, photos }, at) {
    const { visit } = draft;
    const before = visit.photos.map((each) => each.id);
    const item = this.rules.areas.flatMap((each) => each.items).find((each) => each.about === "home");
    visit.grades = [{ item: item.id, grade, words }];
    visit.notes = words;
    if (at > 0) {
      visit.reason = `Change ${at}`;
      draft.corrects = { revision: at, kept: [], photos: before };
    }
    for (const each of photos) visit.photos.push(await this.#keepPhoto(planned, each));
    draft.revision = at + 1;
    const now = new Date(Date.parse(planned.at) + (at + 1) * 60_000);
    await this.outbox.queue(draft, signedVisit(draft, score(this.rules, visit), { app: "test" }, now));
  }

  async #keepPhoto(planned, { id, number, size }) {
    const bytes = withComment(this.pictures[size], `photo ${number}`);
    const facts = {
      id, sha256: await sha256(bytes), bytes: bytes.length, type: "image/jpeg", source: "camera",
      observed_at: planned.at, room: "kitchen", consent: "agreed",
    };
    await this.photos.keep(planned.id, facts, await this.vault.seal(`photo/${id}`, bytes), null);
    return facts;
  }

  async #found({ at, found }) {
    const children = [{ id: found.child, name: "Ivo", about_years: 4 }];
    const values = { name: "", address: found.address, postcode: "ZZ1 1ZZ", children, adults: [] };
    return this.homes.find(await this.homes.addFound(values, this.outbox, new Date(at)));
  }

  async #isDone() {
    const records = await this.outbox.list();
    const open = records.filter((each) => retried(each) !== each);
    return open.length === 0 && unreleased(records).length === 0;
  }

  /** As a person sees it who then taps "Send now": nothing goes for long, or something is held. */
  async #isStuck() {
    const open = (await this.outbox.list()).filter((each) => retried(each) !== each);
    const isFar = (each) => each.status !== "waiting" || each.not_before > Date.now() + LONG;
    return open.length > 0 && open.every(isFar);
  }
}

async function fetchPicture([size, path]) {
  const answer = await fetch(path);
  return [size, new Uint8Array(await answer.arrayBuffer())];
}

/** The same picture with a comment in it: a JPEG of its own (COM segment after the first marker). */
function withComment(jpeg, comment) {
  const text = new TextEncoder().encode(comment);
  const head = [0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2];
  const made = new Uint8Array(jpeg.length + text.length + 4);
  made.set(head);
  made.set(text, head.length);
  made.set(jpeg.subarray(2), head.length + text.length);
  return made;
}

/** Begins one step; `busy` is false when it is over, and `failed` says how. */
function begin(step) {
  const { sender } = globalThis;
  Object.assign(sender, { busy: true, failed: null });
  sender[step]()
    .catch((error) => (sender.failed = `${step}: ${error.stack ?? error}`))
    .finally(() => (sender.busy = false));
}

Object.assign(globalThis, { begin, prepare: (plan) => (globalThis.sender = new Sender(plan)) && null });
