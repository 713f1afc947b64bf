/** Removes from this device what a person keeps here; unsent work leaves a line that says so. */
import { read, write } from "./database.js";
import { exportedAt, exportsOf, markOf, nameOf } from "./exports.js";
import { Guard } from "./guard.js";
import { isDone } from "./outbox-states.js";
import { traceOf, tracesOf } from "./removal-rules.js";

/** Nothing was removed; `code` is sending, elsewhere, changed or visits. */
export class RemovalRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Removes a visit with its photos and records, in one write; throws RemovalRefused. */
export async function removeVisit({ person, sync }, kept, how) {
  const { id } = kept;
  const guard = new Guard(id, () => {});
  try {
    if (!(await guard.take())) throw new RemovalRefused("elsewhere");
    await whileNobodyElseSends(person, sync, () =>
      write(["drafts", "outbox", "photos", "thumbs", "removed", "device"], async (at) => {
        const store = (name) => at.objectStore(name);
        const draft = await store("drafts").get(id);
        const records = await ownRecords(store("outbox"), person, (each) => each.visit === id);
        if (draft?.person !== person || markOf(draft) !== markOf(kept)) throw new RemovalRefused("changed");
        mustBeStill(records, kept.records, sync);
        await mustBeSaved(store("device"), person, kept, how);
        const [originals, thumbs] = await Promise.all(
          ["photos", "thumbs"].map((name) => store(name).index("visit").getAllKeys(id)),
        );
        await Promise.all([
          store("drafts").delete(id),
          ...records.map((each) => store("outbox").delete(each.key)),
          ...originals.map((each) => store("photos").delete(each)),
          ...thumbs.map((each) => store("thumbs").delete(each)),
          ...tracesOf(kept, { person, how }).map((each) => store("removed").put(each)),
        ]);
      }),
    );
  } finally {
    guard.close();
  }
}

/** Removes a home that was found here and that the server has not confirmed. */
export async function removeHome({ person, sync }, kept, how) {
  await whileNobodyElseSends(person, sync, () =>
    write(["homes", "outbox", "removed", "device"], async (at) => {
      const store = (name) => at.objectStore(name);
      const records = await ownRecords(store("outbox"), person, (each) => each.key === kept.record.key);
      mustBeStill(records, [kept.record], sync);
      await mustBeSaved(store("device"), person, kept, how);
      await Promise.all([
        store("outbox").delete(kept.record.key),
        store("homes").delete(`${person}/${kept.id}`),
        store("homes").delete(`lines/${person}`),
        store("removed").put(traceOf("home", { person, visit: null, home: kept.id, how, now: new Date() })),
      ]);
    }),
  );
}

/** The lines of what this person removed here, newest first. */
export async function removedBy(person) {
  const lines = await read("removed", (at) => at.store.index("person").getAll(person));
  return lines.sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** When a kept thing was saved to a file as it is now; null when it was not. */
export async function savedAt(person, kept) {
  return exportedAt(kept, await exportsOf(person));
}

/** Another tab that sends cannot be asked what; this one is asked inside the write. */
function whileNobodyElseSends(person, sync, work) {
  if (!navigator.locks || sync.busy) return work();
  return navigator.locks.request(`gcp-sync-${person}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw new RemovalRefused("sending");
    return work();
  });
}

async function ownRecords(outbox, person, isWanted) {
  return (await outbox.index("person").getAll(person)).filter(isWanted);
}

function mustBeStill(records, before, sync) {
  if (records.some((each) => each.key === sync.sending)) throw new RemovalRefused("sending");
  const seen = new Map(before.map((each) => [each.key, each]));
  const isSame = (each) => seen.has(each.key) && isDone(seen.get(each.key)) === isDone(each);
  if (records.length !== before.length || !records.every(isSame)) throw new RemovalRefused("changed");
}

async function mustBeSaved(device, person, kept, how) {
  if (how !== "exported") return;
  const record = await device.get(nameOf(person));
  if (!exportedAt(kept, record?.value ?? {})) throw new RemovalRefused("changed");
}
