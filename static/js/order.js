// Put steps in order by tapping them: the first tap is 1, the next is 2. The selects stay in the form and carry the answer.

const list = document.querySelector(".order");
const rows = [...list.querySelectorAll(".rank")];
const chosen = []; // rows, in her order

function icon(name) {
  const sprite = document.querySelector(".bar .icon use").getAttribute("href").split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

function button(className, ...children) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.append(...children);
  return made;
}

function word(text, className = "") {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = text;
  return span;
}

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

function tap(row) {
  const place = chosen.indexOf(row);
  if (place < 0) chosen.push(row);
  else chosen.splice(place, 1);
  keepFocus(show);
}

function move(row, by) {
  const place = chosen.indexOf(row);
  chosen.splice(place, 1);
  chosen.splice(place + by, 0, row);
  keepFocus(show);
}

function keepFocus(change) {
  const focused = document.activeElement;
  change();
  if (focused?.disabled) focused.closest(".rank").querySelector(".place").focus();
  else focused?.focus();
}

for (const row of rows) {
  const label = row.querySelector("label");
  const place = button("place", word("", "badge"), word(label.textContent));
  const up = button("move", icon("up"), word(list.dataset.up));
  const down = button("move", icon("down"), word(list.dataset.down));
  place.id = `${row.querySelector("select").id}-step`;
  for (const one of [up, down]) one.setAttribute("aria-describedby", place.id);
  const moves = word("", "moves");
  moves.append(up, down);
  row.querySelector("select").hidden = true;
  label.replaceWith(place, moves);
  place.addEventListener("click", () => tap(row));
  up.addEventListener("click", () => move(row, -1));
  down.addEventListener("click", () => move(row, 1));
}
const help = document.querySelector("[data-live]");
help.textContent = help.dataset.live;
show();
