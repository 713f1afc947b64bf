import assert from "node:assert/strict";
import { test } from "node:test";
import { homeStateOf, isUnsent, recordsOf, stateOf } from "../../static/js/device/kept.js";
import { homeRecord, recordsFor } from "../../static/js/device/outbox.js";
import { costOf, costOfHome, tracesOf } from "../../static/js/device/removal-rules.js";
import { draftOf } from "./home.js";

const PHOTOS = [
  { id: "p1", sha256: "aa".repeat(32), type: "image/jpeg" },
  { id: "p2", sha256: "bb".repeat(32), type: "image/jpeg" },
];
const AT = "2026-11-25T14:02:00+00:00";
const PERSON = "person";

function draft(changes = {}) {
  const own = draftOf();
  own.visit.photos = PHOTOS;
  own.visit.grades = [{ item: "a", grade: 2 }, { item: "b", state: "refused" }];
  own.visit.signs = [{ sign: "cannabis" }];
  return { ...own, ...changes };
}

/** A signed visit whose records have these statuses: the visit's, then the photos'. */
function signed(...statuses) {
  const own = draft({ state: "signed" });
  own.visit.signed_at = AT;
  const records = recordsFor(PERSON, own.visit, 1, "8f2c".repeat(16), {});
  statuses.forEach((each, at) => Object.assign(records[at], typeof each === "string" ? { status: each } : each));
  for (const each of records) {
    if (each.status === "received") each.receipt = { sha256: each.sha256, received_at: "2026-11-25T14:03:00Z" };
  }
  return { id: own.visit.id, draft: own, updated_at: AT, records };
}

function begun() {
  const own = draft();
  return { id: own.visit.id, draft: own, updated_at: AT, records: [] };
}

const GIVEN_UP = { status: "set_aside", choice: "server" };
const ALL = ["received", "received", "received"];

for (const [what, kept, state] of [
  ["a draft", begun(), { code: "draft" }],
  ["what waits", signed(), { code: "waits", n: 1, done: 0, of: 3 }],
  ["what was tried", signed({ attempts: 2, not_before: 5000 }), { code: "next_try", at: 5000, n: 1, done: 0, of: 3 }],
  ["a visit that went", signed("received"), { code: "waits", n: 2, done: 1, of: 3 }],
  ["who is signed out", signed("received", "signed_out"), { code: "sign_in", n: 2, done: 1, of: 3 }],
  ["what was refused", signed({ status: "held", message: "No." }), { code: "held", message: "No.", n: 1, done: 0, of: 3 }],
  ["a gap", signed({ status: "held", code: "revision_gap" }), { code: "gap", n: 1, done: 0, of: 3 }],
  ["two versions", signed({ status: "held", code: "revision_taken" }), { code: "conflict" }],
  ["what was given up", signed(GIVEN_UP, GIVEN_UP, GIVEN_UP), { code: "given_up" }],
  ["what has come", signed(...ALL), { code: "received", at: "2026-11-25T14:03:00Z", receipt: "8F2C" }],
]) {
  test(`${what} is said as ${state.code}`, () => assert.deepEqual(stateOf(kept), state));
}

test("what is being sent is said with its number", () => {
  const kept = signed("received");
  assert.deepEqual(stateOf(kept, kept.records[1].key), { code: "sending", n: 2, done: 1, of: 3 });
  assert.equal(stateOf(kept, "photo/other/p9").code, "waits");
});

test("a correction in hand is said as such, whatever came of the visit before", () => {
  const kept = signed(...ALL);
  kept.draft = { ...kept.draft, state: "draft", corrects: { revision: 1, photos: ["p1"], kept: [] } };
  assert.equal(stateOf(kept).code, "corrected");
  assert.deepEqual(costOf(kept), { way: "typed", answers: 3, photos: 1 });
  assert.equal(tracesOf(kept, { person: PERSON, how: "typed" })[0].what, "draft");
});

test("a visit's records stand in the order that they are sent", () => {
  const { id, records } = signed();
  const mixed = [...records].reverse().concat({ visit: "other", revision: 1, order: 0 });
  assert.deepEqual(recordsOf(mixed, id).map((each) => each.kind), ["visit", "photo", "photo"]);
});

test("a home found here is said like a visit", () => {
  const record = homeRecord(PERSON, "home", AT, "cc".repeat(32), {});
  assert.deepEqual(homeStateOf({ record }), { code: "waits", n: 1, done: 0, of: 1 });
  assert.equal(homeStateOf({ record }, "home/home").code, "sending");
});

test("only what has every receipt may go without a word", () => {
  assert.deepEqual(costOf(signed(...ALL)), { way: "free", answers: 0, photos: 0 });
  for (const kept of [begun(), signed(), signed("received", "received"), signed(GIVEN_UP, GIVEN_UP, GIVEN_UP)]) {
    assert.equal(isUnsent(kept), true);
    assert.equal(costOf(kept).way, "typed");
    assert.equal(costOf(kept, AT).way, "exported");
  }
  const nothingQueued = { ...signed(), records: [] };
  assert.equal(costOf(nothingQueued).way, "typed");
});

test("a warning counts only what nobody else has", () => {
  assert.deepEqual(costOf(begun()), { way: "typed", answers: 3, photos: 2 });
  assert.deepEqual(costOf(signed("received", "received", "held")), { way: "typed", answers: 0, photos: 1 });
});

test("what was said of the whole visit counts as answers too", () => {
  const kept = begun();
  Object.assign(kept.draft.visit, { kind: "arranged", access: "inside", notes: "Curtains moved." });
  assert.equal(costOf(kept).answers, 6);
});

test("unsent work leaves one line for the visit, or one for each photo that the server lacks", () => {
  const whatOf = (kept, how) => tracesOf(kept, { person: PERSON, how }).map((each) => [each.what, each.visit === kept.id]);
  assert.deepEqual(whatOf(begun(), "typed"), [["draft", true]]);
  assert.deepEqual(whatOf(signed(), "exported"), [["visit", true]]);
  assert.deepEqual(whatOf(signed("received", "held", "held"), "typed"), [["photo", true], ["photo", true]]);
  assert.deepEqual(whatOf(signed(...ALL), "free"), []);
});

test("a line holds ids and times only", () => {
  const [line] = tracesOf(begun(), { person: PERSON, how: "typed", now: new Date(AT) });
  const { id, key, visit, ...rest } = line;
  assert.equal(id, key);
  assert.deepEqual(rest, { person: PERSON, what: "draft", at: "2026-11-25T14:02:00.000Z", how: "typed", reported: false });
});

test("a found home may not go before the visits made to it", () => {
  const visit = begun();
  assert.deepEqual(costOfHome({ id: visit.draft.visit.home }, [visit]), { way: "typed", visits: 1 });
  assert.deepEqual(costOfHome({ id: "elsewhere" }, [visit], AT), { way: "exported", visits: 0 });
});
