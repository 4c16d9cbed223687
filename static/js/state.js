// Lay the learner's own state over a page that is the same for everyone: which lessons are done, and what to go on with.
// A browser without a record asks for nothing.

const main = document.getElementById("main");

function stageOf(stages, element) {
  return stages[element.dataset.activity] ?? "";
}

function layTrack(track, stages) {
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

function layNext(card, next) {
  const title = card.querySelector("h1");
  title.textContent = next.title;
  title.lang = next.language;
  title.dir = next.direction;
  card.querySelector(".eyebrow").textContent = main.dataset.goOn;
  card.querySelector(".scene").src = next.picture;
  card.querySelector(".go").href = next.address;
  card.querySelector(".go small").textContent = next.minutes;
}

async function lay() {
  if (localStorage.getItem("onward.record") !== "1") return;
  const answer = await fetch(main.dataset.state, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { stages, next } = await answer.json();
  if (!next) {
    localStorage.removeItem("onward.record");
    return;
  }
  document.querySelectorAll("[data-track]").forEach((track) => layTrack(track, stages));
  document.querySelectorAll(".row[data-activity]").forEach((row) => layRow(row, stages));
  document.querySelectorAll("[data-next]").forEach((card) => layNext(card, next));
}

lay().catch(() => {}); // No network or no storage: the page is whole without it.
