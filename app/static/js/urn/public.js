// The public urn: anyone's device takes the archive and recounts it, beside one kept from another day; and reads
// the ballots that others opened.
import { ask, fetchApart, isAble, show, working } from "./page.js";

const root = document.querySelector("[data-recount]");
const opening = document.querySelector("[data-opened-elsewhere]");
const fill = (name, text, within = root) => { within.querySelector(`[data-fill="${name}"]`).textContent = text; };

const recount = async () => {
  const [kept] = root.querySelector("[type=file]").files;
  const answer = await fetchApart(root.dataset.archive);
  if (!answer.ok) throw new Error();
  const before = kept ? new Uint8Array(await kept.arrayBuffer()) : null;
  const found = await ask("recount", new Uint8Array(await answer.arrayBuffer()), before).catch((fault) => {
    throw Object.assign(fault, { code: fault.code === "not_a_continuation" ? fault.code : "wrong_archive" });
  });
  for (const name of ["voters", "received", "fingerprint"]) fill(name, found[name]);
  const counts = (found.result ?? []).flat().map(([answer, count]) => `${answer || root.dataset.blank} ${count}`);
  fill("result", counts.join(", ") || root.dataset.none);
  root.querySelector("[data-same]").hidden = !kept;
  show(root, "done");
};

const readOpened = async () => {
  const election = await fetchApart(opening.dataset.election);
  if (!election.ok) throw new Error();
  await ask("open", await election.text());
  const { tracker, said } = await ask("readOpened", opening.querySelector("textarea").value);
  fill("said", said.flat().map((answer) => answer || opening.dataset.blank).join(", "), opening);
  fill("tracker", tracker, opening);
  show(opening, "done");
};

/** The form of `within` does `act`, on this device. */
const onPress = (within, name, act) => {
  within.querySelector("[data-unable]").hidden = true;
  const button = within.querySelector(`[data-act=${name}]`);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    working(within, button, act);
  });
};

if (root && isAble()) {
  onPress(root, "recount", recount);
  show(root, "begin");
  onPress(opening, "read", readOpened);
  opening.querySelector("[data-act=another]").addEventListener("click", () => {
    opening.querySelector("textarea").value = "";
    show(opening, "begin");
  });
  show(opening, "begin");
}
