/** What of who has care asks for a check: the same contract as the server's, tests/vectors. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checks } from "../../static/js/core/care.js";

const cases = JSON.parse(readFileSync(new URL("../vectors/care.json", import.meta.url)));
const PEOPLE = {
  observed_at: "2025-12-27T21:15:00+00:00",
  children: [{ id: "ryan", name: "Ryan", born: "2008-03-05" }, { id: "boy", name: "Boy in red" }],
  adults: [
    { id: "ann", name: "Ann", role: "carer", relation: "mother" },
    { id: "man", name: "Man", role: "other", relation: " " },
  ],
};

for (const { why, visit, checks: expected } of cases) {
  test(`care: ${why}`, () => {
    const found = checks({ ...PEOPLE, ...visit });
    assert.deepEqual(found.map(({ kind, part, name, years }) => [kind, part, name, years]), expected);
  });
}
