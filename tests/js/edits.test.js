import assert from "node:assert/strict";
import { test } from "node:test";
import * as edits from "../../static/js/device/edits.js";
import { JAY, MIA, draftOf } from "./home.js";

const BEDDING = "sleeping.bedding";

test("an answer is a grade or a state, never both", () => {
  const draft = draftOf();
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  edits.setAnswer(draft, BEDDING, MIA, { state: "not_seen" });
  assert.deepEqual(draft.visit.grades, [{ item: BEDDING, child: MIA, state: "not_seen" }]);
});

test("an answer about the home names no child", () => {
  const draft = draftOf();
  edits.setAnswer(draft, "sleeping.room", null, { grade: 2 });
  assert.deepEqual(draft.visit.grades, [{ item: "sleeping.room", grade: 2 }]);
});

test("another grade keeps the words", () => {
  const draft = draftOf();
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  edits.setField(edits.answerOf(draft.visit, BEDDING, MIA), "words", "One blanket");
  edits.setAnswer(draft, BEDDING, MIA, { grade: 2 });
  assert.deepEqual(draft.visit.grades, [{ item: BEDDING, child: MIA, words: "One blanket", grade: 2 }]);
});

test("a cleared answer gives its words back when the item is answered again", () => {
  const draft = draftOf();
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  edits.setField(edits.answerOf(draft.visit, BEDDING, MIA), "words", "One blanket");
  edits.clearAnswer(draft, BEDDING, MIA);
  assert.deepEqual(draft.visit.grades, []);
  edits.setAnswer(draft, BEDDING, MIA, { grade: 3 });
  assert.equal(draft.visit.grades[0].words, "One blanket");
});

test("same as another child copies the grade, not the words, and says so", () => {
  const draft = draftOf();
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  edits.setField(edits.answerOf(draft.visit, BEDDING, MIA), "words", "One blanket");
  edits.setSameAs(draft, BEDDING, JAY, MIA);
  assert.deepEqual(draft.visit.grades[1], { item: BEDDING, child: JAY, grade: 4, same_as: MIA });
});

for (const [what, change] of [
  ["changed", (draft) => edits.setAnswer(draft, BEDDING, MIA, { grade: 3 })],
  ["cleared", (draft) => edits.clearAnswer(draft, BEDDING, MIA)],
]) {
  test(`"same as Mia" ends when Mia's answer is ${what}; Jay's grade stays`, () => {
    const draft = draftOf();
    edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
    edits.setSameAs(draft, BEDDING, JAY, MIA);
    change(draft);
    assert.deepEqual(edits.answerOf(draft.visit, BEDDING, JAY), { item: BEDDING, child: JAY, grade: 4 });
  });
}

test("giving Mia the same answer again leaves Jay's line alone", () => {
  const draft = draftOf();
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  edits.setSameAs(draft, BEDDING, JAY, MIA);
  edits.setAnswer(draft, BEDDING, MIA, { grade: 4 });
  assert.equal(edits.answerOf(draft.visit, BEDDING, JAY).same_as, MIA);
});

test("an unticked sign gives its words back when it is ticked again", () => {
  const draft = draftOf();
  edits.setSign(draft, "cannabis", true);
  edits.signOf(draft.visit, "cannabis").words = "On the stairs";
  edits.setSign(draft, "cannabis", false);
  assert.deepEqual(draft.visit.signs, []);
  edits.setSign(draft, "cannabis", true);
  assert.deepEqual(draft.visit.signs, [{ sign: "cannabis", words: "On the stairs" }]);
});

test("whoever is added is there", () => {
  const draft = draftOf();
  edits.addPerson(draft.visit, "children", { id: "boy", name: "Boy in red coat", about_years: 4 });
  assert.deepEqual(draft.visit.present, ["boy"]);
  edits.setPresent(draft.visit, "boy", false);
  assert.deepEqual(draft.visit.present, []);
});

test("what is emptied is left out", () => {
  const entry = { words: "a", made_up_by: ["school"] };
  edits.setField(entry, "words", "");
  edits.setField(entry, "made_up_by", []);
  assert.deepEqual(entry, {});
});

test("the same picture is listed once", () => {
  const { visit } = draftOf();
  assert.equal(edits.addPhoto(visit, { id: "1", sha256: "a" }), true);
  assert.equal(edits.addPhoto(visit, { id: "2", sha256: "a" }), false);
  assert.equal(visit.photos.length, 1);
});

test("a photo taken back leaves a line that says why", () => {
  const { visit } = draftOf();
  edits.addPhoto(visit, { id: "1", sha256: "a" });
  edits.withdrawPhoto(visit, "1", "A face in it", "2026-11-23T14:05:00+00:00");
  assert.deepEqual(visit.photos, []);
  assert.deepEqual(visit.withdrawn_photos, [
    { id: "1", sha256: "a", at: "2026-11-23T14:05:00+00:00", why: "A face in it" },
  ]);
});
