/** The device's scoring keeps the same contract as the server's: tests/vectors. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ageInMonths, itemApplies, rollUp, score } from "../../static/js/core/scoring.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url)));
const { rules, cases } = read("scoring");

for (const each of read("ages")) {
  test(`age: ${each.name}`, () => assert.equal(ageInMonths(each.child, each.on), each.months));
}

for (const { name, rule, decisive_above: above, grades, ...expected } of read("roll_up")) {
  test(`roll-up: ${name}`, () => assert.deepEqual(rollUp(grades, rule, above), expected));
}

for (const { name, rules: digest, visit, children, home } of cases) {
  test(`score: ${name}`, () => {
    const found = score({ ...rules[digest], digest }, visit);
    assert.deepEqual(found, { rules: digest, children, home });
  });
}

test("an item applies from its first month to before its last", () => {
  const item = { ages: { from_months: 6, to_months: 12 } };
  const fits = [null, 5, 6, 11, 12].map((months) => itemApplies(item, months));
  assert.deepEqual(fits, [false, false, true, true, false]);
  assert.ok([null, -1, 0, 300].every((months) => itemApplies({ ages: null }, months)));
});

test("a draft without lists yet is scored as an empty visit", () => {
  const draft = { observed_at: "2026-01-10T10:00:00+00:00" };
  const { children, home } = score({ ...rules.flat, digest: "flat" }, draft);
  assert.deepEqual(children, {});
  assert.deepEqual(home.care, { grade: null, because: [], worst: null, graded: 0, applicable: 1 });
});
