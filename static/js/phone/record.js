// What was learned on this phone: written down before any page says so, and kept until the server has it safe.

import { ask, read, work } from "./db.js";
import { goesOf, isOver } from "./goes.js";
import { tell } from "./news.js";
import { me, owner, recognise } from "./owner.js";
import { uuid } from "./random.js";
import { copy, uncopy } from "./spare.js";

const MINE = ["statements", "owners", "meta", "drafts"];
const STEPS = ["phone", "sent", "safe"];

// All that an owner and the visits she took along did at a quiz, oldest first.
async function about(statements, quiz, owners, mine) {
  const hers = new Set([mine.id, ...owners.filter((one) => one.joins === mine.id).map((one) => one.id)]);
  return (await ask(statements.index("quiz").getAll(quiz))).filter((one) => hers.has(one.owner));
}

export async function goes(quiz) {
  await recognise();
  const mine = await me();
  if (!mine) return [];
  return read(["statements", "owners"], async (statements, owners) =>
    goesOf(await about(statements, quiz, await ask(owners.getAll()), mine)),
  );
}

// Write an answer down. Resolves with its statement when it is on the disk; an answer to what is already answered in this go
// (a second tap, a second tab) resolves with that one. what: { quiz, version, items, lesson, item, seen, language,
// fields, right, mastery }
export async function answer(what) {
  await recognise();
  const [statement, whose] = await work(MINE, "readwrite", async (statements, owners, meta, drafts) => {
    const mine = await owner(owners, meta);
    const open = goesOf(await about(statements, what.quiz, await ask(owners.getAll()), mine)).filter((go) => !isOver(go)).at(-1);
    const had = open?.answers.get(what.item);
    if (had) return [had];
    const one = {
      uuid: uuid(),
      owner: mine.id,
      waiting: 1,
      receipt: "phone",
      quiz: what.quiz,
      lesson: what.lesson,
      item: what.item,
      items: what.items,
      attempt: open?.attempt ?? uuid(),
      fields: what.fields,
      right: what.right,
      mastery: what.mastery,
      seen: what.seen,
      version: what.version,
      language: what.language,
      verb: "answered",
      at: new Date().toISOString(),
    };
    one.n = await ask(statements.add(one));
    drafts.delete(what.item);
    return [one, mine];
  });
  if (whose) copy(statement, whose);
  tell({ of: "receipt", uuid: statement.uuid, is: statement.receipt });
  return statement;
}

// “I have read this”, or the end of a quiz that has fewer questions in this language.
export async function complete({ lesson, quiz, attempt, items, seen, version, language }) {
  await recognise();
  const [statement, whose] = await work(["statements", "owners", "meta"], "readwrite", async (statements, owners, meta) => {
    const mine = await owner(owners, meta);
    const one = { uuid: uuid(), owner: mine.id, waiting: 1, receipt: "phone", lesson, quiz, attempt, items, seen, version };
    Object.assign(one, { language, verb: "completed", at: new Date().toISOString() });
    if (!quiz) delete one.quiz;
    one.n = await ask(statements.add(one));
    return [one, mine];
  });
  copy(statement, whose);
  return statement;
}

// As it is sent (records/openapi.py).
export function asSent(one) {
  const said = { uuid: one.uuid, verb: one.verb, activity: one.item ?? one.quiz ?? one.lesson, timestamp: one.at };
  if (one.item) Object.assign(said, { parent: one.quiz, response: one.fields });
  if (one.attempt) said.attempt = one.attempt;
  return { ...said, parent_hash: one.version ?? "", content_hash: one.seen ?? "", language: one.language };
}

export const waiting = () => read("statements", (store) => ask(store.index("waiting").getAll(1)));

// What the server said of statements it was sent: safe, or kept for repair; and how it judged them.
export async function settle(acks) {
  await work("statements", "readwrite", async (store) => {
    for (const { uuid, status, success } of acks) {
      const one = uuid && (await ask(store.index("uuid").get(uuid)));
      if (!one) continue;
      delete one.waiting;
      one.receipt = status === "kept" ? "kept" : "safe";
      if (success !== undefined) one.right = success;
      store.put(one);
    }
  });
  for (const { uuid, status } of acks) tell({ of: "receipt", uuid, is: status === "kept" ? "kept" : "safe" });
  uncopy(acks.map((ack) => ack.uuid));
}

export const isFurther = (receipt, other) => STEPS.indexOf(receipt) > STEPS.indexOf(other);
