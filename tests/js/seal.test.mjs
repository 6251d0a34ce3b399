// What a member registers is sealed for one scrutineer, and for nobody else.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import test from "node:test";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const { seal, sealKey, unseal } = await import("../../app/static/js/urn/seal.js");
const UUID = "UrnePourEssais1", PHRASE = "AbCdE-FgHjKL-mNpQr-StUvWx", OTHER = "AbCdE-FgHjKL-mNpQr-StUvWy";
const known = await sealKey(PHRASE, UUID);
const credential = await urn.publicOf("gfUAd-4kUMyW-mtoHJ-UhVVWi", UUID);

test("its key opens it", async () => {
  assert.equal(await unseal(await seal(credential, known, UUID), PHRASE, UUID), credential);
  assert.equal(await unseal(await seal("1", known, UUID), PHRASE, UUID), "1");
});

test("no other key opens it, nor the same phrase in another election", async () => {
  const sealed = await seal(credential, known, UUID);
  assert.equal(await unseal(sealed, OTHER, UUID), null);
  assert.equal(await unseal(sealed, PHRASE, "UneAutreElection"), null);
});

test("the sealing key is not the key of the count", async () => {
  assert.notEqual(known, (await urn.trusteeKey(PHRASE, UUID)).public_key);
  assert.equal(known, urn.g(await urn.derived("derive_seal", PHRASE, UUID)).toString());
});

test("what was touched holds nothing, and stops nobody", async () => {
  const sealed = await seal(credential, known, UUID), [sent, text] = sealed.split(".");
  const moved = text[20] === "A" ? "B" : "A";
  for (const broken of [`${sent}.${text.slice(0, 20)}${moved}${text.slice(21)}`, `${BigInt(sent) + 1n}.${text}`, `0.${text}`, "", ".", "1", text]) {
    assert.equal(await unseal(broken, PHRASE, UUID), null, broken.slice(0, 30));
  }
});

test("what is sealed but is no credential of the group holds nothing", async () => {
  for (const number of ["0", "2", urn.P.toString()]) assert.equal(await unseal(await seal(number, known, UUID), PHRASE, UUID), null);
});

test("nothing is sealed with a key out of the group", async () => {
  await assert.rejects(seal(credential, "2", UUID), (fault) => fault.code === "not_in_group");
});

test("two seals of one credential have nothing in common, and all are as long", async () => {
  const [one, other] = [await seal(credential, known, UUID), await seal("1", known, UUID)];
  assert.notEqual(one.split(".")[0], other.split(".")[0]);
  assert.deepEqual([one, other].map((sealed) => sealed.split(".")[1].length), [844, 844]);
});

test("with the same randomness the seal is the same to the byte", async () => {
  const sealed = await seal(credential, known, UUID, () => 123456789n);
  assert.equal(createHash("sha256").update(sealed).digest("hex"), "1c5e431ba2acb2f03bd874eb3f50008c5ce1f8adeb21edc509e97b872105aa2c");
});
