// The service worker, from a page's side.

const policy = globalThis.trustedTypes?.createPolicy("onward-worker", {
  createScriptURL(address) {
    if (address !== "/sw.js") throw new TypeError(address);
    return address;
  },
});

let registered;

// Resolves with whether there is a worker: without one, pages that are kept here cannot be opened, so none are kept.
export function register() {
  registered ??= ask().then(Boolean, () => (registered = undefined)); // perhaps later
  return registered;
}

async function ask() {
  if (!("serviceWorker" in navigator)) return undefined;
  const address = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  return navigator.serviceWorker.register(address, { type: "module", scope: "/", updateViaCache: "none" });
}

// Ask the browser to let the worker send what waits as soon as there is a network, also when no page is open.
export async function sendLater() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  await registration?.sync?.register("send").catch(() => {});
}
