import assert from "node:assert/strict";
import { test } from "node:test";
import { makeKey, unseal } from "../../static/js/device/cipher.js";
import { Vault } from "../../static/js/device/vault.js";

test("what is sealed comes back, and is not readable in between", async () => {
  const vault = new Vault(await makeKey());
  const box = await vault.sealJson("draft/1", { words: "I sleep on the sofa" });
  assert.equal(Buffer.from(box.sealed).includes("sofa"), false);
  assert.deepEqual(await vault.unsealJson("draft/1", box), { words: "I sleep on the sofa" });
});

test("a record cannot stand in for another, nor be opened by another person", async () => {
  const vault = new Vault(await makeKey());
  const box = await vault.sealJson("draft/1", {});
  await assert.rejects(vault.unsealJson("draft/2", box));
  await assert.rejects(new Vault(await makeKey()).unsealJson("draft/1", box));
});

test("no two boxes share a number used once", async () => {
  const vault = new Vault(await makeKey());
  const boxes = await Promise.all([1, 2, 3].map(() => vault.sealJson("draft/1", {})));
  assert.equal(new Set(boxes.map((each) => Buffer.from(each.iv).toString("hex"))).size, 3);
});

test("what is lent to a worker seals for its place, and cannot be read out", async () => {
  const { key, place } = new Vault(await makeKey()).lend("photo/1");
  assert.equal(key.extractable, false);
  const box = await new Vault(key).seal("photo/1", Buffer.from("bytes"));
  assert.equal(Buffer.from(await unseal(key, place, box)).toString(), "bytes");
});
