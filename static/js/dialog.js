/* Opens and closes native dialogs and menus.
   data-opens="id"   on a button, or on a link to the same thing as a page: opens <dialog id>
   data-closes       inside a dialog: closes it
   data-open-now     on a dialog that came with an htmx answer: it opens as it arrives
   data-menu         on <details>: closes on Esc and on a click elsewhere */
(() => {
  "use strict";

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      closeMenus(null);
      if (!dialog.open) dialog.showModal();
    }
    const closer = event.target.closest("[data-closes]");
    if (closer && closer.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest && event.target.closest("details[data-menu][open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });

  document.addEventListener("htmx:load", (event) => {
    const root = event.target;
    const dialogs = root.matches("dialog[data-open-now]") ? [root] : root.querySelectorAll("dialog[data-open-now]");
    for (const dialog of dialogs) if (!dialog.open) dialog.showModal();
  });
})();
