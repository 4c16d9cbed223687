// Whose answers this phone holds. An owner begins as a visitor with a secret of her own making; the server's key replaces it.
// What was answered by one owner is sent as hers, whoever holds the phone by then.

import { ask, get, put, work } from "./db.js";
import { secret, uuid } from "./random.js";

const MINE = ["owners", "meta"];

function begin(owners, meta) {
  const owner = { id: uuid(), secret: secret() };
  owners.put(owner);
  meta.put(owner.id, "me");
  return owner;
}

// The owner of what is answered now; inside a transaction over owners and meta.
export async function owner(owners, meta) {
  const id = await ask(meta.get("me"));
  return (id && (await ask(owners.get(id)))) || begin(owners, meta);
}

export const me = async () => {
  const id = await get("meta", "me");
  return id && get("owners", id);
};

// What a parcel's answer says of its owner: she has a learner on the server, and a key.
export function known(id, { learner, key }) {
  return work("owners", "readwrite", async (owners) => {
    const found = await ask(owners.get(id));
    if (found) owners.put({ ...found, learner, key });
  });
}

// The server does not know this key (any more): without it, a visitor is known by her secret; an account's phone waits until a
// page tells it a new one, so that what was answered here is not taken for somebody else's.
export function unknown(key) {
  return work("owners", "readwrite", async (owners) => {
    for (const { key: hers, ...one } of await ask(owners.getAll())) if (hers === key) owners.put(one);
  });
}

// What the server says of who is using this browser now. True if that is somebody else than before.
// apart: visits that are not hers, or of which she has not said yet whether they are.
export function meet({ learner, key, account = false, apart = [] }) {
  return work(MINE, "readwrite", async (owners, meta) => {
    for (const { joins, ...one } of await ask(owners.getAll())) if (joins && apart.includes(one.learner)) owners.put(one);
    const id = await ask(meta.get("me"));
    const before = id && (await ask(owners.get(id)));
    if (!learner) {
      if (!before?.account || (await ask(meta.get("opening")))) return false; // a visitor, whose cookie may be gone or not there yet; or not let in yet
      begin(owners, meta); // she has signed out
      return true;
    }
    if (before?.learner === learner) {
      owners.put({ ...before, key, account });
      return false;
    }
    const found = (await ask(owners.getAll())).find((one) => one.learner === learner) ?? { id: uuid() };
    owners.put({ ...found, learner, key, account });
    meta.put(found.id, "me");
    if (!before || apart.includes(before.learner)) return true;
    if (account && !before.account) owners.put({ ...before, joins: found.id }); // what the visitor did here is hers now
    else if (!before.account && !before.learner) owners.put({ ...before, joins: found.id });
    return true;
  });
}

// Who uses this browser, as the last page about a person said it (templates/personal.html); every such page says it anew.
export async function recognise() {
  const said = globalThis.localStorage?.getItem("onward.who"); // a worker has none, and leaves it to the pages
  if (!said || said === (await get("meta", "who"))) return;
  await greet(JSON.parse(said));
  await put("meta", said, "who");
}

// She is met, and who was here before her leaves the phone.
export async function greet(said) {
  const before = await me();
  if ((await meet(said)) && before?.account) await forget(before.id);
}

// An owner who is gone from this phone leaves nothing behind but what the server does not have yet.
export function forget(id) {
  return work(["statements", "owners", "drafts", "meta"], "readwrite", async (statements, owners, drafts, meta) => {
    let rest = 0;
    for (const one of await ask(statements.getAll())) {
      if (one.owner !== id) continue;
      if (one.waiting) rest += 1;
      else statements.delete(one.n);
    }
    if (!rest) owners.delete(id);
    drafts.clear();
    meta.delete("state");
    meta.delete("place");
  });
}
