// What an act led to is said above the part of the page that a stream shows again: it would take it away at once.
const move = () => {
  const told = document.querySelector("[data-told]");
  if (!told) return;
  document.getElementById(told.dataset.told)?.replaceChildren(...told.childNodes);
  told.remove();
};
for (const shown of ["htmx:afterSwap", "live:shown"]) document.addEventListener(shown, move);
