// What she chose here and her other phones should know; sent with the next parcel, if she has an account.

import { ask, get, work } from "./db.js";
import { me } from "./owner.js";
import { uuid } from "./random.js";

export async function prefer(name, value) {
  if (!(await me())?.account) return;
  await work("meta", "readwrite", async (meta) => {
    const others = ((await ask(meta.get("preferences"))) ?? []).filter((one) => one.name !== name);
    meta.put([...others, { uuid: uuid(), name, value }], "preferences");
  });
}

export const preferred = async (name) => (await get("meta", "state"))?.preferences?.[name];
