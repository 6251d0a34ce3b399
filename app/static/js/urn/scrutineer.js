// A scrutineer's device: makes a key and proves it is kept, makes the slips, checks the archive and decrypts a part.
import { ask, fetchApart, isAble, show, working } from "./page.js";
import { slipCard } from "./slip.js";

const at = (selector, act) => {
  const root = document.querySelector(selector);
  if (!root || !isAble()) return;
  for (const notice of root.querySelectorAll("[data-unable]")) notice.hidden = true;
  const on = (name, does) => root.querySelector(`[data-act="${name}"]`)?.addEventListener("click", (event) => {
    event.preventDefault();
    working(root, event.currentTarget, does);
  });
  act(root, on);
};
const wrong = (code) => Object.assign(new Error(code), { code });

at("[data-make-key]", (root, on) => {
  let phrase = "";
  show(root, "begin");
  on("make", async () => {
    phrase = await ask("phrase");
    root.querySelector("[data-fill=phrase]").textContent = phrase;
    show(root, "keep");
  });
  on("print", async () => print());
  on("kept", async () => {
    root.querySelector("[data-fill=phrase]").textContent = "";
    show(root, "prove");
  });
  on("prove", async () => {
    if ((await ask("tidy", root.querySelector("#phrase-again").value)) !== phrase) throw wrong("not_the_phrase");
    root.querySelector("[name=public_key]").value = JSON.stringify(await ask("trusteeKey", phrase, root.dataset.uuid));
    root.querySelector("[name=seal_key]").value = await ask("sealKey", phrase, root.dataset.uuid);
    root.querySelector("form").submit();
  });
});

at("[data-make-slips]", (root, on) => {
  const slips = [];
  show(root, "begin");
  on("make", async () => {
    const wanted = Number(root.dataset.slips);
    const progress = root.querySelector("progress");
    progress.hidden = false;
    while (slips.length < wanted) {
      slips.push(await ask("slip", root.dataset.uuid));
      progress.value = slips.length;
    }
    progress.hidden = true;
    root.querySelector("[data-sheet]").append(...slips.map(({ slip }) => slipCard(root, slip)));
    show(root, "print");
  });
  on("print", async () => print());
  on("printed", async () => {
    // In the order of their numbers: the place of a slip on the sheet says nothing of its place on the list.
    root.querySelector("[name=credentials]").value = slips.map(({ known }) => known).sort().join("\n");
    root.querySelector("[data-sheet]").replaceChildren();
    root.querySelector("form").submit();
  });
});

at("[data-open-registrations]", (root, on) => {
  show(root, "begin");
  on("read", async () => {
    const phrase = root.querySelector("#registrar-phrase").value, progress = root.querySelector("progress");
    if ((await ask("sealKey", phrase, root.dataset.uuid)) !== root.dataset.key) throw wrong("not_the_phrase");
    const answer = await fetch(root.dataset.registrations, { cache: "no-store" });
    if (!answer.ok) throw wrong("failed");
    const sealed = await answer.json(), found = new Set();
    progress.max = Math.max(sealed.length, 1);
    progress.hidden = false;
    for (const one of sealed) {
      const known = await ask("unseal", one, phrase, root.dataset.uuid);
      if (known) found.add(known);
      progress.value += 1;
    }
    progress.hidden = true;
    root.querySelector("#registrar-phrase").value = "";
    root.querySelector("[data-fill=registered]").textContent = sealed.length;
    root.querySelector("[data-fill=readable]").textContent = found.size;
    // In the order of their signs: the place of a code on the list says nothing of who registered when.
    root.querySelector("[name=credentials]").value = [...found].sort().join("\n");
    show(root, "publish");
  });
});

at("[data-decrypt]", (root, on) => {
  show(root, "check");
  on("check", async () => {
    const answer = await fetchApart(root.dataset.archive);
    if (!answer.ok) throw wrong("failed");
    const found = await ask("check", new Uint8Array(await answer.arrayBuffer()));
    for (const [name, value] of Object.entries(found)) {
      for (const place of root.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = value;
    }
    show(root, "decrypt");
  });
  on("decrypt", async () => {
    const phrase = root.querySelector("#phrase").value;
    const known = await ask("trusteeKey", phrase, root.dataset.uuid);
    if (known.public_key !== root.dataset.key) throw wrong("not_the_phrase");
    root.querySelector("[name=part]").value = await ask("decrypt", phrase, root.dataset.key);
    root.querySelector("form").submit();
  });
});
