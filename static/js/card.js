// The numbers of a learning card. A camera brings them behind “#”, where no server sees them: they are taken from the address
// at once and sent in the form. Whoever types sees them in the card's groups, and how many there are.

const ZEROS = [0x660, 0x6f0]; // of Arabic and Persian keyboards; the server reads those of every script

function scanned() {
  const code = location.hash.slice(1);
  if (!/^\d/.test(code)) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return code;
}

function asOnTheCard(text) {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const point = digit.codePointAt(0);
    return point - ZEROS.find((zero) => point - zero >= 0 && point - zero <= 9);
  });
}

const digits = (text) => text.replace(/[\s-]/g, "");
const inGroups = (text) => digits(text).match(/.{1,4}/g)?.join(" ") ?? "";

export function start(main) {
  const form = main.querySelector("[data-numbers]");
  const { code, how } = form.elements;
  const count = form.querySelector("[data-count]");

  function show() {
    const text = asOnTheCard(code.value);
    const atEnd = code.selectionEnd === code.value.length; // who corrects in the middle keeps her place
    if (atEnd && /^[\d\s-]*$/.test(text)) code.value = inGroups(text);
    const n = asOnTheCard(code.value).replace(/\D/g, "").length;
    count.textContent = n ? count.dataset.count.replace("{n}", n) : "";
  }

  function take() {
    const read = scanned();
    if (!read) return;
    code.value = read;
    how.value = "camera";
    form.submit();
  }

  code.addEventListener("input", (event) => {
    how.value = "typed";
    if (!event.inputType?.startsWith("delete")) show();
    else count.textContent = "";
  });
  code.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  addEventListener("hashchange", take); // the camera may find this page open already
  show();
  take();
  return () => removeEventListener("hashchange", take);
}
