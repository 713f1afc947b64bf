import assert from "node:assert/strict";
import { test } from "node:test";
import * as states from "../../static/js/device/outbox-states.js";
import * as decisions from "../../static/js/device/outbox.js";

const outbox = { ...decisions, ...states };

const SIGNED = {
  id: "visit-1",
  signed_at: "2026-11-23T14:02:00+00:00",
  photos: [
    { id: "p1", sha256: "aa", type: "image/jpeg" },
    { id: "p2", sha256: "bb", type: "image/png" },
  ],
};
const NOW = 1_000_000;

function queued() {
  return outbox.recordsFor("person", SIGNED, 1, "ff", { iv: 1, sealed: 2 });
}

function answer(status, json) {
  return { status, json };
}

const RECEIPT = { visit: "visit-1", revision: 1, sha256: "ff", received_at: "2026-11-23T14:03:00Z" };

test("the visit goes before its photos", () => {
  const records = queued();
  assert.equal(outbox.nextToSend(records, NOW).kind, "visit");
  records[0].status = "received";
  assert.equal(outbox.nextToSend(records, NOW).photo, "p1");
});

test("photos wait while their visit still has to be tried again", () => {
  const records = queued();
  records[0].not_before = NOW + 5000;
  assert.equal(outbox.nextToSend(records, NOW), null);
  assert.equal(outbox.pauseUntilNext(records, NOW), 5000);
  records[0].status = "signed_out";
  assert.equal(outbox.pauseUntilNext(records, NOW), null);
});

test("a held visit or photo holds up nothing else", () => {
  const records = queued();
  records[0].status = "held";
  records[1].status = "held";
  assert.equal(outbox.nextToSend(records, NOW).photo, "p2");
});

test("only a receipt with our id, number and digest counts as received", () => {
  const [visit] = queued();
  assert.equal(outbox.afterAnswer(visit, answer(201, RECEIPT), NOW).status, "received");
  assert.equal(outbox.afterAnswer(visit, answer(200, RECEIPT), NOW).status, "received");
  const wrong = [
    null,
    "<html>",
    {},
    { ...RECEIPT, visit: "other" },
    { ...RECEIPT, revision: 2 },
    { ...RECEIPT, sha256: "00" },
    { ...RECEIPT, received_at: undefined },
  ];
  for (const json of wrong) {
    assert.equal(outbox.afterAnswer(visit, answer(200, json), NOW).status, "waiting");
  }
});

test("a photo's receipt is its digest", () => {
  const [, photo] = queued();
  const json = { sha256: "aa", received_at: "2026-11-23T14:03:00Z" };
  assert.equal(outbox.afterAnswer(photo, answer(201, json), NOW).status, "received");
  assert.equal(outbox.afterAnswer(photo, answer(201, { ...json, sha256: "bb" }), NOW).status, "waiting");
});

for (const status of [409, 413, 415, 422]) {
  test(`a ${status} is held with the server's own words`, () => {
    const [visit] = queued();
    const change = outbox.afterAnswer(visit, answer(status, { error: { message: "No." } }), NOW);
    assert.deepEqual(change, { status: "held", code: null, message: "No.", server: null });
  });
}

test("a 409 keeps the server's copy", () => {
  const [visit] = queued();
  const json = { error: { message: "No." }, server: { revision: 1 } };
  assert.deepEqual(outbox.afterAnswer(visit, answer(409, json), NOW).server, { revision: 1 });
});

test("a 401 keeps everything and waits for a sign-in", () => {
  const [visit] = queued();
  assert.deepEqual(outbox.afterAnswer(visit, answer(401, null), NOW), { status: "signed_out" });
});

for (const [what, given] of [
  ["no answer", null],
  ["a 500", answer(500, { error: { message: "x" } })],
  ["a 502 page", answer(502, null)],
  ["a 422 that is not ours", answer(422, null)],
]) {
  test(`${what} is tried again after a pause`, () => {
    const [visit] = queued();
    const change = outbox.afterAnswer(visit, given, NOW, 1);
    assert.deepEqual(change, { status: "waiting", attempts: 1, not_before: NOW + 2000 });
  });
}

test("pauses grow from 2 seconds to 5 minutes and are spread", () => {
  assert.deepEqual([1, 2, 3, 20].map((each) => outbox.pauseAfter(each, 1)), [2000, 4000, 8000, 300_000]);
  assert.equal(outbox.pauseAfter(1, 0), 1000);
});

test("the header counts what has no receipt, since the oldest", () => {
  const records = queued();
  assert.deepEqual(outbox.summary(records), { unsent: 3, oldest: SIGNED.signed_at });
  records.forEach((each) => (each.status = "received"));
  assert.deepEqual(outbox.summary(records), { unsent: 0, oldest: null });
  assert.equal(outbox.isAllReceived(records), true);
  assert.equal(outbox.isAllReceived([]), false);
});

test("what was received is never sent again", () => {
  const record = { ...queued()[0], status: "received" };
  assert.equal(outbox.retried(record), record);
  assert.equal(outbox.retried({ ...record, status: "held" }).status, "waiting");
});

function corrected() {
  const later = { ...SIGNED, signed_at: "2026-11-23T16:00:00+00:00" };
  later.photos = [...SIGNED.photos, { id: "p3", sha256: "cc", type: "image/jpeg" }];
  return outbox.recordsFor("person", later, 2, "ee", { iv: 2, sealed: 3 }, ["p1", "p2"]);
}

test("a correction sends only the photos that are new in it", () => {
  assert.deepEqual(corrected().map((each) => each.key), ["visit/visit-1/2", "photo/visit-1/p3"]);
});

test("a correction waits until the revision before it has come", () => {
  const records = [...queued(), ...corrected()];
  records[0].not_before = NOW + 5000;
  assert.equal(outbox.nextToSend(records, NOW), null);
  for (const status of ["held", "signed_out"]) {
    records[0].status = status;
    assert.notEqual(outbox.nextToSend(records, NOW)?.revision, 2);
  }
  records.slice(0, 3).forEach((each) => (each.status = "received"));
  assert.equal(outbox.nextToSend(records, NOW).key, "visit/visit-1/2");
});

test("a photo waits for the revision that it came with", () => {
  const records = [...queued(), ...corrected()];
  records.slice(0, 3).forEach((each) => (each.status = "received"));
  records[3].not_before = NOW + 5000;
  assert.equal(outbox.nextToSend(records, NOW), null);
  records[3].status = "received";
  assert.equal(outbox.nextToSend(records, NOW).photo, "p3");
});

test("where the server lacks an earlier revision, that one goes again first, once", () => {
  const records = [...queued(), ...corrected()];
  records.slice(0, 3).forEach((each) => (each.status = "received"));
  Object.assign(records[3], { status: "held", code: "revision_gap" });
  const changes = Object.fromEntries(outbox.earlierFirst(records, "visit/visit-1/2"));
  assert.deepEqual(Object.keys(changes), ["visit/visit-1/1", "visit/visit-1/2"]);
  records.forEach((each) => Object.assign(each, changes[each.key]));
  assert.equal(outbox.nextToSend(records, NOW).key, "visit/visit-1/1");
  records[0].status = "received";
  assert.equal(outbox.nextToSend(records, NOW).key, "visit/visit-1/2");
  records[3].status = "held";
  assert.deepEqual(outbox.earlierFirst(records, "visit/visit-1/2"), []);
});

test("without the earlier revision on this device nothing is sent again", () => {
  const records = corrected();
  Object.assign(records[0], { status: "held", code: "revision_gap" });
  assert.deepEqual(outbox.earlierFirst(records, "visit/visit-1/2"), []);
  assert.equal(outbox.retried(records[0]).status, "waiting");
});

test("a conflict is not tried again: it waits for its author", () => {
  const [visit] = queued();
  const json = { error: { code: "revision_taken", message: "No." }, server: { revision: 1 } };
  const held = { ...visit, ...outbox.afterAnswer(visit, answer(409, json), NOW) };
  assert.equal(outbox.isConflict(held), true);
  assert.equal(outbox.retried(held), held);
  assert.equal(outbox.summary([held]).unsent, 1);
});

test("what its author put aside is neither unsent nor received", () => {
  const records = queued().map((each) => ({ ...each, status: "set_aside", choice: "server" }));
  assert.equal(outbox.summary(records).unsent, 0);
  assert.equal(outbox.isAllReceived(records), false);
  assert.equal(outbox.retried(records[0]).status, "set_aside");
  assert.equal(outbox.isVisitReceived(records), true, "the server holds another version");
  const next = { ...corrected()[0], status: "received" };
  assert.equal(outbox.isVisitReceived([...records, next]), true);
});

function found() {
  return outbox.homeRecord("person", "home-1", "2026-11-23T13:00:00+00:00", "dd", { iv: 1, sealed: 2 });
}

test("a home found offline goes before every visit to it, and holds up no other", () => {
  const visit = outbox.recordsFor("person", { ...SIGNED, home: "home-1" }, 1, "ff", {});
  const other = outbox.recordsFor("person", { ...SIGNED, id: "visit-2", home: "home-2" }, 1, "ee", {});
  const records = [...visit, ...other, found()];
  assert.equal(outbox.nextToSend(records, NOW).key, "home/home-1");
  records.at(-1).status = "held";
  assert.equal(outbox.nextToSend(records, NOW).key, "visit/visit-2/1");
  records.at(-1).status = "received";
  assert.equal(outbox.nextToSend(records, NOW).key, "visit/visit-1/1");
});

test("a home's receipt names the home and our digest", () => {
  const receipt = { home: "home-1", sha256: "dd", received_at: "2026-11-23T14:03:00Z" };
  assert.equal(outbox.afterAnswer(found(), answer(201, receipt), NOW).status, "received");
  for (const wrong of [{ home: "home-2" }, { sha256: "ee" }, { received_at: 5 }]) {
    assert.equal(outbox.afterAnswer(found(), answer(201, { ...receipt, ...wrong }), NOW).status, "waiting");
  }
});

test("a clock that is set back holds nothing up longer than the longest pause", () => {
  const records = queued();
  records[0].not_before = NOW + 24 * 3_600_000;
  assert.equal(outbox.nextToSend(records, NOW)?.kind, "visit");
  assert.equal(outbox.pauseUntilNext(records, NOW), 0);
});

function received() {
  return queued().map((each) => ({ ...each, status: "received", receipt: { sha256: each.sha256 } }));
}

test("originals are released when the server lacks none of them", () => {
  const records = received();
  assert.deepEqual(outbox.unreleased(records), ["visit-1"]);
  const changes = outbox.afterList(records, "visit-1", [], NOW);
  assert.deepEqual(changes.map(([key, { released }]) => [key, released]), [
    ["photo/visit-1/p1", true],
    ["photo/visit-1/p2", true],
  ]);
  const after = records.map((each) => ({ ...each, ...Object.fromEntries(changes)[each.key] }));
  assert.deepEqual(outbox.unreleased(after), []);
});

test("a photo that the server confirmed and lacks again goes again, after a pause", () => {
  const [[key, change], ...rest] = outbox.afterList(received(), "visit-1", ["bb"], NOW);
  assert.equal(key, "photo/visit-1/p2");
  assert.equal(change.status, "waiting");
  assert.ok(change.not_before > NOW);
  assert.deepEqual(rest, [], "and none is released meanwhile");
});

test("nothing is released while anything of the visit waits", () => {
  const records = received();
  records[2].status = "waiting";
  assert.deepEqual(outbox.unreleased(records), []);
});

test("bytes that were garbled on the way go again", () => {
  const [, photo] = queued();
  const json = { error: { code: "wrong_digest", message: "Other bytes." } };
  assert.equal(outbox.afterAnswer(photo, answer(422, json), NOW).status, "waiting");
});
