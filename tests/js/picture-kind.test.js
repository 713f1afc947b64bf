import assert from "node:assert/strict";
import { test } from "node:test";
import { PHOTO_BYTES } from "../../static/js/core/codes.js";
import { kindOf, refusalOf } from "../../static/js/device/picture-kind.js";

const bytes = (...parts) =>
  Uint8Array.from(parts.flatMap((each) => (typeof each === "string" ? [...each].map((c) => c.charCodeAt(0)) : each)));
const JPEG = bytes([0xff, 0xd8, 0xff, 0xe1]);

for (const [head, kind] of [
  [JPEG, "image/jpeg"],
  [bytes([0x89], "PNG\r\n", [0x1a], "\n"), "image/png"],
  [bytes("RIFF", [1, 2, 3, 4], "WEBPVP8 "), "image/webp"],
  [bytes([0, 0, 0, 24], "ftypheic"), "image/heic"],
  [bytes([0, 0, 0, 24], "ftypmif1"), "image/heic"],
  [bytes([0, 0, 0, 24], "ftypisom"), null],
  [bytes("GIF89a"), null],
  [bytes("<svg xmlns"), null],
  [bytes("RIFF", [1, 2, 3, 4], "WAVE"), null],
]) {
  test(`${String.fromCharCode(...head.subarray(0, 12))} is ${kind}`.replace(/[^ -~]/g, "."), () => {
    assert.equal(kindOf(head), kind);
  });
}

test("empty, too large and no picture are told apart", () => {
  assert.equal(refusalOf(0, bytes()), "empty");
  assert.equal(refusalOf(PHOTO_BYTES + 1, JPEG), "too_large");
  assert.equal(refusalOf(13, bytes("not a picture")), "no_picture");
  assert.equal(refusalOf(PHOTO_BYTES, JPEG), null);
});
