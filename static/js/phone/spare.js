// A second copy of what the server does not have yet, in another kind of storage: should the database be damaged or deleted,
// it comes back from here; and should it not, we know how many answers were lost and can say so.

import { DATABASE, all, ask, destroy, work } from "./db.js";

const NAME = "onward.unsent";
const DAMAGED = ["UnknownError", "DataError", "NotReadableError"]; // what browsers call it
const ROOM = 5_000_000; // bytes; with less than that free, it may be for lack of room that a database cannot be opened
const MOST = 400; // statements; half a megabyte or so

function copies() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    if (list.length) localStorage.setItem(NAME, JSON.stringify(list.slice(-MOST)));
    else localStorage.removeItem(NAME);
  } catch {
    // No room or no permission for a copy: the database has it.
  }
}

export function copy(statement, { id, secret, key, learner }) {
  if ("localStorage" in globalThis) keep([...copies(), { ...statement, whose: { id, secret, key, learner } }]);
}

export function uncopy(uuids) {
  if (!("localStorage" in globalThis)) return; // in the worker: the next page does it
  const gone = new Set(uuids);
  const list = copies();
  if (list.some((one) => gone.has(one.uuid))) keep(list.filter((one) => !gone.has(one.uuid)));
}

// Put back what the database has lost, and drop the copies of what is safe by now. Resolves with how many were put back.
export async function restore() {
  const list = copies();
  if (!list.length) return 0;
  const [safe, lost] = await work(["statements", "owners", "meta"], "readwrite", async (statements, owners, meta) => {
    const done = [];
    let back = 0;
    for (const { n, whose, ...one } of list) {
      const found = await ask(statements.index("uuid").get(one.uuid));
      if (found && !found.waiting) done.push(one.uuid);
      if (found) continue;
      statements.add(one);
      back += 1;
      if (!(await ask(owners.get(one.owner)))) owners.put(whose);
      if (!(await ask(meta.get("me")))) meta.put(one.owner, "me");
    }
    return [done, back];
  });
  uncopy(safe);
  return lost;
}

// As restore; but if the database cannot be read any more, begin a new one with what we have copies of.
export async function restoreOrHeal() {
  try {
    await readAll();
  } catch (error) {
    if (!(await isDamaged(error))) throw error;
    await destroy(DATABASE);
  }
  return restore();
}

const readAll = () => Promise.all(["statements", "owners", "meta"].map(all));

// A phone that is slow, full or strict is not damaged, nor is one that answers the second time: its database stays.
async function isDamaged(error) {
  if (!DAMAGED.includes(error.name)) return false;
  const { quota = ROOM, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => {})) ?? {};
  if (quota - usage < ROOM) return false;
  await new Promise((done) => setTimeout(done, 2000));
  return readAll().then(() => false, () => true);
}
