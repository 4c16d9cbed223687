// How a go went, from what this phone knows of it; the words of each case stand in the page.

import { isOver, left, outcomeOf } from "./phone/goes.js";
import { listen } from "./phone/news.js";
import { goes } from "./phone/record.js";
import { send } from "./phone/sync.js";

export function start(main) {
  lay(main).catch(() => {});
  send().catch(() => {});
  main.querySelector("[data-anew]").addEventListener("click", () => sessionStorage.removeItem("onward.shown"));
  return listen((news) => news.of === "sync" && lay(main).catch(() => {}));
}

async function lay(main) {
  const { outcome: quiz, items, mastery } = main.dataset;
  const all = await goes(quiz);
  const over = all.filter(isOver);
  const go = over.at(-1);
  const is = caseOf(go, Number(mastery));
  for (const one of main.querySelectorAll(".result [data-is], .go[data-is]")) {
    if (!one.closest("[data-receipt]")) one.hidden = !one.dataset.is.split(" ").includes(is);
  }
  main.querySelector("[data-onward]").className = is === "mastered" || is === "later" ? "go" : "button";
  if (!go) return openAt(main, items.split(" "), all.at(-1));
  const { right, total, unknown } = outcomeOf(go, Number(mastery));
  say(main.querySelector("[data-count]"), "count", { right, answered: total }, unknown === 0);
  say(main.querySelector("[data-tries]"), "tries", { n: over.length }, over.length > 1);
  for (const [place, item] of items.split(" ").entries()) {
    const stone = main.querySelector(`[data-stone="${place + 1}"]`);
    const isRight = go.answers.get(item)?.right === true;
    stone?.classList.toggle("done", isRight);
    if (isRight) stone?.replaceChildren(main.querySelector(".result template").content.cloneNode(true));
  }
  const waiting = [...go.answers.values()].some((one) => one.waiting);
  for (const one of main.querySelectorAll("[data-receipt] [data-is]")) one.hidden = one.dataset.is !== (waiting ? "phone" : "safe");
  return undefined;
}

function caseOf(go, mastery) {
  if (!go) return "open";
  const { unknown, passed } = outcomeOf(go, mastery);
  return unknown ? "later" : passed ? "mastered" : "going";
}

function openAt(main, items, go) {
  const [next] = left(go, items);
  const link = main.querySelector("[data-anew]");
  if (next) link.href = link.getAttribute("href").replace(/\d+\/$/, `${items.indexOf(next) + 1}/`);
}

function say(element, name, values, isShown) {
  element.hidden = !isShown;
  element.textContent = Object.entries(values).reduce((words, [key, value]) => words.replace(`{${key}}`, value), element.dataset[name]);
}
