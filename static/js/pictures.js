// Tap three pictures. Without this each tap is sent and the page comes back with it; with it the taps stay here until she is done.

const HOW_MANY = 3;

export function start(main) {
  const part = main.querySelector("[data-pictures]");
  const places = [...part.querySelectorAll(".slots > li")];
  const buttons = new Map([...part.querySelectorAll("[name=tap]")].map((button) => [button.value, button]));
  const said = part.querySelector("[role=status]");
  const done = part.closest("form").querySelector("[name=done]");
  const chosen = [...part.querySelectorAll("[name=picture]")].map((input) => input.value);
  const words = (name) => buttons.get(name).textContent.trim();

  function filled(name, place) {
    const [input, button] = [document.createElement("input"), document.createElement("button")];
    Object.assign(input, { type: "hidden", name: "picture", value: name });
    Object.assign(button, { className: "tile", name: "drop", value: place });
    button.setAttribute("aria-label", part.dataset.remove.replace("{name}", words(name)));
    button.append(buttons.get(name).querySelector("svg").cloneNode(true));
    return [input, button];
  }

  function empty(place) {
    const span = document.createElement("span");
    Object.assign(span, { className: "empty", textContent: place + 1 });
    span.setAttribute("aria-hidden", "true");
    return [span];
  }

  function show() {
    places.forEach((place, at) => place.replaceChildren(...(chosen[at] ? filled(chosen[at], at) : empty(at))));
    if (chosen.length) part.querySelector(".error")?.remove();
  }

  function tap(name) {
    if (chosen.length >= HOW_MANY) {
      said.textContent = part.dataset.full;
      return;
    }
    chosen.push(name);
    show();
    said.textContent = part.dataset.said.replace("{n}", chosen.length).replace("{name}", words(name));
    if (chosen.length === HOW_MANY) done.focus();
  }

  function drop(at) {
    said.textContent = part.dataset.remove.replace("{name}", words(chosen[at]));
    chosen.splice(at, 1);
    show();
    (places[Math.min(at, chosen.length - 1)]?.querySelector("button") ?? buttons.values().next().value).focus();
  }

  history.replaceState(history.state, "", location.href); // Back and reload ask for the page anew; no form goes twice
  part.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    if (button.name === "tap") tap(button.value);
    else drop(Number(button.value));
  });
}
