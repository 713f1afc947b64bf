/** The browser's database on this device: reopened when the browser closes it. */
import { deleteDB, openDB } from "idb";

const NAME = "gcp-device";
const VERSION = 2;

let opening = null;
let gone = false;
let mayMake = true;
let emptied = () => {};
const anchors = new Map();

/** A record that is put back should the browser clear the database while this page is open. */
export function anchor(store, record) {
  anchors.set(`${store} ${keyOf(record)}`, { store, record });
}

/** Calls `work` when the browser has cleared the database while this page was open. */
export function whenEmptied(work) {
  emptied = work;
}

/** From here on a database that is not there is not made: to open it fails. */
export function neverMake() {
  mayMake = false;
}

/** Deletes the whole database, for good: nothing in this page can write again. */
export async function deleteAll() {
  gone = true;
  anchors.clear();
  (await opening)?.close();
  opening = null;
  await deleteDB(NAME);
}

/** Runs `work(transaction)` in one strict write; resolves only when it is on the disk. */
export function write(stores, work) {
  return transact(stores, "readwrite", work);
}

/** Runs `work(transaction)` over a consistent view of the stores. */
export function read(stores, work) {
  return transact(stores, "readonly", work);
}

async function transact(stores, mode, work) {
  const transaction = await begin(stores, mode);
  const done = transaction.done;
  done.catch(() => {}); // reported below, or by the work that failed first
  try {
    const result = await work(transaction);
    await done;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

async function begin(stores, mode) {
  const options = { durability: mode === "readwrite" ? "strict" : "default" };
  try {
    return (await connection()).transaction(stores, mode, options);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opening = null; // the browser closed it behind our back (low memory, cleared, sleep)
    return (await connection()).transaction(stores, mode, options);
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it has already ended by itself
  }
}

function connection() {
  if (gone) return new Promise(() => {}); // a page of an emptied device does nothing more
  opening ??= open().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function open() {
  const database = await openDB(NAME, VERSION, {
    upgrade: makeStores,
    blocking() {
      database.close(); // a newer app in another tab has to change the stores
      opening = null;
    },
    terminated() {
      opening = null;
    },
  });
  return database;
}

/** Steps that are only ever added to: a tablet may come from any earlier version. */
const STEPS = [
  (database) => {
    database.createObjectStore("keys", { keyPath: "person" });
    database.createObjectStore("rules", { keyPath: "digest" });
    for (const name of ["drafts", "outbox"]) {
      const keyPath = name === "outbox" ? "key" : "id";
      database.createObjectStore(name, { keyPath }).createIndex("person", "person");
    }
    for (const name of ["photos", "thumbs"]) {
      database.createObjectStore(name, { keyPath: "id" }).createIndex("visit", "visit");
    }
  },
  (database) => {
    database.createObjectStore("device", { keyPath: "name" });
    database.createObjectStore("vaults", { keyPath: "person" });
    for (const name of ["homes", "pictures", "removed"]) {
      database.createObjectStore(name, { keyPath: "key" }).createIndex("person", "person");
    }
  },
];

function makeStores(database, from, to, transaction) {
  if (!mayMake) {
    transaction.done.catch(() => {}); // opening fails, which is what is told
    return transaction.abort();
  }
  STEPS.slice(from).forEach((step) => step(database));
  if (from > 0 || anchors.size === 0) return;
  // One write with the stores themselves: without its vault, nothing that follows could be read.
  for (const { store, record } of anchors.values()) transaction.objectStore(store).put(record);
  queueMicrotask(emptied);
}

function keyOf(record) {
  return record.person ?? record.name ?? record.digest;
}
