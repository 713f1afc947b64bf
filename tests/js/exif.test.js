/** The time in a photo's EXIF, and what the device makes of a photo's dates. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { takenAt } from "../../static/js/core/exif.js";
import { timesOf } from "../../static/js/device/photo-facts.js";

/** A TIFF block with a capture time and maybe an offset, in either byte order. */
function exif({ taken, offset, little = true, kind = 2 }) {
  const texts = [[0x9003, taken], [0x9011, offset]].filter(([, text]) => text !== undefined);
  const view = new DataView(new ArrayBuffer(300));
  const number = (at, value, size) => (size === 2 ? view.setUint16(at, value, little) : view.setUint32(at, value, little));
  const write = (at, text) => [...text].forEach((each, n) => view.setUint8(at + n, each.charCodeAt(0)));
  write(0, little ? "II" : "MM");
  number(2, 42, 2);
  number(4, 8, 4);
  number(8, 1, 2);
  [[10, 0x8769, 2], [12, 4, 2], [14, 1, 4], [18, 40, 4]].forEach(([at, value, size]) => number(at, value, size));
  number(40, texts.length, 2);
  texts.forEach(([tag, text], n) => {
    const entry = 42 + 12 * n;
    [[0, tag, 2], [2, kind, 2], [4, text.length + 1, 4], [8, 120 + 40 * n, 4]].forEach(([at, value, size]) => number(entry + at, value, size));
    write(text.length < 4 ? entry + 8 : 120 + 40 * n, text);
  });
  return new Uint8Array([...Buffer.from("....ExifE\0xExif\0\0"), ...new Uint8Array(view.buffer)]);
}

test("the capture time is read as written, with its offset where there is one", () => {
  for (const little of [true, false]) {
    assert.equal(takenAt(exif({ taken: "2025:03:03 14:02:11", little })), "2025-03-03T14:02:11");
    assert.equal(takenAt(exif({ taken: "2025:03:03 14:02:11", offset: "+01:00", little })), "2025-03-03T14:02:11+01:00");
  }
  assert.equal(takenAt(exif({ taken: "2025:03:03 14:02:11", offset: "Z" })), "2025-03-03T14:02:11+00:00");
  assert.equal(takenAt(exif({ taken: "2025:03:03 14:02:11", offset: "soon" })), "2025-03-03T14:02:11");
});

test("whatever is no time is none, and nothing hostile does harm", () => {
  for (const taken of ["", "0000:00:00 00:00:00", "0001:01:01 00:00:00", "9999:12:31 23:59:59", "2025:13:01 00:00:00", "2025:02:30 10:00:00", "yesterday", "x".repeat(80)]) {
    assert.equal(takenAt(exif({ taken })), null, taken);
  }
  assert.equal(takenAt(exif({ taken: "2025:03:03 14:02:11", kind: 7 })), null);
  assert.equal(takenAt(new Uint8Array()), null);
  const whole = exif({ taken: "2025:03:03 14:02:11" });
  for (let at = 0; at < whole.length; at += 1) {
    takenAt(whole.subarray(0, at));
    for (const byte of [0, 255]) {
      const changed = whole.slice();
      changed[at] = byte;
      takenAt(changed);
    }
  }
});

const now = new Date("2026-03-01T14:20:00Z");
const minutesAgo = (n) => now.getTime() - n * 60_000;

test("only a file made just now, whose EXIF agrees, was taken now", () => {
  const fresh = { lastModified: minutesAgo(0.1), fromCamera: true, now };
  assert.equal(timesOf(fresh).source, "camera");
  assert.equal(timesOf({ ...fresh, takenAt: "2026-03-01T14:19:00+00:00" }).source, "camera");
  assert.equal(timesOf({ ...fresh, takenAt: "2025-12-25T09:00:00+00:00" }).source, "file");
  assert.equal(timesOf({ ...fresh, lastModified: minutesAgo(3) }).source, "file");
  assert.equal(timesOf({ ...fresh, fromCamera: false }).source, "file");
});

test("a chosen file keeps the date of its EXIF, else its own, and says when it was chosen", () => {
  const chosen = { lastModified: minutesAgo(90), fromCamera: false, now };
  const moment = (times) => new Date(times.observed_at).toISOString();
  assert.equal(moment(timesOf({ ...chosen, takenAt: "2025-12-25T09:00:00+00:00" })), "2025-12-25T09:00:00.000Z");
  assert.equal(moment(timesOf(chosen)), "2026-03-01T12:50:00.000Z");
  assert.equal(moment(timesOf({ ...chosen, takenAt: "1999-01-01T00:00:00+00:00" })), "2026-03-01T12:50:00.000Z");
  assert.equal(moment(timesOf({ ...chosen, lastModified: 0 })), now.toISOString());
  assert.equal(new Date(timesOf(chosen).chosen_at).getTime(), now.getTime());
  assert.equal(timesOf({ ...chosen, takenAt: "2025-12-25T09:00:00" }).taken_at, "2025-12-25T09:00:00");
});

