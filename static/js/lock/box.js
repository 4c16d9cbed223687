// Her box, while she is here: making it, and putting into it what this phone has of her. See boxes.js.

import { all, ask, get, put, read } from "../phone/db.js";
import { FILES, PAGES } from "../phone/keep.js";
import { uuid } from "../phone/random.js";
import { within } from "../phone/within.js";
import { boxes, close, closeWords, find, keyOf } from "./boxes.js";

export const HERS = ["owners", "statements", "drafts", "kept"];
const NOT_HERS = ["lock", "files", "seal", "fresh", "pause", "opening"];
const AT_ONCE = 1_000_000; // bytes in a transaction
const PATIENCE = 4000; // ms

export const isMade = async () => Boolean(await get("meta", "lock"));

// Lock what she learns on this phone with pictures, or lock it with others than before. False if these open a box already.
export async function make(pictures) {
  const key = await keyOf(pictures);
  if (await find(key)) return false;
  await put("meta", { ...(await get("meta", "lock")), key, id: (await get("meta", "lock"))?.id ?? uuid() }, "lock");
  localStorage.setItem("onward.lock", Date.now());
  await askToBeLetIn();
  await save();
  return true;
}

// The server is asked to let her in again on this phone. Without a network it is asked when she is done.
export async function askToBeLetIn() {
  const lock = await get("meta", "lock");
  if (!lock || lock.secret) return;
  const answer = await fetch("/phone/lock/", { method: "POST", signal: within(PATIENCE) }).catch(() => undefined);
  if (answer?.ok) await put("meta", { ...lock, secret: (await answer.json()).secret }, "lock");
}

// Put all that is hers into her box, if she has one. Resolves with whether she has. withLessons: pages, pictures, voices too.
export async function save({ withLessons = false } = {}) {
  const lock = await get("meta", "lock");
  if (!lock) return false;
  const content = await gather();
  const first = withLessons ? await stow(lock) : Infinity;
  if (!withLessons) content.kept = [];
  const closed = await closeWords(lock.key, { ...content, secret: lock.secret });
  await boxes.work(["boxes", "things"], "readwrite", async (store, things) => {
    store.put({ id: lock.id, ...closed });
    for (const n of await ask(things.index("box").getAllKeys(lock.id))) if (n < first) things.delete(n);
  });
  return true;
}

async function gather() {
  const [rows, names, values] = await read([...HERS, "meta"], (...stores) => {
    const meta = stores.pop();
    return Promise.all([Promise.all(stores.map((store) => ask(store.getAll()))), ask(meta.getAllKeys()), ask(meta.getAll())]);
  });
  const meta = Object.fromEntries(names.map((name, at) => [name, values[at]]).filter(([name]) => !NOT_HERS.includes(name)));
  return { ...Object.fromEntries(HERS.map((name, at) => [name, rows[at]])), meta };
}

// Close what this phone keeps for her, one by one. Resolves with the number of the first; what has a lower one is of earlier.
async function stow({ id, key }) {
  const release = new Set((await get("meta", "files")) ?? []);
  let first, held, size;
  const flush = async () => {
    const numbers = await boxes.work("things", "readwrite", (store) => Promise.all(held.map((one) => ask(store.add(one)))));
    first ??= numbers[0];
    [held, size] = [[], 0];
  };
  [held, size] = [[], 0];
  for (const name of [PAGES, FILES]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (release.has(path)) continue;
      const answer = await cache.match(request);
      const head = JSON.stringify({ name, path, headers: [...answer.headers] });
      // Not answer.blob(): it would hold the file on the disk, even when that is deleted.
      const bytes = await new Blob([head, "\n", await answer.arrayBuffer()]).arrayBuffer();
      held.push({ box: id, ...(await close(key, bytes)) });
      size += bytes.byteLength;
      if (size > AT_ONCE) await flush();
    }
  }
  if (held.length) await flush();
  return first ?? Infinity;
}

// Whether somebody learned here whose learning can be found again nowhere: no pictures, no account.
export async function isLost() {
  const me = await get("meta", "me");
  const owner = me && (await get("owners", me));
  return !(await isMade()) && !owner?.account && (await all("statements")).some((one) => one.owner === me);
}
