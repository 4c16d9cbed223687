// The worker: it answers for the network when there is none, keeps what a release needs, and sends what waits.

import { send as sendLetters } from "../lock/letters.js";
import { put } from "../phone/db.js";
import { depart } from "../lock/depart.js";
import { addFile, tidy } from "../phone/keep.js";
import { send } from "../phone/sync.js";
import { answerFor } from "./answer.js";
import { renew, whereTo } from "../lock/away.js";

export function start({ files, languages, seal }) {
  self.addEventListener("install", (event) => event.waitUntil(install(files, languages)));
  self.addEventListener("activate", (event) => event.waitUntil(activate(files, seal)));
  self.addEventListener("fetch", (event) => answerFor(event, languages));
  self.addEventListener("sync", (event) => event.tag === "send" && event.waitUntil(sendOrFail()));
}

// A new release's files come beside the old ones: pages of both work. It takes over at once, since it answers with the same
// pages as the one before; no page is opened anew for it.
async function install(files, languages) {
  await renew(languages);
  for (const path of files) await addFile(path);
  await self.skipWaiting();
}

async function activate(files, seal) {
  await self.clients.claim();
  await put("meta", seal, "seal").catch(() => {});
  await put("meta", files, "files")
    .then(() => tidy(files))
    .catch(() => {}); // without the database we do not know what is still needed
}

async function sendOrFail() {
  const isAll = (await send({ force: true })) && (await sendLetters());
  const place = await whereTo();
  if (place) await depart({ withLessons: place === "start" }); // what is safe now stays here no longer
  if (!isAll) throw new Error("not all was sent"); // the browser tries again later
}
