// Match by two taps: one on the first side, one on the side that belongs to it. The selects stay and carry the answer.

const LETTERS = "ABCDEFGH";

function side(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "side";
  const badge = document.createElement("span");
  badge.className = "badge";
  const words = document.createElement("span");
  words.textContent = text;
  button.append(badge, words);
  return button;
}

function column(buttons) {
  const list = document.createElement("ul");
  list.append(...buttons.map((button) => {
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
  return list;
}

export function start(main) {
  const pairs = main.querySelector(".pairs");
  const rows = [...pairs.querySelectorAll(".pair")];
  const selects = rows.map((row) => row.querySelector("select"));
  const rights = [...selects[0].options].filter((option) => option.value);
  const lefts = rows.map((row) => row.querySelector("label").textContent);
  let held = null; // the left side that waits for its right side

  const leftButtons = lefts.map(side);
  const rightButtons = rights.map((option) => side(option.textContent));

  function mark(button, place, pressed) {
    button.querySelector(".badge").textContent = place === null ? "" : LETTERS[place];
    if (place === null) delete button.dataset.pair;
    else button.dataset.pair = place + 1;
    button.setAttribute("aria-pressed", String(pressed));
  }

  function show() {
    leftButtons.forEach((button, place) => mark(button, selects[place].value ? place : null, held === place));
    rightButtons.forEach((button, place) => {
      const taken = selects.findIndex((select) => select.value === rights[place].value);
      mark(button, taken < 0 ? null : taken, false);
    });
  }

  leftButtons.forEach((button, place) => button.addEventListener("click", () => {
    held = held === place ? null : place;
    if (held !== null) selects[place].value = "";
    show();
  }));

  rightButtons.forEach((button, place) => button.addEventListener("click", () => {
    const first = selects.findIndex((select) => !select.value);
    const left = held ?? first;
    if (left < 0) return;
    for (const select of selects) if (select.value === rights[place].value) select.value = "";
    selects[left].value = rights[place].value;
    held = null;
    show();
  }));

  const match = document.createElement("div");
  match.className = "match";
  match.append(column(leftButtons), column(rightButtons));
  pairs.hidden = true;
  pairs.before(match);
  const help = main.querySelector("[data-live]");
  help.textContent = help.dataset.live;
  show();
  pairs.closest("form").addEventListener("filled", show);
}
