// The boxes on this phone: one for each who locks her learning here with pictures. Nothing about a box says whose it is. Beside
// them lie letters: answers of people who are not here, closed so that only the server can read them (docs/decisions/0024).

import { ask, database } from "../phone/db.js";

export const boxes = database("onward.boxes", {
  boxes: { keyPath: "id" },
  things: { keyPath: "n", autoIncrement: true, indexes: { box: false } },
  letters: { keyPath: "n", autoIncrement: true },
  meta: {},
});
const ROUNDS = 600000; // of PBKDF2 with SHA-256, as OWASP has it since 2023: a second or two on a cheap phone
const text = new TextEncoder();
const said = new TextDecoder();

// The phone's salt; all its boxes share it, so one derivation tries them all and takes as long whichever opens.
function salt() {
  return boxes.work("meta", "readwrite", async (meta) => {
    const had = await ask(meta.get("salt"));
    if (had) return had;
    const made = crypto.getRandomValues(new Uint8Array(16));
    meta.put(made, "salt");
    return made;
  });
}

// The key that pictures make on this phone. It cannot be read out again.
export async function keyOf(pictures) {
  const code = await crypto.subtle.importKey("raw", text.encode(pictures.join(" ")), "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: await salt(), iterations: ROUNDS };
  return crypto.subtle.deriveKey(way, code, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function close(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

// Rejects if this key does not open it, or it was changed.
export const open = (key, { iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);

export const closeWords = (key, value) => close(key, text.encode(JSON.stringify(value)));

// What is in the box that a key opens: { box, content }; undefined if it opens none. All are tried, whichever it is.
export async function find(key) {
  const tried = await Promise.all(
    (await boxes.all("boxes")).map((box) => open(key, box).then((bytes) => ({ box, content: JSON.parse(said.decode(bytes)) }), () => undefined)),
  );
  return tried.find(Boolean);
}
