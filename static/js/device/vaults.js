/** The vaults of the people who use this device: made, opened, recovered, given a new passphrase. */
import { makeKey } from "./cipher.js";
import { anchor, read, write } from "./database.js";
import {
  closed, makeRecoveryKey, unwrapByPassphrase, unwrapByRecoveryKey, wrapByPassphrase, wrapByRecoveryKey,
} from "./key-wraps.js";
import { MOST_TRIES, blockedFor, counted, forgiven, restarted } from "./tries.js";
import { Vault } from "./vault.js";

/** The vault stays shut; `code` is wrong, blocked, no_vault, no_recovery or there_already; `left` tries, `wait` ms. */
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
export function makeVault(person, passphrase, keepRecoveryKey) {
  const make = () => makeAlone(person, passphrase, keepRecoveryKey);
  return navigator.locks ? navigator.locks.request("gcp-set-up", make) : make();
}

/** Two tabs at once would leave the server with the key of the one that lost. */
async function makeAlone(person, passphrase, keepRecoveryKey) {
  if (await read("vaults", (at) => at.store.get(person.id))) throw new Shut("there_already");
  const dataKey = await makeKey(true);
  const recoveryKey = makeRecoveryKey();
  const record = {
    person: person.id, name: person.name, email: person.email, role: person.role,
    tries: 0, blocked_at: null, used_at: new Date().toISOString(),
    passphrase: await wrapByPassphrase(dataKey, person.id, passphrase),
    recovery: await wrapByRecoveryKey(dataKey, person.id, recoveryKey),
  };
  await keepRecoveryKey(recoveryKey);
  await write("vaults", (at) => at.store.put(record));
  return opened(record, dataKey);
}

/** Opens a vault; throws Shut when the passphrase is wrong or the vault is blocked. */
export async function unlock(person, passphrase, now = Date.now()) {
  const [record, key] = await tried(person, now, (kept) => unwrapByPassphrase(kept, person, passphrase));
  forgive(person).catch(() => {}); // the count is only a little stricter then
  return opened(forgiven(record), key, true);
}

/** Opens a vault with the key that an online sign-in released, and gives it a new passphrase. */
export async function recover(person, recoveryKey, passphrase) {
  const record = await read("vaults", (at) => at.store.get(person));
  if (!record) throw new Shut("no_vault");
  const dataKey = await unwrapByRecoveryKey(record.recovery, person, recoveryKey).catch(() => null);
  if (!dataKey) throw new Shut("no_recovery");
  return rewrapped(person, dataKey, passphrase);
}

/** Gives a vault a new passphrase; throws Shut like `unlock` when the old one is wrong. */
export async function changePassphrase(person, old, passphrase, now = Date.now()) {
  const open = (kept) => unwrapByPassphrase(kept, person, old, true);
  const [, dataKey] = await tried(person, now, open);
  await rewrapped(person, dataKey, passphrase);
}

/** The vault as another open tab of the same person shares it. */
export async function fromOtherTab(person, key) {
  const record = await read("vaults", (at) => at.store.get(person));
  if (!record) throw new Shut("no_vault");
  return opened(record, key, true);
}

/** The recovery key stays: a new one could reach the server and be lost here, or the other way round. */
async function rewrapped(person, dataKey, passphrase) {
  const wrapped = await wrapByPassphrase(dataKey, person, passphrase);
  const record = await change(person, (now) => ({ ...forgiven(now), passphrase: wrapped }));
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
