// A question, answered on this phone: the answer is written down first, then the page says how it went, then it is sent.
// Where a phone cannot write it down, the form goes to the server as it would without this.

import { get, put, remove } from "./phone/db.js";
import { isOver, left } from "./phone/goes.js";
import { makeRoom } from "./phone/keep.js";
import { listen } from "./phone/news.js";
import { rows } from "./phone/answers.js";
import { answer, complete, goes } from "./phone/record.js";
import { send } from "./phone/sync.js";
import { within } from "./phone/within.js";
import { sendLater } from "./phone/worker.js";

const SHOWN = "onward.shown"; // the go whose end she looks at, in this tab
const SOON = 2500; // ms; what counts is judged by the server, and if that is quick she sees it at once

export function start(main) {
  localStorage.setItem("onward.record", "1"); // from now on pages look for what she has done
  const form = main.querySelector(".question[data-quiz]");
  const page = { main, form, item: form.elements.namedItem("item").value, items: form.dataset.items.split(" "), ends: [] };
  form.addEventListener("submit", (event) => submit(event, page));
  form.addEventListener("click", () => setTimeout(() => keepDraft(page)));
  form.addEventListener("change", () => keepDraft(page));
  resume(page).catch(() => {});
  return () => page.ends.forEach((end) => end());
}

// Her answer, if she has given it in this go, or in the one whose end she has just seen; else what she had begun to choose.
async function resume(page) {
  const shown = sessionStorage.getItem(SHOWN);
  const go = (await goes(page.form.dataset.quiz)).filter((one) => !isOver(one) || one.attempt === shown).at(-1);
  const given = go?.answers.get(page.item);
  if (given) return show(page, given, go);
  const draft = await get("drafts", page.item);
  if (!draft || Object.keys(fieldsOf(page.form)).length) return undefined; // what she has chosen meanwhile is newer
  fill(page.form, draft.fields);
  return page.form.dispatchEvent(new Event("filled"));
}

function fill(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    for (const element of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
      else element.value = values[0];
    }
  }
}

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!["item", "seen", "quiz"].includes(name) && value) (fields[name] ??= []).push(value);
  }
  return fields;
}

function keepDraft({ form, item }) {
  const fields = fieldsOf(form);
  const kept = Object.keys(fields).length ? put("drafts", { item, fields }) : remove("drafts", item);
  kept.catch(() => {});
}

function isWhole(form, fields) {
  if (form.dataset.type === "sequencing" || form.dataset.type === "matching") {
    const selects = [...form.querySelectorAll("select")];
    return selects.every((one) => one.value) && new Set(selects.map((one) => one.value)).size >= (form.dataset.type === "sequencing" ? selects.length : 1);
  }
  return fields.answer?.length > 0;
}

async function submit(event, page) {
  event.preventDefault();
  if (page.busy) return;
  const { form, main } = page;
  const fields = fieldsOf(form);
  const incomplete = main.querySelector("[data-incomplete]");
  incomplete.hidden = isWhole(form, fields);
  if (!incomplete.hidden) return;
  page.busy = true;
  const { quiz, lesson } = form.dataset;
  const seen = form.elements.seen.value;
  const right = await judge(page, fields, seen);
  const what = { quiz, lesson, fields, right, seen, items: page.items, item: page.item, version: form.elements.quiz.value };
  const given = await write({ ...what, mastery: Number(form.dataset.mastery), language: document.documentElement.lang });
  page.busy = false;
  if (!given) return refused(page);
  const go = (await goes(quiz)).find((one) => one.attempt === given.attempt);
  if (isOver(go)) sessionStorage.setItem(SHOWN, go.attempt);
  if (!right && given.right === undefined) await Promise.race([send({ force: true }), new Promise((done) => setTimeout(done, SOON))]).catch(() => {});
  show(page, (await latest(quiz, given)) ?? given, go, true);
  send().catch(() => {});
  sendLater().catch(() => {});
  navigator.storage?.persist?.().catch(() => {});
}

const latest = async (quiz, { uuid }) => (await goes(quiz)).flatMap((go) => [...go.answers.values()]).find((one) => one.uuid === uuid);

// Answers come before anything that can be fetched again: where the phone is full, room is made.
async function write(what) {
  for (;;) {
    try {
      return await answer(what);
    } catch (error) {
      if (error.name !== "QuotaExceededError" || !(await makeRoom(what.lesson).catch(() => false))) return undefined;
    }
  }
}

// The phone cannot keep it: let the server have it now, by the plain form; if it cannot be reached, say so.
async function refused({ form, main }) {
  try {
    await fetch("/robots.txt", { cache: "no-store", signal: within(2000) });
    form.submit();
  } catch {
    main.querySelector("[data-refused]").hidden = false;
  }
}

// true or false where this phone may know, else undefined.
async function judge(page, fields, seen) {
  page.key ??= keyOf(page.form, page.item);
  const known = await page.key;
  if (!known || known.seen !== seen) return undefined;
  const names = new Set([...Object.keys(known.key), ...Object.keys(fields)]);
  const said = (values) => JSON.stringify([...(values ?? [])].sort());
  return [...names].every((name) => said(known.key[name]) === said(fields[name]));
}

async function keyOf(form, item) {
  try {
    const answered = await fetch(form.dataset.key, { signal: within(4000) });
    return (await answered.json())[item];
  } catch {
    return undefined;
  }
}

async function show(page, given, go, isNew = false) {
  const { main, form, item, items } = page;
  if (page.isShown) return; // she was quicker than what looks for an earlier answer of hers
  page.isShown = true;
  page.key ??= keyOf(form, item);
  const known = await page.key;
  const after = main.querySelector("template[data-after]").content.cloneNode(true);
  const judged = given.right === undefined || !known ? "later" : given.right ? "right" : "not_quite";
  for (const section of after.querySelectorAll("[data-judged]")) if (section.dataset.judged !== judged) section.remove();
  const section = after.querySelector("[data-judged]");
  if (judged !== "later") section.querySelector(".lead").textContent = known[judged];
  section.querySelector(".answers").replaceChildren(...rows(after, form, given, known));
  for (const row of after.querySelectorAll("[data-row]")) row.remove();
  await offerNext(after.querySelector(".go"), page, go);
  receipt(after.querySelector("[data-receipt]"), given, page);
  form.hidden = true;
  form.after(after);
  if (isNew) section.focus({ preventScroll: true });
  if (isNew) scrollTo(0, 0);
  main.querySelectorAll(".steps .track i").forEach((mark, place) => mark.classList.toggle("done", go.answers.has(items[place])));
}

async function offerNext(link, { form, items }, go) {
  const [next] = left(go, items);
  const words = link.querySelector("span");
  words.textContent = next ? link.dataset.next : link.dataset.end;
  link.href = next ? form.action.replace(/\d+\/$/, `${items.indexOf(next) + 1}/`) : form.dataset.result;
  if (next || isOver(go)) return;
  const { quiz } = form.dataset; // a translation with fewer questions: she has come to its end
  await complete({ quiz, attempt: go.attempt, items, version: form.elements.quiz.value, language: document.documentElement.lang });
}

function receipt(line, given, page) {
  const is = (state) => line.querySelectorAll("[data-is]").forEach((one) => (one.hidden = one.dataset.is !== state));
  is(given.receipt);
  page.ends.push(listen((news) => news.of === "receipt" && news.uuid === given.uuid && is(news.is)));
}
