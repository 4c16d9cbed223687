// Grade addresses of one site by MDN's own rules: node grade.mjs PORT < [{path, cookie}] > [{path, score, grade, tests}]
// The scanner's own command knows ports 80 and 443 only, and no page that is not there.
import { readFileSync } from "node:fs";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const port = process.argv[2];
const grades = [];
for (const { path, cookie } of JSON.parse(readFileSync(0, "utf8"))) {
  const headers = ["Accept: text/html,*/*;q=0.8", ...(cookie ? [`Cookie: ${cookie}`] : [])];
  const requests = await retrieve("localhost", { httpPort: port, httpsPort: port, path, headers });
  if (!requests.responses.auto) throw new Error(`${path}: no answer`);
  const tests = Object.fromEntries(ALL_TESTS.map((test) => test(requests)).map((one) => [one.constructor.name, one.result]));
  const modifiers = Object.values(tests).filter(Boolean).map(getScoreModifier);
  const plain = 100 + modifiers.filter((one) => one < 0).reduce((sum, one) => sum + one, 0);
  const whole = 100 + modifiers.reduce((sum, one) => sum + one, 0);
  const { score, grade } = getGradeForScore(plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? whole : plain);
  grades.push({ path, status: requests.responses.auto.status, score, grade, tests });
}
console.log(JSON.stringify(grades));
