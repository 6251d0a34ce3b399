// The independent check of a scrutineer: the whole archive, read and added up on their own device.
import * as urn from "./urn.js";

const BLOCK = 512;
/** Stop at what is wrong. */
export const refuse = (code) => {
  throw new urn.Invalid(code);
};
const ascii = (bytes) => new TextDecoder().decode(bytes).replace(/\0+$/, "");

/** The files of an archive: name and text. */
const filesOf = (bytes) => {
  const found = [];
  for (let start = 0; start < bytes.length; ) {
    const head = bytes.subarray(start, start + BLOCK);
    const size = Number.parseInt(ascii(head.subarray(124, 136)), 8);
    const end = start + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (!(size >= 0) || end > bytes.length) refuse("truncated");
    found.push({ name: ascii(head.subarray(0, 100)), text: ascii(bytes.subarray(start + BLOCK, start + BLOCK + size)) });
    start = end;
  }
  return found;
};

/** The events in order, each with the data before it. Every hash is made again. */
const stepsOf = async (files) => {
  if (files[0]?.name !== "BELENIOS") refuse("no_header");
  const steps = [];
  let data = [], parent;
  for (const { name, text } of files.slice(1)) {
    const hash = await urn.hexadecimal(text);
    if (!name.startsWith(`${hash}.`)) refuse("wrong_hash");
    if (name.endsWith(".data.json")) {
      data.push({ hash, text });
      continue;
    }
    const event = JSON.parse(text);
    if (event.parent !== parent || event.height !== steps.length || event.payload !== data.at(-1)?.hash) refuse("broken_chain");
    steps.push({ type: event.type, data, hash });
    parent = hash;
    data = [];
  }
  if (data.length || steps[0]?.type !== "Setup") refuse("broken_chain");
  return steps;
};

/** A proof, its numbers below the order of the group. */
export const proofOf = ({ challenge, response }) => {
  const proof = { challenge: urn.decimal(challenge), response: urn.decimal(response) };
  if (proof.challenge >= urn.Q || proof.response >= urn.Q) refuse("number_too_big");
  return proof;
};

const known = async (head, key, proof) =>
  (await urn.hashed(`${head}|${(urn.g(proof.response) * urn.power(key, proof.challenge)) % urn.P}`)) === proof.challenge;

const oneOf = async (head, key, branches, proofs) => {
  if (proofs.length !== branches.length) return false;
  let total = 0n;
  const commitments = branches.map(({ alpha, beta, value }, index) => {
    const { challenge, response } = proofOf(proofs[index]);
    total += challenge;
    const first = (urn.g(response) * urn.power(alpha, challenge)) % urn.P;
    const second = (urn.powerOf(key)(response) * urn.power(beta, challenge)) % urn.P;
    return `${first},${(second * urn.g(-value * challenge)) % urn.P}`;
  });
  return (await urn.hashed(`${head}|${commitments.join(",")}`)) === total % urn.Q;
};

const checkAnswer = async (key, state, question, answer) => {
  const choices = answer.choices.map(({ alpha, beta }) => ({ alpha: urn.decimal(alpha), beta: urn.decimal(beta) }));
  const first = question.blank ? 1 : 0;
  if (choices.length !== question.answers.length + first || answer.individual_proofs.length !== choices.length) refuse("wrong_shape");
  for (const [index, choice] of choices.entries()) {
    if (!urn.isMember(choice.alpha) || !urn.isMember(choice.beta)) refuse("not_in_group");
    const head = `prove|${state}|${urn.cipherText(choice)}`;
    const branches = [0n, 1n].map((value) => ({ ...choice, value }));
    if (!(await oneOf(head, key, branches, answer.individual_proofs[index]))) refuse("wrong_individual_proof");
  }
  const extended = `${state}|${choices.map(urn.cipherText).join(",")}`;
  const sum = urn.joined(choices.slice(first));
  const sums = [];
  for (let value = question.min; value <= question.max; value += 1) sums.push({ ...sum, value: BigInt(value) });
  const overall = question.blank
    ? await oneOf(`bproof1|${extended}`, key, [{ ...choices[0], value: 1n }, ...sums], answer.overall_proof)
    : await oneOf(`prove|${extended}|${urn.cipherText(sum)}`, key, sums, answer.overall_proof);
  if (!overall) refuse("wrong_overall_proof");
  const nothing = [{ ...choices[0], value: 0n }, { ...sum, value: 0n }];
  if (question.blank && !(await oneOf(`bproof0|${extended}`, key, nothing, answer.blank_proof))) refuse("wrong_blank_proof");
  return choices;
};

const checkBallot = async (election, listed, text) => {
  const { signature, ...ballot } = JSON.parse(text);
  if (JSON.stringify({ ...ballot, signature }) !== text) refuse("not_canonical");
  if (ballot.election_hash !== election.hash || ballot.election_uuid !== election.uuid) refuse("other_election");
  if (!listed.has(ballot.credential)) refuse("unknown_credential");
  const hash = await urn.fingerprint(JSON.stringify(ballot));
  const signed = await known(`sig|${hash}`, urn.decimal(ballot.credential), proofOf(signature.proof));
  if (hash !== signature.hash || !signed || ballot.answers.length !== election.questions.length) refuse("wrong_signature");
  const state = `${election.hash}|${ballot.credential}`;
  const answers = [];
  for (const [index, question] of election.questions.entries()) {
    answers.push(await checkAnswer(election.key, state, question, ballot.answers[index]));
  }
  return { credential: ballot.credential, answers };
};

const checkKeys = async (election, text) => {
  const keys = [];
  for (const [kind, { pok, public_key }] of JSON.parse(text)) {
    const key = urn.decimal(public_key);
    if (kind !== "Single" || !urn.isMember(key)) refuse("unknown_trustee");
    if (!(await known(`pok|${urn.GROUP}|${public_key}`, key, proofOf(pok)))) refuse("wrong_key_proof");
    keys.push(key);
  }
  if (keys.reduce((product, key) => (product * key) % urn.P, 1n) !== election.key) refuse("wrong_election_key");
  return keys.map(String);
};

/** Check an archive to the last proof, and add up its ballots. Throws Invalid at the first thing that is wrong. */
export const checkArchive = async (bytes) => {
  const [setup, ...steps] = await stepsOf(filesOf(bytes));
  const [asked, trustees, credentials] = setup.data.map(({ text }) => text);
  const election = await urn.readElection(asked);
  const keys = await checkKeys(election, trustees);
  const listed = new Set(JSON.parse(credentials));
  const ballots = steps.filter(({ type }) => type === "Ballot").map(({ data }) => data[0].text);
  if (new Set(ballots).size !== ballots.length) refuse("ballot_twice");
  const kept = new Map();
  for (const text of ballots) {
    const { credential, answers } = await checkBallot(election, listed, text);
    kept.set(credential, answers);
  }
  const places = election.questions.map((question) => question.answers.length + (question.blank ? 1 : 0));
  const tally = places.map((size, question) =>
    Array.from({ length: size }, (_none, place) => {
      const { alpha, beta } = urn.joined([...kept.values()].map((answers) => answers[question][place]));
      return { alpha: alpha.toString(), beta: beta.toString() };
    }),
  );
  const stated = steps.find(({ type }) => type === "EncryptedTally");
  if (stated && stated.data[0].text !== JSON.stringify(tally)) refuse("wrong_tally");
  return { election, keys, tally, received: ballots.length, voters: kept.size, sealed: stated?.hash, steps, fingerprint: await urn.hexadecimal(bytes) };
};
