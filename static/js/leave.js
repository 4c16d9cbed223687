// Before somebody else comes in: what waits on this phone is sent, if there is a network, so that nothing of hers stays behind.

import { send } from "./phone/sync.js";

const PATIENCE = 3000; // ms

export function start(main) {
  const form = main.querySelector("[data-leave]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([send({ force: true }).catch(() => {}), new Promise((done) => setTimeout(done, PATIENCE))]);
    form.submit();
  });
}
