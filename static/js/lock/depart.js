// She leaves this phone: what tells of her goes from it. It runs in the worker, or in a page. Answers that the server does not have
// yet go into letters that only the server can read; into her box too, if she has locked her learning here.

import { DATABASE, ask, destroy, put, read, work } from "../phone/db.js";
import { FILES, PAGES, tidy } from "../phone/keep.js";
import { save } from "./box.js";
import { write } from "./letters.js";

const GONE = [PAGES, "onward.late"];
const STORES = ["statements", "owners", "drafts", "kept", "meta"];
const STAYS = ["files", "seal"]; // of what a release says: the same on every phone

// withLessons: her box keeps the lessons too; else it is quicker. withBox: false if it is to be closed no more. One at a time: the worker and a page may both want it.
export function depart(options = {}) {
  return navigator.locks ? navigator.locks.request("onward.depart", () => go(options)) : go(options);
}

async function go({ withLessons = false, withBox = true }) {
  const closed = await closeUnsent().catch(() => new Set());
  if (withBox) await save({ withLessons }).catch(() => {});
  for (const name of GONE) await drop(name);
  try {
    await tidy((await afresh(await empty(closed))) ?? []); // of the files those stay that are of every page
  } catch {
    await caches.delete(FILES); // without the database nobody knows which those are
  }
}

// A cache that some page still holds open stays on the disk when it is deleted: what is in it goes first.
async function drop(name) {
  if (!(await caches.has(name))) return;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) await cache.delete(request);
  await caches.delete(name);
}

// The uuids of what waits and is in letters now. Where a browser cannot close letters it is none, and what waits stays as it is.
async function closeUnsent() {
  const [waiting, owners, seal] = await read(["statements", "owners", "meta"], (statements, owners, meta) =>
    Promise.all([ask(statements.index("waiting").getAll(1)), ask(owners.getAll()), ask(meta.get("seal"))]),
  );
  return seal && waiting.length ? write(waiting, owners, seal) : new Set();
}

// Resolves with what stays: answers that are in no letter, with the keys of whose they are, and what a release says.
function empty(closed) {
  return work(STORES, "readwrite", async (statements, owners, drafts, kept, meta) => {
    const said = await Promise.all(STAYS.map((name) => ask(meta.get(name))));
    const waiting = new Set();
    for (const one of await ask(statements.getAll())) {
      if (one.waiting && !closed.has(one.uuid)) waiting.add(one.owner);
      else statements.delete(one.n);
    }
    const people = await ask(owners.getAll());
    const needed = new Set(people.filter((one) => waiting.has(one.id)).flatMap((one) => [one.id, one.joins]));
    for (const { id } of people) if (!needed.has(id)) owners.delete(id);
    for (const store of [drafts, kept, meta]) store.clear();
    STAYS.forEach((name, at) => said[at] !== undefined && meta.put(said[at], name));
    return { said, isBare: !waiting.size };
  });
}

// A database that is emptied still has on the disk what was in it, until the browser tidies up; one that is deleted does not.
async function afresh({ said, isBare }) {
  if (isBare) {
    await destroy(DATABASE);
    for (const [at, name] of STAYS.entries()) if (said[at] !== undefined) await put("meta", said[at], name);
  }
  return said[0];
}
