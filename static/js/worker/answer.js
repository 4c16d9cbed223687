// How a request is answered. Cache first, and never a word of trust in what the browser says of the network: a network that
// gives no answer within two seconds is none, though it may still be heard out.

import { get } from "../phone/db.js";
import { FILES, PAGES, whole } from "../phone/keep.js";
import { tell } from "../phone/news.js";
import { prepare, whileAway } from "../lock/away.js";

const PATIENCE = 2000; // ms
const LATE = "onward.late";
const PERSONAL = [
  [/^\/[\w-]+\/my-learning\/$/, "kept/"],
  [/^(\/[\w-]+(?:\/[\w-]+){3}\/quiz\/)done\/$/, "../kept/"],
];

export function answerFor(event, languages) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/cms/") || url.pathname.startsWith("/documents/")) return;
  if (request.mode === "navigate") return event.respondWith(navigated(event, url, languages));
  if (request.method !== "GET") return;
  const isShown = request.destination === "image" && url.pathname.startsWith("/static/illustrations/");
  if (isShown) event.respondWith(picture(event, url)); // not when one is fetched to be kept
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (url.pathname.startsWith("/media/")) event.respondWith(media(request));
  else if (/\/(facts|key)\.json$/.test(url.pathname)) event.respondWith(data(event, url));
}

async function navigated(event, url, languages) {
  const aside = await whileAway(event, url);
  if (aside) return aside;
  event.waitUntil(prepare([url.pathname], languages).catch(() => {}));
  return event.request.method === "POST" ? posted(event, url, languages) : page(event, url, languages);
}

const stored = async (name, key) => (await caches.open(name)).match(key);

async function file(request) {
  return (await stored(FILES, new URL(request.url).pathname)) ?? fetch(request);
}

// A picture that she has seen stays. One that is not here and cannot be had is empty: its words and its place are there.
async function picture(event, url) {
  const found = await stored(FILES, url.pathname);
  if (found) return found;
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(seen(url.pathname, answer.clone()));
    return answer;
  } catch {
    return new Response('<svg xmlns="http://www.w3.org/2000/svg"/>', { headers: { "content-type": "image/svg+xml" } });
  }
}

const seen = async (path, answer) => (await caches.open(FILES)).put(path, await whole(answer)).catch(() => {});

// A voice that is on the phone, whole or the part that a player asks for.
async function media(request) {
  const found = await stored(FILES, new URL(request.url).pathname);
  if (!found) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!range) return found;
  const body = await found.blob();
  const [from, to] = [Number(range[1]), Math.min(Number(range[2] || body.size - 1), body.size - 1)];
  const headers = { "content-type": body.type, "content-range": `bytes ${from}-${to}/${body.size}`, "content-length": to - from + 1 };
  return new Response(body.slice(from, to + 1), { status: 206, headers });
}

function soon(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("no answer")))]);
}

// A number that can be called must be today's, if today's can be had; the key of a quiz is that of the page she has.
async function data(event, url) {
  const kept = await stored(PAGES, url.pathname);
  if (kept && url.pathname.endsWith("/key.json")) return kept;
  const fetched = fetch(event.request);
  fetched.catch(() => {});
  return kept ? soon(fetched).catch(() => kept) : fetched;
}

async function page(event, url, languages) {
  if (url.pathname === "/") return door(event);
  const kept = (await late(url)) ?? (await stored(PAGES, url.pathname));
  if (kept) return kept;
  const fetched = fetch(event.request);
  event.waitUntil(fetched.catch(() => {}));
  try {
    return await soon(fetched);
  } catch {
    event.waitUntil(hearOut(fetched, url));
    return (await instead(url, languages)) ?? fetched;
  }
}

async function door(event) {
  const language = await get("meta", "language").catch(() => undefined);
  return language ? Response.redirect(`/${language}/`, 302) : fetch(event.request);
}

// The network was slow, not dead: the page that came late waits for the next look at it. What is about a person is not kept.
async function hearOut(fetched, url) {
  const answer = await fetched.catch(() => undefined);
  if (!answer?.ok || answer.headers.get("cache-control")?.includes("no-store")) return;
  const body = await whole(answer.clone()).catch(() => undefined);
  if (!body) return;
  await (await caches.open(LATE)).put(url.pathname, body);
  tell({ of: "late", path: url.pathname });
}

async function late(url) {
  if (!(await caches.has(LATE))) return undefined;
  const cache = await caches.open(LATE);
  const found = await cache.match(url.pathname);
  if (found) await cache.delete(url.pathname);
  return found;
}

// What stands in for a page that cannot be had: the same page about nobody, or the one that says it is not here, in
// whatever language this phone has it.
async function instead(url, languages) {
  for (const [shape, kept] of PERSONAL) {
    const found = shape.test(url.pathname) && (await stored(PAGES, new URL(kept, url).pathname));
    if (found) return found;
  }
  const last = await get("meta", "language").catch(() => undefined);
  for (const language of new Set([url.pathname.split("/")[1], last, ...languages])) {
    const found = await stored(PAGES, `/${language}/not-here/`);
    if (found) return found;
  }
  return undefined;
}

// A form without a network. A language is chosen all the same; anything else was not sent, and the browser says so.
async function posted(event, url, languages) {
  const form = url.pathname === "/language/" ? await event.request.clone().formData() : undefined;
  const fetched = fetch(event.request);
  if (!form) return fetched;
  try {
    return await soon(fetched);
  } catch {
    fetched.catch(() => {});
    return Response.redirect(inLanguage(form.get("language"), form.get("next") ?? "/", languages), 303);
  }
}

function inLanguage(language, next, languages) {
  const [, from, ...rest] = next.split("/");
  const below = languages.includes(from) ? rest.join("/") : "";
  return `/${language}/${below}${below && from !== language ? `#from-${from}` : ""}`;
}
