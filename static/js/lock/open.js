// Opening a box on this phone with its pictures.

import { ask, get, put, remove, work } from "../phone/db.js";
import { depart } from "./depart.js";
import { within } from "../phone/within.js";
import { HERS } from "./box.js";
import { boxes, find, keyOf, open } from "./boxes.js";

const FREE = 5; // wrong tries in a row before the first rest
const REST = 60; // s; twice as long after each five more
const LONGEST = 3600; // s
const PATIENCE = 8000; // ms

// Seconds until pictures may be tried again on this phone. A clock that was set back does not make it longer.
export async function rest() {
  const { until = 0 } = (await boxes.get("meta", "tries")) ?? {};
  return Math.max(0, Math.min(LONGEST, Math.ceil((until - Date.now()) / 1000)));
}

async function wasWrong() {
  const n = ((await boxes.get("meta", "tries"))?.n ?? 0) + 1;
  const pause = n % FREE ? 0 : Math.min(LONGEST, REST * 2 ** (n / FREE - 1));
  await boxes.put("meta", { n, until: Date.now() + pause * 1000 }, "tries");
}

// Open the box of these pictures, and close what is open now. Resolves with whether there is one.
export async function openWith(pictures) {
  const key = await keyOf(pictures);
  if (!(await find(key))) {
    await wasWrong();
    return false;
  }
  await boxes.remove("meta", "tries");
  await depart({ withLessons: true });
  const { box, content } = await find(key); // as it is now: it may have been hers that was open
  await unpack(box.id, key);
  await putBack(content, { id: box.id, key, secret: content.secret });
  localStorage.setItem("onward.record", "1");
  localStorage.setItem("onward.lock", Date.now());
  await comeIn();
  return true;
}

async function unpack(id, key) {
  const things = await boxes.read("things", (store) => ask(store.index("box").getAllKeys(id)));
  for (const n of things) {
    try {
      const bytes = new Uint8Array(await open(key, await boxes.get("things", n)));
      const end = bytes.indexOf(10);
      const { name, path, headers } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
      await (await caches.open(name)).put(path, new Response(bytes.subarray(end + 1), { headers }));
    } catch {
      // It is of other pictures, or there is no room: it can be fetched again.
    }
  }
}

function putBack(content, lock) {
  return work([...HERS, "meta"], "readwrite", async (...stores) => {
    const meta = stores.pop();
    for (const [at, name] of HERS.entries()) {
      for (const { n, ...row } of content[name]) {
        if (name !== "statements") stores[at].put(row);
        else if (!(await ask(stores[at].index("uuid").get(row.uuid)))) stores[at].add(row);
      }
    }
    for (const [name, value] of Object.entries(content.meta)) meta.put(value, name);
    meta.put(lock, "lock");
    if (lock.secret) meta.put(lock.secret, "opening");
  });
}

// The server lets her in on this phone. Without a network it is asked again later. True if it just did.
export async function comeIn() {
  const secret = await get("meta", "opening");
  if (!secret) return false;
  const answer = await fetch("/phone/open/", { method: "POST", body: new URLSearchParams({ secret }), signal: within(PATIENCE) }).catch(() => undefined);
  if (!answer || answer.redirected || (!answer.ok && answer.status !== 403)) return false;
  if (!answer.ok) await put("meta", { ...(await get("meta", "lock")), secret: undefined }, "lock"); // this phone lets her in no more
  await remove("meta", "opening");
  return answer.ok;
}

// She opened her box without a network; now there may be one.
export async function comeInNow() {
  if ((await comeIn()) && "personal" in document.body.dataset) location.reload(); // it said that nobody is here
}
