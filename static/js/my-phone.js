// What this phone keeps, what it has yet to send, and how it looks on the home screen.

import { all, get } from "./phone/db.js";
import { drop, kept } from "./phone/keep.js";
import { listen } from "./phone/news.js";
import { waiting } from "./phone/record.js";
import { send } from "./phone/sync.js";
import { register } from "./phone/worker.js";
import { canInstall, choose, chosen, install } from "./look.js";
import { size } from "./sizes.js";

const WRONG = 10 * 60; // seconds that a clock may be off before it is worth a word

export function start(main) {
  const card = main.querySelector("[data-answers]");
  card.querySelector("[data-send]").addEventListener("click", async () => {
    const sent = await send({ force: true }).catch(() => false);
    card.querySelector("[data-unsent]").hidden = sent;
    show(main);
  });
  main.querySelector("[data-all]").addEventListener("click", async () => {
    for (const row of await kept()) await drop(row.address);
  });
  show(main);
  look(main.querySelector("[data-look]"));
  return listen((news) => news.of !== "state" && show(main));
}

async function show(main) {
  try {
    await answers(main.querySelector("[data-answers]"));
    await lessons(main.querySelector("[data-lessons]"));
  } catch {
    main.querySelector("section[data-refused]").hidden = false;
  }
}

function say(element, value, values, isShown) {
  element.hidden = !isShown;
  element.textContent = Object.entries(values).reduce((words, [key, one]) => words.replace(`{${key}}`, one), element.dataset[value]);
}

async function answers(card) {
  const list = await waiting();
  card.hidden = false;
  card.querySelector("[data-none]").hidden = list.length > 0;
  say(card.querySelector("[data-some]"), "some", { n: list.length }, list.length > 0);
  for (const name of ["[data-some-help]", "[data-send]"]) card.querySelector(name).hidden = !list.length;
  const restored = Number(localStorage.getItem("onward.restored"));
  if (restored) say(card.querySelector("[data-restored]"), "restored", { n: restored }, true);
  if (!list.length) localStorage.removeItem("onward.restored"); // she has been told, and all is well
  const odd = (await all("statements")).filter((one) => one.receipt === "kept").length;
  say(card.querySelector("[data-kept]"), "kept", { n: odd }, odd > 0);
  const error = (await get("meta", "clock")) ?? 0;
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format();
  say(card.querySelector("[data-clock]"), "clock", { day }, Math.abs(error) > WRONG);
}

async function lessons(card) {
  const rows = (await kept()).sort((a, b) => a.language.localeCompare(b.language) || Boolean(a.lesson) - Boolean(b.lesson));
  card.hidden = false;
  const canKeep = await register();
  card.querySelector("[data-cannot]").hidden = canKeep;
  card.querySelector("[data-empty]").hidden = !canKeep || rows.some((row) => row.lesson);
  const model = card.querySelector("template").content;
  card.querySelector("[data-list]").replaceChildren(...rows.map((row) => line(model, row, card.querySelector("[data-list]").dataset.around)));
  const whole = rows.reduce((sum, row) => sum + row.bytes + (row.voiceBytes ?? 0), 0);
  say(card.querySelector("[data-whole]"), "whole", { size: size(whole) }, rows.length > 0);
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  say(card.querySelector("[data-free]"), "free", { size: size(quota - usage) }, quota > 0);
  card.querySelector("[data-all]").hidden = !rows.length;
}

function line(model, row, around) {
  const made = model.cloneNode(true);
  const words = made.querySelector("strong");
  words.textContent = row.lesson ? row.title : around;
  if (row.lesson) words.lang = row.language;
  words.dir = "auto";
  made.querySelector("button").setAttribute("aria-label", `${made.querySelector("button").textContent.trim()}: ${words.textContent}`);
  const language = new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(row.language);
  made.querySelector("small").textContent = `${language} · ${size(row.bytes + (row.voiceBytes ?? 0))}`;
  made.querySelector("button").addEventListener("click", () => drop(row.address));
  return made;
}

function look(card) {
  if (!("serviceWorker" in navigator)) return;
  let before;
  try {
    before = chosen();
  } catch {
    return; // what she chose could not be kept
  }
  card.hidden = false;
  for (const input of card.querySelectorAll("input")) {
    if (input.value === before) input.checked = true;
    input.addEventListener("change", () => choose(input.value, input.dataset.manifest));
  }
  const button = card.querySelector("[data-install]");
  const offer = () => {
    button.hidden = !canInstall();
    card.querySelector("[data-by-hand]").hidden = canInstall();
  };
  offer();
  document.addEventListener("onward.install", offer);
  button.addEventListener("click", install);
}
