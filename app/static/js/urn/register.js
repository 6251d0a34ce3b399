// A member's own device draws their code, shows it to be kept, and registers its public half, sealed.
import { ask, isAble, show, working } from "./page.js";
import { slipCard } from "./slip.js";

const root = document.querySelector("[data-register]");
const drawn = [];

const make = async () => {
  const { uuid, votes, sealKey } = root.dataset;
  while (drawn.length < Number(votes)) {
    const { slip, known } = await ask("slip", uuid);
    drawn.push({ slip, sealed: await ask("seal", known, sealKey, uuid) });
  }
  root.querySelector("[data-sheet]").replaceChildren(...drawn.map(({ slip }) => slipCard(root, slip)));
  show(root, "keep");
};

/** The codes and their addresses, as a file of this device. */
const save = async () => {
  const lines = drawn.flatMap(({ slip }) => [slip, `${root.dataset.vote}#${slip}`, ""]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([[root.dataset.question, "", ...lines].join("\n")], { type: "text/plain" }));
  link.download = root.dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
};

const register = async () => {
  root.querySelector("[name=sealed]").value = drawn.map(({ sealed }) => sealed).join(" ");
  root.querySelector("[data-sheet]").replaceChildren();
  root.querySelector("form").submit();
};

if (root && isAble()) {
  root.querySelector("[data-unable]").hidden = true;
  for (const [name, act] of Object.entries({ make, save, register, print: async () => print() })) {
    const button = root.querySelector(`[data-act="${name}"]`);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      working(root, button, act);
    });
  }
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  show(root, "begin");
}
