// Joining a group: the square on a poster carries the code behind “#”, where no server sees it. It is read and taken away at
// once, and survives a change of language in this tab, for posters are read in many.

const KEPT = "onward.join";
const CODE = /^\d{12}$/;

function taken() {
  const code = decodeURIComponent(location.hash.slice(1)).replace(/\D/g, "");
  if (!CODE.test(code)) return sessionStorage.getItem(KEPT);
  history.replaceState(history.state, "", location.pathname);
  sessionStorage.setItem(KEPT, code);
  return code;
}

export function start(main) {
  const [form, agrees] = [main.querySelector("[data-join]"), main.querySelector("[data-agree]")];
  if (agrees) agrees.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
  if (!form) return;
  if (main.querySelector(".errors")) {
    sessionStorage.removeItem(KEPT);
    return;
  }
  const code = taken();
  if (!code) return;
  form.elements.code.value = code;
  form.elements.how.value = "scanned";
  form.submit();
}
