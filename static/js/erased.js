// She has erased herself: this phone forgets her too, and her box goes unopened.

import { boxes } from "./lock/boxes.js";
import { ask, get } from "./phone/db.js";
import { depart } from "./lock/depart.js";

export function start() {
  forget().catch((error) => console.warn(error.message));
}

async function forget() {
  const lock = await get("meta", "lock");
  if (lock) {
    await boxes.work(["boxes", "things"], "readwrite", async (store, things) => {
      store.delete(lock.id);
      for (const n of await ask(things.index("box").getAllKeys(lock.id))) things.delete(n);
    });
  }
  await depart({ withBox: false });
  for (const name of Object.keys(localStorage)) if (name.startsWith("onward.") && name !== "onward.look") localStorage.removeItem(name);
}
