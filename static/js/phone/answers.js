// Her answer beside the right one, row by row, as templates/courses/quiz_feedback.html shows them.

const text = (element) => element?.textContent.trim() ?? "";

function row(after, kind, content, words) {
  const made = after.querySelector(`[data-row="${kind}"]`).cloneNode(true);
  delete made.dataset.row;
  const label = made.querySelector("dt span");
  if (words) label.textContent = label.dataset[words];
  made.querySelector("dd").append(...content);
  return made;
}

function list(texts) {
  const made = document.createElement("ol");
  made.className = "numbers";
  made.append(...texts.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  return made;
}

function isolated(words) {
  return Object.assign(document.createElement("bdi"), { textContent: words });
}

const KINDS = { sequencing, matching };

// given: the statement; known: the item's key, or undefined where no phone knows it.
export function rows(after, form, given, known) {
  return (KINDS[form.dataset.type] ?? choices)(after, form, given, known);
}

function choices(after, form, { fields }, known) {
  const made = [];
  for (const input of form.querySelectorAll("input[name=answer]")) {
    const [mine, right] = [fields.answer.includes(input.value), known?.key.answer.includes(input.value)];
    const words = isolated(text(input.closest("label").querySelector(".face > span:last-child")));
    const more = mine && known?.parts[input.value];
    const content = more ? [words, Object.assign(document.createElement("p"), { textContent: more })] : [words];
    if (mine) made.push(right ? row(after, "right", content, "mine") : row(after, "mine", content));
    else if (right) made.push(row(after, "right", content, "key"));
  }
  return made;
}

function ordered(form, fields) {
  const place = (label) => Number(fields[label.dataset.field]?.[0]);
  return labels(form).sort((a, b) => place(a) - place(b)).map((label) => label.dataset.words);
}

// The steps or left sides, by the field that carries each.
function labels(form) {
  return [...form.querySelectorAll(".rank select, .pair select")].map((select) => ({
    dataset: { field: select.name, words: text(select.closest("li").querySelector("label, [data-words]")) },
  }));
}

function sequencing(after, form, { fields, right }, known) {
  const mine = right ? [] : [row(after, "mine", [list(ordered(form, fields))])];
  return known ? [...mine, row(after, "right", [list(ordered(form, known.key))], "key")] : mine;
}

function matching(after, form, { fields }, known) {
  const option = (select, value) => text([...select.options].find((one) => one.value === value));
  const made = [];
  for (const select of form.querySelectorAll(".pair select")) {
    const left = text(select.closest("li").querySelector("label"));
    const [mine, key] = [fields[select.name]?.[0], known?.key[select.name]?.[0]];
    const said = (value) => [`${left} – ${option(select, value)}`];
    if (mine !== key) made.push(row(after, "mine", said(mine)));
    if (key) made.push(row(after, "right", said(key), mine === key ? "mine" : "key"));
  }
  return made;
}
