import assert from "node:assert/strict";
import { test } from "node:test";
import { Zoom } from "../../static/js/core/zoom.js";

/** Where a place of the picture (from its middle, in windows) is seen in the window (0 to 1). */
function seen(zoom, u, v) {
  return [0.5 + zoom.x + zoom.scale * u, 0.5 + zoom.y + zoom.scale * v];
}

test("what lies under the fingers stays there while a picture grows", () => {
  const zoom = new Zoom();
  for (const factor of [2, 1.5, 0.8]) {
    zoom.by(factor, 0.75, 0.4);
    const [x, y] = seen(zoom, 0.25, -0.1);
    assert.ok(Math.abs(x - 0.75) < 1e-9 && Math.abs(y - 0.4) < 1e-9, `${factor}: ${x} ${y}`);
  }
});

test("a picture never leaves an empty edge, nor grows without end", () => {
  const zoom = new Zoom();
  zoom.push(3, -3);
  assert.deepEqual([zoom.x, zoom.y], [0, -0]);
  zoom.by(100);
  assert.equal(zoom.scale, 8);
  zoom.push(9, -9);
  assert.deepEqual([zoom.x, zoom.y], [3.5, -3.5]);
});

test("the whole picture is shown again in its place", () => {
  const zoom = new Zoom();
  zoom.by(4, 0.1, 0.9);
  zoom.by(0);
  assert.deepEqual([zoom.scale, zoom.x + 0, zoom.y + 0], [1, 0, 0]);
});
