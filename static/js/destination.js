// Remember the country someone chose, on this phone, so that lessons can show its numbers; her other phones hear of it.

import { prefer } from "./phone/preferences.js";

export function start(main) {
  for (const link of main.querySelectorAll("[data-destination]")) {
    if (localStorage.getItem("onward.destination") === link.dataset.destination) link.setAttribute("aria-current", "true");
    link.addEventListener("click", () => {
      localStorage.setItem("onward.destination", link.dataset.destination);
      prefer("destination", link.dataset.destination).catch(() => {});
    });
  }
}
