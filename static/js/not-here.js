// The page that stands in for one that this phone does not have. The worker goes on fetching; when it comes, it is opened.

import { kept } from "./phone/keep.js";
import { listen } from "./phone/news.js";

export function start(main) {
  main.querySelector("[data-again]").addEventListener("click", () => location.reload());
  if (location.pathname.endsWith("/not-here/")) main.querySelector("[data-trying]").hidden = true;
  list(main).catch(() => {});
  return listen((news) => news.of === "late" && news.path === location.pathname && location.reload());
}

async function list(main) {
  const lessons = (await kept()).filter((row) => row.lesson && row.language === document.documentElement.lang);
  const part = main.querySelector("[data-here]");
  part.hidden = !lessons.length;
  const model = part.querySelector("template").content;
  part.querySelector("[data-list]").append(
    ...lessons.map((row) => {
      const line = model.cloneNode(true);
      const link = line.querySelector("a");
      [link.textContent, link.href] = [row.title, row.paths[0]];
      return line;
    }),
  );
}
