// Every page begins here: start what the page has, and what runs behind it. A behaviour is a module with start(main); it is
// fetched only where something for it is on the page, and what it returns is called when the page is left.
//
// A newcomer pays for as little as can be: what lays her own state over a page waits until there is some, what answers to her
// touch waits for it, and what runs behind the page comes when the page is there.

const BEHAVIOURS = [
  { on: ".question[data-quiz]", load: () => import("./question.js"), when: "touched", touch: ".question" },
  { on: ".order", load: () => import("./order.js") },
  { on: ".pairs", load: () => import("./match.js") },
  { on: "[data-listen]", load: () => import("./listen.js") },
  { on: "a.fact[data-fact]", load: () => import("./facts.js") },
  { on: "[data-destination], [data-card]", load: () => import("./destination.js") },
  { on: "[data-state]", load: () => import("./state.js"), when: "recorded" },
  { on: ".lesson", load: () => import("./lesson.js"), when: "behind" },
  { on: "[data-outcome]", load: () => import("./result.js") },
  { on: "[data-passkey]", load: () => import("./passkey.js") },
  { on: "[data-leave]", load: () => import("./leave.js") },
  { on: "[data-erased]", load: () => import("./erased.js") },
  { on: "[data-done]", load: () => import("./done.js") },
  { on: "[data-lock]", load: () => import("./lock.js") },
  { on: "[data-take]", load: () => import("./take.js"), when: "touched", touch: "[data-take]" },
  { on: "[data-phone]", load: () => import("./my-phone.js") },
  { on: "[data-not-here]", load: () => import("./not-here.js") },
  { on: "[data-join], [data-agree]", load: () => import("./join.js") },
  { on: "[data-print]", load: () => import("./print.js") },
  { on: "[data-numbers]", load: () => import("./card.js") },
  { on: "[data-pictures]", load: () => import("./pictures.js") },
  { on: "[data-save]", load: () => import("./save.js") },
];
const IDLE = 2500; // ms after the page is there: what runs behind it takes nothing from it
const TOUCHES = ["pointerdown", "focusin", "click", "submit"];

const AWAY = `${location.protocol === "https:" ? "__Host-" : ""}away=`;
const CLOSED = "onward.closed"; // the worker's mark for whoever is done
const MONTH = 30 * 24 * 3600; // s, as core.away has it
const STILL = 30 * 60 * 1000; // ms
const PRESSES = 5000; // ms for three of them
const STAYS = "onward.look"; // the name that she gave us on her home screen: it protects her

let presses = []; // of Shift, when
let endings = [];
let isBehind = false; // whether what runs behind the first page has been fetched

// ---- Quick exit (docs/decisions/0018) ----

// Where she went, if she is away, and not there yet: “measures” by the exit, “start” when she was done.
const wentTo = () => document.cookie.split("; ").find((one) => one.startsWith(AWAY))?.slice(AWAY.length);
const isElsewhere = () => wentTo() && !location.pathname.endsWith(`/${wentTo()}/`);
// Where this page has to make way to, if it has.
const mustGo = () => (isElsewhere() ? wentTo() : isLeftAlone() && "start");

function setAway(place, age) {
  document.cookie = `${AWAY}${place}; path=/; max-age=${age}; samesite=lax${AWAY.startsWith("_") ? "; secure" : ""}`;
}

// The page is empty before anything else is tried. Before this script is here, the form itself does what matters.
function exit(place = "measures") {
  const root = document.documentElement;
  root.replaceChildren();
  setAway(place, MONTH);
  const address = `/${root.lang}/${place}/`;
  navigator.sendBeacon?.(address);
  const isOurs = !navigator.serviceWorker?.controller && hasRecord(); // else the worker empties the phone when it sees where we go
  const gone = place === "start" ? globalThis.caches?.open(CLOSED) : isOurs && import("./lock/depart.js").then(({ depart }) => depart());
  forget();
  const enough = new Promise((done) => setTimeout(done, 400));
  Promise.race([gone, enough]).catch(() => {}).then(() => location.replace(address));
}

function forget() {
  try {
    sessionStorage.clear();
    for (const name of Object.keys(localStorage)) if (name.startsWith("onward.") && name !== STAYS) localStorage.removeItem(name);
  } catch {
    // Storage is refused: there is nothing in it.
  }
}

function isExit({ type, target, key, repeat, timeStamp }) {
  if (type === "submit") return target.matches(".exit");
  if (!repeat) presses = key === "Shift" ? [...presses.filter((one) => timeStamp - one < PRESSES), timeStamp] : [];
  return presses.length > 2;
}

function watch() {
  const leave = (event) => {
    if (!isExit(event)) return;
    event.preventDefault();
    exit();
  };
  for (const type of ["submit", "keydown"]) addEventListener(type, leave, true);
  addEventListener("onward.away", ({ detail: place }) => (place ? exit(place) : setAway("", 0))); // of done.js and lock.js
  document.addEventListener("visibilitychange", () => !document.hidden && mustGo() && exit(mustGo())); // she left in another tab, or long ago
  const { style } = document.documentElement;
  addEventListener("pagehide", () => (style.visibility = "hidden")); // nothing flashes up when Back brings this page as it was
  addEventListener("pageshow", () => (mustGo() ? exit(mustGo()) : (style.visibility = "")));
}

function noted(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is refused: nothing is noted
  }
}

// Her learning is locked on this phone, and nobody has opened a page for a while: perhaps she forgot to say that she is done.
function isLeftAlone() {
  const last = Number(noted("onward.lock"));
  return last > 0 && Math.abs(Date.now() - last) > STILL;
}

const hasRecord = () => ["onward.record", "onward.place"].some((name) => noted(name) === "1");

async function begin(main, { load }) {
  try {
    const end = (await load()).start(main);
    if (typeof end === "function") endings.push(end);
    return true;
  } catch (error) {
    console.warn(error.message); // the page works without it
    return false;
  }
}

// Start a behaviour when its part of the page is first touched; what she did meanwhile is done once it has started.
function beginWhenTouched(main, behaviour) {
  const part = main.querySelector(behaviour.touch);
  let started;
  const stop = () => TOUCHES.forEach((type) => part.removeEventListener(type, touched, true));
  async function touched(event) {
    const isDone = event.type === "click" ? event.target.closest("[data-ask]") : event.type === "submit";
    if (isDone) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    started ??= begin(main, behaviour).finally(stop);
    const works = await started;
    if (event.type === "submit") works ? part.requestSubmit() : part.submit();
    else if (isDone) event.target.click();
  }
  TOUCHES.forEach((type) => part.addEventListener(type, touched, true));
}

function isDue({ when }) {
  return !when || isBehind || (when !== "behind" && hasRecord());
}

export async function start() {
  const main = document.getElementById("main");
  const wanted = BEHAVIOURS.filter(({ on }) => main.matches(on) || main.querySelector(on));
  for (const one of wanted) if (one.when === "touched" && !isDue(one)) beginWhenTouched(main, one);
  await Promise.all(wanted.filter(isDue).map((one) => begin(main, one)));
  document.body.dataset.started = "";
}

export function leave() {
  for (const end of endings) end();
  endings = [];
  delete document.body.dataset.started;
}

const isPreview = window.top !== window || location.pathname.startsWith("/cms/");

async function behind() {
  const late = BEHAVIOURS.filter((one) => one.when === "behind" && !isDue(one));
  isBehind = true;
  const main = document.getElementById("main");
  await Promise.all(late.filter(({ on }) => main.querySelector(on)).map((one) => begin(main, one)));
  const [{ start: walk }, { start: look }, { start: run }] = await Promise.all([
    import("./walk.js"),
    import("./look.js"),
    import("./phone/start.js"),
  ]);
  look();
  walk({ start, leave });
  run();
}

function whenIdle() {
  const later = globalThis.requestIdleCallback ?? setTimeout;
  setTimeout(() => later(() => behind().catch((error) => console.warn(error.message))), IDLE);
}

function open() {
  if ("personal" in document.body.dataset) {
    try {
      localStorage.setItem("onward.record", "1"); // there may be a record to lay over public pages
      localStorage.setItem("onward.who", document.body.dataset.who); // at once: she may be gone before anything else has run
    } catch {
      // Storage is refused: public pages stay as they are, and “My learning” shows everything.
    }
  }
  for (const card of document.querySelectorAll("[data-take]")) card.hidden = !("caches" in window && "serviceWorker" in navigator);
  if (!isPreview) {
    watch();
    if (document.readyState === "complete") whenIdle();
    else addEventListener("load", whenIdle);
  }
  start();
}

if (mustGo()) exit(mustGo());
else open();
