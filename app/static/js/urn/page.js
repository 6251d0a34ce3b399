// What the pages of the urn share: asking for slow sums, saying what is wrong in the words of the page.
import { perform } from "./tasks.js";

let worker = null, number = 0;
const waiting = new Map();

const settle = ({ data: { number: which, answer, code } }) => {
  const { resolve, reject } = waiting.get(which);
  waiting.delete(which);
  if (code) reject(Object.assign(new Error(code), { code }));
  else resolve(answer);
};

// A browser that cannot start a worker does the sums in the page: slower to answer, no less right.
const withoutWorker = () => {
  worker = null;
  for (const { task, given, resolve, reject } of waiting.values()) Promise.resolve().then(() => perform(task, given)).then(resolve, reject);
  waiting.clear();
};
try {
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", settle);
  worker.addEventListener("error", withoutWorker);
} catch {
  worker = null;
}

/** The answer to a task of tasks.js; rejects with a `code`. */
export const ask = (task, ...given) =>
  new Promise((resolve, reject) => {
    if (!worker) return Promise.resolve().then(() => perform(task, given)).then(resolve, reject);
    number += 1;
    waiting.set(number, { task, given, resolve, reject });
    return worker.postMessage({ number, task, given });
  });

/** Whether this browser can encrypt: big integers, and a page that nobody on the way can alter. */
export const isAble = () => typeof BigInt === "function" && globalThis.isSecureContext === true && Boolean(crypto?.subtle);

/** One step of `root` is shown, the others are hidden; its heading takes the focus, so that it is read. */
export const show = (root, name) => {
  for (const step of root.querySelectorAll("[data-step]")) step.hidden = step.dataset.step !== name;
  root.querySelector(`[data-step="${name}"] [tabindex]`)?.focus();
};

/** Say what is wrong, in the words that the page has for `code`; nothing when there is none. */
export const complain = (root, code, words = "") => {
  for (const place of root.querySelectorAll("[data-complaint]")) {
    const said = root.querySelector(`[data-code="${code}"]`) ?? root.querySelector('[data-code="failed"]');
    place.hidden = !code;
    place.textContent = code ? words || said.textContent : "";
  }
};

/** Do `act`, with `button` asleep meanwhile; what goes wrong is said. */
export const working = async (root, button, act) => {
  complain(root, null);
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    await act();
  } catch (fault) {
    complain(root, fault.code ?? "failed", fault.words);
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
};

/** Fetch without a cookie, and without a trace of where from. */
export const fetchApart = (address, more = {}) => fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", ...more });
