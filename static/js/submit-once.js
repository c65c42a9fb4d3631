/* A form with data-once is sent once: a second press while the first is under way does nothing. The button looks
   disabled but keeps its name and value; it works again when the answer was an htmx one, when the page is shown again
   by the Back button, or after 20 seconds without an answer. */
(() => {
  "use strict";
  const AGAIN_AFTER = 20_000;

  const buttons = (form) => [...form.elements].filter((node) => node.type === "submit");

  function release(form) {
    delete form.dataset.sent;
    for (const button of buttons(form)) button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), AGAIN_AFTER);
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form[data-once]");
    if (form && event.detail.elt === form) release(form);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once][data-sent]").forEach(release);
  });
})();
