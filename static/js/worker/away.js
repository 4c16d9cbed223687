// While she is away, whatever page of ours is asked for, the neutral one answers (docs/decisions/0018). A worker cannot read
// cookies, so the phone has a mark of its own: a cache with nothing in it.

import { depart } from "../phone/depart.js";
import { whole } from "../phone/keep.js";

const AWAY = "onward.away";
const NEUTRAL = "onward.neutral";
const SHAPE = /^\/([\w-]+)\/measures\/$/;
const DOOR = ["/", "/language/"];
const HERE = 1000; // ms, by which the page that she left is gone

export const isAway = () => caches.has(AWAY);
const pathOf = ({ url }) => new URL(url).pathname;
const languageOf = (path) => path.split("/")[1];
const neutral = (language) => `/${language}/measures/`;
const kept = async () => (await (await caches.open(NEUTRAL)).keys()).map(pathOf);

// The answer if she is away, or leaves by this very request; else undefined.
export async function whileAway(event, { pathname }) {
  const { method, referrer, isHistoryNavigation } = event.request;
  if (SHAPE.test(pathname)) {
    // Only the exit leads there from a page of ours.
    if (method === "POST" || (referrer && new URL(referrer).origin === location.origin)) await leave(event, pathname);
    return method === "POST" ? Response.redirect(pathname, 303) : show(event.request, pathname);
  }
  if (!(await isAway())) return undefined;
  if (isHistoryNavigation || !DOOR.includes(pathname)) return aside(pathname);
  return (method === "POST" ? comeBack(event.request) : fetch(event.request)).catch(() => aside(pathname));
}

async function leave(event, path) {
  await caches.open(AWAY);
  event.waitUntil(depart());
  event.waitUntil(takeAlong(path));
  if (event.request.method === "POST") event.waitUntil(fetch(event.request).catch(() => {})); // it ends her session
}

// Other pages of ours that are open go where she went.
async function takeAlong(path) {
  await new Promise((done) => setTimeout(done, HERE));
  for (const client of await self.clients.matchAll({ type: "window" })) {
    if (!SHAPE.test(pathOf(client))) client.navigate(path).catch(() => {});
  }
}

async function show(request, path) {
  const cache = await caches.open(NEUTRAL);
  return (await cache.match(path)) ?? fetch(request).catch(async (error) => (await cache.matchAll())[0] ?? Promise.reject(error));
}

async function place(path) {
  const here = await kept();
  const wanted = neutral(languageOf(path));
  return here.includes(wanted) ? wanted : (here[0] ?? neutral("en"));
}

const aside = async (path) => Response.redirect(await place(path), 303);

// She has chosen a language at the door. A session that could not be ended for want of a network is ended first.
async function comeBack(request) {
  await fetch(await place("/"), { method: "POST", redirect: "manual" });
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await caches.delete(AWAY);
  return answer;
}

async function add(language) {
  const answer = await fetch(neutral(language), { credentials: "omit", cache: "no-cache" });
  if (answer.ok) await (await caches.open(NEUTRAL)).put(neutral(language), await whole(answer));
}

// Have the neutral page here in the language of a page that is shown.
export async function prepare(path, languages) {
  const language = languageOf(path);
  if (languages.includes(language) && !(await kept()).includes(neutral(language))) await add(language);
}

// A new release's neutral page, in the languages that she uses.
export async function renew(languages) {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const used = new Set([...open.map(pathOf), ...(await kept())].map(languageOf));
  for (const language of used) if (languages.includes(language)) await add(language);
}
