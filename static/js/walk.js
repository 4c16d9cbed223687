// From page to page without leaving: a page that is kept on this phone is put in the place of this one, which takes a slow
// phone a third of the time that opening it anew would. What is not kept, or is not quite like this page, is opened as always.

import { PAGES } from "./phone/keep.js";

const policy = globalThis.trustedTypes?.createPolicy("onward-pages", { createHTML: (text) => text }); // only what we kept

let life; // { start, leave }, of page.js
let at = location.pathname; // of the page that is shown
let latest; // tap
const ready = new Map(); // address → Promise<Document | undefined>, of where she may go from here

const language = () => document.documentElement.lang;
const style = (page) => page.querySelector("style").textContent;

function target(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined;
  if (link.origin !== location.origin || !link.pathname.startsWith(`/${language()}/`)) return undefined;
  if (link.hash || link.search || link.pathname === location.pathname) return undefined;
  return link.pathname;
}

async function parse(address) {
  const cache = await caches.open(PAGES);
  const answer = await cache.match(address);
  if (!answer) return undefined;
  const text = await answer.text();
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
  const isAlike = style(page) === style(document) && page.documentElement.lang === language() && page.getElementById("main");
  return isAlike ? page : undefined;
}

function prepare(address) {
  if (!ready.has(address)) ready.set(address, parse(address).catch(() => undefined));
  return ready.get(address);
}

// While she reads, get ready where the page leads on; what is not here may be by the time she taps.
function expect() {
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
  for (const link of document.querySelectorAll("main .go[href], .pager a")) {
    const address = target({ target: link });
    if (address) whenIdle(async () => (await prepare(address)) ?? ready.delete(address));
  }
}

function show(page, place) {
  at = location.pathname;
  life.leave();
  const main = document.adoptNode(page.getElementById("main"));
  document.getElementById("main").replaceWith(main);
  document.title = page.title;
  delete document.body.dataset.personal;
  if (place) scrollTo(0, place);
  else {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  ready.clear();
  const isQuestion = main.querySelector(".question"); // it looks otherwise once it is started; the others can be seen first
  if (isQuestion) life.start();
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (!isQuestion) life.start();
      around(page); // the frame around it differs in little
    }),
  );
}

function around(page) {
  for (const part of [".bar", ".undo"]) {
    const [here, there] = [document.querySelector(part), page.querySelector(part)];
    if (here && there && !here.contains(document.activeElement)) here.replaceWith(document.adoptNode(there));
  }
  import("./phone/start.js").then(({ arrive }) => arrive(), () => {});
  expect();
}

async function go(address, event) {
  event.preventDefault();
  const tap = (latest = {});
  const page = await prepare(address);
  if (tap !== latest) return undefined; // she has tapped again since
  if (!page) return location.assign(address);
  history.replaceState({ ...history.state, top: scrollY }, "");
  history.pushState({ walked: true }, "", address);
  show(page);
}

async function goBack(event) {
  const page = await prepare(location.pathname);
  if (page) show(page, event.state?.top ?? 0);
  else location.reload();
}

export async function start(ofPage) {
  if (!("caches" in globalThis) || !("DOMParser" in globalThis)) return;
  life = ofPage;
  const keptPages = await caches.has(PAGES);
  addEventListener("pointerdown", (event) => {
    const address = target(event);
    if (address) prepare(address);
  });
  addEventListener("click", (event) => {
    const address = event.defaultPrevented || event.button ? undefined : target(event);
    if (address && (keptPages || ready.size)) go(address, event);
  });
  addEventListener("popstate", (event) => {
    if (location.pathname !== at) goBack(event); // else only the part after “#” has changed
  });
  expect();
}
