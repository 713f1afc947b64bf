import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../static/js/device/digest.js";
import { homeRecord, recordsFor } from "../../static/js/device/outbox.js";
import {
  carried, checkEntry, checkManifest, comingIn, contentOf, decide,
} from "../../static/js/device/work-file-content.js";
import { draftOf } from "./home.js";

const PERSON = "0b9f6c1e-3a52-4d0a-9c1f-5f6f0f2f7a10";
const OTHER = "1b9f6c1e-3a52-4d0a-9c1f-5f6f0f2f7a10";
const HOME = "2b9f6c1e-3a52-4d0a-9c1f-5f6f0f2f7a10";
const PHOTO = "3b9f6c1e-3a52-4d0a-9c1f-5f6f0f2f7a10";
const AT = "2026-11-25T14:02:00+00:00";
const BYTES = new TextEncoder().encode("the bytes of a photo");
const DIGEST = await sha256(BYTES);

function draft(changes = {}) {
  const own = draftOf();
  own.visit.home = HOME;
  own.visit.photos = [{ id: PHOTO, sha256: DIGEST, type: "image/jpeg" }];
  return { ...own, ...changes };
}

const DRAFT = draft();
const VISIT = DRAFT.visit.id;
const SIGNED = { ...DRAFT.visit, signed_at: AT };
const BODY = new TextEncoder().encode(JSON.stringify(SIGNED));
const RECORDS = recordsFor(PERSON, SIGNED, 1, await sha256(BODY), { iv: 1, sealed: 2 });
const FOUND_HOME = { id: HOME, name: "", address: "9 Empty Row", children: [], adults: [] };
const FOUND = new TextEncoder().encode(JSON.stringify(FOUND_HOME));
const RECEIVED = { status: "received", receipt: { sha256: RECORDS[0].sha256, received_at: AT } };
const CONFLICT = { status: "held", code: "revision_taken", server: { revision: 1, box: { iv: 1, sealed: 2 } } };

const draftEntry = (own = DRAFT) => ({
  about: { kind: "draft", id: VISIT, visit: VISIT, draft: own, updated_at: AT },
  bytes: new Uint8Array(),
});
const withList = (name) => draft({ visit: { ...DRAFT.visit, [name]: {} } });
const photoEntry = (more = {}, bytes = BYTES) => ({
  about: { kind: "photo", id: PHOTO, visit: VISIT, facts: { id: PHOTO, sha256: DIGEST }, thumb: 0, original: true, ...more },
  bytes,
});

function recordEntry(record = RECORDS[0], body = BODY, server = new Uint8Array()) {
  const sizes = { body: body.byteLength, server: server.byteLength };
  const bytes = new Uint8Array([...body, ...server]);
  return { about: { kind: "record", id: record.key, visit: VISIT, record: carried(record), ...sizes }, bytes };
}

async function homeEntry() {
  const record = homeRecord(PERSON, HOME, AT, await sha256(FOUND), {});
  return { about: { kind: "home", id: HOME, record: carried(record) }, bytes: FOUND };
}

function check(entry, item = entry.about) {
  return checkEntry(entry, { kind: item.kind, id: item.id, visit: item.visit ?? null }, PERSON);
}

test("each kind of entry is read, and only what is small is kept of it", async () => {
  const photo = await check(photoEntry());
  assert.deepEqual(photo, { kind: "photo", id: PHOTO, visit: VISIT, sha256: DIGEST });
  assert.deepEqual(await check(recordEntry()), {
    kind: "record", id: RECORDS[0].key, visit: VISIT, key: RECORDS[0].key, sha256: RECORDS[0].sha256,
  });
  assert.equal((await check(await homeEntry())).title, "9 Empty Row");
  assert.equal((await check(draftEntry())).title, "Alder Lane 12");
  const rules = { kind: "rules", id: DRAFT.visit.rules, rules: { digest: DRAFT.visit.rules, areas: [] } };
  assert.equal((await check({ about: rules, bytes: new Uint8Array() })).id, DRAFT.visit.rules);
});

test("a record leaves its sealed boxes behind, and takes the server's facts of a conflict along", () => {
  assert.equal("box" in carried(RECORDS[0]), false);
  assert.deepEqual(carried({ ...RECORDS[0], ...CONFLICT }).server, { revision: 1 });
  assert.equal("server" in carried({ ...RECORDS[0], server: null }), false);
});

test("what is not done comes in to be sent again; receipts and conflicts stay", () => {
  for (const status of ["waiting", "signed_out", "held"]) {
    const record = { ...RECORDS[0], status, attempts: 7, not_before: 99, message: "No." };
    const { status: now, attempts, not_before: at, message } = comingIn(record);
    assert.deepEqual([now, attempts, at, message], ["waiting", 0, 0, null]);
  }
  for (const kept of [RECEIVED, CONFLICT, { status: "set_aside" }]) {
    assert.equal(comingIn({ ...RECORDS[0], ...kept }).status, kept.status);
  }
});

test("which steps were opened makes no other version; an answer does", async () => {
  const same = await contentOf({ ...DRAFT, opened: { arriving: true }, refused: "No." });
  assert.equal(same, await contentOf(DRAFT));
  const other = structuredClone(DRAFT);
  other.visit.notes = "More";
  assert.notEqual(await contentOf(other), same);
  assert.notEqual(await contentOf({ ...DRAFT, state: "signed" }), same);
});

test("a manifest has to list what follows, for this person", () => {
  const about = { kind: "manifest", person: PERSON, items: [{}] };
  assert.equal(checkManifest({ about }, { person: PERSON, entries: 2 }), about);
  for (const wrong of [{ kind: "draft" }, { person: OTHER }, { items: [] }, { items: 1 }]) {
    const entry = { about: { ...about, ...wrong } };
    assert.throws(() => checkManifest(entry, { person: PERSON, entries: 2 }), { code: "damaged" });
  }
});

const received = (receipt) => recordEntry({ ...RECORDS[0], status: "received", receipt });

for (const [what, make] of [
  ["an entry that the manifest does not list", () => [photoEntry(), { kind: "photo", id: VISIT, visit: VISIT }]],
  ["a draft whose next steps are no list", () => [draftEntry(withList("next_steps"))]],
  ["a draft whose own grades are no list", () => [draftEntry(withList("own_grades"))]],
  ["an entry of an unknown kind", () => [{ about: { kind: "toString", id: "x" }, bytes: BYTES }]],
  ["a photo whose bytes are others", () => [photoEntry({}, BYTES.subarray(1))]],
  ["a photo with a small copy larger than all", () => [photoEntry({ thumb: 1000 })]],
  ["a photo with a small copy of less than nothing", () => [photoEntry({ thumb: -1 })]],
  ["a photo whose facts are of another", () => [photoEntry({ facts: { id: VISIT, sha256: DIGEST } })]],
  ["a photo without facts", () => [photoEntry({ facts: null })]],
  ["a signed visit whose bytes are others", () => [recordEntry(RECORDS[0], BODY.subarray(1))]],
  ["a record of another person", () => [recordEntry({ ...RECORDS[0], person: OTHER })]],
  ["a record under another key", () => [recordEntry({ ...RECORDS[0], key: `visit/${VISIT}/2` })]],
  ["a record of an unknown kind", () => [recordEntry({ ...RECORDS[0], kind: "all" })]],
  ["a record in an unknown state", () => [recordEntry({ ...RECORDS[0], status: "sent" })]],
  ["a receipt for something else", () => [received({ sha256: DIGEST, received_at: AT })]],
  ["a receipt without a time", () => [received({ sha256: RECORDS[0].sha256 })]],
  ["no receipt at all", () => [received(null)]],
  ["a conflict without the server's copy", () => [recordEntry({ ...RECORDS[0], ...CONFLICT })]],
  ["a draft of another visit", () => [draftEntry({ ...DRAFT, visit: { ...DRAFT.visit, id: PHOTO } })]],
  ["a draft without its lists", () => [draftEntry({ ...DRAFT, visit: { ...DRAFT.visit, grades: null } })]],
  ["a draft without a home", () => [draftEntry({ ...DRAFT, home: null })]],
  ["a draft in an unknown state", () => [draftEntry({ ...DRAFT, state: "sent" })]],
  ["a signed draft without its time", () => [draftEntry({ ...DRAFT, state: "signed" })]],
  ["no draft", () => [draftEntry(null)]],
  ["a home that is no home", async () => [{ ...(await homeEntry()), bytes: new Uint8Array([1]) }]],
  ["rules under another name", () => {
    const about = { kind: "rules", id: DIGEST, rules: { digest: "x", areas: [] } };
    return [{ about, bytes: BYTES }];
  }],
]) {
  test(`${what} is refused`, async () => {
    const [entry, item] = await make();
    await assert.rejects(check(entry, item), { code: "damaged" });
  });
}

const CHECKED = [homeEntry().then(check), check(photoEntry()), check(recordEntry()), check(draftEntry())];
const ENTRIES = (await Promise.all(CHECKED)).map((each, number) => ({ ...each, number: number + 1 }));
const [HOME_ENTRY, PHOTO_ENTRY, RECORD_ENTRY, DRAFT_ENTRY] = ENTRIES;
const NOTHING = { drafts: {}, records: {}, photos: {} };
const ALL = {
  drafts: { [VISIT]: DRAFT_ENTRY.content },
  records: { [RECORD_ENTRY.key]: RECORD_ENTRY.sha256, [HOME_ENTRY.key]: HOME_ENTRY.sha256 },
  photos: { [PHOTO]: DIGEST },
};

function fates(here) {
  const { homes, visits } = decide(ENTRIES, here);
  const of = ({ fate, take }) => [fate, ...take.map((each) => each.kind)];
  return [of(homes[0]), of(visits[0])];
}

test("a device that has nothing takes everything", () => {
  assert.deepEqual(fates(NOTHING), [["taken", "home"], ["taken", "photo", "record", "draft"]]);
});

test("what is here already with the same content is skipped", () => {
  assert.deepEqual(fates(ALL), [["here"], ["here"]]);
});

test("what came in by half is completed", () => {
  const half = { ...NOTHING, photos: ALL.photos };
  assert.deepEqual(fates(half)[1], ["taken", "record", "draft"]);
});

for (const [what, here] of [
  ["another draft", { ...ALL, drafts: { [VISIT]: "other" } }],
  ["another draft and nothing else", { ...NOTHING, drafts: { [VISIT]: "other" } }],
  ["somebody else's draft", { ...NOTHING, drafts: { [VISIT]: "" } }],
  ["other signed bytes", { ...ALL, records: { ...ALL.records, [RECORD_ENTRY.key]: "other" } }],
  ["another photo under that id", { ...NOTHING, photos: { [PHOTO]: "" } }],
]) {
  test(`${what} here keeps the whole visit of the file apart`, () => {
    assert.deepEqual(fates(here)[1], ["apart"]);
  });
}

test("another home under that id stays apart, and its visit comes in", () => {
  const here = { ...NOTHING, records: { [HOME_ENTRY.key]: "other" } };
  assert.deepEqual(fates(here).map(([fate]) => fate), ["apart", "taken"]);
});
