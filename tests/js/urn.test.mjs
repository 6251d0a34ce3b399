// The browser's module against the frozen vectors that Python shares: node --test tests/js
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const frozen = JSON.parse(readFileSync(new URL("../votes/urn/vectors/vectors.json", import.meta.url)));
const election = await urn.readElection(frozen.election);
const FOR = [1, 0, 0], BLANK = [1, 0, 0, 0];

/** The source of tests/votes/urn/sources.py. */
const numbered = (name) => {
  let turn = 0;
  return (size) => {
    const found = [];
    while (found.length < size) found.push(...createHash("sha256").update(`${name} ${turn++}`).digest());
    return Uint8Array.from(found.slice(0, size));
  };
};
const refused = (code) => (fault) => fault instanceof urn.Invalid && fault.code === code;

test("the fingerprint is that of the text", () => assert.equal(election.hash, frozen.fingerprint));

test("a slip derives the same number as in Python", async () => {
  for (const [slip, known] of Object.entries(frozen.credentials)) {
    assert.equal(await urn.publicOf(slip, frozen.uuid), known);
    assert.equal(urn.tidyCredential(` ${slip.replaceAll("-", " ")}`), slip);
  }
});

test("a mistyped slip is not on the list", async () => {
  const [slip] = Object.keys(frozen.credentials);
  const listed = new Set(Object.values(frozen.credentials));
  for (let place = 0; place < slip.length; place += 1) {
    if (slip[place] === "-") continue;
    const typed = slip.slice(0, place) + (slip[place] === "a" ? "b" : "a") + slip.slice(place + 1);
    assert.ok(!listed.has(await urn.publicOf(typed, frozen.uuid)));
  }
});

test("what is not a slip is refused at once", () => {
  for (const typed of ["", "abc", "0".repeat(22), "I".repeat(22), "1".repeat(23), "é".repeat(22)]) {
    assert.throws(() => urn.tidyCredential(typed), refused("not_a_credential"));
  }
});

test("with the same randomness a ballot is the same to the byte", async () => {
  for (const { source, credential, ticks, text, tracker } of frozen.ballots) {
    const made = await urn.vote(election, credential, ticks, urn.drawn(numbered(source)));
    assert.equal(made.text, text);
    assert.equal(made.tracker, tracker);
  }
});

test("two ballots of the same vote never look alike", async () => {
  const [slip] = Object.keys(frozen.credentials);
  const [one, other] = [await urn.vote(election, slip, [FOR, BLANK]), await urn.vote(election, slip, [FOR, BLANK])];
  assert.notEqual(one.tracker, other.tracker);
  const numbers = (text) => new Set(text.match(/\d{60,}/g));
  const shared = [...numbers(one.text)].filter((number) => numbers(other.text).has(number));
  assert.deepEqual(shared, [await urn.publicOf(slip, frozen.uuid)]);
});

test("an opened ballot shows what it hides, and nothing else", async () => {
  const [slip] = Object.keys(frozen.credentials);
  const { opened } = await urn.vote(election, slip, [FOR, [0, 1, 1, 0]]);
  assert.ok(await urn.opens(election, opened));
  assert.ok(!(await urn.opens(election, { ...opened, ticks: [[0, 1, 0], [0, 1, 1, 0]] })));
  assert.ok(!(await urn.opens(election, { ...opened, randomness: [["1", "2", "3"], opened.randomness[1]] })));
  assert.ok(!(await urn.opens(election, { ...opened, tracker: "another" })));
});

test("another device reads what an opened ballot said, and no text that says otherwise", async () => {
  const [slip] = Object.keys(frozen.credentials);
  const { opened } = await urn.vote(election, slip, [FOR, [0, 1, 1, 0]]);
  const [first, second] = election.questions;
  const { tracker, said } = await urn.readOpened(election, JSON.stringify(opened, null, 1));
  assert.equal(tracker, opened.tracker);
  assert.deepEqual(said, [[first.answers[0]], [second.answers[0], second.answers[1]]]);
  const other = { ...election, hash: "another" };
  await assert.rejects(urn.readOpened(other, JSON.stringify(opened)), refused("not_opened"));
  const lie = JSON.stringify({ ...opened, ticks: [[0, 1, 0], [0, 1, 1, 0]] });
  for (const text of [lie, "", "null", "{}", JSON.stringify(opened).slice(0, -20), opened.ballot])
    await assert.rejects(urn.readOpened(election, text), refused("not_opened"));
});

test("what is no vote is refused before anything is drawn", async () => {
  const [slip] = Object.keys(frozen.credentials);
  const nothing = () => assert.fail("drawn");
  const votes = [[FOR], [[1, 1, 0], BLANK], [[0, 0, 0], BLANK], [FOR, [1, 1, 0, 0]], [FOR, [0, 1, 1, 1]], [FOR, [0, 0, 0, 0]], [[2, 0, 0], BLANK], [[100, -99, 0], BLANK]];
  for (const ticks of votes) await assert.rejects(urn.vote(election, slip, ticks, nothing), refused("not_a_vote"));
});

test("a key phrase gives the same key, and the same part of the count", async () => {
  const { phrase, phrase_source, source, public: known } = frozen.trustee;
  assert.equal(urn.generateKeyPhrase(numbered(phrase_source)), phrase);
  assert.deepEqual(await urn.trusteeKey(phrase, frozen.uuid, urn.drawn(numbered(source))), known);
  const part = await urn.decrypt(election, frozen.decryption.tally, phrase, urn.drawn(numbered(frozen.decryption.source)));
  assert.equal(part, frozen.decryption.text);
});

test("a trustee decrypts nothing that is out of the group", async () => {
  const { alpha, beta } = frozen.decryption.tally[0][0];
  const tally = [[{ alpha: (urn.P - BigInt(alpha)).toString(), beta }]];
  await assert.rejects(urn.decrypt(election, tally, frozen.trustee.phrase), refused("not_in_group"));
});

test("numbers have one way to be written", () => {
  for (const text of ["01", "1_2", "+1", " 1", "", "1e3", "0x1", 1, null, "9".repeat(700)]) {
    assert.throws(() => urn.decimal(text), refused("not_a_number"));
  }
});

test("credentials favour no sign", () => {
  const seen = new Map();
  for (let turn = 0; turn < 4000; turn += 1) {
    for (const sign of urn.generateCredential().replaceAll("-", "")) seen.set(sign, (seen.get(sign) ?? 0) + 1);
  }
  const expected = (4000 * 22) / 58;
  assert.equal(seen.size, 58);
  for (const times of seen.values()) assert.ok(Math.abs(times - expected) < 6 * Math.sqrt(expected));
});
