// The recount that anyone's browser makes, on archives that are right and on archives that are not.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const { recountArchive } = await import("../../app/static/js/urn/recount.js");
const { rewritten } = await import("./archives.mjs");
const vectors = new URL("../votes/urn/vectors/", import.meta.url);
const frozen = JSON.parse(readFileSync(new URL("vectors.json", vectors)));
const archive = new Uint8Array(readFileSync(new URL(`${frozen.uuid}.bel`, vectors)));
const ofTheTool = new Uint8Array(readFileSync(new URL("made-by-the-tool.bel", vectors)));
const refused = (code) => (fault) => fault instanceof urn.Invalid && fault.code === code;
const lastEvent = (bytes) => {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.lastIndexOf(".data.json") - 64; // the result and its event begin there
};

for (const [name, bytes] of Object.entries({ ours: archive, "the tool's": ofTheTool })) {
  test(`${name} archive gives the result it states`, async () => {
    const { voters, received, result } = await recountArchive(bytes);
    assert.deepEqual([voters, received], [3, 4]);
    const stated = JSON.parse(new TextDecoder().decode(bytes).match(/\{"result":\[.*?\]\]\}/)[0]);
    assert.deepEqual(result.map((row) => row.map(([, count]) => count)), stated.result);
  });
}

test("an archive whose result is not stated yet has none", async () => {
  const begun = archive.slice(0, lastEvent(archive));
  assert.equal((await recountArchive(begun)).result, null);
  assert.notEqual((await recountArchive(archive, begun)).result, null);
});

test("an archive that lost what another day had is refused, and so is one cut short", async () => {
  const begun = archive.slice(0, lastEvent(archive));
  await assert.rejects(recountArchive(begun, archive), refused("not_a_continuation"));
  await assert.rejects(recountArchive(archive.slice(0, -700)), refused("truncated"));
});

test("a wrong result, a wrong part and a missing part are refused, whatever the hashes say", async () => {
  const result = (text) => text.replace(/^\{"result":\[\[(\d)/, (_whole, first) => `{"result":[[${Number(first) + 1}`);
  await assert.rejects(recountArchive(await rewritten(archive, result)), refused("wrong_result"));
  const part = (text) => text.replace(/(?<=^\{"decryption_factors".*"response":"\d{20})\d/, (digit) => String((Number(digit) % 8) + 1));
  await assert.rejects(recountArchive(await rewritten(archive, part)), refused("wrong_decryption"));
  const twice = (text) => text.replace(/^\{"owner":\d/, '{"owner":1');
  await assert.rejects(recountArchive(await rewritten(archive, twice)), refused("unknown_trustee"));
});
