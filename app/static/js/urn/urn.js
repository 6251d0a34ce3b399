// The voter's and the scrutineer's side of the verifiable urn: what must never be done by the server.
// Protocol version 1 of Belenios, from its specification (version 2.0), in the group BELENIOS-2048.
// No dependency: BigInt and WebCrypto. Randomness is an argument (`draw`), so that tests can fix it.

export const P = 0xa3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64fn;
export const G = 0x1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653n;
export const Q = 0xadb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491n;
export const GROUP = "BELENIOS-2048";
export const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const WINDOW = 5n, MASK = (1n << WINDOW) - 1n, ROWS = 52;

/** What is wrong: `code` is turned into a sentence by the page. */
export class Invalid extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// --- arithmetic ---------------------------------------------------------------------------------------

const mod = (value, modulus) => ((value % modulus) + modulus) % modulus;

/** A function that raises `base` to any exponent, from a table made once. */
const fixedBase = (base) => {
  const rows = [];
  for (let row = 0, step = base; row < ROWS; row += 1) {
    const line = [1n];
    for (let column = 0n; column < MASK; column += 1n) line.push((line.at(-1) * step) % P);
    rows.push(line);
    step = (line.at(-1) * step) % P;
  }
  return (exponent) => {
    let result = 1n;
    for (let left = mod(exponent, Q), row = 0; left; left >>= WINDOW, row += 1) {
      const digit = left & MASK;
      if (digit) result = (result * rows[row][digit]) % P;
    }
    return result;
  };
};

const tables = new Map();
/** The powers of a base met again and again. */
export const powerOf = (base) => {
  if (!tables.has(base)) tables.set(base, fixedBase(base));
  return tables.get(base);
};
/** The powers of the generator. */
export const g = (exponent) => powerOf(G)(exponent);

/** `base` to the `exponent`, for a base met only once. */
export const power = (base, exponent) => {
  const small = [1n];
  for (let column = 0n; column < MASK; column += 1n) small.push((small.at(-1) * base) % P);
  let result = 1n;
  for (let row = BigInt(ROWS) - 1n; row >= 0n; row -= 1n) {
    for (let square = 0n; square < WINDOW; square += 1n) result = (result * result) % P;
    result = (result * small[(exponent >> (row * WINDOW)) & MASK]) % P;
  }
  return result;
};

/** Whether `value` belongs to the group: a range alone would let P - value through. */
export const isMember = (value) => value > 0n && value < P && power(value, Q) === 1n;

/** A big integer as the protocol writes it: digits, in the one canonical form. */
export const decimal = (text) => {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,616})$/.test(text)) throw new Invalid("not_a_number");
  return BigInt(text);
};

// --- hashes and randomness ----------------------------------------------------------------------------

/** SHA-256, as bytes. */
export const digest = async (text) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", typeof text === "string" ? new TextEncoder().encode(text) : text));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
/** The SHA-256 of a text, read as a number below Q: every challenge is one. */
export const hashed = async (text) => BigInt(`0x${hex(await digest(text))}`) % Q;

/** SHA-256 in hexadecimal: the name of a file in an archive. */
export const hexadecimal = async (text) => hex(await digest(text));

/** SHA-256 in base64 without `=`: the election's hash, a ballot's numéro de suivi. */
export const fingerprint = async (text) => btoa(String.fromCharCode(...(await digest(text)))).replace(/=+$/, "");

const randomBytes = (size) => crypto.getRandomValues(new Uint8Array(size));

/** A source of numbers below Q out of a source of bytes: 128 bits too many, so that none is favoured. */
export const drawn = (random = randomBytes) => () => BigInt(`0x${hex(random(48))}`) % Q;

// --- credentials --------------------------------------------------------------------------------------

const grouped = (signs) => signs.replace(/^(.{5})(.{6})(.{5})(.{6})$/, "$1-$2-$3-$4");

/** A new credential; bytes that would favour a sign are passed over. */
export const generateCredential = (random = randomBytes) => {
  let signs = "";
  while (signs.length < 22) {
    for (const byte of random(22)) if (byte < 232) signs += ALPHABET[byte % 58];
  }
  return grouped(signs.slice(0, 22));
};

/** The credential as printed, whatever the spaces and dashes. */
export const tidyCredential = (typed) => {
  const signs = typed.replace(/[\s\-‐‑–]/g, "");
  if (signs.length !== 22 || [...signs].some((sign) => !ALPHABET.includes(sign))) throw new Invalid("not_a_credential");
  return grouped(signs);
};

/** The number below Q that follows from a phrase of 22 signs, for one purpose in one election. */
export const derived = async (purpose, phrase, uuid) => {
  const part = (number) => digest(`${purpose}|${uuid}|${number}|${phrase}`);
  return BigInt(`0x${hex(await part(0))}${hex(await part(1))}`) % Q;
};

/** The private number of a credential in the election `uuid`. */
export const secretOf = (credential, uuid) => derived("derive_credential", credential, uuid);

/** What the list of the election knows of a credential: absent from it, the credential was mistyped. */
export const publicOf = async (credential, uuid) => g(await secretOf(credential, uuid)).toString();

// --- proofs -------------------------------------------------------------------------------------------

const written = ({ challenge, response }) => ({ challenge: challenge.toString(), response: response.toString() });
/** A ciphertext as it is hashed. */
export const cipherText = ({ alpha, beta }) => `${alpha},${beta}`;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0n);
/** The sum of what ciphertexts hide, still hidden. */
export const joined = (ciphertexts) =>
  ciphertexts.reduce((one, other) => ({ alpha: (one.alpha * other.alpha) % P, beta: (one.beta * other.beta) % P }), {
    alpha: 1n,
    beta: 1n,
  });

const proveKnowledge = async (head, secret, draw) => {
  const nonce = draw();
  const challenge = await hashed(`${head}|${g(nonce)}`);
  return written({ challenge, response: mod(nonce - secret * challenge, Q) });
};

/**
 * That one of `branches` is true: the one at `truth`. A branch is what is hidden (`hidden`, with `randomness`)
 * beside what is claimed (`value`); knowing both, every power is one of a prepared base.
 */
const proveOneOf = async (head, key, branches, truth, draw) => {
  const simulated = branches.map((_branch, index) => index === truth ? null : { challenge: draw(), response: draw() });
  const nonce = draw();
  const commitments = branches.map(({ hidden, value, randomness }, index) => {
    if (index === truth) return `${g(nonce)},${powerOf(key)(nonce)}`;
    const { challenge, response } = simulated[index];
    const exponent = response + randomness * challenge;
    return `${g(exponent)},${(powerOf(key)(exponent) * g((hidden - value) * challenge)) % P}`;
  });
  const rest = sum(simulated.filter(Boolean).map(({ challenge }) => challenge));
  const challenge = mod((await hashed(`${head}|${commitments.join(",")}`)) - rest, Q);
  const mine = { challenge, response: mod(nonce - branches[truth].randomness * challenge, Q) };
  return simulated.map((proof) => written(proof ?? mine));
};

// --- the election and its ballots ---------------------------------------------------------------------

/** The election, from its exact text: the fingerprint is that of the text, never of a copy written anew. */
export const readElection = async (text) => {
  const election = JSON.parse(text);
  if (election.version !== 1 || election.group !== GROUP) throw new Invalid("unknown_version");
  return { ...election, key: decimal(election.public_key), hash: await fingerprint(text) };
};

const allows = (question, ticks) => {
  const blank = Boolean(question.blank);
  if (ticks.length !== question.answers.length + blank || ticks.some((tick) => tick !== 0 && tick !== 1)) return false;
  const count = ticks.slice(blank ? 1 : 0).reduce((total, tick) => total + tick, 0);
  return blank && ticks[0] ? count === 0 : count >= question.min && count <= question.max;
};

const answer = async (key, state, question, ticks, randomness, draw) => {
  const choices = ticks.map((tick, index) => ({
    alpha: g(randomness[index]),
    beta: (powerOf(key)(randomness[index]) * g(BigInt(tick))) % P,
  }));
  const branch = (value, index) => ({ hidden: BigInt(ticks[index]), value, randomness: randomness[index] });
  const individual = [];
  for (const [index, choice] of choices.entries()) {
    const head = `prove|${state}|${cipherText(choice)}`;
    individual.push(await proveOneOf(head, key, [branch(0n, index), branch(1n, index)], ticks[index], draw));
  }
  const first = question.blank ? 1 : 0;
  const count = ticks.slice(first).reduce((total, tick) => total + tick, 0);
  const rest = { hidden: BigInt(count), randomness: sum(randomness.slice(first)) % Q };
  const sums = [];
  for (let value = question.min; value <= question.max; value += 1) sums.push({ ...rest, value: BigInt(value) });
  const extended = `${state}|${choices.map(cipherText).join(",")}`;
  const document = {
    choices: choices.map(({ alpha, beta }) => ({ alpha: alpha.toString(), beta: beta.toString() })),
    individual_proofs: individual,
  };
  if (!question.blank) {
    const head = `prove|${extended}|${cipherText(joined(choices))}`;
    return { ...document, overall_proof: await proveOneOf(head, key, sums, count - question.min, draw) };
  }
  const truth = ticks[0] ? 0 : 1 + count - question.min;
  const overall = await proveOneOf(`bproof1|${extended}`, key, [branch(1n, 0), ...sums], truth, draw);
  const nothing = [branch(0n, 0), { ...rest, value: 0n }];
  const blank = await proveOneOf(`bproof0|${extended}`, key, nothing, ticks[0] ? 1 : 0, draw);
  return { ...document, overall_proof: overall, blank_proof: blank };
};

/**
 * The ballot, ready to deposit: its text, its numéro de suivi, and what would open it, to be shown only by
 * someone who gives this ballot up. Numbers are drawn in the order of app/votes/urn/encryption.py.
 */
export const vote = async (election, credential, ticks, draw = drawn()) => {
  const fits = ticks.length === election.questions.length && election.questions.every((q, i) => allows(q, ticks[i]));
  if (!fits) throw new Invalid("not_a_vote");
  const secret = await secretOf(credential, election.uuid);
  const ballot = { election_uuid: election.uuid, election_hash: election.hash, credential: g(secret).toString(), answers: [] };
  const randomness = [];
  for (const [index, question] of election.questions.entries()) {
    const drawnNow = ticks[index].map(() => draw());
    const state = `${election.hash}|${ballot.credential}`;
    ballot.answers.push(await answer(election.key, state, question, ticks[index], drawnNow, draw));
    randomness.push(drawnNow.map(String));
  }
  const hash = await fingerprint(JSON.stringify(ballot));
  ballot.signature = { hash, proof: await proveKnowledge(`sig|${hash}`, secret, draw) };
  const text = JSON.stringify(ballot);
  const tracker = await fingerprint(text);
  return { text, tracker, opened: { tracker, ticks, randomness, ballot: text } };
};

/** Whether an opened ballot hides just the ticks it says: the check of whoever audits, on any device. */
export const opens = async (election, { tracker, ticks, randomness, ballot }) => {
  const { answers } = JSON.parse(ballot);
  const same = ({ alpha, beta }, tick, r) =>
    decimal(alpha) === g(r) && decimal(beta) === (powerOf(election.key)(r) * g(BigInt(tick))) % P;
  return (
    (await fingerprint(ballot)) === tracker &&
    answers.length === ticks.length &&
    answers.every(
      ({ choices }, question) =>
        choices.length === ticks[question].length &&
        choices.every((choice, index) => same(choice, ticks[question][index], BigInt(randomness[question][index]))),
    )
  );
};

/** What a ballot that was opened elsewhere says: the answers ticked, question by question. `text` is as it was copied. */
export const readOpened = async (election, text) => {
  try {
    const opened = JSON.parse(text);
    const isOfThis = JSON.parse(opened.ballot).election_hash === election.hash;
    if (isOfThis && (await opens(election, opened))) {
      const named = ({ blank, answers }) => [...(blank ? [""] : []), ...answers];
      const said = election.questions.map((question, at) => named(question).filter((_name, place) => opened.ticks[at][place]));
      return { tracker: opened.tracker, said };
    }
  } catch { /* it is no opened ballot at all */ }
  throw new Invalid("not_opened");
};

// --- scrutineers --------------------------------------------------------------------------------------

/** A new key phrase: 22 signs a scrutineer prints and keeps, from which the private key follows. */
export const generateKeyPhrase = generateCredential;

const privateKey = (phrase, uuid) => derived("derive_trustee", phrase, uuid);

/** What is published of a scrutineer's key: the public half, and the proof that its phrase is known. */
export const trusteeKey = async (phrase, uuid, draw = drawn()) => {
  const secret = await privateKey(tidyCredential(phrase), uuid);
  const key = g(secret).toString();
  return { pok: await proveKnowledge(`pok|${GROUP}|${key}`, secret, draw), public_key: key };
};

/** One part of the count: what the key of `phrase` takes away from the encrypted tally, with the proofs. */
export const decrypt = async (election, tally, phrase, draw = drawn()) => {
  const x = await privateKey(tidyCredential(phrase), election.uuid);
  const head = `decrypt|${election.hash}|${g(x)}`;
  const factors = [], proofs = [];
  for (const row of tally) {
    factors.push([]);
    proofs.push([]);
    for (const { alpha } of row) {
      const base = decimal(alpha);
      if (!isMember(base)) throw new Invalid("not_in_group");
      factors.at(-1).push(power(base, x).toString());
      const nonce = draw();
      const challenge = await hashed(`${head}|${g(nonce)},${power(base, nonce)}`);
      proofs.at(-1).push(written({ challenge, response: mod(nonce - x * challenge, Q) }));
    }
  }
  return JSON.stringify({ decryption_factors: factors, decryption_proofs: proofs });
};
