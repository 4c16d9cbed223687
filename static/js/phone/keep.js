// Keeping pages on the phone, a file at a time (courses/kept.py): a lesson with its quiz, or the pages around the lessons.
// A file is kept whole or not at all. What is in the files cache is named by its content, so it never changes.

import { all, ask, get, put, remove, work } from "./db.js";
import { goes } from "./record.js";
import { isOver } from "./goes.js";
import { tell } from "./news.js";
import { within } from "./within.js";

export const PAGES = "onward.pages";
export const FILES = "onward.files";
const CARRIED = ["content-security-policy", "content-language", "x-frame-options", "referrer-policy", "permissions-policy"];
const LONGEST = 2 * 60 * 1000; // ms for one file
const OURS = /\/static\/[\w./-]+/g;

export class NoRoom extends Error {}
export class NoNetwork extends Error {}

export const kept = () => all("kept");

// Addresses of the files that are here.
export const filesHere = async () => new Set((await (await caches.open(FILES)).keys()).map((request) => new URL(request.url).pathname));
const isPicture = (path) => path.startsWith("/static/illustrations/"); // she may do without
const isFull = (error) => error.name === "QuotaExceededError";
const AS_IT_IS_NOW = { cache: "no-cache" }; // not as the browser had it some minutes ago

async function download(address, options) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "omit", signal: within(LONGEST), ...options });
  } catch (error) {
    throw new NoNetwork(address, { cause: error });
  }
  if (!answer.ok) throw new NoNetwork(`${address}: ${answer.status}`);
  return answer;
}

function page(path, text, headers) {
  const type = path.endsWith(".json") ? "application/json" : "text/html; charset=utf-8";
  const own = new Headers({ "content-type": type, "x-content-type-options": "nosniff" });
  for (const name of CARRIED) if (headers.has(name)) own.set(name, headers.get(name));
  return new Response(text, { headers: own });
}

// Fetch a file and keep it, with its pictures and, if wanted, its voices. Returns its row. Throws NoRoom, NoNetwork.
// on(bytes) hears of each part that has come; what is there already is not fetched again.
export async function keep(address, { pictures = true, voices, taken, version, sizes = {}, on = () => {}, signal } = {}) {
  const before = await get("kept", address);
  const wanted = { taken: taken ?? before?.taken ?? false, voices: voices ?? before?.withVoices ?? false };
  let row = before;
  if (!before || !version || before.version !== version) {
    const answer = await download(address, { ...AS_IT_IS_NOW, ...(signal && { signal }) });
    const said = await answer.json();
    row = { address, version: said.version, language: said.language, lesson: said.lesson, title: said.title, at: Date.now() };
    row.bytes = new Blob(Object.values(said.pages)).size;
    row.paths = Object.keys(said.pages);
    const shown = [...Object.values(said.pages).join(" ").matchAll(OURS)].map(([path]) => path);
    row.pictures = [...new Set([...said.pictures, ...shown.filter(isPicture)])];
    row.voices = said.voices;
    row.files = [...new Set([...said.files, ...shown.filter((path) => !isPicture(path))])];
    await store(before, row, said, answer.headers);
  }
  on(sizes.text ?? 0);
  row = { ...row, taken: wanted.taken, withVoices: wanted.voices, withPictures: pictures };
  try {
    await put("kept", row);
    if (pictures) for (const one of row.pictures) await add(one, on, sizes.pictures?.[one], signal);
    if (wanted.voices) for (const one of row.voices) await add(one, on, sizes.voices?.[one], signal);
    row.complete = true;
    row.voiceBytes = wanted.voices ? await weigh(row.voices) : 0;
    await put("kept", row);
  } catch (error) {
    if (!isFull(error)) throw error;
    await undo(before, row);
    throw new NoRoom(address, { cause: error });
  }
  tell({ of: "kept", address });
  return row;
}

// Bytes of files that are here. They are read, and not asked for as blobs, which would hold them on the disk when they are deleted.
async function weigh(paths) {
  const cache = await caches.open(FILES);
  const sizes = await Promise.all(paths.map(async (path) => (await (await cache.match(path))?.arrayBuffer())?.byteLength ?? 0));
  return sizes.reduce((sum, one) => sum + one, 0);
}

// There was no room for all of a file: it goes, or, where it was here before, stays without what she wanted besides.
async function undo(before, row) {
  if (!before?.complete) return drop(row.address, row.paths);
  const { taken, withVoices, voiceBytes } = before;
  await put("kept", { ...row, taken, withVoices, voiceBytes, complete: true }).catch(() => drop(row.address));
  return tidy();
}

async function store(before, row, said, headers) {
  try {
    for (const path of row.files) await addFile(path);
    const cache = await caches.open(PAGES);
    for (const [path, text] of Object.entries(said.pages)) await cache.put(path, page(path, text, headers));
    for (const path of before?.paths ?? []) if (!(path in said.pages)) await cache.delete(path);
  } catch (error) {
    if (!isFull(error)) throw error;
    await drop(row.address, [...row.paths, ...(before?.paths ?? [])]);
    throw new NoRoom(row.address, { cause: error });
  }
}

// Put a file into the files cache, if it is not there. Its body is fetched whole first: a cache that waits for a network that
// hangs answers nobody meanwhile.
export async function addFile(path) {
  const cache = await caches.open(FILES);
  if ((await cache.keys(path)).length) return 0;
  const answer = await download(path);
  await cache.put(path, await whole(answer));
  return Number(answer.headers.get("content-length")) || 0;
}

// An answer with its body at hand.
export async function whole(answer) {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name); // they were of its way here
  try {
    return new Response(await answer.blob(), { headers });
  } catch (error) {
    throw new NoNetwork(answer.url, { cause: error });
  }
}

async function add(path, on, size, signal) {
  if (signal?.aborted) throw new NoNetwork(path);
  const bytes = await addFile(path);
  on(size ?? bytes);
}

// Take a file off the phone: its pages at once, its pictures and voices unless another one shows them too.
export async function drop(address, paths = []) {
  const row = await get("kept", address);
  const cache = await caches.open(PAGES);
  for (const path of new Set([...(row?.paths ?? []), ...paths])) await cache.delete(path);
  await remove("kept", address);
  await tidy();
  tell({ of: "kept", address });
}

// Delete files that nothing kept needs. needed: what the present release needs besides; while that is not known, all stay.
export async function tidy(needed) {
  const release = needed ?? (await get("meta", "files"));
  if (!release) return;
  const rows = await kept();
  const wanted = new Set([...release, ...rows.flatMap((row) => [...row.files, ...row.pictures, ...(row.withVoices ? row.voices : [])])]);
  const cache = await caches.open(FILES);
  for (const path of await filesHere()) if (!wanted.has(path)) await cache.delete(path);
}

// Make room for answers, which matter more than anything that can be fetched again. False if there is nothing left to give.
// The lesson she is in goes last.
export async function makeRoom(lesson) {
  const worth = (row) => [row.lesson === lesson, !row.lesson, Boolean(row.taken)].reduce((sum, one) => 2 * sum + one, 0);
  const rows = (await kept()).sort((a, b) => worth(a) - worth(b) || a.at - b.at);
  const voiced = rows.find((row) => row.withVoices);
  if (voiced) {
    const cache = await caches.open(FILES);
    const others = rows.flatMap((row) => (row !== voiced && row.withVoices ? row.voices : []));
    for (const voice of voiced.voices) if (!others.includes(voice)) await cache.delete(voice);
    await put("kept", { ...voiced, withVoices: false, voiceBytes: 0 }); // there is room for this only now
    return true;
  }
  if (!rows.length) return caches.delete(PAGES); // of lessons that the database has lost
  await drop(rows[0].address);
  return true;
}

// Fetch again what has changed since it was kept; but not a quiz she is in the middle of.
export async function freshen() {
  const rows = await kept();
  for (const language of new Set(rows.map((row) => row.language))) {
    const versions = await (await download(`/${language}/versions.json`, AS_IT_IS_NOW)).json();
    for (const row of rows.filter((one) => one.language === language)) {
      const version = versions[row.address];
      if (!version || version === row.version || (await isOpen(row))) continue;
      await keep(row.address, { pictures: row.withPictures });
    }
  }
}

async function isOpen(row) {
  if (!row.lesson) return false;
  const quizzes = await work("statements", "readonly", async (store) =>
    (await ask(store.getAll())).filter((one) => one.lesson === row.lesson && one.quiz).map((one) => one.quiz),
  );
  for (const quiz of new Set(quizzes)) if ((await goes(quiz)).some((go) => !isOver(go))) return true;
  return false;
}
