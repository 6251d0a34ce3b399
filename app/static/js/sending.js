// A form being sent says so, and is not sent twice; the way back makes it usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending || event.defaultPrevented) return;
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 8000);
});
const release = (form) => {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
};
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches?.("form")) release(event.target);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
