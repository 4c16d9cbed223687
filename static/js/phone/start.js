// What runs behind every page once it is shown: the worker, the sending, the keeping. Nothing here may disturb the page.

import { send as sendLetters } from "../lock/letters.js";
import { all, get, put } from "./db.js";
import { freshen, keep, kept } from "./keep.js";
import { tell } from "./news.js";
import { recognise } from "./owner.js";
import { waiting } from "./record.js";
import { restoreOrHeal } from "./spare.js";
import { refresh } from "./state.js";
import { send } from "./sync.js";
import { register } from "./worker.js";

const FRESH = 6 * 3600 * 1000;
const quietly = (promise) => promise.catch(() => {});

export async function start() {
  register();
  addEventListener("online", () => quietly(send({ force: true }).finally(sendLetters)));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && quietly(send()));
  const back = await quietly(restoreOrHeal());
  if (back) localStorage.setItem("onward.restored", back + Number(localStorage.getItem("onward.restored")));
  if (await quietly(get("meta", "opening"))) await quietly(import("../lock/open.js").then(({ comeInNow }) => comeInNow()));
  await quietly(recognise());
  await quietly(remind());
  await quietly(send({ force: true })); // she has just opened a page: worth a try, whatever failed before
  quietly(sendLetters());
  arrive();
}

// If the battery was empty before the browser had written down that there is a record, this page does not look for it.
async function remind() {
  if (localStorage.getItem("onward.record") === "1" || !(await all("statements")).length) return;
  localStorage.setItem("onward.record", "1");
  document.querySelector("form.question")?.dispatchEvent(new Event("focusin")); // page.js starts it as if she had touched it
}

// A page is shown, freshly opened or walked to.
export async function arrive() {
  const { keep: lesson, frame } = document.getElementById("main").dataset;
  if (localStorage.getItem("onward.lock")) localStorage.setItem("onward.lock", Date.now());
  await quietly(put("meta", document.documentElement.lang, "language"));
  if ("personal" in document.body.dataset) await quietly(refresh());
  if ((await quietly(waiting()))?.length) quietly(send());
  if (!("caches" in globalThis) || !(await register())) return;
  if (lesson) {
    await quietly(keepOnce(lesson, true));
    await quietly(keepOnce(frame, false)); // of the pictures around it those that she has seen are here
  }
  await quietly(freshenNowAndThen());
}

async function keepOnce(address, pictures) {
  const had = await get("kept", address);
  if (had?.complete) return;
  await keep(address, { pictures: had?.withPictures ?? pictures, version: had?.version }); // where it broke off, it goes on
}

async function freshenNowAndThen() {
  const last = (await get("meta", "fresh")) ?? 0;
  if (Math.abs(Date.now() - last) < FRESH || !(await kept()).length) return;
  await freshen();
  await put("meta", Date.now(), "fresh");
  tell({ of: "fresh" });
}
