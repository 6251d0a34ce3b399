// A refused form tells what to mend first: its summary takes the focus, after a page load or a swap.
const showErrors = (root) => root.querySelector?.("[data-errors]")?.focus();
showErrors(document);
for (const shown of ["htmx:afterSwap", "live:shown"]) document.addEventListener(shown, (event) => showErrors(event.target));
