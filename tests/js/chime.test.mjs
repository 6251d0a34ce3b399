// The end of a timer, as a page that follows a session lives it: it rings once for each end it saw coming.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCE = readFileSync(new URL("../../app/static/js/chime.js", import.meta.url), "utf8");
const OVER = "Le temps est écoulé.";

// A page without a panel, as on a phone: what it says is kept, as is the light around it.
const page = () => {
  const listeners = {}, said = [];
  const live = { dataset: { timeOver: OVER }, text: "" };
  Object.defineProperty(live, "textContent", { get: () => live.text, set: (text) => { live.text = text; if (text) said.push(text); } });
  let hasTimer = true;
  const screen = { dataset: {}, querySelector: () => (hasTimer ? {} : null) };
  const document = {
    querySelector: (asked) => (asked === "[data-live]" ? screen : null),
    getElementById: () => live,
    addEventListener: (name, listener) => { listeners[name] = listener; },
  };
  new Function("document", SOURCE)(document);
  let isRung = false;
  const box = { classList: { toggle: (_name, isOn) => { isRung = isOn; } } };
  const count = (ends, left) =>
    listeners["live:count"]({ target: { matches: () => true, closest: () => box, dataset: ends ? { ends: String(ends) } : {} }, detail: { left } });
  return {
    count,
    show: (withTimer) => { hasTimer = withTimer; listeners["live:shown"](); },
    rings: () => said.length,
    light: () => screen.dataset.rung,
    isRung: () => isRung,
    text: () => live.text,
  };
};

test("it rings when the end comes, and not again at every tick", () => {
  const phone = page();
  phone.count(1000, 500);
  assert.deepEqual([phone.rings(), phone.light(), phone.isRung()], [0, undefined, false]);
  [0, -250, -500, -60000].forEach((left) => phone.count(1000, left));
  assert.deepEqual([phone.rings(), phone.light(), phone.isRung()], [1, "now", true]);
});

test("a page opened after the end tells it and does not ring", () => {
  const phone = page();
  phone.count(1000, -10);
  assert.deepEqual([phone.rings(), phone.light(), phone.isRung()], [0, "past", true]);
});

test("a clock put right by a hair rings no second time", () => {
  const phone = page();
  [100, -20, 60, -5].forEach((left) => phone.count(1000, left));
  assert.equal(phone.rings(), 1);
});

test("more time takes the signal back, and the new end rings", () => {
  const phone = page();
  phone.count(1000, 10);
  phone.count(1000, -10);
  phone.count(61000, 60000);
  assert.deepEqual([phone.text(), phone.light(), phone.isRung()], ["", undefined, false]);
  phone.count(61000, 0);
  assert.deepEqual([phone.rings(), phone.light()], [2, "now"]);
});

test("an end that is put back in the past does not ring", () => {
  const phone = page();
  phone.count(1000, 10);
  phone.count(1000, -10);
  phone.count(61000, 50000);
  phone.count(1000, -10000);
  assert.deepEqual([phone.rings(), phone.light()], [1, "past"]);
});

test("a timer that waits, or that is taken away, does not ring", () => {
  const phone = page();
  phone.count(1000, 10);
  phone.count(0, 900);
  phone.count(0, 0);
  assert.deepEqual([phone.rings(), phone.light()], [0, "past"]);
  phone.show(false);
  assert.equal(phone.light(), undefined);
  phone.count(1000, 10);
  phone.show(false);
  phone.count(1000, -10);
  assert.equal(phone.rings(), 0);
});

test("a screen that slept through the end does not ring when it wakes", () => {
  const phone = page();
  phone.count(1000, 10);
  phone.count(1000, -600000);
  assert.deepEqual([phone.rings(), phone.light()], [0, "past"]);
});

test("whatever is shown again, no end rings twice", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    let state = seed;
    const draw = (most) => { state = (state * 48271) % 2147483647; return state % most; };
    const phone = page(), due = new Set();
    let now = 0, ends = 5000;
    for (let tick = 0; tick < 200; tick += 1) {
      now += draw(400);
      const chance = draw(20);
      if (chance === 0) phone.show(true);
      if (chance === 1) ends = now + draw(4000);
      if (ends > now) due.add(ends);
      phone.count(ends, ends - now);
    }
    assert.ok(phone.rings() <= due.size, `${phone.rings()} rings for ${due.size} ends`);
  }
});
