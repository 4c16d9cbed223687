// While she is away, whatever page of ours is asked for, the one where she went answers (docs/decisions/0018, 0024): the neutral
// page of the exit, or the page where whoever comes next begins. A worker cannot read cookies, so the phone has marks of its own:
// caches with nothing in them.

import { boxes } from "./boxes.js";
import { depart } from "./depart.js";
import { whole } from "../phone/keep.js";

const NEUTRAL = "onward.neutral";
const MARKS = { measures: "onward.away", start: "onward.closed" };
const OPEN = { measures: ["/", "/language/"], start: ["/language/"] };
const HERE = 1000; // ms, by which the page that she left is gone

const pathOf = ({ url }) => new URL(url).pathname;
const languageOf = (path) => path.split("/")[1];
const at = (path, place) => `/${languageOf(path)}/${place}/`;
const placeOf = (path) => Object.keys(MARKS).find((place) => path === at(path, place));
const kept = async () => (await (await caches.open(NEUTRAL)).keys()).map(pathOf);

// Where she went, if she is away.
export async function whereTo() {
  for (const [place, mark] of Object.entries(MARKS)) if (await caches.has(mark)) return place;
  return undefined;
}

// The answer if she is away, or leaves by this very request; else undefined.
export async function whileAway(event, { pathname }) {
  const { method, referrer, isHistoryNavigation } = event.request;
  const isSent = method === "POST";
  const place = placeOf(pathname);
  if (place) {
    // Only the exit leads from our pages to the neutral one; whoever is done has set the mark.
    if (isSent || (place === "measures" && referrer.startsWith(`${location.origin}/`))) await leave(event, pathname, place);
    else if (place === "start" && (await whereTo()) === place) event.waitUntil(depart({ withLessons: true }));
    return isSent ? Response.redirect(pathname, 303) : show(event.request, pathname);
  }
  const now = await whereTo();
  if (!now) return undefined;
  if (isHistoryNavigation || !OPEN[now].includes(pathname)) return aside(pathname, now);
  return (isSent ? comeBack(event.request, now) : fetch(event.request)).catch(() => aside(pathname, now));
}

async function leave(event, path, place) {
  await caches.open(MARKS[place]);
  event.waitUntil(depart());
  event.waitUntil(takeAlong(path));
  if (event.request.method === "POST") event.waitUntil(fetch(event.request).catch(() => {})); // it ends her session
}

// Other pages of ours that are open go where she went.
async function takeAlong(path) {
  const open = (await self.clients.matchAll({ type: "window" })).filter((one) => !placeOf(pathOf(one)));
  await new Promise((done) => setTimeout(done, HERE));
  for (const { id } of open) (await self.clients.get(id))?.navigate(path).catch(() => {});
}

async function show(request, path) {
  const cache = await caches.open(NEUTRAL);
  const instead = async () => (await cache.match(await nearest(path, "measures"))) ?? Response.error();
  return (await cache.match(path)) ?? fetch(request).catch(instead);
}

// The address of a place, in the language asked for if this phone knows it, else in one that it knows.
async function nearest(path, place) {
  const languages = (await kept()).map(languageOf);
  const language = languages.includes(languageOf(path)) ? languageOf(path) : (languages[0] ?? "en");
  return `/${language}/${place}/`;
}

const aside = async (path, place) => Response.redirect(await nearest(path, place), 303);

// She, or somebody else, begins again. A session that could not be ended for want of a network is ended first. Only the language
// was changed of the page where she is: she stays away.
async function comeBack(request, place) {
  const next = (await request.clone().formData()).get("next") ?? "";
  await fetch(await nearest("/", place), { method: "POST", redirect: "manual" });
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect" && !placeOf(next)) for (const mark of Object.values(MARKS)) await caches.delete(mark);
  return answer;
}

// Have the pages to go to here in the languages of some pages; isNew: as a new release has them. Where nothing is locked, nobody
// needs the one that opens it without a network.
export async function prepare(paths, languages, isNew = false) {
  const cache = await caches.open(NEUTRAL);
  const isLocked = (await boxes.all("boxes").catch(() => [])).length > 0;
  const places = Object.keys(MARKS).slice(0, isLocked ? 2 : 1);
  for (const address of new Set(paths.flatMap((path) => places.map((place) => at(path, place))))) {
    if (!languages.includes(languageOf(address)) || (!isNew && (await cache.match(address)))) continue;
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (answer.ok) await cache.put(address, await whole(answer));
  }
}

export async function renew(languages) {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  await prepare([...open.map(pathOf), ...(await kept())], languages, true);
}
