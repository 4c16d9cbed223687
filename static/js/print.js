// A page that is made to be printed: a button that does what the browser's menu can do without it.

export function start(main) {
  for (const button of main.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
