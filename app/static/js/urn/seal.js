// What a member registers, sealed for one scrutineer: the server keeps it, and cannot read it.
// A key agreed on in the group of the urn (that of the member serves once), then AES-GCM. The sealing key of a
// scrutineer follows from the phrase of their part of the key, for another purpose: never the same number.
import * as urn from "./urn.js";

const WIDTH = 617; // digits of the longest credential: what is sealed is always as long
const NONCE = new Uint8Array(12); // each key seals one text
const PURPOSE = "derive_seal";

const keyOf = async (uuid, known, sent, shared, use) =>
  crypto.subtle.importKey("raw", await urn.digest(`seal|${uuid}|${known}|${sent}|${shared}`), "AES-GCM", false, [use]);

/** The public half of the sealing key of a scrutineer's phrase. */
export const sealKey = async (phrase, uuid) => urn.g(await urn.derived(PURPOSE, urn.tidyCredential(phrase), uuid)).toString();

/** A public credential, sealed with the sealing key `known`. */
export const seal = async (credential, known, uuid, draw = urn.drawn()) => {
  const key = urn.decimal(known), once = draw();
  if (!urn.isMember(key)) throw new urn.Invalid("not_in_group");
  const sent = urn.g(once), text = new TextEncoder().encode(credential.padStart(WIDTH, "0"));
  const secret = await keyOf(uuid, known, sent, urn.power(key, once), "encrypt");
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: NONCE }, secret, text));
  return `${sent}.${btoa(String.fromCharCode(...sealed))}`;
};

/** The public credential that `sealed` holds; null when it holds none. */
export const unseal = async (sealed, phrase, uuid) => {
  const mine = await urn.derived(PURPOSE, urn.tidyCredential(phrase), uuid), known = urn.g(mine);
  try {
    const [sent, text] = sealed.split("."), theirs = urn.decimal(sent);
    if (!urn.isMember(theirs)) return null;
    const secret = await keyOf(uuid, known, theirs, urn.power(theirs, mine), "decrypt");
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: NONCE }, secret, bytes);
    const credential = urn.decimal(new TextDecoder().decode(opened).replace(/^0+/, ""));
    return urn.isMember(credential) ? credential.toString() : null;
  } catch {
    return null;
  }
};
