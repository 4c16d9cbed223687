// Lay the learner's own state over a page that is the same for everyone: which lessons are done, and what to go on with. What
// was done on this phone counts at once, with no network too. A browser without a record asks for nothing.

import { listen } from "./phone/news.js";
import { waiting } from "./phone/record.js";
import { refresh, standing } from "./phone/state.js";

function stageOf(stages, element) {
  return stages[element.dataset.activity] ?? "";
}

function layTrack(main, track, stages) {
  const marks = [...track.querySelectorAll("[data-activity]")];
  for (const mark of marks) mark.className = stageOf(stages, mark);
  const here = marks.find((mark) => mark.className === "begun"); // the sun is the person: she is in one place
  if (here) here.className = "here";
  const done = marks.filter((mark) => stageOf(stages, mark) === "done").length;
  if (marks.some((mark) => stageOf(stages, mark))) {
    const words = main.dataset.count.replace("{done}", done).replace("{total}", marks.length);
    track.querySelector(".count").textContent = words;
  }
}

function layRow(row, stages) {
  const stage = stageOf(stages, row);
  const words = row.querySelector(`[data-stage="${stage}"]`);
  if (!words) return;
  row.classList.add(stage);
  words.hidden = false;
}

function layNext(main, card, next) {
  const title = card.querySelector("h1, h2");
  title.textContent = next.title;
  title.lang = next.language;
  title.dir = next.direction;
  card.querySelector(".eyebrow").textContent = main.dataset.goOn;
  if (next.picture) card.querySelector(".scene").src = next.picture;
  card.querySelector(".go").href = next.address;
  card.querySelector(".go small").textContent = next.minutes ?? "";
}

function lay(main, { stages, next, mine }) {
  if (!mine && !next) return;
  main.querySelectorAll("[data-track]").forEach((track) => layTrack(main, track, stages));
  main.querySelectorAll(".row[data-activity]").forEach((row) => layRow(row, stages));
  if (next) main.querySelectorAll("[data-next]").forEach((card) => layNext(main, card, next));
  const words = main.querySelector("[data-lessons-done]");
  if (words) layCount(main, words, stages);
}

function layCount(main, words, stages) {
  const lessons = [...main.querySelectorAll("[data-activity]")].map((mark) => mark.dataset.activity);
  const done = new Set(lessons.filter((lesson) => stages[lesson] === "done")).size;
  words.textContent = words.dataset.lessonsDone.replace("{done}", done).replace("{total}", new Set(lessons).size);
}

// Resolves with whether anything was ever done on this phone.
async function layNow(main) {
  const stands = await standing();
  lay(main, stands);
  const line = main.querySelector("[data-waiting]");
  if (line) {
    const n = (await waiting()).length;
    line.hidden = n === 0;
    line.querySelector("a").textContent = line.dataset.waiting.replace("{n}", n);
  }
  return stands.mine;
}

async function begin(main) {
  const mine = await layNow(main).catch(() => false);
  if (!mine && localStorage.getItem("onward.record") !== "1") return;
  const said = await refresh(main.dataset.state);
  if (said && !said.learner) localStorage.removeItem("onward.record");
}

export function start(main) {
  begin(main).catch(() => {}); // No network or no storage: the page is whole without it.
  return listen((news) => {
    if (news.of === "state") layNow(main).catch(() => {});
    if (news.of === "sync") refresh(main.dataset.state).catch(() => {}); // the server knows more now, and says so
  });
}
