// What a page asks of the urn, by name: the same in a worker and, where there is none, in the page itself.
import { checkArchive } from "./check.js";
import { recountArchive } from "./recount.js";
import { seal, sealKey, unseal } from "./seal.js";
import * as urn from "./urn.js";

let election = null;
let checked = null;
const tasks = {
  open: async (text) => {
    election = await urn.readElection(text);
    return { uuid: election.uuid, hash: election.hash };
  },
  credential: async (typed) => {
    const tidy = urn.tidyCredential(typed);
    const known = await urn.publicOf(tidy, election.uuid);
    return { tidy, digest: await urn.hexadecimal(known) };
  },
  vote: (slip, ticks) => urn.vote(election, slip, ticks),
  opens: (opened) => urn.opens(election, opened),
  readOpened: (text) => urn.readOpened(election, text),
  phrase: () => urn.generateKeyPhrase(),
  tidy: (typed) => urn.tidyCredential(typed),
  trusteeKey: (phrase, uuid) => urn.trusteeKey(phrase, uuid),
  slip: async (uuid) => {
    const slip = urn.generateCredential();
    return { slip, known: await urn.publicOf(slip, uuid) };
  },
  sealKey,
  seal: (known, key, uuid) => seal(known, key, uuid),
  unseal,
  check: async (bytes) => {
    checked = await checkArchive(bytes);
    return { voters: checked.voters, received: checked.received, sealed: checked.sealed };
  },
  recount: (bytes, before) => recountArchive(bytes, before),
  // Only what this device has added up itself is ever decrypted.
  decrypt: (phrase, key) => {
    if (!checked) throw new urn.Invalid("not_checked");
    if (!checked.sealed) throw new urn.Invalid("not_closed");
    if (!checked.keys.includes(key)) throw new urn.Invalid("not_my_key");
    return urn.decrypt(checked.election, checked.tally, phrase);
  },
};

/** The answer to a task. */
export const perform = (task, given) => tasks[task](...given);
