import assert from "node:assert/strict";
import { test } from "node:test";
import { BLOCK, MOST_TRIES, blockedFor, counted, forgiven, restarted } from "../../static/js/device/tries.js";

const NOW = Date.parse("2026-11-25T14:00:00Z");
const FRESH = { tries: 0, blocked_at: null };

function after(tries, now = NOW) {
  let record = FRESH;
  for (let n = 0; n < tries; n += 1) record = counted(record, now);
  return record;
}

test("four wrong tries block nothing, the fifth blocks for twenty minutes", () => {
  assert.equal(blockedFor(after(MOST_TRIES - 1), NOW), 0);
  assert.equal(blockedFor(after(MOST_TRIES), NOW), BLOCK);
  assert.equal(blockedFor(after(MOST_TRIES), NOW + BLOCK - 1), 1);
  assert.equal(blockedFor(after(MOST_TRIES), NOW + BLOCK), 0);
});

test("after the block five tries are there again", () => {
  const later = counted(after(MOST_TRIES), NOW + BLOCK);
  assert.deepEqual(later, { tries: 1, blocked_at: null });
});

test("the right passphrase forgives every wrong try", () => {
  assert.deepEqual(forgiven(after(3)), FRESH);
});

test("a clock set back makes the block start again, and never longer", () => {
  const back = NOW - 24 * 3_600_000;
  const record = restarted(after(MOST_TRIES), back);
  assert.equal(blockedFor(record, back), BLOCK);
  assert.equal(blockedFor(record, back + BLOCK), 0);
  assert.equal(restarted(after(2), back).blocked_at, null);
});
