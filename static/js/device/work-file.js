/** Saves unsent work to a file, sealed piece by piece: never more than one photo in memory. */
import { markOf, noteExported } from "./exports.js";
import { isUnsent, keptHere } from "./kept.js";
import { rulesOf } from "./rules-shelf.js";
import { carried } from "./work-file-content.js";
import { fileName, writeWorkFile } from "./work-file-format.js";

/** The work was changed while it was written to the file. */
export class WorkChanged extends Error {
  constructor() {
    super("changed");
    this.code = "changed";
  }
}

/** {visits, homes}: what a file can hold, since only this device has it. */
export async function unsentWork(context) {
  const { visits, homes } = await keptHere(context);
  return { visits: visits.filter(isUnsent), homes };
}

/** What of the unsent work goes when these ids are chosen: a visit brings the home it was made to. */
export function chosenOf({ visits, homes }, ids) {
  const chosen = visits.filter((each) => ids.includes(each.id));
  const needed = new Set([...ids, ...chosen.map((each) => each.draft.visit.home)]);
  return { visits: chosen, homes: homes.filter((each) => needed.has(each.id)) };
}

/**
 * {blob, name, work}: the file. `onStep` hears {done, total} before each piece. Nothing counts as
 * saved before `noteSaved`.
 */
export async function exportWork(context, work, passphrase, onStep = () => {}) {
  const { device, person } = context;
  const now = new Date();
  const plan = await planOf(context, work);
  const items = plan.map(({ kind, id, visit = null }) => ({ kind, id, visit }));
  const manifest = { kind: "manifest", person: person.id, device, made_at: now.toISOString(), items };
  const count = plan.length + 1;
  async function* entries() {
    yield { about: manifest };
    for (const [done, { kind, id, visit, make }] of plan.entries()) {
      onStep({ done, total: plan.length });
      const { bytes, ...facts } = await make();
      yield { about: { kind, id, visit, ...facts }, bytes };
    }
  }
  const blob = await writeWorkFile({ person: person.id, passphrase, count, now }, entries());
  return { blob, name: fileName(now), work };
}

/** Notes that this work lies in a file now: what is not changed after may be removed here. */
export async function noteSaved(context, { visits, homes }) {
  const all = await keptHere(context);
  const kept = [...all.visits, ...all.homes].map((each) => each.id);
  const items = [...visits, ...homes].map((each) => ({ id: each.id, of: markOf(each) }));
  await noteExported(context.person.id, items, kept);
}

/** Every entry in its order, each with what makes it: photos before the records that name them. */
async function planOf(context, { visits, homes }) {
  const digests = [...new Set(visits.map((each) => each.draft.visit.rules))];
  const rules = (await Promise.all(digests.map(rulesOf))).filter(Boolean);
  const parts = await Promise.all(visits.map((each) => planVisit(context, each)));
  return [
    ...rules.map((each) => ({ kind: "rules", id: each.digest, make: async () => ({ rules: each }) })),
    ...homes.map((each) => ({ kind: "home", id: each.id, make: () => makeHome(context, each) })),
    ...parts.flat(),
  ];
}

async function planVisit(context, { id, draft, updated_at, records }) {
  const photos = await context.photos.ofVisit(id);
  const visit = { visit: id };
  return [
    ...photos.map((facts) => ({ ...visit, kind: "photo", id: facts.id, make: () => makePhoto(context, facts) })),
    ...records.map(({ key }) => ({ ...visit, kind: "record", id: key, make: () => makeRecord(context, key) })),
    { ...visit, kind: "draft", id, make: async () => ({ draft, updated_at }) },
  ];
}

async function makeHome({ outbox }, { record }) {
  return { record: carried(record), bytes: [await outbox.bodyOf(record)] };
}

async function makePhoto({ photos }, facts) {
  const [small, original] = await Promise.all([photos.thumb(facts.id), photos.original(facts.id)]);
  const thumb = small ? await small.arrayBuffer() : new ArrayBuffer();
  return { facts, thumb: thumb.byteLength, original: Boolean(original), bytes: [thumb, original ?? []] };
}

/** Read anew: an original that had gone by now has its receipt here. */
async function makeRecord({ outbox, vault }, key) {
  const record = (await outbox.list()).find((each) => each.key === key);
  if (!record) throw new WorkChanged();
  const body = record.box ? await outbox.bodyOf(record) : new ArrayBuffer();
  const { box } = record.server ?? {};
  const server = box ? await vault.unseal(`server/${key}`, box) : new ArrayBuffer();
  const facts = { record: carried(record), body: body.byteLength, server: server.byteLength };
  return { ...facts, bytes: [body, server] };
}
