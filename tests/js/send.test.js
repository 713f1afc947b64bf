import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../../static/js/device/send.js";

const PART = 512 * 1024;
const PHOTO = { kind: "photo", sha256: "aa", type: "image/jpeg" };
const RECEIPT = { sha256: "aa", received_at: "2026-11-25T14:03:00Z" };

/** A server that holds parts, as the contract says; `cut` loses the answer of those calls. */
class Holder {
  constructor({ have = 0, total, cut = [] }) {
    Object.assign(this, { have, total, cut, asked: [] });
  }

  async ask(method, path, { body, headers }) {
    const range = headers["Content-Range"];
    this.asked.push(range ?? "whole");
    const [, first] = /^bytes (\d+)-/.exec(range) ?? [];
    if (first !== undefined && Number(first) === this.have) this.have += body.byteLength;
    if (this.cut.includes(this.asked.length)) return null;
    if (this.have === this.total || !range) return { status: 201, json: RECEIPT };
    return { status: 202, json: { sha256: "aa", have: this.have } };
  }
}

test("a small photo goes whole", async () => {
  const api = new Holder({ total: 9 });
  assert.equal((await put(api, PHOTO, new ArrayBuffer(9))).status, 201);
  assert.deepEqual(api.asked, ["whole"]);
});

test("a large photo goes part by part until the receipt", async () => {
  const total = 2 * PART + 10;
  const api = new Holder({ total });
  const parts = [];
  const answer = await put(api, PHOTO, new ArrayBuffer(total), (part) => parts.push(part.have));
  assert.deepEqual(answer, { status: 201, json: RECEIPT });
  assert.deepEqual(api.asked, [
    `bytes */${total}`,
    `bytes 0-${PART - 1}/${total}`,
    `bytes ${PART}-${2 * PART - 1}/${total}`,
    `bytes ${2 * PART}-${total - 1}/${total}`,
  ]);
  assert.deepEqual(parts, [0, PART, 2 * PART]);
});

test("a photo that was cut goes on from what the server holds", async () => {
  const total = 2 * PART;
  const api = new Holder({ total, cut: [2] });
  const bytes = new ArrayBuffer(total);
  assert.equal(await put(api, PHOTO, bytes), null);
  assert.equal((await put(api, PHOTO, bytes)).status, 201);
  assert.deepEqual(api.asked.slice(2), [`bytes */${total}`, `bytes ${PART}-${total - 1}/${total}`]);
});

for (const [what, json] of [
  ["a sign-in page", null],
  ["another photo", { sha256: "bb", have: 0 }],
  ["more than there is", { sha256: "aa", have: 10 * PART }],
  ["no number", { sha256: "aa", have: "0" }],
  ["the same again and again", { sha256: "aa", have: 0 }],
]) {
  test(`an answer that is ${what} ends this try and loses nothing`, async () => {
    const api = { ask: async () => ({ status: 202, json }) };
    assert.equal(await put(api, PHOTO, new ArrayBuffer(2 * PART)), null);
  });
}

test("a home and a visit go whole to their own places", async () => {
  const paths = [];
  const api = { ask: async (method, path) => (paths.push(`${method} ${path}`), null) };
  await put(api, { kind: "home", home: "h" }, new ArrayBuffer(PART * 2));
  await put(api, { kind: "visit", visit: "v", revision: 2 }, new ArrayBuffer(PART * 2));
  assert.deepEqual(paths, ["PUT /api/homes/h", "PUT /api/visits/v/revisions/2"]);
});
