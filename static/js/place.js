// Remember on this phone which lesson she is in, so that home offers to go on there.

import { rememberPlace } from "./phone/state.js";

export async function place(main) {
  const lesson = main.dataset.lesson ?? main.querySelector("[data-lesson]")?.dataset.lesson;
  const article = main.querySelector(".lesson");
  if (!lesson || !article) return;
  localStorage.setItem("onward.place", "1"); // home has something to lay over itself, though the server knows of nothing
  await rememberPlace({
    lesson,
    title: main.querySelector("h1").textContent,
    language: document.documentElement.lang,
    direction: document.documentElement.dir,
    picture: article.querySelector(".scene").getAttribute("src"),
    address: location.pathname,
    minutes: article.querySelector(".head .meta").textContent.trim(),
  });
}
