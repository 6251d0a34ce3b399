// A screen that follows: [data-live] is the address of its topic. Each [data-region] is shown again when the
// server says that it changed: by a stream, else by asking every few seconds, else the page says it is offline.
const screen = document.querySelector("[data-live]");
const RECONNECT = [500, 30000], ASK_EVERY = 3000, SILENCE = 40000;
const state = document.getElementById("live-state");
const said = document.getElementById("live-said");
// Older telephones cannot give up by themselves; then the network decides.
const within = (time) => AbortSignal.timeout?.(time);
const between = (least, most) => least + Math.random() * (most - least);
const randomKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

// --- the clock: the server's, whatever the phone's says ---
let offset = 0;
const setClock = (now) => { offset = now - Date.now(); };
const counted = (left) => {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const shown = [minutes, seconds % 60].map((n) => String(n).padStart(2, "0"));
  return (hours ? [String(hours), ...shown] : shown).join(":");
};
const tick = () => document.querySelectorAll("[data-ends], [data-left]").forEach((timer) => {
  const left = timer.dataset.ends ? Number(timer.dataset.ends) - Date.now() - offset : Number(timer.dataset.left);
  const text = counted(left);
  if (timer.textContent !== text) timer.textContent = text;
  timer.dispatchEvent(new CustomEvent("live:count", { bubbles: true, detail: { left } }));
});

// --- showing a region again, without taking from anyone's hands what they are typing ---
const FIELDS = "input:not([type=hidden]), textarea, select";
const isTyped = (field) => {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  // A list in which nothing was chosen for anyone shows its first line.
  if (field.matches("select")) return field.selectedOptions[0] !== ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]);
  return field.value !== field.defaultValue;
};
const address = (form) => form?.getAttribute("action") ?? "";
const nameOf = (element) => {
  const own = element.matches("[type=checkbox], [type=radio], button") ? element.value : "";
  const label = element.matches("a, summary") ? element.getAttribute("href") ?? element.textContent.trim() : "";
  return [element.tagName, address(element.form ?? element.closest("form")), element.name ?? "", own, label, element.id].join("|");
};
const kept = (region) => {
  const typed = [...region.querySelectorAll(FIELDS)].filter(isTyped);
  const open = [...region.querySelectorAll("details[open] > summary")].map(nameOf);
  const focused = region.contains(document.activeElement) && document.activeElement;
  const selection = focused?.matches?.("textarea, input") ? [focused.selectionStart, focused.selectionEnd] : [];
  const values = new Map(typed.map((field) => [nameOf(field), { value: field.value, checked: field.checked }]));
  return { values, open, focus: focused ? nameOf(focused) : "", selection };
};
const giveBack = (region, { values, open, focus, selection }) => {
  region.querySelectorAll(FIELDS).forEach((field) => {
    const typed = values.get(nameOf(field));
    if (!typed) return;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = typed.checked;
    // What could be chosen before may be no choice any more: then the list keeps its own.
    else if (!field.options || [...field.options].some((option) => option.value === typed.value)) field.value = typed.value;
  });
  region.querySelectorAll("details > summary").forEach((summary) => {
    if (open.includes(nameOf(summary))) summary.parentElement.open = true;
  });
  if (!focus) return;
  const again = [...region.querySelectorAll(`${FIELDS}, button, a[href], summary`)].find((one) => nameOf(one) === focus);
  again?.focus({ preventScroll: true });
  if (selection[0] != null && again?.setSelectionRange) again.setSelectionRange(...selection);
};
const sign = (region, isShared) => {
  // What is the same for all was made for nobody: the token and the key of its forms are given here.
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  region.querySelectorAll("input[name=csrf_token]").forEach((field) => { if (token && (isShared || !field.value)) field.value = token; });
  region.querySelectorAll("input[name=key]").forEach((field) => { if (isShared || !field.value) field.value = randomKey(); });
};
let lastSaid;
const announce = (isFirst) => {
  const text = [...screen.querySelectorAll("[data-say]")].map((one) => one.dataset.say).join(" ");
  if (text === lastSaid) return;
  lastSaid = text;
  if (said && !isFirst) said.textContent = text;
};
// A button that is being pressed stays under the finger: taken away in between, it would not be pressed at all.
let held = null, letGo = 0;
const waiting = new Map();
const release = (after) => {
  clearTimeout(letGo);
  letGo = setTimeout(() => {
    held = null;
    for (const [region, [html, isShared]] of waiting) swap(region, html, isShared);
    waiting.clear();
  }, after);
};
// The answer to an act may come after the stream showed what it changed, when the next button is pressed already.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!held || detail.target !== held || !detail.shouldSwap) return;
  detail.shouldSwap = false;
  waiting.set(held, [detail.serverResponse, false]);
});
document.addEventListener("pointerdown", ({ target }) => {
  held = target.closest?.("[data-region]") ?? null;
  release(3000); // a finger that never comes back holds nothing for long
}, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => release(0), true);

const swap = (region, html, isShared) => {
  if (region === held) { waiting.set(region, [html, isShared]); return; }
  const before = kept(region);
  region.innerHTML = html;
  sign(region, isShared);
  giveBack(region, before);
  window.htmx?.process(region);
  tick();
  announce();
  region.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
};

// --- what is each person's own is asked for, and not by all at the same instant ---
// One question at a time for a region, and not more than two a second.
const GAP = 500;
const asked = new WeakMap();
const askFor = (region, spread) => {
  const now = performance.now();
  const last = asked.get(region) ?? { at: -GAP };
  asked.set(region, last);
  if (last.isWaiting) return;
  if (last.isAsking) { last.again = true; return; }
  const wait = "regionHaste" in region.dataset ? 0 : between(0, spread);
  last.isWaiting = true;
  setTimeout(async () => {
    Object.assign(last, { isWaiting: false, isAsking: true, again: false });
    const isShown = await fetchOwn(region);
    Object.assign(last, { isAsking: false, at: performance.now() });
    if (region.isConnected && (last.again || !isShown)) askFor(region, isShown ? 0 : ASK_EVERY);
  }, Math.max(wait, last.at + GAP - now));
};
// Gives false when it has to be asked again: the network, or a server that is not there.
const fetchOwn = async (region) => {
  const source = region.dataset.regionSrc || location.href;
  try {
    const answer = await fetch(source, { headers: { "HX-Request": "true" }, signal: within(10000) });
    if (!answer.ok) return answer.status < 500 && answer.status !== 429;
    const html = await answer.text();
    const page = new DOMParser().parseFromString(html, "text/html");
    const found = page.querySelector(`[data-region="${CSS.escape(region.dataset.region)}"]`);
    if (region.isConnected) swap(region, found ? found.innerHTML : html, false);
    return true;
  } catch {
    return false;
  }
};
const show = ({ region, html, within: spread }) => screen.querySelectorAll(`[data-region="${CSS.escape(region)}"]`).forEach((element) => {
  if (html === undefined) askFor(element, spread);
  else swap(element, html, true);
});

// --- the stream, and asking when there is none ---
let version = Number(screen?.dataset.liveVersion) || 0;
let source, watchdog, reopening, asker, failures = 0, isElsewhere = false, isOver = false;
const tell = (isOffline) => {
  if (!state) return;
  const text = isOffline ? state.dataset.offline ?? "" : "";
  if (state.textContent !== text) state.textContent = text;
  document.documentElement.toggleAttribute("data-offline", isOffline);
};
const reached = () => {
  tell(false);
  document.dispatchEvent(new CustomEvent("live:reached"));
};
const heard = () => {
  clearTimeout(watchdog);
  watchdog = setTimeout(lost, SILENCE);
};
const lost = () => {
  if (isOver) return;
  document.documentElement.toggleAttribute("data-followed", false);
  source?.close();
  source = undefined;
  clearTimeout(watchdog);
  clearTimeout(reopening);
  asker ??= setInterval(ask, ASK_EVERY);
  if (isElsewhere) return;
  const wait = Math.min(RECONNECT[0] * 2 ** failures, RECONNECT[1]);
  failures += 1;
  reopening = setTimeout(open, wait * between(0.5, 1.5));
};
const open = () => {
  clearTimeout(reopening);
  source?.close();
  isElsewhere = false;
  source = new EventSource(`${screen.dataset.live}?after=${version}`);
  heard();
  source.addEventListener("hello", ({ data }) => {
    heard();
    failures = 0;
    clearInterval(asker);
    asker = undefined;
    setClock(JSON.parse(data).now);
    tick();
    reached();
    document.documentElement.toggleAttribute("data-followed", true);
  });
  source.addEventListener("region", ({ data, lastEventId }) => {
    heard();
    version = Math.max(version, Number(lastEventId) || 0);
    show(JSON.parse(data));
  });
  source.addEventListener("beat", ({ data }) => {
    heard();
    setClock(JSON.parse(data).now);
  });
  source.addEventListener("elsewhere", () => {
    isElsewhere = true; // too many screens of one person: this one asks, until it is looked at again
    lost();
  });
  source.addEventListener("error", lost);
};
// One may follow no more, having left or been signed out: the page itself says so, when it is read again.
const RELOADED = "blason.reloaded", RELOAD_EVERY = 60000;
const end = () => {
  isOver = true;
  [watchdog, reopening].forEach(clearTimeout);
  clearInterval(asker);
  source?.close();
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < RELOAD_EVERY) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch { return; }
  location.reload();
};
const ask = async () => {
  try {
    const answer = await fetch(`${screen.dataset.live}/depuis/${version}`, { signal: within(8000) });
    if (answer.status === 200) {
      const told = await answer.json();
      setClock(told.now);
      version = Math.max(version, told.version);
      told.regions.forEach(show);
    }
    if (answer.ok) reached();
    else if (answer.status === 404) end();
    else if (answer.status >= 500) tell(true);
  } catch {
    tell(true);
  }
};
const comeBack = () => { if (!isOver && (!source || isElsewhere)) { failures = 0; open(); } };

if (screen) {
  setClock(Number(screen.dataset.now) || Date.now());
  announce(true);
  open();
  // After a tap the form shows already what was answered.
  document.addEventListener("outbox:sent", ({ detail }) => detail.isTap || screen.querySelectorAll("[data-region-src]").forEach((region) => askFor(region, 0)));
  addEventListener("online", comeBack);
  addEventListener("offline", () => { lost(); tell(true); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) comeBack(); });
  addEventListener("pagehide", () => { clearTimeout(watchdog); source?.close(); source = undefined; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) comeBack(); });
}
if (screen || document.querySelector("[data-ends], [data-left]")) {
  tick();
  setInterval(tick, 250);
}
