// Lay the chosen destination's local facts over a lesson. A fact nobody has verified stays “Ask your trainer”.

function lay(chip, fact) {
  chip.href = fact.dial || chip.href;
  const value = document.createElement("bdi");
  value.dir = fact.dial ? "ltr" : "auto";
  value.textContent = fact.text;
  const about = document.createElement("small");
  about.textContent = [fact.where, fact.hours, fact.free].filter(Boolean).join(", ");
  const icon = chip.querySelector("svg");
  if (fact.dial) {
    const use = icon.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#phone"));
  }
  chip.classList.add("known");
  chip.replaceChildren(icon, value, about);
}

async function layAll(chips) {
  const destination = localStorage.getItem("onward.destination");
  if (!destination || !/^[a-z-]+$/.test(destination)) return;
  const card = `${chips[0].getAttribute("href").split("#")[0]}${destination}/`;
  const answer = await fetch(`${card}facts.json`);
  if (!answer.ok) return;
  const facts = await answer.json();
  for (const chip of chips) {
    chip.href = `${card}#${chip.dataset.fact}`;
    if (facts[chip.dataset.fact]) lay(chip, facts[chip.dataset.fact]);
  }
}

export function start(main) {
  layAll(main.querySelectorAll("a.fact[data-fact]")).catch(() => {});
}

