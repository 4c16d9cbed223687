// Take a module along: what it costs first, then how far it is; after a break it goes on where it stopped.

import { NoRoom, filesHere, keep, kept } from "./phone/keep.js";
import { listen } from "./phone/news.js";
import { prefer, preferred } from "./phone/preferences.js";
import { within } from "./phone/within.js";
import { register } from "./phone/worker.js";
import { size } from "./sizes.js";

export function start(main) {
  if (!("caches" in globalThis) || !("serviceWorker" in navigator)) return undefined;
  const card = main.querySelector("[data-take]");
  const page = { card, form: card.querySelector("form"), part: (name) => card.querySelector(`[data-${name}]`) };
  card.hidden = false;
  card.querySelector("[data-ask]").addEventListener("click", () => offer(page));
  page.form.addEventListener("change", () => whole(page));
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(page);
  });
  page.part("stop").addEventListener("click", () => page.stop?.abort());
  const mark = () => marks(main, page).catch(() => {});
  mark();
  const end = listen((news) => news.of === "kept" && mark());
  return () => {
    end();
    page.stop?.abort();
  };
}

// Which lessons of this module are on the phone, and whether it was taken along whole.
async function marks(main, page) {
  const rows = new Map((await kept()).filter((row) => row.complete).map((row) => [row.address, row]));
  const lessons = [...main.querySelectorAll("[data-kept]")];
  for (const lesson of lessons) lesson.hidden = !rows.has(lesson.dataset.kept);
  page.part("taken").hidden = !lessons.length || !lessons.every((lesson) => rows.get(lesson.dataset.kept)?.taken);
}

const sum = (sizes) => Object.values(sizes).reduce((all, one) => all + one, 0);

// What has to be fetched, in bytes. What is here already weighs nothing from now on.
async function costs(files) {
  const had = new Map((await kept()).map((row) => [row.address, row]));
  const here = await filesHere();
  const all = { pictures: {}, voices: {} };
  let text = 0;
  for (const file of files) {
    if (had.get(file.address)?.version === file.version) file.bytes = 0;
    text += file.bytes;
    for (const [kind, sizes] of Object.entries(all)) {
      for (const path of Object.keys(file[kind])) {
        if (path in sizes || here.has(path)) file[kind][path] = 0;
        sizes[path] ??= file[kind][path];
      }
    }
  }
  return { text, pictures: sum(all.pictures), voices: sum(all.voices) };
}

const hasVoices = async (files) => {
  const rows = await kept();
  return files.some((file) => rows.find((row) => row.address === file.address)?.withVoices);
};
const prefersVoices = () => preferred("audio_preference").then((value) => value === "on", () => false);

async function offer(page) {
  fault(page);
  try {
    const answer = await fetch(page.card.dataset.take, { signal: within(10000) });
    page.pack = await answer.json();
  } catch {
    return fault(page, "network");
  }
  if (!(await register())) return fault(page, "browser");
  page.costs = await costs([page.pack.frame, ...page.pack.lessons]);
  const spoken = page.pack.lessons.filter((file) => Object.keys(file.voices).length);
  page.part("voices").hidden = !spoken.length;
  page.form.elements.voices.checked = spoken.length > 0 && ((await hasVoices(spoken)) || (await prefersVoices()));
  for (const [name, bytes] of Object.entries(page.costs)) page.form.querySelector(`[data-cost=${name}]`).textContent = size(bytes);
  whole(page);
  page.card.querySelector("[data-ask]").hidden = true;
  page.form.hidden = false;
  page.part("offer").querySelector(".go").focus();
  return undefined;
}

function wanted({ form, costs }) {
  const [pictures, voices] = [form.elements.pictures.checked, form.elements.voices.checked];
  return { pictures, voices, bytes: costs.text + (pictures ? costs.pictures : 0) + (voices ? costs.voices : 0) };
}

function whole(page) {
  page.form.querySelector("[data-cost=whole]").textContent = size(wanted(page).bytes);
}

async function take(page) {
  fault(page);
  const { pictures, voices, bytes } = wanted(page);
  page.stop = new AbortController();
  page.form.hidden = true;
  page.part("progress").hidden = false;
  page.done = 0;
  const on = (more) => progress(page, (page.done += more), bytes);
  on(0);
  prefer("audio_preference", voices ? "on" : "off").catch(() => {});
  try {
    for (const file of [page.pack.frame, ...page.pack.lessons]) {
      const sizes = { text: file.bytes, pictures: file.pictures, voices: file.voices };
      await keep(file.address, { pictures, voices, taken: true, version: file.version, sizes, on, signal: page.stop.signal });
    }
    page.card.querySelector("[data-ask]").hidden = true;
  } catch (error) {
    fault(page, error instanceof NoRoom ? "full" : "network");
    page.card.querySelector("[data-ask]").hidden = false;
  } finally {
    page.part("progress").hidden = true;
  }
}

function progress(page, done, all) {
  const words = page.card.querySelector("[data-said]");
  words.textContent = words.dataset.said.replace("{done}", size(Math.min(done, all))).replace("{total}", size(all));
  page.card.querySelector("progress").value = all ? Math.min(1, done / all) : 1;
}

function fault(page, which) {
  for (const one of page.card.querySelectorAll("[data-fault]")) one.hidden = one.dataset.fault !== which;
}
