import assert from "node:assert/strict";
import { test } from "node:test";
import { isUntouched, lastAnswer, signedVisit } from "../../static/js/device/draft.js";
import { setAnswer, setSameAs, setVoice } from "../../static/js/device/edits.js";
import { demanded, missing } from "../../static/js/device/review.js";
import { neighbours, stepsOf, subjectsOf } from "../../static/js/device/steps.js";
import { HOME, JAY, MIA, RULES, draftOf } from "./home.js";

const [SLEEPING, PHYSICAL] = RULES.areas;
const [ROOM, BEDDING, COT] = SLEEPING.items;

function statuses(draft) {
  return Object.fromEntries(stepsOf(draft, RULES).map((each) => [each.id, each.status]));
}

function codes(draft) {
  return missing(draft, RULES).map((each) => each.code);
}

test("a fresh draft is untouched and has every step before it", () => {
  const draft = draftOf();
  assert.equal(isUntouched(draft), true);
  assert.deepEqual(statuses(draft), {
    arriving: "not_started",
    family: "not_started",
    "area-sleeping": "not_started",
    "area-physical": "not_started",
    signs: "not_started",
    "voice-mia": "not_started",
    "voice-jay": "not_started",
    "next-steps": "not_started",
    powers: "not_started",
    photos: "not_started",
    notes: "not_started",
    review: "not_started",
  });
});

test("an item about the home has one answer, one about a child as many as it fits", () => {
  const { visit } = draftOf();
  assert.deepEqual(subjectsOf(ROOM, visit), [null]);
  assert.deepEqual(subjectsOf(BEDDING, visit), [MIA, JAY]);
  assert.deepEqual(subjectsOf(COT, visit), []);
});

test("with no child recorded the items of the home are asked", () => {
  const { visit } = draftOf({ ...HOME, children: [] });
  assert.deepEqual(subjectsOf(ROOM, visit), [null]);
  assert.deepEqual(subjectsOf(BEDDING, visit), []);
});

test("an area is done when every answer that can be given is given, numbers or not", () => {
  const draft = draftOf();
  setAnswer(draft, ROOM.id, null, { state: "not_seen" });
  assert.equal(statuses(draft)["area-sleeping"], "in_progress");
  setAnswer(draft, BEDDING.id, MIA, { grade: 4 });
  setSameAs(draft, BEDDING.id, JAY, MIA);
  assert.equal(statuses(draft)["area-sleeping"], "done");
});

test("without access only what can be recorded at the door is asked", () => {
  const draft = draftOf();
  Object.assign(draft.visit, { kind: "unannounced", access: "no_reply" });
  assert.deepEqual(Object.keys(statuses(draft)), ["arriving", "signs", "photos", "notes", "review"]);
  assert.deepEqual(codes(draft), ["in_charge", "photos", "tried"]);
});

test("an area graded before access was changed is still shown", () => {
  const draft = draftOf();
  setAnswer(draft, ROOM.id, null, { grade: 2 });
  draft.visit.access = "refused";
  assert.ok("area-sleeping" in statuses(draft));
});

test("the steps know who comes before and after", () => {
  const { before, after } = neighbours(stepsOf(draftOf(), RULES), "area-sleeping");
  assert.deepEqual([before.id, after.id], ["family", `area-${PHYSICAL.id}`]);
});

test("only kind, access and time are demanded", () => {
  const { visit } = draftOf();
  assert.deepEqual(demanded(visit).map((each) => each.code), ["kind", "access"]);
  Object.assign(visit, { kind: "arranged", access: "inside" });
  assert.deepEqual(demanded(visit), []);
});

test("a 4 or 5 without words is named, unless it is the same as another child's", () => {
  const draft = draftOf();
  setAnswer(draft, BEDDING.id, MIA, { grade: 5 });
  setSameAs(draft, BEDDING.id, JAY, MIA);
  const wordless = missing(draft, RULES).filter((each) => each.code === "wordless");
  assert.deepEqual(wordless.map((each) => each.child), [MIA]);
});

test("children not seen and not asked about are told apart", () => {
  const draft = draftOf();
  setVoice(draft, MIA, "seen", "not_seen");
  const found = missing(draft, RULES).filter((each) => ["unseen", "unheard"].includes(each.code));
  assert.deepEqual(found.map(({ code, child }) => [code, child]), [["unseen", MIA], ["unheard", JAY]]);
});

test("last time's answer is found for the child or the home", () => {
  const draft = draftOf();
  assert.equal(lastAnswer(draft, "sleeping.bedding", MIA).grade, 4);
  assert.equal(lastAnswer(draft, "sleeping.bedding", JAY), null);
  assert.equal(lastAnswer(draft, "sleeping.room"), null);
});

test("signing gives a document of its own with times, result and app", () => {
  const draft = draftOf();
  const signed = signedVisit(draft, { home: {} }, { app: "1" }, new Date("2026-11-23T15:00:00Z"));
  assert.equal(draft.visit.signed_at, null);
  assert.equal(new Date(signed.signed_at).toISOString(), "2026-11-23T15:00:00.000Z");
  assert.equal(signed.written_at, signed.signed_at);
  assert.deepEqual([signed.result, signed.device.app], [{ home: {} }, "1"]);
  assert.equal("clock_ahead_s" in signed.device, false);
});

test("signing says how far this device's clock is off, where that is known", () => {
  const signed = signedVisit(draftOf(), {}, { app: "1", ahead: -86_400 });
  assert.equal(signed.device.clock_ahead_s, -86_400);
});
