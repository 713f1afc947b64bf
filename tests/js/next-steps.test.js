import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfter } from "../../static/js/device/clock.js";
import { isUntouched, newDraft } from "../../static/js/device/draft.js";
import { answerOf, clearAnswer, setAnswer, setSameAs } from "../../static/js/device/edits.js";
import * as steps from "../../static/js/device/next-steps.js";
import { costOf } from "../../static/js/device/removal-rules.js";
import { missing } from "../../static/js/device/review.js";
import { slotsToChange, stepsOf } from "../../static/js/device/steps.js";
import { HOME, JAY, MIA, RULES, draftOf } from "./home.js";

const BEDDING = "sleeping.bedding";
const ROOM = "sleeping.room";
const MEANINGS = RULES.areas[0].items[1].grades;

function graded(grade = 4) {
  const draft = draftOf();
  setAnswer(draft, BEDDING, MIA, { grade });
  return draft;
}

function agree(draft, target = 2, child = MIA) {
  steps.setTarget(draft, BEDDING, child, target, MEANINGS);
  return steps.stepOf(draft.visit, BEDDING, child);
}

test("one tap makes a whole step, and an old visit has no list of them", () => {
  const draft = graded();
  assert.equal("next_steps" in draft.visit, false);
  agree(draft);
  assert.deepEqual(draft.visit.next_steps, [{ item: BEDDING, child: MIA, target: 2, words: "two" }]);
});

test("another grade to reach changes the words only where nobody typed them", () => {
  const draft = graded();
  agree(draft);
  assert.equal(agree(draft, 1).words, "one");
  steps.stepOf(draft.visit, BEDDING, MIA).words = "Two sheets each.";
  assert.deepEqual(agree(draft, 3), { item: BEDDING, child: MIA, target: 3, words: "Two sheets each." });
});

test("a step taken back leaves no empty list, and gives its words back when it is agreed again", () => {
  const draft = graded();
  Object.assign(agree(draft), { words: "Two sheets each.", helps: "Gran" });
  steps.clearStep(draft, BEDDING, MIA);
  assert.equal("next_steps" in draft.visit, false);
  assert.deepEqual(agree(draft, 1), { item: BEDDING, child: MIA, target: 1, words: "Two sheets each.", helps: "Gran" });
});

test("a step to a grade that is given already waits until the grade is worse again", () => {
  const draft = graded();
  const step = { ...agree(draft), by: "2026-12-24" };
  Object.assign(steps.stepOf(draft.visit, BEDDING, MIA), step);
  setAnswer(draft, BEDDING, MIA, { grade: 2 });
  assert.equal(steps.stepOf(draft.visit, BEDDING, MIA), null);
  setAnswer(draft, BEDDING, MIA, { grade: 3 });
  assert.deepEqual(draft.visit.next_steps, [step]);
});

test("a step that somebody took back does not come back by itself", () => {
  const draft = graded();
  agree(draft);
  steps.clearStep(draft, BEDDING, MIA);
  setAnswer(draft, BEDDING, MIA, { grade: 5 });
  assert.equal(steps.stepOf(draft.visit, BEDDING, MIA), null);
});

test("a grade given as the same as another child's counts too; none and a state leave the step", () => {
  const draft = graded(2);
  setAnswer(draft, BEDDING, JAY, { grade: 4 });
  agree(draft, 3, JAY);
  clearAnswer(draft, BEDDING, JAY);
  assert.ok(steps.stepOf(draft.visit, BEDDING, JAY));
  setAnswer(draft, BEDDING, JAY, { state: "not_seen" });
  assert.ok(steps.stepOf(draft.visit, BEDDING, JAY));
  setSameAs(draft, BEDDING, JAY, MIA);
  assert.equal(answerOf(draft.visit, BEDDING, JAY).grade, 2);
  assert.equal(steps.stepOf(draft.visit, BEDDING, JAY), null);
});

test("what is 3 or worse is offered, the worst first, and what has a step", () => {
  const draft = graded(3);
  setAnswer(draft, ROOM, null, { grade: 2 });
  setAnswer(draft, BEDDING, JAY, { grade: 5 });
  const offered = () => slotsToChange(draft, RULES).map(({ item, child, grade }) => [item.id, child, grade]);
  assert.deepEqual(offered(), [[BEDDING, JAY, 5], [BEDDING, MIA, 3]]);
  steps.setTarget(draft, ROOM, null, 1, MEANINGS);
  assert.deepEqual(offered().at(-1), [ROOM, null, 2]);
});

test("the review counts what has no step, neither of now nor of before", () => {
  const draft = graded();
  setAnswer(draft, BEDDING, JAY, { grade: 3 });
  const open = () => missing(draft, RULES).find((each) => each.code.startsWith("stepless"));
  assert.deepEqual(open(), { code: "stepless", step: "next-steps", count: 2 });
  agree(draft);
  assert.deepEqual([open().code, open().count], ["stepless_one", 1]);
  draft.home.next_steps = [{ item: BEDDING, child: JAY, target: 2 }];
  assert.equal(open(), undefined);
});

test("the steps of before begin with the visit; a pack of an older server has none", () => {
  const device = { id: "device", app: "1" };
  const step = { item: ROOM, child: null, target: 2 };
  const draft = newDraft({ home: { ...HOME, next_steps: [step] }, rules: RULES, device });
  assert.equal(steps.agreedBefore(draft, ROOM), step);
  assert.equal(steps.agreedBefore(draftOf(), ROOM), null);
});

test("a step alone makes a visit touched, shown at the door too, and dear to remove", () => {
  const draft = draftOf();
  agree(draft);
  assert.equal(isUntouched(draft), false);
  draft.visit.access = "refused";
  assert.equal(stepsOf(draft, RULES).find((each) => each.id === "next-steps").status, "done");
  assert.equal(costOf({ id: "v", draft, records: [] }).answers, 2); // access is an answer as well
});

test("a day is counted on by days and by months, to the last of a shorter one", () => {
  assert.equal(dayAfter("2026-12-28T23:30:00-08:00", { days: 7 }), "2027-01-04");
  assert.equal(dayAfter("2026-11-30", { months: 3 }), "2027-02-28");
  assert.equal(dayAfter("2027-11-30", { months: 3 }), "2028-02-29");
  assert.equal(dayAfter("2026-10-31", { months: 1 }), "2026-11-30");
});
