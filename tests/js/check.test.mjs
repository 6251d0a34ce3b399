// The independent check of a scrutineer's device, on archives that are right and on archives that are not.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const { checkArchive } = await import("../../app/static/js/urn/check.js");
const { rewritten } = await import("./archives.mjs");
const { perform } = await import("../../app/static/js/urn/tasks.js");
const vectors = new URL("../votes/urn/vectors/", import.meta.url);
const frozen = JSON.parse(readFileSync(new URL("vectors.json", vectors)));
const archive = new Uint8Array(readFileSync(new URL(`${frozen.uuid}.bel`, vectors)));
const ofTheTool = new Uint8Array(readFileSync(new URL("made-by-the-tool.bel", vectors)));

for (const [name, bytes] of Object.entries({ ours: archive, "the tool's": ofTheTool })) {
  test(`${name} archive is right, and adds up to what it states`, async () => {
    const found = await checkArchive(bytes);
    assert.deepEqual([found.received, found.voters], [4, 3]);
    const { data } = found.steps.find(({ type }) => type === "EncryptedTally");
    const event = new TextDecoder().decode(bytes).indexOf(`${found.sealed}.event.json`);
    assert.ok(event > new TextDecoder().decode(bytes).indexOf(`${data[0].hash}.data.json`));
  });
}

test("the sum is that of Python", async () => {
  assert.deepEqual((await checkArchive(archive)).tally, frozen.decryption.tally);
});

test("no byte of a file may change", async () => {
  let tried = 0;
  for (let turn = 1; turn < 40; turn += 1) {
    const changed = archive.slice();
    const at = Math.floor((turn / 40) * archive.length);
    const around = new TextDecoder().decode(archive.subarray(at - 20, at + 20));
    if (!/^[0-9]{40}$/.test(around)) continue; // between two files, or two numbers
    tried += 1;
    changed[at] ^= 1;
    await assert.rejects(checkArchive(changed));
  }
  assert.ok(tried > 20);
});

test("an archive cut short is refused", async () => {
  for (const cut of [1, 700, 5000]) await assert.rejects(checkArchive(archive.slice(0, -cut)));
});

const refused = (code) => (fault) => fault instanceof urn.Invalid && fault.code === code;
const once = (pattern, by) => {
  let done = false;
  return (text) => {
    if (done || !pattern.test(text)) return text;
    done = true;
    return text.replace(pattern, by);
  };
};

test("a number of a proof that moves is refused, whatever the hashes say", async () => {
  assert.equal((await checkArchive(await rewritten(archive, () => undefined))).voters, 3);
  const cases = [
    [/(?<="overall_proof":\[\{"challenge":"\d{20})\d/, "wrong_signature"],
    [/(?<="signature":.*"response":"\d{20})\d/, "wrong_signature"],
    [/(?<=^\[\["Single",\{"pok":\{"challenge":"\d{20})\d/, "wrong_key_proof"],
  ];
  for (const [pattern, code] of cases) {
    const digit = once(pattern, (found) => String((Number(found) % 8) + 1));
    await assert.rejects(checkArchive(await rewritten(archive, digit)), refused(code));
  }
});

test("a sum that hides one ballot among the others is refused", async () => {
  const ballot = [];
  const alone = (text) => {
    if (text.startsWith('{"election_uuid"') && !ballot.length) ballot.push(JSON.parse(text).answers.map(({ choices }) => choices));
    return text.startsWith('[[{"alpha"') ? JSON.stringify(ballot[0]) : text;
  };
  await assert.rejects(checkArchive(await rewritten(archive, alone)), refused("wrong_tally"));
});

test("nothing is decrypted that this device has not added up, nor for a key that is not there", async () => {
  assert.throws(() => perform("decrypt", [frozen.trustee.phrase, "1"]), refused("not_checked"));
  await perform("check", [archive]);
  assert.throws(() => perform("decrypt", [frozen.trustee.phrase, "1"]), refused("not_my_key"));
});
