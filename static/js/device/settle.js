/** Carries out the author's choice between two versions: first on the server, then here. */
import { settled, signedAgain } from "./conflict.js";
import { fetchVisit, settleConflict } from "./server.js";

/** The refused version is signed again, with a reason, as the revision after the server's last. */
export async function keepMine({ api, outbox, drafts, sync }, refused, reason) {
  const { mine } = await outbox.versionsOf(refused);
  await tell({ api, outbox, sync }, refused, "mine");
  const { latest_revision: latest } = await fetchVisit(api, refused.visit);
  const draft = await drafts.load(refused.visit);
  const photos = mine.photos.map((each) => each.id); // each has its place in the outbox already
  const corrects = { revision: latest, kept: [], ...draft.corrects, photos };
  const next = { ...draft, revision: latest + 1, corrects };
  const changes = settled(await outbox.list(), refused, "mine", [], new Date().toISOString());
  await outbox.queue(next, signedAgain(mine, reason), changes);
}

/** The refused version stays on this device to be read, and is never sent. */
export async function keepServers({ api, outbox, sync }, refused) {
  const { server } = await outbox.versionsOf(refused);
  await tell({ api, outbox, sync }, refused, "server");
  const at = new Date().toISOString();
  await outbox.putAside(settled(await outbox.list(), refused, "server", server.photos, at));
}

/** A server that does not know the conflict (it was set back) is sent the version again. */
async function tell({ api, outbox, sync }, refused, choice) {
  try {
    await settleConflict(api, refused, choice);
  } catch (error) {
    if (error.code === "unknown_visit") {
      await outbox.change(refused.key, () => ({ status: "waiting", not_before: 0, code: null }));
      sync.run();
    }
    throw error;
  }
}
