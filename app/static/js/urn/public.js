// The public urn: anyone's device takes the archive and recounts it, beside one kept from another day.
import { ask, fetchApart, isAble, show, working } from "./page.js";

const root = document.querySelector("[data-recount]");
const fill = (name, text) => { root.querySelector(`[data-fill="${name}"]`).textContent = text; };

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

if (root && isAble()) {
  root.querySelector("[data-unable]").hidden = true;
  const button = root.querySelector("[data-act=recount]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    working(root, button, recount);
  });
  show(root, "begin");
}
