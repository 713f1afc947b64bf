import assert from "node:assert/strict";
import { test } from "node:test";
import { fromField, localIso, longDate, toField } from "../../static/js/device/clock.js";

test("a time is written on the local clock with its offset, and is the same moment", () => {
  const date = new Date("2026-07-01T13:02:31Z");
  const written = localIso(date);
  assert.match(written, /^2026-07-0[12]T\d\d:\d\d:31[+-]\d\d:\d\d$/);
  assert.equal(new Date(written).getTime(), date.getTime());
});

test("a field gives back what it was given", () => {
  const iso = fromField("2026-11-23T14:02");
  assert.equal(toField(iso), "2026-11-23T14:02");
  assert.equal(fromField(""), null);
});

test("a day is named as it was written, whatever zone this device is in", () => {
  assert.equal(longDate("2025-03-03T23:30:00-11:00"), "3 March 2025");
});
