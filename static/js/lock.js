// Locking one's learning on this phone with pictures, and opening it: templates/account/lock.html and start.html.

import { rest, openWith } from "./lock/open.js";
import { isLost, isMade, make } from "./lock/box.js";
import { depart } from "./lock/depart.js";

const [FEWEST, MOST] = [4, 8];
const AWAY = ["onward.away", "onward.closed"]; // the worker's marks

// Whoever was here has just left: this phone is emptied of her. The battery may have died before the browser had written down that
// she left; the worker's mark is on the disk by then.
async function finish() {
  const knows = document.cookie.includes("away=start");
  if (!knows && !(await caches.has(AWAY[1]))) return;
  if (!knows) navigator.sendBeacon?.(location.pathname);
  await depart({ withLessons: true });
}

export function start(main) {
  const part = main.querySelector("[data-lock]");
  const [go, said] = [part.querySelector("[data-go]"), part.querySelector("[role=status]")];
  if (!globalThis.crypto?.subtle || !("caches" in globalThis)) return say("cannot");
  const isNew = part.dataset.lock === "new";
  const buttons = [...part.querySelectorAll("[name=tap]")];
  let [chosen, before, isBusy] = [[], undefined, false];

  // What is said stands in the page, in her language.
  function say(which, values = {}) {
    for (const one of part.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== which;
    part.querySelector(`[data-say="${which}"]`)?.scrollIntoView({ block: "nearest" });
    const words = part.querySelector(`[data-say="${which}"] [data-words]`);
    if (words) words.textContent = Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), words.dataset.words);
  }

  function show() {
    const slots = part.querySelector(".slots");
    slots.replaceChildren(...Array.from({ length: Math.max(FEWEST, chosen.length) }, (_, at) => slot(at)));
    go.disabled = isBusy || chosen.length < FEWEST;
  }

  // When others may look: a tap shows that there was one, and on the page that opens not which.
  function slot(at) {
    const item = document.createElement("li");
    const name = chosen[at];
    const inside = document.createElement(name && isNew ? "button" : "span");
    if (name && isNew) {
      inside.className = "tile";
      inside.type = "button";
      const button = buttons.find((one) => one.value === name);
      inside.append(button.querySelector("svg").cloneNode(true));
      inside.setAttribute("aria-label", part.dataset.remove.replace("{name}", button.textContent.trim()));
      inside.addEventListener("click", () => (chosen.splice(at, 1), show()));
    } else {
      inside.className = name ? "empty full" : "empty";
      inside.textContent = at + 1;
      inside.setAttribute("aria-hidden", "true");
    }
    item.append(inside);
    return item;
  }

  function tap(name) {
    if (isBusy || chosen.length >= MOST) return;
    chosen.push(name);
    say("");
    show();
    said.textContent = part.dataset.tapped.replace("{n}", chosen.length);
  }

  async function busy(doing) {
    isBusy = true;
    say("moment");
    show();
    try {
      await doing();
    } catch (error) {
      console.warn(error.message);
      say("failed");
    }
    isBusy = false;
    show();
  }

  async function lock() {
    if (!before) {
      [before, chosen] = [chosen, []];
      return say("again");
    }
    const same = before.join() === chosen.join();
    const pictures = chosen;
    [before, chosen] = [undefined, []];
    if (!same) return say("different");
    if (!(await make(pictures))) return say("taken");
    part.querySelector("[data-choose]").hidden = true;
    say("locked");
    return part.querySelector("[data-say=locked]").focus();
  }

  async function open() {
    const pictures = chosen;
    chosen = [];
    const seconds = await rest();
    if (seconds) return say("rest", { n: Math.ceil(seconds / 60) });
    if (!(await openWith(pictures))) return say("wrong");
    for (const mark of AWAY) await caches.delete(mark);
    dispatchEvent(new CustomEvent("onward.away")); // she is here again
    return location.replace(part.dataset.next);
  }

  async function warn() {
    part.querySelector("[data-unlocked]").hidden = !(await isLost().catch(() => false));
  }

  part.addEventListener("click", (event) => {
    const button = event.target.closest("[name=tap]");
    if (button) tap(button.value);
  });
  part.querySelector("[data-clear]").addEventListener("click", () => {
    chosen = [];
    show();
  });
  go.addEventListener("click", () => busy(isNew ? lock : open));
  part.querySelector("[data-choose]").hidden = false;
  show();
  if (isNew) isMade().then((is) => is && say("again-new"), () => {});
  else busy(() => finish().then(() => say(""))).then(warn);
  return undefined;
}
