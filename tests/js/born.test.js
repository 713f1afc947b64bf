/** A date of birth in the future is refused on the device as on the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { localIso } from "../../static/js/device/clock.js";
import { isPast } from "../../static/js/page/add-person.js";

const day = (offset) => localIso(new Date(Date.now() + offset * 86_400_000)).slice(0, 10);

test("today and any day before it from 1900 on is taken, and none; a day that is still to come is not", () => {
  assert.deepEqual(["", day(0), "2019-03-31", "1900-01-01"].map(isPast), [true, true, true, true]);
  assert.deepEqual([day(2), "2999-01-01", "1899-12-31"].map(isPast), [false, false, false]);
});
