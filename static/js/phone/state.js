// Where she stands: what the server said last, and what was done here since.

import { all, ask, get, put, work } from "./db.js";
import { goesOf, isOver, outcomeOf } from "./goes.js";
import { tell } from "./news.js";
import { greet, me, recognise } from "./owner.js";
import { within } from "./within.js";

// Ask the server, and notice when somebody else uses this browser now.
export async function refresh(address = `/${document.documentElement.lang}/my-learning/state.json`) {
  const answer = await fetch(address, { signal: within(8000) });
  if (!answer.ok) return undefined;
  const said = await answer.json();
  await greet(said);
  await put("meta", said, "state");
  if (said.preferences?.destination) localStorage.setItem("onward.destination", said.preferences.destination);
  tell({ of: "state" });
  return said;
}

// → { stages: { lesson: "begun" | "done" }, next, mine: whether anything was ever done }
export async function standing() {
  await recognise();
  const [said, place, mine] = [await get("meta", "state"), await get("meta", "place"), await me()];
  const stages = { ...said?.stages };
  const owners = new Set((await all("owners")).filter((one) => one.id === mine?.id || one.joins === mine?.id).map((one) => one.id));
  const statements = (await all("statements")).filter((one) => owners.has(one.owner) && one.lesson);
  for (const [lesson, list] of byLesson(statements)) {
    if (stages[lesson] !== "done") stages[lesson] = isDone(list) ? "done" : "begun";
  }
  const next = await nextOf(said, place, statements.at(-1), stages);
  return { stages, next, mine: Object.keys(stages).length > 0 };
}

function byLesson(statements) {
  const groups = new Map();
  for (const one of statements) groups.set(one.lesson, [...(groups.get(one.lesson) ?? []), one]);
  return groups;
}

function isDone(list) {
  if (list.some((one) => one.verb === "completed" && !one.quiz)) return true;
  return goesOf(list.filter((one) => one.quiz)).some((go) => isOver(go) && outcomeOf(go, list[0].mastery ?? 0.8).passed);
}

// The lesson she was in last on this phone, unless it is done, else what the server offers; in the language of the page, if the
// phone has it or the server said it.
async function nextOf(said, place, last, stages) {
  const lesson = place?.lesson ?? last?.lesson;
  if (!lesson || stages[lesson] === "done") return said?.next;
  const language = document.documentElement.lang;
  if (place?.language === language) return place;
  if (said?.next?.lesson === lesson && said.next.language === language) return said.next;
  const rows = (await all("kept")).filter((one) => one.lesson === lesson);
  const row = rows.find((one) => one.language === language) ?? (place ? undefined : rows[0]);
  const found = row && { title: row.title, language: row.language, direction: "auto", address: row.paths[0] };
  return found ? { ...place, ...found } : (place ?? said?.next);
}

// She is in a lesson: that is where she goes on.
export const rememberPlace = (place) => work("meta", "readwrite", (meta) => ask(meta.put(place, "place")));
