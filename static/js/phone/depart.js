// She leaves by the quick exit: what tells of her goes from this phone. It runs in the worker, or in a page where there is none.

import { ask, work } from "./db.js";
import { FILES, PAGES, tidy } from "./keep.js";

const GONE = [PAGES, "onward.late"];
const STORES = ["statements", "owners", "drafts", "kept", "meta"];

// keepUnsent: answers that the server does not have yet stay, just as they are, with the keys of whose they are.
export async function depart({ keepUnsent = true } = {}) {
  for (const name of GONE) await caches.delete(name);
  try {
    await tidy(await empty(keepUnsent)); // of the files those stay that are of every page
  } catch {
    await caches.delete(FILES); // without the database nobody knows which those are
  }
}

// Resolves with the files of this release, which say nothing of her.
function empty(keepUnsent) {
  return work(STORES, "readwrite", async (statements, owners, drafts, kept, meta) => {
    const files = (await ask(meta.get("files"))) ?? [];
    const waiting = new Set();
    for (const one of await ask(statements.getAll())) {
      if (keepUnsent && one.waiting) waiting.add(one.owner);
      else statements.delete(one.n);
    }
    const people = await ask(owners.getAll());
    const needed = new Set(people.filter((one) => waiting.has(one.id)).flatMap((one) => [one.id, one.joins]));
    for (const { id } of people) if (!needed.has(id)) owners.delete(id);
    for (const store of [drafts, kept, meta]) store.clear();
    meta.put(files, "files");
    return files;
  });
}
