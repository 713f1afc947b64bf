import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkFile, fileName, writeWorkFile } from "../../static/js/device/work-file-format.js";

const PERSON = "0b9f6c1e-3a52-4d0a-9c1f-5f6f0f2f7a10";
const PASSPHRASE = "blue kettle by the door";
const NOW = new Date("2026-11-25T14:02:31Z");
const WORDS = "I sleep on the sofa";

function entry(n, size = 20) {
  return { about: { kind: "draft", id: `visit-${n}`, words: WORDS }, bytes: [new Uint8Array(size).fill(n)] };
}

async function* all(entries) {
  yield* entries;
}

function written(entries = [entry(0), entry(1), entry(2)], more = {}) {
  return writeWorkFile({ person: PERSON, passphrase: PASSPHRASE, count: entries.length, now: NOW, ...more }, all(entries));
}

const FILE = await written();
const OTHER = await written();

async function opened(blob, passphrase = PASSPHRASE) {
  const file = await WorkFile.open(blob);
  await file.unlock(passphrase);
  return file;
}

async function readAll(blob) {
  const file = await opened(blob);
  const found = [];
  for (let number = 0; number < file.count; number += 1) found.push(await file.entry(number));
  return found;
}

/** The header line, and each entry with its length, as Blobs. */
async function piecesOf(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let at = bytes.indexOf(10) + 1;
  const pieces = [blob.slice(0, at)];
  while (at < bytes.length) {
    const end = at + 16 + new DataView(bytes.buffer).getUint32(at);
    pieces.push(blob.slice(at, end));
    at = end;
  }
  return pieces;
}

async function withHeader(blob, changes) {
  const [line, ...entries] = await piecesOf(blob);
  const header = { ...JSON.parse(await line.text()), ...changes };
  return new Blob([`${JSON.stringify(header)}\n`, ...entries]);
}

async function flipped(blob, at) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  return new Blob([bytes]);
}

const refused = (code) => ({ code });

test("what goes into a file comes out of it", async () => {
  const found = await readAll(FILE);
  assert.deepEqual(found.map((each) => each.about.id), ["visit-0", "visit-1", "visit-2"]);
  assert.deepEqual([...found[2].bytes], Array(20).fill(2));
});

test("no word of it can be read without the passphrase, and its name says only when", async () => {
  const text = await FILE.text();
  assert.equal(text.includes("sofa") || text.includes("visit-1"), false);
  assert.deepEqual(Object.keys(JSON.parse(text.split("\n")[0])), [
    "magic", "version", "file", "person", "made_at", "salt", "rounds", "entries", "check",
  ]);
  assert.match(fileName(new Date(2026, 10, 25, 14, 2)), /^unsent-work-2026-11-25-1402\.gcpwork$/);
});

test("the passphrase costs 600,000 rounds to try, and no two files share a key", async () => {
  const [one, other] = await Promise.all([FILE, OTHER].map((each) => WorkFile.open(each)));
  assert.ok(one.header.rounds >= 600_000);
  assert.notEqual(one.header.salt, other.header.salt);
});

test("another passphrase opens nothing, and the same typed another way does", async () => {
  await assert.rejects(opened(FILE, "blue kettle by the wall"), refused("passphrase"));
  const accents = await written([entry(0)], { passphrase: "the café on the corner" });
  await opened(accents, " the cafe\u0301 on the corner ");
});

for (const [what, make, code] of [
  ["nothing", () => new Blob([]), "empty"],
  ["a photo", () => new Blob([new Uint8Array([255, 216, 255, 224, 0, 16])]), "foreign"],
  ["a letter with lines", () => new Blob(["Dear Sir\n\nabout the flat"]), "foreign"],
  ["other JSON", () => new Blob(['{"magic":"other"}\n']), "foreign"],
  ["a list", () => new Blob(["[]\n"]), "foreign"],
  ["a header that was cut", () => FILE.slice(0, 40), "cut"],
  ["the first letters of one", () => FILE.slice(0, 5), "cut"],
  ["the header alone", async () => (await piecesOf(FILE))[0], "cut"],
  ["a file without its last byte", () => FILE.slice(0, FILE.size - 1), "cut"],
  ["a file cut within a length", async () => new Blob([...(await piecesOf(FILE)).slice(0, 2), new Uint8Array(2)]), "cut"],
  ["a file with more behind it", () => new Blob([FILE, "more"]), "damaged"],
  ["a newer version", () => withHeader(FILE, { version: 2 }), "newer"],
  ["a version of another kind", () => withHeader(FILE, { version: "1" }), "damaged"],
  ["no person", () => withHeader(FILE, { person: "me" }), "damaged"],
  ["rounds that would cost nothing", () => withHeader(FILE, { rounds: 1 }), "damaged"],
  ["rounds that would never end", () => withHeader(FILE, { rounds: 2 ** 40 }), "damaged"],
  ["a salt of another length", () => withHeader(FILE, { salt: "AAAA" }), "damaged"],
  ["no entries", () => withHeader(FILE, { entries: 0 }), "damaged"],
]) {
  test(`${what} is ${code} before any passphrase is asked`, async () => {
    await assert.rejects(async () => WorkFile.open(await make()), refused(code));
  });
}

for (const [what, make] of [
  ["an entry taken out", async () => {
    const [head, first, , last] = await piecesOf(await withHeader(FILE, { entries: 2 }));
    return new Blob([head, first, last]);
  }],
  ["the last entry cut off", async () => {
    const [head, first, second] = await piecesOf(await withHeader(FILE, { entries: 2 }));
    return new Blob([head, first, second]);
  }],
  ["a header with another person", () => withHeader(FILE, { person: PERSON.replace("0b", "1b") })],
]) {
  test(`${what} shows at once, since the header is sealed too`, async () => {
    await assert.rejects(async () => opened(await make()), refused("passphrase"));
  });
}

for (const [what, make] of [
  ["two entries that changed places", async () => {
    const [head, first, second, last] = await piecesOf(FILE);
    return new Blob([head, second, first, last]);
  }],
  ["an entry twice", async () => {
    const [head, first, , last] = await piecesOf(FILE);
    return new Blob([head, first, first, last]);
  }],
  ["an entry of another file", async () => {
    const [own, other] = await Promise.all([FILE, OTHER].map(piecesOf));
    return new Blob([own[0], own[1], other[2], own[3]]);
  }],
  ["a bit that fell over in the middle", async () => flipped(FILE, Math.round(FILE.size * 0.7))],
  ["a bit that fell over in the last byte", () => flipped(FILE, -1)],
]) {
  test(`${what}: damaged`, async () => {
    await assert.rejects(async () => readAll(await make()), refused("damaged"));
  });
}

test("entries are asked for one after the other, each when the last is sealed", async () => {
  const alive = [];
  async function* watched() {
    for (let n = 0; n < 3; n += 1) {
      alive.push(n);
      yield entry(n, 1_000_000);
      alive.pop();
      assert.equal(alive.length, 0);
    }
  }
  const blob = await writeWorkFile({ person: PERSON, passphrase: PASSPHRASE, count: 3, now: NOW }, watched());
  assert.equal((await readAll(blob)).length, 3);
});

test("a file that holds less than was announced is not made", async () => {
  await assert.rejects(written([entry(0)], { count: 2 }), /1 entries, 2 were announced/);
});
