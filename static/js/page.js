// Every page begins here: start what the page has, and what runs behind it. A behaviour is a module with start(main); it is
// fetched only where something for it is on the page, and what it returns is called when the page is left.

const BEHAVIOURS = [
  [".question[data-quiz]", () => import("./question.js")],
  [".order", () => import("./order.js")],
  [".pairs", () => import("./match.js")],
  ["[data-listen]", () => import("./listen.js")],
  ["a.fact[data-fact]", () => import("./facts.js")],
  ["[data-destination]", () => import("./destination.js")],
  ["[data-state]", () => import("./state.js")],
  [".lesson", () => import("./lesson.js")],
  ["[data-outcome]", () => import("./result.js")],
  ["[data-leave]", () => import("./leave.js")],
  ["[data-take]", () => import("./take.js")],
  ["[data-phone]", () => import("./my-phone.js")],
  ["[data-not-here]", () => import("./not-here.js")],
];
const IDLE = 2500; // ms after the page is there: what runs behind it takes nothing from it

let endings = [];

export async function start() {
  const main = document.getElementById("main");
  const wanted = BEHAVIOURS.filter(([selector]) => main.matches(selector) || main.querySelector(selector));
  const started = await Promise.all(
    wanted.map(async ([, load]) => {
      try {
        return (await load()).start(main);
      } catch (error) {
        console.warn(error.message); // the page works without it
        return undefined;
      }
    }),
  );
  endings.push(...started.filter((end) => typeof end === "function"));
  document.body.dataset.started = "";
}

export function leave() {
  for (const end of endings) end();
  endings = [];
}

const isPreview = window.top !== window || location.pathname.startsWith("/cms/");

function behind() {
  const later = globalThis.requestIdleCallback ?? setTimeout;
  setTimeout(() => later(() => import("./phone/start.js").then(({ start }) => start(), () => {})), IDLE);
}

if ("personal" in document.body.dataset) {
  try {
    localStorage.setItem("onward.record", "1"); // there may be a record to lay over public pages
  } catch {
    // Storage is refused: public pages stay as they are, and “My learning” shows everything.
  }
}
if (!isPreview) {
  import("./look.js").then(({ start }) => start(), () => {});
  import("./walk.js").then(({ start: walk }) => walk({ start, leave }), () => {});
  if (document.readyState === "complete") behind();
  else addEventListener("load", behind);
}
start();
