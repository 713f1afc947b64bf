/** The device's 72-hour clock keeps the same contract as the server's: tests/vectors. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { standing } from "../../static/js/core/protection.js";

const cases = JSON.parse(readFileSync(new URL("../vectors/protection.json", import.meta.url)));

for (const { why, began_at: began, now, ends_at: ends, state, minutes } of cases) {
  test(`protection: ${why}`, () => {
    const found = standing(began, Date.parse(now));
    assert.deepEqual(found, { ends_at: new Date(ends).toISOString(), state, minutes });
  });
}
