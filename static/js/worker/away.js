// While she is away, whatever page of ours is asked for, the neutral one answers (docs/decisions/0018). A worker cannot read
// cookies, so the phone has a mark of its own: a cache with nothing in it.

import { depart } from "../phone/depart.js";
import { whole } from "../phone/keep.js";

const AWAY = "onward.away";
const NEUTRAL = "onward.neutral";
const DOOR = ["/", "/language/"];
const HERE = 1000; // ms, by which the page that she left is gone

export const isAway = () => caches.has(AWAY);
const pathOf = ({ url }) => new URL(url).pathname;
const languageOf = (path) => path.split("/")[1];
const neutral = (path) => `/${languageOf(path)}/measures/`;
const isNeutral = (path) => path === neutral(path);
const kept = async () => (await (await caches.open(NEUTRAL)).keys()).map(pathOf);

// The answer if she is away, or leaves by this very request; else undefined.
export async function whileAway(event, { pathname }) {
  const { method, referrer, isHistoryNavigation } = event.request;
  const isSent = method === "POST";
  if (isNeutral(pathname)) {
    if (isSent || referrer.startsWith(`${location.origin}/`)) await leave(event, pathname); // only the exit leads there from our pages
    return isSent ? Response.redirect(pathname, 303) : show(event.request, pathname);
  }
  if (!(await isAway())) return undefined;
  if (isHistoryNavigation || !DOOR.includes(pathname)) return aside(pathname);
  return (isSent ? comeBack(event.request) : fetch(event.request)).catch(() => aside(pathname));
}

async function leave(event, path) {
  await caches.open(AWAY);
  event.waitUntil(depart());
  event.waitUntil(takeAlong(path));
  if (event.request.method === "POST") event.waitUntil(fetch(event.request).catch(() => {})); // it ends her session
}

// Other pages of ours that are open go where she went.
async function takeAlong(path) {
  const open = (await self.clients.matchAll({ type: "window" })).filter((one) => !isNeutral(pathOf(one)));
  await new Promise((done) => setTimeout(done, HERE));
  for (const { id } of open) (await self.clients.get(id))?.navigate(path).catch(() => {});
}

async function show(request, path) {
  const cache = await caches.open(NEUTRAL);
  return (await cache.match(path)) ?? fetch(request).catch(async () => (await cache.matchAll())[0] ?? Response.error());
}

async function nearest(path) {
  const here = await kept();
  return here.find((one) => one === neutral(path)) ?? here[0] ?? "/en/measures/";
}

const aside = async (path) => Response.redirect(await nearest(path), 303);

// She has chosen a language at the door. A session that could not be ended for want of a network is ended first.
async function comeBack(request) {
  await fetch(await nearest("/"), { method: "POST", redirect: "manual" });
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await caches.delete(AWAY);
  return answer;
}

// Have the neutral page here in the languages of some pages; isNew: as a new release has it.
export async function prepare(paths, languages, isNew = false) {
  const cache = await caches.open(NEUTRAL);
  for (const address of new Set(paths.map(neutral))) {
    if (!languages.includes(languageOf(address)) || (!isNew && (await cache.match(address)))) continue;
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (answer.ok) await cache.put(address, await whole(answer));
  }
}

export async function renew(languages) {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  await prepare([...open.map(pathOf), ...(await kept())], languages, true);
}
