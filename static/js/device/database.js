/** The browser's database on this device: reopened when the browser closes it. */
import { openDB } from "idb";

const NAME = "gcp-device";
const VERSION = 1;

let opening = null;

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

function makeStores(database) {
  database.createObjectStore("keys", { keyPath: "person" });
  database.createObjectStore("rules", { keyPath: "digest" });
  database.createObjectStore("drafts", { keyPath: "id" }).createIndex("person", "person");
  database.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visit");
  database.createObjectStore("thumbs", { keyPath: "id" }).createIndex("visit", "visit");
  database.createObjectStore("outbox", { keyPath: "key" }).createIndex("person", "person");
}
