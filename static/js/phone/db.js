// What this phone keeps in its database. Stores are only ever added, never changed or removed: so an old page, a new page and
// a worker of any age share it. It is opened at whatever version it has.

export const DATABASE = "onward";
const PATIENCE = 4000; // ms; a damaged disk can leave a request without any answer
const STORES = {
  statements: { keyPath: "n", autoIncrement: true, indexes: { uuid: true, quiz: false, waiting: false } },
  owners: { keyPath: "id" },
  drafts: { keyPath: "item" },
  kept: { keyPath: "address" },
  meta: {},
};

let opened;

export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function create(db, transaction) {
  for (const [name, { indexes = {}, ...options }] of Object.entries(STORES)) {
    if (db.objectStoreNames.contains(name)) continue;
    const store = db.createObjectStore(name, options);
    for (const [index, unique] of Object.entries(indexes)) store.createIndex(index, index, { unique });
  }
}

async function openAt(version) {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => create(request.result, request.transaction);
  const db = await Promise.race([ask(request), new Promise((_, reject) => setTimeout(reject, PATIENCE, new DOMException("storage does not answer", "TimeoutError")))]);
  db.onversionchange = () => close(db);
  db.onclose = () => (opened = undefined);
  if (Object.keys(STORES).every((name) => db.objectStoreNames.contains(name))) return db;
  db.close();
  return openAt(db.version + 1);
}

function close(db) {
  db.close();
  opened = undefined;
}

function open() {
  opened ??= openAt().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

// Do some work in one transaction; it is on the disk when this resolves, or all of it is undone and this rejects.
export async function work(names, mode, doing) {
  let db = await open();
  let transaction;
  try {
    transaction = db.transaction(names, mode, { durability: "strict" });
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error; // it was closed under us: once more
    opened = undefined;
    db = await open();
    transaction = db.transaction(names, mode, { durability: "strict" });
  }
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("undone"));
  });
  over.catch(() => {});
  let result;
  try {
    result = await doing(...[names].flat().map((name) => transaction.objectStore(name)));
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It is over already.
    }
    throw error;
  }
  await over;
  return result;
}

export const read = (name, doing) => work(name, "readonly", doing);
export const get = (name, key) => read(name, (store) => ask(store.get(key)));
export const all = (name) => read(name, (store) => ask(store.getAll()));
export const put = (name, value, key) => work(name, "readwrite", (store) => ask(store.put(value, key)));
export const remove = (name, key) => work(name, "readwrite", (store) => ask(store.delete(key)));
