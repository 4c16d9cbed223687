// Letters: answers that nobody on this phone can read any more and that can still be sent. core/sealing.py is their other end.

import { asSent } from "../phone/record.js";
import { within } from "../phone/within.js";
import { boxes } from "./boxes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const MOST = 50; // statements in a letter
const PATIENCE = 12000; // ms for one

const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

// A point made for this letter alone, and the text under what that point and the server's have in common.
async function close(words, theirs) {
  const key = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", ours.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: key }, ours.privateKey, 256);
  const hash = await crypto.subtle.digest("SHA-256", await new Blob([shared, point, theirs]).arrayBuffer());
  const once = await crypto.subtle.importKey("raw", hash, "AES-GCM", false, ["encrypt"]);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, once, new TextEncoder().encode(words));
  return new Blob([point, closed]).arrayBuffer();
}

// Write letters for what is to be sent. Resolves with the uuids of what is in them, once they are on the disk.
export async function write(statements, owners, seal) {
  const letters = [];
  const known = new Map(owners.map((one) => [one.id, one]));
  for (const id of new Set(statements.map((one) => one.owner))) {
    const owner = known.get(id);
    const secret = owner?.secret;
    const key = ((secret || !owner?.key) && known.get(owner?.joins)?.key) || owner?.key;
    if (!key && !secret) continue; // the server could not tell whose they are
    const list = statements.filter((one) => one.owner === id);
    for (let at = 0; at < list.length; at += MOST) {
      const body = { version: 1, statements: list.slice(at, at + MOST).map(asSent), ...(key && { key }), ...(secret && (!key || owner.joins) && { secret }) };
      letters.push({ uuids: body.statements.map((one) => one.uuid), data: await close(JSON.stringify(body), bytesOf(seal)) });
    }
  }
  await boxes.work("letters", "readwrite", (store) => letters.forEach(({ data }) => store.add({ data })));
  return new Set(letters.flatMap((one) => one.uuids));
}

// Send them. Resolves with whether none is left. What the server has, or keeps for repair, goes; else it is tried again.
export async function send() {
  for (const { n, data } of await boxes.all("letters")) {
    const headers = { "Content-Type": "application/octet-stream" };
    const address = `/sync/sealed/?at=${encodeURIComponent(new Date().toISOString())}`;
    const answer = await fetch(address, { method: "POST", headers, body: data, signal: within(PATIENCE) }).catch(() => undefined);
    if (![200, 410, 422].includes(answer?.status)) return false;
    await boxes.remove("letters", n);
  }
  return true;
}
