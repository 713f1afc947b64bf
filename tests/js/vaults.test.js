import assert from "node:assert/strict";
import { test } from "node:test";
import { makeKey, seal, unseal } from "../../static/js/device/cipher.js";
import * as wraps from "../../static/js/device/key-wraps.js";

const PERSON = "11111111-1111-4111-8111-111111111111";
const PASSPHRASE = "kettle on the blue hob";
const FEW = 1000; // rounds: enough to see that it works

async function sealedUnder(key) {
  return seal(key, "draft/1", Buffer.from("I sleep on the sofa"));
}

test("the passphrase opens the data key, another does not", async () => {
  const dataKey = await makeKey(true);
  const box = await sealedUnder(dataKey);
  const wrapped = await wraps.wrapByPassphrase(dataKey, PERSON, PASSPHRASE, FEW);
  const again = await wraps.unwrapByPassphrase(wrapped, PERSON, PASSPHRASE);
  assert.equal(Buffer.from(await unseal(again, "draft/1", box)).toString(), "I sleep on the sofa");
  await assert.rejects(wraps.unwrapByPassphrase(wrapped, PERSON, "kettle on the red hob"));
});

test("a wrapped key opens for its own person alone", async () => {
  const wrapped = await wraps.wrapByPassphrase(await makeKey(true), PERSON, PASSPHRASE, FEW);
  await assert.rejects(wraps.unwrapByPassphrase(wrapped, "somebody else", PASSPHRASE));
});

test("an opened key can be used and never read", async () => {
  const wrapped = await wraps.wrapByPassphrase(await makeKey(true), PERSON, PASSPHRASE, FEW);
  const opened = await wraps.unwrapByPassphrase(wrapped, PERSON, PASSPHRASE);
  await assert.rejects(crypto.subtle.exportKey("raw", opened));
  await assert.rejects(crypto.subtle.exportKey("raw", await wraps.closed(await makeKey(true))));
});

test("the recovery key opens the same data key", async () => {
  const dataKey = await makeKey(true);
  const box = await sealedUnder(dataKey);
  const text = wraps.makeRecoveryKey();
  assert.match(text, /^[A-Za-z0-9_-]{43}$/);
  const wrapped = await wraps.wrapByRecoveryKey(dataKey, PERSON, text);
  const again = await wraps.unwrapByRecoveryKey(wrapped, PERSON, text);
  assert.equal(Buffer.from(await unseal(again, "draft/1", box)).toString(), "I sleep on the sofa");
  await assert.rejects(wraps.unwrapByRecoveryKey(wrapped, PERSON, wraps.makeRecoveryKey()));
});

test("a passphrase is the same however its keyboard writes it", async () => {
  const wrapped = await wraps.wrapByPassphrase(await makeKey(true), PERSON, "caf\u00e9 au lait noir", FEW);
  await wraps.unwrapByPassphrase(wrapped, PERSON, " cafe\u0301 au lait noir ");
});

for (const [passphrase, fault] of [
  ["short one", "short"],
  ["aaaaaaaaaaaa", "simple"],
  ["          ab ", "short"],
  ["three blue cups", null],
  ["\u{1F600}\u{1F601}\u{1F602}\u{1F603}\u{1F604}", "short"],
]) {
  test(`a passphrase like ${JSON.stringify(passphrase)} is ${fault ?? "taken"}`, () => {
    assert.equal(wraps.passphraseFault(passphrase), fault);
  });
}

test("600,000 rounds or more protect a passphrase", () => assert.ok(wraps.ROUNDS >= 600_000));
