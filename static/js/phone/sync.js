// Sending what was learned here to the server. It begins by itself: when a page opens or is looked at again, when the network
// comes back, after an answer, and from the worker. However often and from wherever it runs, the server has each statement once.

import { all, ask, get, put, work } from "./db.js";
import { tell } from "./news.js";
import { known } from "./owner.js";
import { asSent, settle, waiting } from "./record.js";

const ADDRESS = "/sync/";
const PATIENCE = 12000; // ms for one parcel
const MOST = 50; // statements in a parcel: a cut costs little
const LONGEST = 15 * 60 * 1000;

let atOnce = MOST;
let again; // the timer of the next try

// Resolves with true if nothing waits any more. force: also though it failed a moment ago.
export function send({ force = false } = {}) {
  if (!globalThis.navigator?.locks) return sendAll(force);
  return navigator.locks.request("onward.sync", () => sendAll(force));
}

async function sendAll(force) {
  if (!force && Date.now() < (await pausedUntil())) return false;
  const tried = new Set();
  for (;;) {
    const parcel = await nextParcel(tried);
    if (!parcel) return (await waiting()).length === 0 && !(await get("meta", "preferences"))?.length;
    parcel.statements.forEach((one) => tried.add(`${one.uuid} ${atOnce}`));
    if (!(await deliver(parcel))) return false;
  }
}

// How long to wait before the next try, in ms.
export const pauseLeft = async () => Math.max(1000, (await pausedUntil()) - Date.now());

// The clock may jump: a pause that reaches further than any pause does is none.
async function pausedUntil() {
  const { until = 0 } = (await get("meta", "pause")) ?? {};
  return until - Date.now() > LONGEST ? 0 : until;
}

async function nextParcel(tried) {
  const list = (await waiting()).filter((one) => !tried.has(`${one.uuid} ${atOnce}`));
  const owners = new Map((await all("owners")).map((one) => [one.id, one]));
  const first = list[0];
  const preferences = (await get("meta", "preferences")) ?? [];
  const mine = owners.get(first?.owner ?? (await get("meta", "me")));
  if (!first && !(preferences.length && mine?.account && !tried.has("preferences"))) return undefined;
  tried.add("preferences");
  const joins = owners.get(mine?.joins);
  return {
    owner: mine,
    joins,
    statements: first ? list.filter((one) => one.owner === first.owner).slice(0, atOnce) : [],
    preferences: mine?.account || joins?.account ? preferences : [],
  };
}

async function deliver({ owner, joins, statements, preferences }) {
  const body = { version: 1, sent_at: new Date().toISOString(), statements: statements.map(asSent), preferences };
  if (joins?.key) body.key = joins.key;
  else if (owner?.key) body.key = owner.key;
  if (owner?.secret && (!owner.key || joins)) body.secret = owner.secret;
  for (const one of statements) tell({ of: "receipt", uuid: one.uuid, is: "sent" });
  let answer, said;
  try {
    answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    said = await answer.json();
  } catch {
    return putOff(statements);
  }
  if (answer.ok && said.acks?.length === statements.length) return accepted(owner, statements, preferences, said);
  if ((answer.status === 413 || answer.status === 422) && statements.length > 1) {
    atOnce = Math.max(1, Math.floor(statements.length / 2)); // send less at once; what is at fault is found by halves
    return true;
  }
  return putOff(statements, Number(answer.headers.get("Retry-After")) * 1000);
}

async function accepted(owner, statements, preferences, said) {
  await settle(said.acks.map((ack, place) => ({ ...ack, uuid: statements[place].uuid })));
  if (owner) await known(owner.id, said);
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
  // While the page stays open nothing may tell that the network is back.
  clearTimeout(again);
  again = setTimeout(() => send().catch(() => {}), pause + 100);
  return false;
}
