// Read the page out with a voice that is on the phone itself: no data, no third party. Without one there is no button.

const root = document.documentElement;
const READ = "h1, .goal span, .block h2, .block p, .callout p, .numbers li, .check span, .choice .face > span:last-child, .rank label, .pair label, .place span:last-child";

function voice() {
  const language = root.lang.split("-")[0];
  return speechSynthesis.getVoices().find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language);
}

function words(button) {
  const scope = button.closest(".lesson, .question");
  return [...scope.querySelectorAll(READ)].filter((element) => !element.closest(".start, .back") && element.getClientRects().length);
}

function read(button, elements) {
  const [element, ...rest] = elements;
  if (!element || button.getAttribute("aria-pressed") !== "true") return stop(button);
  const utterance = new SpeechSynthesisUtterance(element.textContent);
  utterance.voice = voice();
  utterance.lang = utterance.voice.lang;
  utterance.rate = 0.9;
  element.classList.add("spoken");
  utterance.onend = utterance.onerror = () => {
    element.classList.remove("spoken");
    read(button, rest);
  };
  speechSynthesis.speak(utterance);
}

function stop(button) {
  button.setAttribute("aria-pressed", "false");
  button.querySelector("span").textContent = button.dataset.listenWords;
  speechSynthesis.cancel();
}

function offer(main) {
  if (!voice()) return;
  for (const button of main.querySelectorAll("[data-listen][hidden]")) {
    button.hidden = false;
    button.dataset.listenWords = button.querySelector("span").textContent;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return stop(button);
      button.setAttribute("aria-pressed", "true");
      button.querySelector("span").textContent = button.dataset.stop;
      return read(button, words(button));
    });
  }
}

export function start(main) {
  if (!("speechSynthesis" in window)) return undefined;
  const hush = () => speechSynthesis.cancel();
  const again = () => offer(main);
  offer(main);
  speechSynthesis.addEventListener?.("voiceschanged", again);
  addEventListener("pagehide", hush);
  return () => {
    hush();
    removeEventListener("pagehide", hush);
    speechSynthesis.removeEventListener?.("voiceschanged", again);
  };
}
