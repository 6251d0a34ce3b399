// Vote with a slip: check it, choose, confirm, deposit; or open the ballot to see how it was made, and start again.
import { ask, complain, fetchApart, isAble, show, working } from "./page.js";

const root = document.querySelector("[data-urn-vote]");
const step = (name) => root.querySelector(`[data-step="${name}"]`);
const button = (name) => root.querySelector(`[data-act="${name}"]`);
const fill = (name, text) => {
  for (const place of root.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
};
let slip = "", ballot = null;

const chosen = () => [...step("choose").querySelectorAll("input:checked")];

/** A tick for each number to encrypt; where several answers may be ticked, none is a blank vote. */
const ticks = () => {
  const values = new Set(chosen().map(({ value }) => Number(value)));
  const made = Array.from({ length: Number(root.dataset.size) }, (_none, index) => Number(values.has(index)));
  if ("blank" in root.dataset && !values.size) made[0] = 1;
  return made;
};

const isListed = async (digest) => {
  const answer = await fetchApart(`${root.dataset.listed}${digest.slice(0, 2)}`);
  return answer.ok && (await answer.json()).includes(digest);
};

const checkSlip = async () => {
  const { tidy, digest } = await ask("credential", root.querySelector("#slip").value);
  if (!(await isListed(digest))) throw Object.assign(new Error(), { code: "unknown_credential" });
  slip = tidy;
  show(root, "choose");
};

const encrypt = async () => {
  if (!chosen().length && !("blank" in root.dataset)) throw Object.assign(new Error(), { code: "not_a_vote" });
  ballot = await ask("vote", slip, [ticks()]);
  const words = chosen().map((input) => input.closest("label").textContent.trim());
  fill("choice", words.join(", ") || root.dataset.blankWords);
  fill("tracker", ballot.tracker);
  show(root, "confirm");
};

const deposit = async () => {
  const sent = await fetchApart(root.dataset.deposit, { method: "POST", body: ballot.text, headers: { "Content-Type": "text/plain" } })
    .catch(() => ({ status: 503, json: async () => ({}) }));
  const { message } = await sent.json().catch(() => ({}));
  if (sent.status !== 201) throw Object.assign(new Error(), { code: sent.status < 500 ? "failed" : "unsure", words: message });
  root.querySelector("[data-find]").href = `${root.dataset.public}?suivi=${encodeURIComponent(ballot.tracker)}`;
  show(root, "done");
  forget();
};

/** Nothing of who voted stays on the device. */
const forget = () => {
  slip = "";
  ballot = null;
  root.querySelector("#slip").value = "";
  for (const input of chosen()) input.checked = false;
};

const open = async () => {
  const { opened } = ballot;
  if (!(await ask("opens", opened))) throw Object.assign(new Error(), { code: "failed" });
  root.querySelector("[data-opened]").value = JSON.stringify(opened, null, 1);
  ballot = null; // a ballot that was opened is never deposited: it would be a proof of what one voted
  show(root, "audit");
};

// A scanned slip carries its code after the `#`: never sent to the server, and taken out of the address at once.
const scanned = () => {
  const code = location.hash.slice(1);
  if (code) history.replaceState(null, "", location.pathname + location.search);
  return code;
};

/** Start with this code, as if typed. */
const arrive = async (code) => {
  forget();
  show(root, "slip");
  if (!code) return;
  root.querySelector("#slip").value = code;
  await working(root, button("check"), checkSlip);
};

const begin = async (code) => {
  root.querySelector("[data-unable]").hidden = true;
  const text = await (await fetchApart(root.dataset.election)).text();
  await ask("open", text);
  await arrive(code);
};

const first = root ? scanned() : "";
if (root && isAble()) {
  const on = (name, act) => button(name)?.addEventListener("click", (event) => {
    event.preventDefault();
    working(root, button(name), act);
  });
  on("check", checkSlip);
  on("encrypt", encrypt);
  on("deposit", deposit);
  on("open", open);
  on("change", async () => show(root, "choose"));
  on("again", async () => show(root, "choose"));
  on("next", async () => { forget(); show(root, "slip"); });
  on("print", async () => print());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  addEventListener("hashchange", () => {
    const code = scanned(); // another slip, scanned while the page is open
    if (code) arrive(code);
  });
  begin(first).catch((fault) => { show(root, "slip"); complain(root, fault.code ?? "failed"); });
}
