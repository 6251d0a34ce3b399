// Leaving a page on which a long text was typed but not sent asks first.
const isLong = (area) => area.value !== area.defaultValue && area.value.length > 20;
addEventListener("beforeunload", (event) => {
  const areas = [...document.querySelectorAll("form:not([data-sending]) textarea")];
  if (areas.some(isLong)) event.preventDefault();
});
