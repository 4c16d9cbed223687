// Remember the country someone chose, on this phone, so that lessons can show its numbers; her other phones hear of it.

import { prefer } from "./phone/preferences.js";

function choose(destination) {
  if (localStorage.getItem("onward.destination") === destination) return;
  localStorage.setItem("onward.destination", destination);
  prefer("destination", destination).catch(() => {});
}

// On the list of countries, and on a country's card: whoever comes there from the list may have tapped before we had begun.
export function start(main) {
  const { card } = main.dataset;
  if (card && document.referrer && /\/local\/$/.test(new URL(document.referrer).pathname)) choose(card);
  for (const link of main.querySelectorAll("[data-destination]")) {
    if (localStorage.getItem("onward.destination") === link.dataset.destination) link.setAttribute("aria-current", "true");
    link.addEventListener("click", () => choose(link.dataset.destination));
  }
}
