import assert from "node:assert/strict";
import { test } from "node:test";
import { Saver } from "../../static/js/device/saver.js";

function heard(saver) {
  const names = [];
  for (const name of ["saving", "saved", "failed"]) saver.addEventListener(name, () => names.push(name));
  return names;
}

test("saved is said after the write, not before", async () => {
  let finish;
  const saver = new Saver(() => new Promise((resolve) => (finish = resolve)));
  const names = heard(saver);
  const saved = saver.save();
  assert.deepEqual(names, ["saving"]);
  finish();
  await saved;
  assert.deepEqual(names, ["saving", "saved"]);
});

test("changes made during a write are written by one more, with the newest state", async () => {
  const written = [];
  let state = 0;
  const saver = new Saver(async () => written.push(state));
  state = 1;
  const first = saver.save();
  state = 2;
  saver.save();
  state = 3;
  const last = saver.save();
  await Promise.all([first, last]);
  assert.equal(written.at(-1), 3);
  assert.equal(written.length, 2);
});

test("a failed write is said and tried until it works", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let failures = 2;
  const saver = new Saver(async () => {
    if (failures-- > 0) throw new Error("full");
  });
  const names = heard(saver);
  let isSaved = false;
  saver.save().then(() => (isSaved = true));
  for (let turn = 0; turn < 20 && !isSaved; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(10_000);
  }
  assert.deepEqual(names, ["saving", "failed", "failed", "saved"]);
});

test("typing is written once in a while, or at once when the page goes", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let writes = 0;
  const saver = new Saver(async () => (writes += 1));
  saver.saveSoon();
  saver.saveSoon();
  assert.equal(saver.unsaved, true);
  assert.equal(writes, 0);
  await saver.flush();
  assert.equal(writes, 1);
  assert.equal(saver.unsaved, false);
  t.mock.timers.tick(1000);
  assert.equal(writes, 1);
});

test("typing without a pause is written all the same", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let writes = 0;
  const saver = new Saver(async () => (writes += 1));
  for (let stroke = 0; stroke < 40; stroke += 1) {
    saver.saveSoon();
    t.mock.timers.tick(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(writes >= 9);
});
