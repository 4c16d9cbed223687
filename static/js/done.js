// “I'm done”: what waits is sent, if there is a network; then this phone shows nothing of her any more.

import { askToBeLetIn, isLost, isMade } from "./lock/box.js";
import { send } from "./phone/sync.js";

const PATIENCE = 3000; // ms

// On a phone that she has locked it stands where the thumb finds it.
function first(main, form) {
  form.querySelector("[data-locked]").hidden = false;
  form.querySelector("a").hidden = true;
  main.querySelector(".head").after(form);
}

export function start(main) {
  const form = main.querySelector("[data-done]");
  const sure = form.querySelector("[data-sure]");
  isMade().then((is) => is && first(main, form), () => {});
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sure.hidden && (await isLost().catch(() => false))) {
      sure.hidden = false;
      return form.querySelector("button").focus();
    }
    const all = Promise.all([send({ force: true }), askToBeLetIn()]).catch(() => {});
    await Promise.race([all, new Promise((done) => setTimeout(done, PATIENCE))]);
    return dispatchEvent(new CustomEvent("onward.away", { detail: "start" }));
  });
}
