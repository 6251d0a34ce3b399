// What anyone's browser makes of an archive: the check of a scrutineer's device, then each part of the count, then
// the result. And that nothing left it since another day.
import { checkArchive, proofOf, refuse } from "./check.js";
import * as urn from "./urn.js";

const checkPart = async (election, key, tally, text) => {
  const { decryption_factors: factors, decryption_proofs: proofs } = JSON.parse(text);
  const head = `decrypt|${election.hash}|${key}`, known = urn.decimal(key);
  const shape = (rows) => JSON.stringify(rows.map(({ length }) => length));
  if (shape(factors) !== shape(tally) || shape(proofs) !== shape(tally)) refuse("wrong_shape");
  for (const [question, row] of tally.entries()) {
    for (const [place, { alpha }] of row.entries()) {
      const factor = urn.decimal(factors[question][place]), base = urn.decimal(alpha);
      const { challenge, response } = proofOf(proofs[question][place]);
      if (!urn.isMember(factor)) refuse("not_in_group");
      const first = (urn.g(response) * urn.power(known, challenge)) % urn.P;
      const second = (urn.power(base, response) * urn.power(factor, challenge)) % urn.P;
      if ((await urn.hashed(`${head}|${first},${second}`)) !== challenge) refuse("wrong_decryption");
    }
  }
  return factors.map((row) => row.map(urn.decimal));
};

/** How many ballots hide in a number once every part is taken away. */
const countOf = (beta, factors, most) => {
  const hidden = factors.reduce((product, factor) => (product * factor) % urn.P, 1n);
  for (let count = 0, said = hidden; count <= most; count += 1, said = (said * urn.G) % urn.P) if (said === beta) return count;
  return refuse("no_count");
};

const startsWith = (bytes, before) => before.length <= bytes.length && before.every((byte, at) => byte === bytes[at]);

/** Check an archive to its result, which is null as long as it states none; `before` is one kept from another day. */
export const recountArchive = async (bytes, before = null) => {
  if (before && !startsWith(bytes, before)) refuse("not_a_continuation");
  const { election, keys, tally, steps, voters, received, fingerprint } = await checkArchive(bytes);
  const parts = new Map();
  for (const { data } of steps.filter(({ type }) => type === "PartialDecryption")) {
    const { owner } = JSON.parse(data[1].text);
    if (!keys[owner - 1] || parts.has(owner)) refuse("unknown_trustee");
    parts.set(owner, await checkPart(election, keys[owner - 1], tally, data[0].text));
  }
  const stated = steps.find(({ type }) => type === "Result");
  if (!stated) return { voters, received, fingerprint, result: null };
  if (parts.size !== keys.length) refuse("missing_decryption");
  const result = tally.map((row, question) =>
    row.map(({ beta }, place) => countOf(urn.decimal(beta), [...parts.values()].map((part) => part[question][place]), voters)),
  );
  if (JSON.stringify({ result }) !== stated.data[0].text) refuse("wrong_result");
  const named = election.questions.map(({ blank, answers }, question) =>
    [...(blank ? [""] : []), ...answers].map((answer, place) => [answer, result[question][place]]),
  );
  return { voters, received, fingerprint, result: named };
};
