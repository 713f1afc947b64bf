/** The quick record: the same visit with fewer steps; nothing of it is lost when it becomes a full one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addUse, dropUse, isBegunAt, setCare, setPower, setPowerChild, setTakesOver } from "../../static/js/device/care.js";
import { isUntouched } from "../../static/js/device/draft.js";
import { addPerson, setAnswer, setVoice } from "../../static/js/device/edits.js";
import {
  addressDemanded, foundHome, isTakenAwayFreely, makeFull, quickDraft, setSeen, takeAway,
} from "../../static/js/device/quick.js";
import { missing } from "../../static/js/device/review.js";
import { slotsOf, stepIn, stepsOf } from "../../static/js/device/steps.js";
import { contentOf } from "../../static/js/device/work-file-content.js";
import { HOME, MIA, RULES } from "./home.js";

const NOW = new Date("2025-12-27T21:20:00Z");
const device = { id: "device", app: "1" };
const [SLEEPING] = RULES.areas;
const FEW = {
  ...RULES,
  areas: RULES.areas.map((area) => {
    return area.items ? { ...area, items: area.items.map((each, at) => ({ ...each, quick: at === 0 })) } : area;
  }),
};

const begun = (home = null) => quickDraft({ home, rules: RULES, device, now: NOW });
const ids = (draft) => stepsOf(draft, FEW).map((each) => each.id);

test("it begins anywhere, without an address, and says what it takes for granted", () => {
  const draft = begun();
  assert.equal(isUntouched(draft), true);
  assert.deepEqual(ids(draft), ["place", "people", "items", "signs", "photos", "voices", "powers", "finish"]);
  const { quick, kind, access, home } = draft.visit;
  assert.deepEqual([quick, kind, access, home], [true, "incidental", "inside", draft.home.id]);
});

test("plain words are address enough, and needed only to sign", () => {
  const draft = begun();
  assert.deepEqual(addressDemanded(draft), [{ code: "address", step: "place" }]);
  draft.home.address = " Flat above the bakery ";
  assert.deepEqual(addressDemanded(draft), []);
  assert.equal(isUntouched(draft), false);
  addPerson(draft.visit, "children", { id: "c", name: "Child about 4", about_years: 4 });
  assert.deepEqual(foundHome(draft), {
    id: draft.home.id, name: "", address: "Flat above the bakery", postcode: "", found_at: draft.begun_at,
    children: [{ id: "c", name: "Child about 4", about_years: 4 }], adults: [],
  });
});

test("at a known home nobody asks for its address", () => {
  const draft = begun(HOME);
  assert.deepEqual([addressDemanded(draft), draft.found, isUntouched(draft)], [[], undefined, true]);
});

test("only the quick items are asked, until it goes on as a full visit with all it holds", () => {
  const draft = begun(HOME);
  assert.deepEqual(slotsOf(FEW.areas[0], draft.visit).map(({ item }) => item.id), ["sleeping.room"]);
  setAnswer(draft, "sleeping.room", null, { grade: 5 });
  setPower(draft, "arrest", true, NOW);
  const before = structuredClone(draft);
  makeFull(draft);
  const { quick, ...rest } = before.visit;
  assert.deepEqual(draft, { ...before, visit: rest });
  assert.deepEqual(slotsOf(SLEEPING, draft.visit).length, 3);
  assert.ok(["arriving", "area-sleeping", "powers", "notes", "review"].every((each) => ids(draft).includes(each)));
});

test("a home that nobody knows is asked for its address as a full visit too", () => {
  const draft = begun();
  makeFull(draft);
  assert.equal(ids(draft)[0], "place");
});

test("what is missing leads to the step that a quick record has", () => {
  const draft = begun(HOME);
  setAnswer(draft, "sleeping.room", null, { grade: 5 });
  const steps = missing(draft, FEW).map((each) => stepIn(draft.visit, each.step));
  assert.ok(steps.length && steps.every((each) => ids(draft).includes(each)), steps);
  assert.equal(stepIn({}, "area-sleeping"), "area-sleeping");
});

test("who is in sight is seen; who is not after all leaves no trace but its own words", () => {
  const draft = begun(HOME);
  setSeen(draft, MIA, true);
  assert.deepEqual([draft.visit.present, draft.visit.voices], [[MIA], [{ child: MIA, seen: "seen" }]]);
  setSeen(draft, MIA, false);
  assert.deepEqual([draft.visit.present, draft.visit.voices], [[], []]);
  setVoice(draft, MIA, "own_words", "Hello");
  setSeen(draft, MIA, true);
  setSeen(draft, MIA, false);
  assert.equal(draft.visit.voices[0].own_words, "Hello");
});

test("somebody put down by mistake goes, unless something speaks of them", () => {
  const draft = begun();
  addPerson(draft.visit, "children", { id: "c", name: "Child", about_years: 4 });
  setSeen(draft, "c", true);
  draft.visit.in_charge = "c";
  assert.equal(isTakenAwayFreely(draft, "c"), true);
  setPower(draft, "police_protection", true, NOW);
  setPowerChild(draft.visit.powers[0], "c", true);
  assert.equal(isTakenAwayFreely(draft, "c"), false);
  setPowerChild(draft.visit.powers[0], "c", false);
  takeAway(draft, "c");
  const { children, present, voices, in_charge: charge } = draft.visit;
  assert.deepEqual([children, present, voices, charge], [[], [], [], undefined]);
});

test("a power that is unticked and ticked again began when it began", () => {
  const draft = begun();
  setPower(draft, "police_protection", true, NOW);
  const [{ began_at: at }] = draft.visit.powers;
  setPower(draft, "police_protection", false, new Date("2025-12-27T22:00:00Z"));
  assert.equal("powers" in draft.visit, false);
  setPower(draft, "police_protection", true, new Date("2025-12-27T23:00:00Z"));
  assert.equal(draft.visit.powers[0].began_at, at);
});

test("a power is used again at another time for another child, and each use keeps its own", () => {
  const draft = begun();
  const { visit } = draft;
  const later = new Date("2025-12-27T22:10:00Z");
  setPower(draft, "police_protection", true, NOW);
  addUse(visit, "police_protection", NOW);
  assert.equal(visit.powers.length, 1, "of one moment there is one use");
  addUse(visit, "police_protection", later);
  setPowerChild(visit.powers[0], "a", true);
  setPowerChild(visit.powers[1], "b", true);
  assert.deepEqual(visit.powers.map(({ children }) => children), [["a"], ["b"]]);
  assert.notEqual(visit.powers[0].began_at, visit.powers[1].began_at);
  assert.ok(isBegunAt(visit, "police_protection", visit.powers[1].began_at));
  assert.ok(!isBegunAt(visit, "arrest", visit.powers[1].began_at));
  setPower(draft, "police_protection", false);
  assert.equal("powers" in visit, false);
  setPower(draft, "police_protection", true);
  assert.equal(visit.powers.length, 2, "both come back");
  dropUse(visit, visit.powers[1]);
  assert.deepEqual(visit.powers[0].children, ["a"]);
});

test("what waited aside in a draft of an older version comes back", () => {
  const draft = begun();
  draft.aside["power arrest"] = { power: "arrest", began_at: "2025-12-27T21:00:00+00:00" };
  setPower(draft, "arrest", true, NOW);
  assert.deepEqual(draft.visit.powers, [{ power: "arrest", began_at: "2025-12-27T21:00:00+00:00" }]);
});

test("a draft keeps for whom a check is asked, and the visit that is sent does not", () => {
  const draft = begun({ ...HOME, checks: { [MIA]: "A check is asked for." } });
  assert.deepEqual(draft.home.checks, { [MIA]: "A check is asked for." });
  assert.ok(!JSON.stringify(draft.visit).includes("A check"));
});

test("who takes over is somebody here, or a name; asking starts again with somebody else", () => {
  const { visit } = begun();
  setTakesOver(visit, { name: "Aunt May" });
  assert.deepEqual(visit.care, { takes_over: { name: "Aunt May", checked: "not_asked" } });
  Object.assign(visit.care.takes_over, { checked: "yes", relation: "aunt" });
  setTakesOver(visit, { person: "ann" });
  assert.deepEqual(visit.care, { takes_over: { person: "ann", checked: "not_asked" } });
  setCare(visit, "check", "I stay.");
  setTakesOver(visit, {});
  assert.deepEqual(visit.care, { check: "I stay." });
  setCare(visit, "check", "");
  assert.equal("care" in visit, false);
});

test("a file of unsent work tells two addresses of one draft apart", async () => {
  const draft = begun();
  const one = await contentOf(draft);
  draft.home.address = "1 Mill Lane";
  assert.notEqual(await contentOf(draft), one);
});
