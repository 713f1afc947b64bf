import assert from "node:assert/strict";
import { test } from "node:test";
import { driftOf } from "../../static/js/device/drift.js";
import { roomHere, roomOf, sayable } from "../../static/js/device/room.js";

const GB = 1_000_000_000;

for (const [given, level, photos] of [
  [{ quota: 10 * GB, usage: GB }, "plenty", 2571],
  [{ quota: GB, usage: GB - 100_000_000 }, "low", 28],
  [{ quota: GB, usage: GB - 10_000_000 }, "full", 2],
  [{ quota: GB, usage: 2 * GB }, "full", 0],
  [{ quota: GB }, "plenty", 285],
  [{ quota: 0, usage: 0 }, "unknown", null],
  [{}, "unknown", null],
  [undefined, "unknown", null],
]) {
  test(`${JSON.stringify(given) ?? "nothing"} leaves ${photos} photos: ${level}`, () => {
    const room = roomOf(given);
    assert.deepEqual([room.level, room.photos], [level, photos]);
  });
}

test("a share is never more than the whole", () => {
  assert.equal(roomOf({ quota: GB, usage: 3 * GB }).share, 1);
  assert.equal(roomOf({ quota: 4 * GB, usage: GB }).share, 0.25);
});

test("photos are said without false exactness, and never more than there is room for", () => {
  assert.deepEqual([0, 7, 19, 28, 47, 285, 402, 2571].map(sayable), [0, 7, 19, 25, 45, 250, 400, 2500]);
});

test("a browser that gives no figures leaves the room unknown", async () => {
  assert.equal((await roomHere(null)).level, "unknown");
  assert.equal((await roomHere({ estimate: () => Promise.reject(new Error("no")) })).level, "unknown");
  assert.equal((await roomHere({ estimate: async () => ({ quota: GB, usage: 0 }) })).level, "plenty");
});

for (const [seconds, said] of [
  [null, null],
  [0, null],
  [300, null],
  [-300, null],
  [301, { n: 5, unit: "minutes", way: "ahead" }],
  [-3600, { n: 60, unit: "minutes", way: "behind" }],
  [86_400, { n: 24, unit: "hours", way: "ahead" }],
  [-86_400 * 3, { n: 3, unit: "days", way: "behind" }],
]) {
  test(`a clock that is ${seconds} seconds ahead is ${said ? `${said.n} ${said.unit} ${said.way}` : "right"}`, () => {
    assert.deepEqual(driftOf(seconds), said);
  });
}
