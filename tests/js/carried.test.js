/** What is fetched and removed of the homes that a device carries, and how they are found in its list. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  faultOf, inListOrder, indexIn, lineOf, packIn, pictureAddress, pictureName, picturesOf, planHomes, planPictures,
} from "../../static/js/device/carry-plan.js";
import { foundPack } from "../../static/js/device/found-home.js";
import { fold, matcher, searchable } from "../../static/js/device/search.js";
import { asOfWords, isOld } from "../../static/js/page/age-words.js";
import { concernsLine } from "../../static/js/page/concern-words.js";
import { useWords } from "../../static/js/page/words.js";
import { RULES } from "./home.js";

const [A, B, C] = ["a", "b", "c"].map((each) => `${each.repeat(8)}-0000-4000-8000-000000000000`);
const DIGEST = "d".repeat(64);
const AT = "2026-11-23T14:02:00.000Z";

function index(changes = {}) {
  return { status: 200, json: { as_of: AT, rules: DIGEST, homes: { [A]: "1", [B]: "1" }, ...changes } };
}

function listing(homes, joined = {}) {
  return { homes, joined };
}

function pack(changes = {}) {
  const lists = { children: [], adults: [], last: [], concerns: [], photos: [] };
  return { id: A, name: "", address: "12 Alder Lane", postcode: "NF1", history: "", last_visit: null, tag: "1", ...lists, ...changes };
}

function packAnswer(changes = {}) {
  return { status: 200, json: { as_of: AT, rules: DIGEST, homes: [pack(changes)] } };
}

test("a whole index is taken, also an empty one", () => {
  assert.deepEqual(indexIn(index()), { as_of: AT, rules: DIGEST, homes: { [A]: "1", [B]: "1" }, joined: {}, back: [] });
  assert.deepEqual(indexIn(index({ homes: {} })).homes, {});
  assert.deepEqual(indexIn(index({ sent_back: [{ visit: A, words: "Why?" }] })).back, [{ visit: A, words: "Why?" }]);
  assert.deepEqual(indexIn(index({ sent_back: "all" })).back, []);
});

test("nothing but a whole index of ours counts as one, so that nothing is removed by mistake", () => {
  const bad = [
    null,
    { status: 200, json: null },
    { status: 200, json: [] },
    { status: 200, json: "Welcome to the train" },
    { status: 401, json: index().json },
    { status: 403, json: { error: { code: "forbidden" } } },
    { status: 500, json: index().json },
    { status: 204, json: index().json },
    index({ homes: null }),
    index({ homes: [] }),
    index({ homes: { [A]: null } }),
    index({ homes: { [A]: "" } }),
    index({ homes: { "not-an-id": "1" } }),
    index({ rules: null }),
    index({ as_of: undefined }),
    index({ as_of: "soon" }),
  ];
  assert.deepEqual(bad.map(indexIn), bad.map(() => null));
});

test("only homes that are new or changed are fetched, and only those no longer listed are removed", () => {
  const kept = [
    { home: A, state: "carried", tag: "1" },
    { home: B, state: "carried", tag: "0" },
    { home: "gone", state: "carried", tag: "1" },
  ];
  assert.deepEqual(planHomes(listing({ [A]: "1", [B]: "1", [C]: "1" }), kept, new Set()), { fetch: [B, C], remove: ["gone"] });
});

test("what is up to date costs nothing, and an interrupted refresh goes on with the rest", () => {
  const all = [A, B].map((home) => ({ home, state: "carried", tag: "1" }));
  assert.deepEqual(planHomes(listing({ [A]: "1", [B]: "1" }), all, new Set()), { fetch: [], remove: [] });
  assert.deepEqual(planHomes(listing({ [A]: "1", [B]: "1" }), all.slice(0, 1), new Set()), { fetch: [B], remove: [] });
});

test("a home found here stays until its receipt has come, and it is listed or was joined with another", () => {
  const found = [{ home: A, state: "found", tag: null }];
  assert.deepEqual(planHomes(listing({}), found, new Set()), { fetch: [], remove: [] });
  assert.deepEqual(planHomes(listing({}), found, new Set([A])), { fetch: [], remove: [] });
  assert.deepEqual(planHomes(listing({ [A]: "1" }), found, new Set()), { fetch: [], remove: [] });
  assert.deepEqual(planHomes(listing({ [A]: "1" }), found, new Set([A])), { fetch: [A], remove: [] });
  assert.deepEqual(planHomes(listing({}, { [A]: B }), found, new Set()), { fetch: [], remove: [] });
  assert.deepEqual(planHomes(listing({}, { [A]: B }), found, new Set([A])), { fetch: [], remove: [A] });
});

test("a picture is fetched once however many homes name it, and dropped when none does", () => {
  const kept = [{ home: A, pictures: ["p1", "p2"] }, { home: B, pictures: ["p2", "p3"] }, { home: C }];
  assert.deepEqual(planPictures(kept, ["p1", "old"]), {
    fetch: [{ name: "p2", home: A }, { name: "p3", home: B }],
    drop: ["old"],
  });
});

test("a picture of which something is blacked out is another one, at another address", () => {
  const photo = { sha256: DIGEST, redaction: "0123456789ab" };
  assert.deepEqual(picturesOf(pack({ photos: [photo] })), [`${DIGEST}.0123456789ab`]);
  assert.equal(pictureName({ sha256: DIGEST, redaction: "" }), DIGEST);
  assert.equal(pictureName({ sha256: DIGEST, redaction: "../../x" }), DIGEST);
  assert.equal(pictureAddress(pictureName(photo)), `/photos/${DIGEST}/carried?redaction=0123456789ab`);
  assert.equal(pictureAddress(DIGEST), `/photos/${DIGEST}/carried`);
});

test("a pack is taken whole or not at all", () => {
  assert.equal(packIn(packAnswer(), A).tag, "1");
  const bad = [null, packAnswer({ id: B }), packAnswer({ children: null }), packAnswer({ history: 5 }), { status: 200, json: {} }];
  assert.deepEqual(bad.map((each) => packIn(each, A)), bad.map(() => null));
  assert.deepEqual(picturesOf(pack({ photos: [{ sha256: DIGEST }, { sha256: DIGEST }, { sha256: "../x" }] })), [DIGEST]);
  assert.deepEqual(picturesOf(pack({ photos: [{ sha256: DIGEST, arrived: false }] })), []);
});

test("why nothing came is told apart: no network, no sign-in, not theirs, or no answer of ours", () => {
  const answers = [
    null,
    { status: 401, json: { error: { code: "signed_out" } } },
    { status: 404, json: { error: { code: "not_found" } } },
    { status: 404, json: null },
    { status: 200, json: null },
  ];
  assert.deepEqual(answers.map(faultOf), ["offline", "signed_out", "unknown_home", "broken", "broken"]);
});

test("the line of a home names its children and whose the concern is", () => {
  const children = [{ id: "mia", name: "Mia", born: "2018-03-01" }];
  const concerns = [{ item: "sleeping.bedding", child: "mia", grade: 5, words: "No bed." }, { item: "sleeping.room", child: null, grade: 4 }];
  assert.deepEqual(lineOf(pack({ children, concerns })), {
    id: A, name: "", address: "12 Alder Lane", postcode: "NF1", children: ["Mia"], last_visit: null,
    concerns: [{ item: "sleeping.bedding", grade: 5, child: "Mia" }, { item: "sleeping.room", grade: 4, child: null }],
  });
});

test("homes found here come first, the others in the order of their names and numbers", () => {
  const line = (name, state = "carried") => ({ name, address: "", state });
  const lines = [line("12 Larch"), line("2 Larch"), line("Elm"), line("Zoe's", "found")];
  assert.deepEqual(lines.sort(inListOrder).map((each) => each.name), ["Zoe's", "2 Larch", "12 Larch", "Elm"]);
});

test("a found home has ids, a time, a tidy postcode and an empty past", () => {
  const values = { name: " ", address: " 9 Elm Row ", postcode: "nf1 2ab", children: [{ id: "k", name: "Kai" }], adults: [] };
  const { home, pack: own } = foundPack(values, new Date(AT));
  const { id, found_at: at, ...rest } = home;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(new Date(at).toISOString(), AT);
  assert.deepEqual(rest, { name: "", address: "9 Elm Row", postcode: "NF1 2AB", children: [{ id: "k", name: "Kai" }], adults: [] });
  assert.deepEqual([own.id, own.last, own.photos, own.history], [id, [], [], ""]);
});

test("a home is found by any part of its name, address, postcode or children, however it is spelt", () => {
  const text = searchable({ name: "The upstairs flat", address: "12 O’Brien's Wharf", postcode: "NF1 2AB", children: ["Zoë", "Łukasz", "Jürgen"] });
  const hits = ["", "zoe", "ZOË", "lukasz", "jurgen", "obrien", "O'Brien's", "12 wharf", "wharf 12", "nf12ab", "NF1 2ab", "nf12 ab", "upst", "zoe wharf"];
  const misses = ["zoe lane", "nf2", "13", "brien 99"];
  assert.deepEqual(hits.filter((each) => !matcher(each)(text)), []);
  assert.deepEqual(misses.filter((each) => matcher(each)(text)), []);
  assert.equal(fold("Straße & Ørsted"), "strasse orsted");
});

test("how old it is, is said in days of the calendar", () => {
  const texts = { as_of_today: "{time} today", as_of_yesterday: "{time} yesterday", as_of_days: "{n} days, {date}", as_of: "{time} on {date}" };
  useWords({ homes: texts });
  const at = (day, hour) => new Date(2026, 10, day, hour, 5);
  const said = (from, to) => asOfWords(from.toISOString(), to);
  assert.equal(said(at(23, 14), at(23, 23)), "14:05 today");
  assert.equal(said(at(22, 23), at(23, 1)), "23:05 yesterday");
  assert.equal(said(at(20, 14), at(23, 1)), "3 days, 20 November 2026");
  assert.equal(said(at(24, 14), at(23, 1)), "14:05 on 24 November 2026");
  assert.deepEqual([isOld(at(16, 0).toISOString(), at(23, 0)), isOld(at(15, 23).toISOString(), at(23, 0))], [false, true]);
});

test("the worst concerns are named first, the rest are counted", () => {
  useWords({ homes: { concern: "{item} {grade}", concern_of: "{item} {grade} ({name})", concerns_more: "and {n} more", and: "and" } });
  const of = (item, grade, child = null) => ({ item, grade, child });
  const list = [of("sleeping.room", 4), of("sleeping.bedding", 5, "Mia"), of("sleeping.bedding", 5, "Jay"), of("old.baby_bottle", 4), of("sleeping.cot", 4)];
  assert.equal(concernsLine(list, RULES), "sleeping.bedding 5 (Mia and Jay), sleeping.room 4, Baby bottle 4 and 1 more");
  assert.equal(concernsLine([], RULES), "");
});
