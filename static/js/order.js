// Put steps in order by tapping them: the first tap is 1, the next is 2. The selects stay in the form and carry the answer.

export function start(main) {
  const list = main.querySelector(".order");
  const rows = [...list.querySelectorAll(".rank")];
  const live = main.querySelector("template.live").content; // the buttons of a row, with their icons and words
  let chosen = []; // rows, in her order

  function show() {
    for (const row of rows) {
      const place = chosen.indexOf(row);
      row.querySelector("select").value = place < 0 ? "" : String(place + 1);
      row.querySelector(".badge").textContent = place < 0 ? "" : place + 1;
      row.querySelector(".place").setAttribute("aria-pressed", String(place >= 0));
      const [up, down] = row.querySelectorAll(".move");
      up.disabled = place < 1;
      down.disabled = place < 0 || place === chosen.length - 1;
      row.querySelector(".moves").hidden = place < 0 || chosen.length < 2;
    }
    list.append(...chosen, ...rows.filter((row) => !chosen.includes(row)));
  }

  function change(what) {
    const focused = document.activeElement;
    what();
    show();
    if (focused?.disabled) focused.closest(".rank").querySelector(".place").focus();
    else focused?.focus();
  }

  function tap(row) {
    const place = chosen.indexOf(row);
    if (place < 0) chosen.push(row);
    else chosen.splice(place, 1);
  }

  function move(row, by) {
    const place = chosen.indexOf(row);
    chosen.splice(place, 1);
    chosen.splice(place + by, 0, row);
  }

  function fromSelects() {
    const value = (row) => Number(row.querySelector("select").value);
    chosen = rows.filter(value).sort((a, b) => value(a) - value(b));
    show();
  }

  for (const row of rows) {
    const [label, select] = [row.querySelector("label"), row.querySelector("select")];
    const buttons = live.cloneNode(true);
    const place = buttons.querySelector(".place");
    const [up, down] = buttons.querySelectorAll(".move");
    place.id = `${select.id}-step`;
    place.querySelector("[data-words]").textContent = label.textContent;
    for (const one of [up, down]) one.setAttribute("aria-describedby", place.id);
    place.addEventListener("click", () => change(() => tap(row)));
    up.addEventListener("click", () => change(() => move(row, -1)));
    down.addEventListener("click", () => change(() => move(row, 1)));
    select.hidden = true;
    label.replaceWith(buttons);
  }
  const help = main.querySelector("[data-live]");
  help.textContent = help.dataset.live;
  list.closest("form").addEventListener("filled", fromSelects);
  fromSelects();
}
