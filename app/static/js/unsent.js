// Leaving a page on which a long text was typed but not sent, or which carries changes not yet saved, asks first.
const isLong = (area) => area.value !== area.defaultValue && area.value.length > 20;
addEventListener("beforeunload", (event) => {
  const areas = [...document.querySelectorAll("form:not([data-sending]) textarea")];
  const isCarried = document.querySelector("form[data-unsent]:not([data-sending])");
  if (isCarried || areas.some(isLong)) event.preventDefault();
});
