import assert from "node:assert/strict";
import { test } from "node:test";
import { score } from "../../static/js/core/scoring.js";
import { isUntouched } from "../../static/js/device/draft.js";
import { setAnswer } from "../../static/js/device/edits.js";
import { ownBook, ownGradesOf, ownSubjects } from "../../static/js/device/own-grades.js";
import { JAY, MIA, RULES, draftOf } from "./home.js";

const BEDDING = "sleeping.bedding";
const DANA = ownBook("dana");

test("the family's grades stand beside the worker's and change none of them", () => {
  const draft = draftOf();
  setAnswer(draft, BEDDING, MIA, { grade: 4 });
  const before = JSON.stringify(score(RULES, draft.visit));
  DANA.setAnswer(draft, BEDDING, MIA, { grade: 2 });
  ownBook(MIA).setAnswer(draft, BEDDING, MIA, { grade: 5 });
  assert.deepEqual(draft.visit.own_grades, [
    { item: BEDDING, child: MIA, person: "dana", grade: 2 },
    { item: BEDDING, child: MIA, person: MIA, grade: 5 },
  ]);
  assert.equal(draft.visit.grades[0].grade, 4);
  assert.equal(JSON.stringify(score(RULES, draft.visit)), before);
});

test("an answer is a grade or a state, keeps its words, and goes when it is cleared", () => {
  const draft = draftOf();
  DANA.setAnswer(draft, "sleeping.room", null, { grade: 3 });
  DANA.answerOf(draft.visit, "sleeping.room").words = "It is warm.";
  DANA.setAnswer(draft, "sleeping.room", null, { state: "not_applicable" });
  const [own] = ownGradesOf(draft.visit, "dana");
  assert.deepEqual(own, { item: "sleeping.room", person: "dana", words: "It is warm.", state: "not_applicable" });
  assert.equal(isUntouched(draft), false);
  DANA.clearAnswer(draft, "sleeping.room", null);
  assert.equal("own_grades" in draft.visit, false);
});

test("the same for another child is that person's own grade, and nobody else's", () => {
  const draft = draftOf();
  DANA.setAnswer(draft, BEDDING, MIA, { grade: 2 });
  DANA.setSameAs(draft, BEDDING, JAY, MIA);
  assert.deepEqual(ownGradesOf(draft.visit, "dana")[1], { item: BEDDING, child: JAY, person: "dana", grade: 2 });
  assert.equal(ownBook(JAY).answerOf(draft.visit, BEDDING, JAY), null);
});

test("a child grades for itself alone, an adult for everybody", () => {
  const { visit } = draftOf();
  assert.deepEqual(ownSubjects(visit, MIA, [MIA, JAY]), [MIA]);
  assert.deepEqual(ownSubjects(visit, MIA, [JAY]), []);
  assert.deepEqual(ownSubjects(visit, MIA, [null]), [null]);
  assert.deepEqual(ownSubjects(visit, "dana", [MIA, JAY]), [MIA, JAY]);
});
