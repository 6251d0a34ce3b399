// The slow sums of the urn, off the page's own thread: the page stays alive while they are done.
import { perform } from "./tasks.js";

// A message is one task: its number comes back with the answer, or with the code of what is wrong.
addEventListener("message", async ({ data: { number, task, given } }) => {
  try {
    postMessage({ number, answer: await perform(task, given) });
  } catch (fault) {
    postMessage({ number, code: fault.code ?? "failed" });
  }
});
