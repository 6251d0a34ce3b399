// The independent check of a scrutineer's device, on archives that are right and on archives that are not.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const { checkArchive } = await import("../../app/static/js/urn/check.js");
const { perform } = await import("../../app/static/js/urn/tasks.js");
const vectors = new URL("../votes/urn/vectors/", import.meta.url);
const frozen = JSON.parse(readFileSync(new URL("vectors.json", vectors)));
const archive = new Uint8Array(readFileSync(new URL(`${frozen.uuid}.bel`, vectors)));
const ofTheTool = new Uint8Array(readFileSync(new URL("made-by-the-tool.bel", vectors)));

for (const [name, bytes] of Object.entries({ ours: archive, "the tool's": ofTheTool })) {
  test(`${name} archive is right, and adds up to what it states`, async () => {
    const found = await checkArchive(bytes);
    assert.deepEqual([found.received, found.voters, found.closed], [4, 3, true]);
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

/** The archive written again with one text changed, every hash and event put right. */
const rewritten = async (change) => {
  const files = [];
  const text = (start, size) => new TextDecoder().decode(archive.subarray(start, start + size));
  for (let start = 0; start < archive.length; ) {
    const size = Number.parseInt(text(start + 124, 11), 8);
    files.push({ name: text(start, 100).replace(/\0+$/, ""), text: text(start + 512, size) });
    start += 512 + Math.ceil(size / 512) * 512;
  }
  const parts = [];
  let parent, last;
  for (const file of files) {
    let said = file.text;
    if (file.name.endsWith(".event.json")) {
      const { height, type } = JSON.parse(said);
      said = JSON.stringify({ ...(parent && { parent }), height, type, ...(last && { payload: last }) });
      parent = await urn.hexadecimal(said);
      last = undefined;
    } else if (file.name !== "BELENIOS") {
      said = change(said) ?? said;
      last = await urn.hexadecimal(said);
    }
    const bytes = new TextEncoder().encode(said);
    const name = file.name === "BELENIOS" ? file.name : `${await urn.hexadecimal(said)}${file.name.slice(64)}`;
    const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
    block.set(new TextEncoder().encode(name));
    block.set(new TextEncoder().encode(bytes.length.toString(8).padStart(11, "0")), 124);
    block.set(bytes, 512);
    parts.push(...block);
  }
  return Uint8Array.from(parts);
};
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
  assert.equal((await checkArchive(await rewritten(() => undefined))).voters, 3);
  const cases = [
    [/(?<="overall_proof":\[\{"challenge":"\d{20})\d/, "wrong_signature"],
    [/(?<="signature":.*"response":"\d{20})\d/, "wrong_signature"],
    [/(?<=^\[\["Single",\{"pok":\{"challenge":"\d{20})\d/, "wrong_key_proof"],
  ];
  for (const [pattern, code] of cases) {
    const digit = once(pattern, (found) => String((Number(found) % 8) + 1));
    await assert.rejects(checkArchive(await rewritten(digit)), refused(code));
  }
});

test("a sum that hides one ballot among the others is refused", async () => {
  const ballot = [];
  const alone = (text) => {
    if (text.startsWith('{"election_uuid"') && !ballot.length) ballot.push(JSON.parse(text).answers.map(({ choices }) => choices));
    return text.startsWith('[[{"alpha"') ? JSON.stringify(ballot[0]) : text;
  };
  await assert.rejects(checkArchive(await rewritten(alone)), refused("wrong_tally"));
});

test("nothing is decrypted that this device has not added up, nor for a key that is not there", async () => {
  assert.throws(() => perform("decrypt", [frozen.trustee.phrase, "1"]), refused("not_checked"));
  await perform("check", [archive]);
  assert.throws(() => perform("decrypt", [frozen.trustee.phrase, "1"]), refused("not_my_key"));
});
