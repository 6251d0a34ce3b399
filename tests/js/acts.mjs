// What people do in their browsers, done from the command line: one JSON request a line in, one answer a line out.
import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";

globalThis.crypto ??= webcrypto;
const urn = await import("../../app/static/js/urn/urn.js");
const { seal, sealKey, unseal } = await import("../../app/static/js/urn/seal.js");
const { qr } = await import("../../app/static/js/urn/qr.js");

const acts = {
  phrases: ({ number }) => Array.from({ length: number }, () => urn.generateKeyPhrase()),
  key: ({ phrase, uuid }) => urn.trusteeKey(phrase, uuid),
  slips: ({ uuid, number }) =>
    Promise.all(
      Array.from({ length: number }, async () => {
        const slip = urn.generateCredential();
        return [slip, await urn.publicOf(slip, uuid)];
      }),
    ),
  votes: async ({ election, votes }) => {
    const asked = await urn.readElection(election);
    const made = [], started = performance.now();
    for (const [slip, ticks] of votes) made.push((await urn.vote(asked, slip, ticks)).text);
    return { ballots: made, milliseconds: performance.now() - started };
  },
  sealKey: ({ phrase, uuid }) => sealKey(phrase, uuid),
  seal: ({ credential, key, uuid }) => seal(credential, key, uuid),
  unseal: ({ sealed, phrase, uuid }) => unseal(sealed, phrase, uuid),
  qr: ({ text }) => qr(text),
  decrypt: async ({ election, tally, phrase }) => urn.decrypt(await urn.readElection(election), tally, phrase),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { act, ...given } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await acts[act](given))}\n`);
}
