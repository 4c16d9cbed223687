// Remember the country someone chose, on this phone only, so that lessons can show its numbers.
for (const link of document.querySelectorAll("[data-destination]")) {
  try {
    if (localStorage.getItem("onward.destination") === link.dataset.destination) link.setAttribute("aria-current", "true");
  } catch {
    break; // Storage is refused: the card itself still shows everything.
  }
  link.addEventListener("click", () => localStorage.setItem("onward.destination", link.dataset.destination));
}
