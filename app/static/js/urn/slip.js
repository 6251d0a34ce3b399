// A slip to print: its code to type, and its address to scan. The code is after the `#`, which no browser sends.
import { drawing } from "./qr.js";

/** The slip of `code`, from the template of `root`. */
export const slipCard = (root, code) => {
  const card = root.querySelector("template").content.cloneNode(true);
  const square = drawing(`${root.dataset.vote}#${code}`, root.dataset.squareName);
  card.querySelector("[data-fill=slip]").textContent = code;
  if (square) card.querySelector("[data-square]").replaceWith(square);
  return card;
};
