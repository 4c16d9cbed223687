// The name and picture she chose for her home screen.

const NAME = "onward.look";

export const chosen = () => localStorage.getItem(NAME);

export function choose(look, address) {
  localStorage.setItem(NAME, look);
  document.querySelector("link[rel=manifest]").href = address;
}

export function start() {
  const link = document.querySelector("link[rel=manifest]");
  if (chosen()) link.href = link.getAttribute("href").replace(/\/[a-z]+\.webmanifest$/, `/${chosen()}.webmanifest`);
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // she is asked on the page “My phone”, where she can choose
    offered = event;
    document.dispatchEvent(new Event("onward.install"));
  });
}

let offered;
export const install = () => offered?.prompt();
export const canInstall = () => Boolean(offered);
