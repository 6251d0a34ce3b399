// A timer that ends: a frame of light around the screen, a few soft notes, and a sentence said once. Who looks
// after a screen ([data-signals]) may cut its sound and its light, each on its own; the device remembers.
const screen = document.querySelector("[data-live]");
const panel = document.querySelector("[data-signals]");
const said = document.getElementById("live-said");
const LATE = 90000; // a screen that slept through the end tells of it, and does not ring

// --- ring once for each end that was seen to come, whatever is shown again meanwhile ---
let seen = { ends: 0, isDue: false, isOver: false, rings: false, rung: 0 };
const next = (before, ends, left) => {
  if (left > 0) return { ends, isDue: true, isOver: false, rings: false, rung: before.rung };
  const rings = ends > 0 && before.ends === ends && before.isDue && before.rung !== ends && left > -LATE;
  return { ends, isDue: false, isOver: true, rings, rung: rings ? ends : before.rung };
};
const sentence = () => said?.dataset.timeOver ?? "";
const follow = (ends, left) => {
  const wasOver = seen.isOver;
  seen = next(seen, ends, left);
  if (seen.rings) {
    if (said) said.textContent = sentence();
    if (isAudible()) play(NOTES);
  }
  if (wasOver && !seen.isOver && said?.textContent === sentence()) said.textContent = "";
  if (!seen.isOver) isFresh = false;
  else if (seen.rings) isFresh = true;
  light();
};
document.addEventListener("live:count", ({ target, detail }) => {
  if (!screen || !target.matches(".timer")) return;
  target.closest(".timer-box").classList.toggle("rung", detail.left <= 0);
  follow(Number(target.dataset.ends) || 0, detail.left);
});
document.addEventListener("live:shown", () => {
  if (screen && !screen.querySelector(".timer")) follow(0, Infinity);
});

// --- the light: on the page's frame, which nothing shows again ---
let isFresh = false; // the end was seen to come: the frame breathes three times, then stays
const light = () => {
  const state = !seen.isOver || !wanted.light ? undefined : isFresh ? "now" : "past";
  if (screen.dataset.rung === state) return;
  if (state) screen.dataset.rung = state;
  else delete screen.dataset.rung;
};

// --- the sound: made here, going down and dying away ---
const NOTES = [659.25, 523.25, 392];
let audio;
const isAudible = () => wanted.sound && audio?.state === "running";
const play = (pitches) => pitches.forEach((pitch, place) => {
  const start = audio.currentTime + place * 0.45;
  const note = audio.createOscillator(), volume = audio.createGain();
  note.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.25, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 1.4);
  note.connect(volume).connect(audio.destination);
  note.start(start);
  note.stop(start + 1.5);
});
// Browsers let a page be heard once someone has touched it; until then the button says that it is silent.
const wake = async () => {
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener("statechange", write);
  }
  if (audio.state !== "running") await audio.resume();
};

// --- what this device wants ---
const STORE = `blason.signals.${panel?.dataset.signals}`;
const wanted = { sound: panel?.dataset.sound === "on", light: true };
const write = () => {
  panel.querySelectorAll("[data-signal]").forEach((button) => {
    const isOn = button.dataset.signal === "sound" ? isAudible() : wanted.light;
    button.classList.toggle("cut", !isOn);
    button.querySelector("span").textContent = isOn ? button.dataset.on : button.dataset.off;
  });
};
const choose = async (signal) => {
  wanted[signal] = signal === "sound" ? !isAudible() : !wanted.light;
  try { localStorage.setItem(STORE, JSON.stringify(wanted)); } catch { /* for as long as the page is open */ }
  if (wanted.sound) await wake();
  if (signal === "sound" && isAudible()) play(NOTES.slice(-1)); // so that one hears how loud it is
  write();
  light();
};
if (screen && panel) {
  try { Object.assign(wanted, JSON.parse(localStorage.getItem(STORE) ?? "{}")); } catch { /* as if it were the first time */ }
  const hasSound = typeof AudioContext === "function";
  if (!hasSound) { wanted.sound = false; panel.querySelector("[data-signal=sound]").hidden = true; }
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-signal]");
    if (button) choose(button.dataset.signal);
  });
  document.addEventListener("click", ({ target }) => {
    if (wanted.sound && !panel.contains(target)) wake();
  });
  if (wanted.sound) wake();
  write();
  panel.hidden = false;
}
