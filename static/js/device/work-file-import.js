/** Takes unsent work in from a file: everything is checked before anything is written. */
import { CarriedStore } from "./carried-store.js";
import { seal } from "./cipher.js";
import { read, write } from "./database.js";
import { packOfFound } from "./found-home.js";
import { placeOf } from "./outbox-store.js";
import { keepRules, rulesOf } from "./rules-shelf.js";
import { checkEntry, checkManifest, comingIn, contentOf, decide } from "./work-file-content.js";
import { WorkFile, WorkFileRefused } from "./work-file-format.js";

/** The file, as far as it can be checked without its passphrase; throws WorkFileRefused. */
export async function openWorkFile(blob, person) {
  const file = await WorkFile.open(blob);
  if (file.header.person !== person) throw new WorkFileRefused("person");
  return file;
}

/**
 * {visits, homes, photos, here, apart: [{title, updated_at}]}: what was taken, how many visits and
 * homes were here already, and which stay in the file since this device has another version. Throws
 * WorkFileRefused before anything is written. A full device throws while it is written: what came in
 * is whole, and reading the file again brings the rest.
 */
export async function importWork(context, file, passphrase, onStep = () => {}) {
  await file.unlock(passphrase);
  const entries = await checkAll(context, file, onStep);
  const { rules, homes, visits } = decide(entries, await standing(context, entries));
  const taking = [...rules, ...homes, ...visits];
  const taker = { rules: takeRules, home: takeHome, draft: takeVisit };
  for (const [at, each] of taking.entries()) {
    onStep({ done: file.count + (at * file.count) / taking.length, total: 2 * file.count });
    if (each.fate !== "here" && each.fate !== "apart") await taker[each.kind](context, file, each);
  }
  return resultOf({ homes, visits });
}

function resultOf({ homes, visits }) {
  const of = (list, fate) => list.filter((each) => each.fate === fate);
  const taken = of(visits, "taken");
  return {
    visits: taken.length,
    homes: of(homes, "taken").length,
    photos: taken.flatMap((each) => each.take).filter((each) => each.kind === "photo").length,
    here: of(visits, "here").length + of(homes, "here").length,
    apart: [...of(visits, "apart"), ...of(homes, "apart")].map(({ title, updated_at }) => ({ title, updated_at })),
  };
}

/** The facts of every entry, each with its number; throws WorkFileRefused at the first that is wrong. */
async function checkAll({ person }, file, onStep) {
  const { items } = checkManifest(await file.entry(0), file.header);
  const entries = [];
  for (let number = 1; number < file.count; number += 1) {
    onStep({ done: number, total: 2 * file.count });
    const facts = await checkEntry(await file.entry(number), items[number - 1], person.id);
    entries.push({ ...facts, number });
  }
  return entries;
}

/** What this device has of these entries, as `decide` asks; of somebody else's, only that it is there. */
async function standing({ drafts, outbox, photos }, entries) {
  const idsOf = (kind) => entries.filter((each) => each.kind === kind).map((each) => each.id);
  const here = { drafts: {}, records: {}, photos: {} };
  for (const id of idsOf("draft")) {
    const draft = await drafts.load(id);
    if (draft) here.drafts[id] = await contentOf(draft);
    else if (await isThere("drafts", id)) here.drafts[id] = "";
    for (const facts of await photos.ofVisit(id)) here.photos[facts.id] = facts.sha256;
  }
  for (const id of idsOf("photo")) if (!here.photos[id] && (await isThere("thumbs", id))) here.photos[id] = "";
  for (const { key, sha256 } of await outbox.list()) here.records[key] = sha256;
  return here;
}

async function isThere(store, id) {
  return (await read(store, (at) => at.store.getKey(id))) !== undefined;
}

async function takeRules(context, file, { id, number }) {
  if (!(await rulesOf(id))) await keepRules((await file.entry(number)).about.rules);
}

async function takeHome({ vault, person }, file, { number }) {
  const { about, bytes } = await file.entry(number);
  const pack = packOfFound(JSON.parse(new TextDecoder().decode(bytes)));
  const home = await new CarriedStore(vault, person.id).foundRecord(pack);
  const record = await sealedRecord(vault, about.record, bytes);
  await write(["homes", "outbox"], async (at) => {
    if (!(await at.objectStore("homes").getKey(home.key))) await at.objectStore("homes").put(home);
    await putAbsent(at.objectStore("outbox"), record, record.key);
  });
}

/** The photos first, one by one; then the draft with its records, or none of them. */
async function takeVisit(context, file, { take }) {
  for (const { number } of take.filter((each) => each.kind === "photo")) {
    await takePhoto(context, await file.entry(number));
  }
  const puts = [];
  for (const { kind, number } of take.filter((each) => each.kind !== "photo")) {
    const entry = await file.entry(number);
    puts.push(await (kind === "draft" ? putOfDraft(context, entry) : putOfRecord(context, entry)));
  }
  await write(["drafts", "outbox"], (at) =>
    Promise.all(puts.map(({ store, key, record }) => putAbsent(at.objectStore(store), record, key))),
  );
}

async function takePhoto({ photos }, { about, bytes }) {
  const { key, place } = photos.sealer(about.id);
  const original = about.original ? await seal(key, place, bytes.subarray(about.thumb)) : null;
  const thumb = about.thumb ? bytes.subarray(0, about.thumb) : null;
  await photos.keep(about.visit, about.facts, original, thumb);
}

async function putOfDraft({ drafts }, { about: { id, draft, updated_at } }) {
  return { store: "drafts", key: id, record: { ...(await drafts.record(draft)), updated_at } };
}

async function putOfRecord({ vault }, { about: { record, body }, bytes }) {
  const sealed = await sealedRecord(vault, record, bytes.subarray(0, body), bytes.subarray(body));
  return { store: "outbox", key: record.key, record: sealed };
}

/** Sealed for the places where the outbox looks for them. */
async function sealedRecord(vault, record, body, server = new Uint8Array()) {
  const { kind, key } = record;
  const sealed = comingIn(record);
  if (kind !== "photo") sealed.box = await vault.seal(placeOf(record), body);
  if (server.byteLength) sealed.server = { ...record.server, box: await vault.seal(`server/${key}`, server) };
  return sealed;
}

/** Another tab may have been first: what is here stays. */
async function putAbsent(store, record, key) {
  if ((await store.getKey(key)) === undefined) await store.put(record);
}
