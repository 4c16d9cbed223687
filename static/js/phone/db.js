// What this phone keeps in its databases. Stores are only ever added, never changed or removed: so an old page, a new page and
// a worker of any age share them. Each is opened at whatever version it has.

export const DATABASE = "onward";
const PATIENCE = 4000; // ms; a damaged disk can leave a request without any answer
const STORES = {
  statements: { keyPath: "n", autoIncrement: true, indexes: { uuid: true, quiz: false, waiting: false } },
  owners: { keyPath: "id" },
  drafts: { keyPath: "item" },
  kept: { keyPath: "address" },
  meta: {},
};

export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function database(name, stores) {
  let opened;

  function create(db, transaction) {
    for (const [store, { indexes = {}, ...options }] of Object.entries(stores)) {
      if (db.objectStoreNames.contains(store)) continue;
      const made = db.createObjectStore(store, options);
      for (const [index, unique] of Object.entries(indexes)) made.createIndex(index, index, { unique });
    }
  }

  async function openAt(version) {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => create(request.result, request.transaction);
    const db = await Promise.race([ask(request), new Promise((_, reject) => setTimeout(reject, PATIENCE, new DOMException("storage does not answer", "TimeoutError")))]);
    db.onversionchange = () => close(db);
    db.onclose = () => (opened = undefined);
    if (Object.keys(stores).every((store) => db.objectStoreNames.contains(store))) return db;
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
  async function work(names, mode, doing) {
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
      result = await doing(...[names].flat().map((store) => transaction.objectStore(store)));
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

  const read = (store, doing) => work(store, "readonly", doing);
  return {
    work,
    read,
    get: (store, key) => read(store, (it) => ask(it.get(key))),
    all: (store) => read(store, (it) => ask(it.getAll())),
    put: (store, value, key) => work(store, "readwrite", (it) => ask(it.put(value, key))),
    remove: (store, key) => work(store, "readwrite", (it) => ask(it.delete(key))),
  };
}

export const { work, read, get, all, put, remove } = database(DATABASE, STORES);

// Resolves when a database is gone from the disk, or cannot be made to go.
export const destroy = (name) =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = done;
  });
