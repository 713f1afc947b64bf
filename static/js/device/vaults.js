/** The vaults of the people who use this device: made, opened, recovered, given a new passphrase. */
import { makeKey } from "./cipher.js";
import { anchor, read, write } from "./database.js";
import {
  closed, makeRecoveryKey, unwrapByPassphrase, unwrapByRecoveryKey, wrapByPassphrase, wrapByRecoveryKey,
} from "./key-wraps.js";
import { MOST_TRIES, blockedFor, counted, forgiven, restarted } from "./tries.js";
import { Vault } from "./vault.js";

/** The vault stays shut; `code` is wrong, blocked, no_vault or no_recovery; `left` tries, `wait` ms. */
export class Shut extends Error {
  constructor(code, more = {}) {
    super(code);
    Object.assign(this, { code, ...more });
  }
}

/** Everybody who has a vault here, last used first: {person, name, email, role, used_at}. */
export async function peopleHere() {
  const records = await read("vaults", (at) => at.store.getAll());
  records.sort((a, b) => (a.used_at < b.used_at ? 1 : -1));
  return records.map(({ person, name, email, role, used_at }) => ({ id: person, name, email, role, used_at }));
}

/**
 * A new vault. `keepRecoveryKey` gives the recovery key to the server and throws when it could not:
 * then no vault is made, since a forgotten passphrase would lose all that is in it.
 */
export async function makeVault(person, passphrase, keepRecoveryKey) {
  const dataKey = await makeKey(true);
  const record = {
    person: person.id, name: person.name, email: person.email, role: person.role,
    tries: 0, blocked_at: null, used_at: new Date().toISOString(),
    ...(await wraps(dataKey, person.id, passphrase, keepRecoveryKey)),
  };
  await write("vaults", async (at) => {
    if (await at.store.get(person.id)) throw new Shut("there_already"); // another tab was first
    await at.store.put(record);
  });
  return opened(record, dataKey);
}

/** Opens a vault; throws Shut when the passphrase is wrong or the vault is blocked. */
export async function unlock(person, passphrase, now = Date.now()) {
  const [record, key] = await tried(person, now, (kept) => unwrapByPassphrase(kept, person, passphrase));
  forgive(person).catch(() => {}); // the count is only a little stricter then
  return opened(forgiven(record), key, true);
}

/** Opens a vault with the key that an online sign-in released, and gives it a new passphrase. */
export async function recover(person, recoveryKey, passphrase, keepRecoveryKey) {
  const record = await read("vaults", (at) => at.store.get(person));
  if (!record) throw new Shut("no_vault");
  const dataKey = await unwrapByRecoveryKey(record.recovery, person, recoveryKey).catch(() => null);
  if (!dataKey) throw new Shut("no_recovery");
  return rewrapped(person, dataKey, passphrase, keepRecoveryKey);
}

/** Gives a vault a new passphrase; throws Shut like `unlock` when the old one is wrong. */
export async function changePassphrase(person, old, passphrase, keepRecoveryKey, now = Date.now()) {
  const open = (kept) => unwrapByPassphrase(kept, person, old, true);
  const [, dataKey] = await tried(person, now, open);
  await rewrapped(person, dataKey, passphrase, keepRecoveryKey);
}

/** The vault as another open tab of the same person shares it. */
export async function fromOtherTab(person, key) {
  const record = await read("vaults", (at) => at.store.get(person));
  if (!record) throw new Shut("no_vault");
  return opened(record, key, true);
}

async function wraps(dataKey, person, passphrase, keepRecoveryKey) {
  const recoveryKey = makeRecoveryKey();
  const [byPassphrase, recovery] = await Promise.all([
    wrapByPassphrase(dataKey, person, passphrase),
    wrapByRecoveryKey(dataKey, person, recoveryKey),
  ]);
  await keepRecoveryKey(recoveryKey);
  return { passphrase: byPassphrase, recovery };
}

async function rewrapped(person, dataKey, passphrase, keepRecoveryKey) {
  const fresh = await wraps(dataKey, person, passphrase, keepRecoveryKey);
  const record = await change(person, (now) => ({ ...forgiven(now), ...fresh }));
  return opened(record, dataKey);
}

async function opened(record, dataKey, isClosed = false) {
  anchor("vaults", record);
  const person = { id: record.person, name: record.name, email: record.email, role: record.role };
  return { person, vault: new Vault(isClosed ? dataKey : await closed(dataKey)) };
}

function forgive(person) {
  return change(person, (now) => ({ ...forgiven(now), used_at: new Date().toISOString() }));
}

/**
 * [record, key] of a try. It is counted while the key is worked out, and tells nothing before the
 * count is on the disk.
 */
async function tried(person, now, open) {
  const kept = await read("vaults", (at) => at.store.get(person));
  if (!kept) throw new Shut("no_vault");
  const [record, key] = await Promise.all([countTry(person, now), open(kept.passphrase).catch(() => null)]);
  if (!key) throw refusal(record, now);
  return [record, key];
}

async function countTry(person, now) {
  return change(person, (record) => {
    const current = restarted(record, now);
    const wait = blockedFor(current, now);
    if (wait) throw new Shut("blocked", { wait });
    return counted(current, now);
  });
}

function refusal({ tries }, now) {
  const left = Math.max(0, MOST_TRIES - tries);
  return left ? new Shut("wrong", { left }) : new Shut("blocked", { wait: blockedFor({ blocked_at: new Date(now).toISOString() }, now) });
}

function change(person, work) {
  return write("vaults", async (at) => {
    const record = await at.store.get(person);
    if (!record) throw new Shut("no_vault");
    const changed = work(record);
    await at.store.put(changed);
    return changed;
  });
}
