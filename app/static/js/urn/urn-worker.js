// The slow sums of the urn, off the page's own thread: the page stays alive while they are done.
import * as urn from "./urn.js";

let election = null;
const tasks = {
  open: async (text) => {
    election = await urn.readElection(text);
    return { uuid: election.uuid, hash: election.hash };
  },
  credential: async (typed) => {
    const tidy = urn.tidyCredential(typed);
    return { tidy, public: await urn.publicOf(tidy, election.uuid) };
  },
  vote: (credential, ticks) => urn.vote(election, credential, ticks),
  opens: (opened) => urn.opens(election, opened),
  trusteeKey: (phrase, uuid) => urn.trusteeKey(phrase, uuid),
  decrypt: (tally, phrase) => urn.decrypt(election, tally, phrase),
};

// A message is one task of the page: its number comes back with the answer, or with the code of what is wrong.
addEventListener("message", async ({ data: { number, task, given } }) => {
  try {
    postMessage({ number, answer: await tasks[task](...given) });
  } catch (fault) {
    postMessage({ number, code: fault.code ?? "failed" });
  }
});
