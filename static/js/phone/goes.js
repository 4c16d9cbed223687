// Goes at a quiz, from what this phone has recorded of it, in the order it happened here. Pure: the rules of quizzes/scoring.py.

// statements: [{ attempt, item, items, fields, right, hash }]. → goes: [{ attempt, answers: Map(item → statement), seen: [[item]] }]
export function goesOf(statements) {
  const goes = new Map();
  for (const one of statements) {
    if (!goes.has(one.attempt)) goes.set(one.attempt, { attempt: one.attempt, answers: new Map(), seen: [] });
    const go = goes.get(one.attempt);
    go.seen.push(one.items);
    if (one.item && !go.answers.has(one.item)) go.answers.set(one.item, one);
  }
  return [...goes.values()];
}

// A go is over when every item is answered, of the quiz as it was for one of its answers.
export function isOver(go) {
  return go.seen.some((items) => items.every((item) => go.answers.has(item)));
}

// What is still to be answered of the quiz as it is now.
export const left = (go, items) => items.filter((item) => !go?.answers.has(item));

// How a go went, as far as this phone knows: { right, total, unknown, passed }.
export function outcomeOf(go, mastery) {
  const whole = go.seen.filter((items) => items.every((item) => go.answers.has(item)));
  const items = whole.sort((a, b) => b.length - a.length)[0] ?? [];
  const judged = items.map((item) => go.answers.get(item).right);
  const right = judged.filter((one) => one === true).length;
  const unknown = judged.filter((one) => one === undefined).length;
  return { right, total: items.length, unknown, passed: items.length > 0 && right / items.length >= mastery - 1e-9 };
}
