// Forms with [data-outbox] are sent without leaving the page. While the network is cut they wait on the phone,
// in order, with the key that lets the server count them once; then they leave by themselves.
const STORE = "blason.outbox", RETRY_EVERY = 5000;
const words = () => document.getElementById("live-state")?.dataset ?? {};
const person = () => document.querySelector("[data-outbox-who]")?.dataset.outboxWho ?? "";
const newKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
let memory = []; // for a browser that keeps nothing
const waiting = () => {
  try { return JSON.parse(localStorage.getItem(STORE) ?? "[]"); } catch { return memory; }
};
const keep = (items) => {
  memory = items;
  try { localStorage.setItem(STORE, JSON.stringify(items)); } catch { /* in memory, until the page is left */ }
};
const mine = () => waiting().filter((item) => item.who === person());

const formOf = (item) => [...document.querySelectorAll("form[data-outbox]")].find((form) => form.action === item.action);
const placeOf = (item) => {
  const form = formOf(item);
  return form?.querySelector("[data-outbox-said]") ?? form?.parentElement.querySelector("[data-outbox-said]") ?? document.querySelector("[data-outbox-said]") ?? placeIn(form);
};
const placeIn = (form) => {
  if (!form) return document.getElementById("live-state");
  const place = document.createElement("p");
  place.dataset.outboxSaid = "";
  place.setAttribute("role", "status");
  form.append(place);
  return place;
};
const SAID_FOR = 8000;
const lastWords = new Map(); // by address of form: the stream may show the form again meanwhile
const write = (item, { text, tone }) => {
  const place = placeOf(item);
  if (!place) return;
  place.textContent = text;
  place.dataset.tone = tone;
};
const say = (item, text, tone) => {
  const words = { text, tone, until: Date.now() + SAID_FOR };
  lastWords.set(item.action, words);
  write(item, words);
};
document.addEventListener("live:shown", ({ target }) => lastWords.forEach((words, action) => {
  const form = formOf({ action });
  if (form && target.contains(form) && Date.now() < words.until) write({ action }, words);
}));

const FILLED = ["csrf_token", "key"];
const giveBack = (item) => {
  const form = formOf(item);
  const values = new URLSearchParams(item.body);
  form?.querySelectorAll("textarea, input:not([type=hidden]), select").forEach((field) => {
    if (FILLED.includes(field.name) || !values.has(field.name)) return;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.getAll(field.name).includes(field.value);
    else if (!field.value) field.value = values.get(field.name);
  });
};
const reason = async (answer) => {
  const text = await answer.text();
  if (answer.headers.get("Content-Type")?.startsWith("text/plain")) return text;
  const page = new DOMParser().parseFromString(text, "text/html");
  const told = page.querySelector(".error") ?? page.querySelector("[data-errors]") ?? page.querySelector(".notice.bad") ?? page.querySelector(".lead");
  return told?.textContent.trim().replace(/\s+/g, " ") || words().refused || "";
};
const bodyOf = (item) => {
  const values = new URLSearchParams(item.body);
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token) values.set("csrf_token", token);
  return values;
};
// Gives whether the item has left, for good or refused; false when it has to wait.
const send = async (item) => {
  let answer;
  try {
    answer = await fetch(item.action, { method: "POST", body: bodyOf(item), headers: { Prefer: "return=minimal" }, signal: AbortSignal.timeout?.(10000) });
  } catch {
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  const isTurnedAway = answer.redirected && new URL(answer.url).pathname.endsWith("/entrer");
  if (answer.ok && !isTurnedAway) {
    const isPlain = answer.headers.get("Content-Type")?.startsWith("text/plain");
    say(item, (isPlain && await answer.text()) || words().noted || "", "good");
    document.dispatchEvent(new CustomEvent("outbox:sent", { detail: item }));
    return true;
  }
  giveBack(item);
  say(item, isTurnedAway ? words().refused ?? "" : await reason(answer), "bad");
  return true;
};
let isSending = false;
const flush = async () => {
  if (isSending) return;
  isSending = true;
  try {
    for (let item = mine()[0]; item; item = mine()[0]) {
      if (!await send(item)) break;
      keep(waiting().filter((other) => other.id !== item.id));
    }
  } finally {
    isSending = false;
  }
  mine().forEach((item) => say(item, words().waiting ?? "", "wait"));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-outbox]") || event.defaultPrevented) return;
  event.preventDefault();
  const data = new FormData(form);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  const isTap = "outboxTap" in form.dataset;
  const item = { id: newKey(), who: person(), action: form.action, body: new URLSearchParams(data).toString(), isTap };
  keep([...waiting(), item]);
  // Said again, be it the same, it is another act.
  form.querySelectorAll("input[name=key]").forEach((field) => { field.value = newKey(); });
  if (!isTap) form.reset();
  flush();
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-outbox-tap]")) return;
  if (form.requestSubmit) form.requestSubmit();
  else form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })); // older telephones
});
["online", "pageshow"].forEach((moment) => addEventListener(moment, flush));
document.addEventListener("live:reached", flush);
setInterval(() => { if (mine().length) flush(); }, RETRY_EVERY);
