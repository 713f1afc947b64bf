import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, figures, settled, signedAgain } from "../../static/js/device/conflict.js";
import { correctionOf, isEarlierPhoto, reasonDemanded } from "../../static/js/device/correction.js";
import { signedVisit } from "../../static/js/device/draft.js";
import { setAnswer, setSign, setVoice } from "../../static/js/device/edits.js";
import { setTarget } from "../../static/js/device/next-steps.js";
import { ownBook } from "../../static/js/device/own-grades.js";
import { HOME, JAY, MIA, draftOf } from "./home.js";

const NOW = new Date("2026-11-24T09:00:00Z");
const PHOTO = { id: "p1", sha256: "aa", bytes: 9, type: "image/jpeg", source: "camera" };

function signed(change = () => {}) {
  const draft = draftOf();
  setAnswer(draft, "sleeping.bedding", MIA, { grade: 4 });
  draft.visit.photos = [PHOTO];
  change(draft);
  return signedVisit(draft, { home: {} }, { app: "1" }, new Date("2026-11-23T15:00:00Z"));
}

function correct(document, line = { latest_revision: 1, signed_revision: 1 }) {
  const device = { id: "other", app: "1" };
  return correctionOf({ received: document, line, home: HOME, kept: ["p0"], device, now: NOW });
}

test("a correction holds the whole old document under the next number, unsigned", () => {
  const document = { ...signed(), reason: "An older reason." };
  const draft = correct(document, { latest_revision: 3, signed_revision: 3 });
  assert.deepEqual([draft.revision, draft.state, draft.visit.signed_at], [4, "draft", null]);
  const { reason, result, signed_at, written_at, device, ...kept } = document;
  for (const [name, value] of Object.entries(kept)) assert.deepEqual(draft.visit[name], value);
  assert.ok(!("reason" in draft.visit) && !("result" in draft.visit));
  assert.equal(new Date(draft.visit.written_at).getTime(), NOW.getTime());
});

test("a correction demands a reason that says something, a first visit none", () => {
  const draft = correct(signed());
  assert.deepEqual(reasonDemanded(draft), [{ code: "reason", step: "review" }]);
  draft.visit.reason = " ";
  assert.equal(reasonDemanded(draft).length, 1);
  draft.visit.reason = "The cot was left out.";
  assert.deepEqual(reasonDemanded(draft), []);
  assert.deepEqual(reasonDemanded(draftOf()), []);
});

test("the photos of the revision before are told from new ones", () => {
  const draft = correct(signed());
  assert.equal(isEarlierPhoto(draft, PHOTO), true);
  assert.equal(isEarlierPhoto(draft, { id: "p2" }), false);
  assert.equal(isEarlierPhoto(draftOf(), PHOTO), false);
});

test("last time is never this visit or a later one", () => {
  const home = { ...HOME, last: [...HOME.last, { item: "x", observed_at: "2026-11-23T14:02:31Z" }] };
  const device = { id: "other", app: "1" };
  const line = { latest_revision: 1, signed_revision: 1 };
  const draft = correctionOf({ received: signed(), line, home, kept: [], device, now: NOW });
  assert.deepEqual(draft.home.last, HOME.last);
});

test("a correction begins with what was agreed before the visit, not by it or later", () => {
  const step = (visit, day) => ({ item: "sleeping.bedding", child: MIA, visit, set_on: day });
  const document = signed();
  const before = step("before", "2026-11-01");
  const steps = [before, step(document.id, "2026-11-23"), step("after", "2026-11-24")];
  const line = { latest_revision: 1, signed_revision: 1 };
  const device = { id: "other", app: "1" };
  const home = { ...HOME, next_steps: steps };
  const draft = correctionOf({ received: document, line, home, kept: [], device, now: NOW });
  assert.deepEqual(draft.home.next_steps, [before]);
});

test("versions that say the same do not differ, however they are written", () => {
  const mine = signed();
  const server = Object.fromEntries(Object.entries(structuredClone(mine)).reverse());
  Object.assign(server, { notes: "", in_charge: null, written_at: "2026-11-23T18:00:00Z", reason: "x" });
  server.grades[0].words = null;
  assert.deepEqual(differences(mine, server), []);
});

test("every difference is named, with both answers", () => {
  const mine = signed((draft) => {
    setAnswer(draft, "sleeping.bedding", JAY, { state: "not_seen" });
    setSign(draft, "cannabis", true);
    setTarget(draft, "sleeping.bedding", MIA, 2, { 2: "Two sheets." });
    ownBook("dana").setAnswer(draft, "sleeping.room", null, { grade: 2 });
    draft.visit.notes = "Cold.";
  });
  const server = signed((draft) => {
    setAnswer(draft, "sleeping.bedding", MIA, { grade: 3 });
    setVoice(draft, MIA, "seen", "seen_alone");
    draft.visit.photos = [];
  });
  const found = differences(mine, server).map(({ list, name, mine: ours, server: theirs }) => [
    list, name, ours?.grade ?? ours?.state ?? (ours && true), theirs?.grade ?? theirs?.state ?? (theirs && true),
  ]);
  assert.deepEqual(found, [
    ["fields", "notes", true, null],
    ["grades", `sleeping.bedding ${MIA}`, 4, 3],
    ["grades", `sleeping.bedding ${JAY}`, "not_seen", null],
    ["next_steps", `sleeping.bedding ${MIA}`, true, null],
    ["own_grades", "sleeping.room  dana", 2, null],
    ["signs", "cannabis", true, null],
    ["voices", MIA, null, true],
    ["photos", "aa", true, null],
  ]);
});

test("the figures count number grades, words and photos", () => {
  const document = signed((draft) => {
    setAnswer(draft, "sleeping.room", null, { state: "not_seen" });
    draft.visit.grades[0].words = "No  sheet.";
    draft.visit.notes = "Cold and dark.";
  });
  const { grades, words, photos } = figures(document);
  assert.deepEqual([grades, words, photos], [1, 5, 1]);
});

test("signing again keeps everything but the times and the reason", () => {
  const mine = signed();
  const again = signedAgain(mine, "Both tablets were used.", NOW);
  assert.equal(new Date(again.signed_at).getTime(), NOW.getTime());
  assert.equal(again.written_at, again.signed_at);
  const { signed_at: a, written_at: b, reason, ...rest } = again;
  const { signed_at: c, written_at: d, ...old } = mine;
  assert.deepEqual([rest, reason], [old, "Both tablets were used."]);
});

test("a choice puts the refused revision aside, and what only it names if the server's is kept", () => {
  const shared = { visit: "v", revision: 1, status: "waiting" };
  const refused = { ...shared, key: "visit", kind: "visit", status: "held" };
  const records = [
    refused,
    { ...shared, key: "photo", kind: "photo", sha256: "aa" },
    { ...shared, key: "both", kind: "photo", sha256: "bb" },
    { ...shared, key: "sent", kind: "photo", sha256: "cc", status: "received" },
  ];
  const keys = (choice) => settled(records, refused, choice, [{ sha256: "bb" }], "now").map(([key]) => key);
  assert.deepEqual(keys("mine"), ["visit"]);
  assert.deepEqual(keys("server"), ["visit", "photo"]);
});
