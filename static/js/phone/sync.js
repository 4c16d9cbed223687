// Sending what was learned here to the server. It begins by itself: when a page opens or is looked at again, when the network
// comes back, after an answer, and from the worker. However often and from wherever it runs, the server has each statement once.

import { all, ask, get, put, work } from "./db.js";
import { tell } from "./news.js";
import { forget, known, unknown } from "./owner.js";
import { asSent, settle, waiting } from "./record.js";
import { within } from "./within.js";

const ADDRESS = "/sync/";
const PATIENCE = 12000; // ms for one parcel
const MOST = 50; // statements in a parcel: a cut costs little
const LONGEST = 15 * 60 * 1000;

let atOnce = MOST;
let again; // the timer of the next try

// Resolves with true if nothing is left to send. force: also though it failed a moment ago.
export function send({ force = false } = {}) {
  if (!globalThis.navigator?.locks) return sendAll(force);
  return navigator.locks.request("onward.sync", () => sendAll(force));
}

async function sendAll(force) {
  const pause = force ? 0 : (await pausedUntil()) - Date.now();
  if (pause > 0) return later(pause);
  const tried = new Set();
  for (;;) {
    const parcel = await nextParcel(tried);
    if (!parcel) return !(await nextParcel(new Set()));
    if (!(await deliver(parcel))) return false;
  }
}

// The clock may jump: a pause that reaches further than any pause does is none.
async function pausedUntil() {
  const { until = 0 } = (await get("meta", "pause")) ?? {};
  return until - Date.now() > LONGEST ? 0 : until;
}

// What one owner has to send, unless it was tried just so before.
async function nextParcel(tried) {
  const owners = new Map((await all("owners")).map((one) => [one.id, one]));
  const joinedBy = (owner) => owners.get(owner?.joins);
  const way = (one) => `${one.uuid} ${atOnce} ${(joinedBy(owners.get(one.owner)) ?? owners.get(one.owner))?.key}`;
  const list = (await waiting()).filter((one) => isNamed(owners.get(one.owner), joinedBy(owners.get(one.owner))) && !tried.has(way(one)));
  const first = list[0];
  const preferences = (await get("meta", "preferences")) ?? [];
  const owner = owners.get(first?.owner ?? (await get("meta", "me")));
  const joins = joinedBy(owner);
  if (!first && !(preferences.length && owner?.account && owner.key && !tried.has("preferences"))) return undefined;
  const statements = first ? list.filter((one) => one.owner === first.owner).slice(0, atOnce) : [];
  for (const mark of ["preferences", ...statements.map(way)]) tried.add(mark);
  return { owner, joins, statements, preferences: owner?.account || joins?.account ? preferences : [] };
}

// Whether the server can tell whose answers these are. Those without an owner are whose browser it is.
const isNamed = (owner, joins) => !owner || Boolean(joins ? joins.key : owner.key || owner.secret);

async function deliver({ owner, joins, statements, preferences }) {
  const body = { version: 1, sent_at: new Date().toISOString(), statements: statements.map(asSent), preferences };
  body.key = (owner?.secret || !owner?.key) && joins?.key ? joins.key : owner?.key;
  if (owner?.secret && (!owner.key || joins)) body.secret = owner.secret;
  for (const one of statements) tell({ of: "receipt", uuid: one.uuid, is: "sent" });
  let answer, said;
  try {
    answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: within(PATIENCE),
    });
    said = await answer.json();
  } catch {
    return putOff(statements);
  }
  if (answer.ok && said.acks?.length === statements.length) return accepted(owner, joins, statements, preferences, said);
  if (answer.status === 401 && body.key) {
    await unknown(body.key);
    for (const one of statements) tell({ of: "receipt", uuid: one.uuid, is: "phone" });
    return true; // it goes with her secret now, or waits
  }
  if ((answer.status === 413 || answer.status === 422) && statements.length > 1) {
    atOnce = Math.max(1, Math.floor(statements.length / 2)); // send less at once; what is at fault is found by halves
    return true;
  }
  return putOff(statements, Number(answer.headers.get("Retry-After")) * 1000);
}

async function accepted(owner, joins, statements, preferences, said) {
  await settle(said.acks.map((ack, place) => ({ ...ack, uuid: statements[place].uuid })));
  if (said.erased) for (const one of [owner, joins]) one && (await forget(one.id)); // she has erased herself
  else if (owner) await known(owner.id, said);
  await work("meta", "readwrite", async (meta) => {
    const rest = ((await ask(meta.get("preferences"))) ?? []).filter((one) => !preferences.some((sent) => sent.uuid === one.uuid));
    meta.put(rest, "preferences");
    meta.put(said.clock_error, "clock");
    meta.delete("pause");
  });
  atOnce = MOST;
  tell({ of: "sync", done: true });
  return true;
}

// Not now: each failure in a row waits about twice as long, and no two phones equally long.
async function putOff(statements, atLeast = 0) {
  const { failures = 0 } = (await get("meta", "pause").catch(() => undefined)) ?? {};
  const pause = Math.max(atLeast || 0, Math.min(LONGEST, 2000 * 2 ** failures) * (0.5 + Math.random() / 2));
  await put("meta", { failures: failures + 1, until: Date.now() + pause }, "pause").catch(() => {});
  for (const one of statements) tell({ of: "receipt", uuid: one.uuid, is: "phone" });
  return later(pause);
}

// As long as a page is open it tries again by itself: nothing may tell it that the network is back.
function later(pause) {
  clearTimeout(again);
  again = setTimeout(() => send().catch(() => {}), pause + 100);
  return false;
}
