// A lesson page: where she goes on from home; and a lesson without questions is done when she says so, with no network too.

import { get } from "./phone/db.js";
import { listen } from "./phone/news.js";
import { complete } from "./phone/record.js";
import { send } from "./phone/sync.js";
import { sendLater } from "./phone/worker.js";
import { place } from "./place.js";

export function start(main) {
  sessionStorage.removeItem("onward.shown");
  place(main).catch(() => {});
  tellIfKept(main).catch(() => {});
  const form = main.querySelector("[data-read]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const what = { lesson: main.dataset.lesson, seen: form.elements.seen.value, language: document.documentElement.lang };
    try {
      await complete(what);
    } catch {
      form.submit();
      return;
    }
    send().catch(() => {});
    sendLater().catch(() => {});
    location.assign(form.dataset.read);
  });
  return listen((news) => news.of === "kept" && tellIfKept(main).catch(() => {}));
}

async function tellIfKept(main) {
  const row = await get("kept", main.dataset.keep);
  main.querySelector("[data-kept-here]").hidden = !row?.complete;
}
