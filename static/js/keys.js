/* The page's keys. data-key="n" on a button, link or field: pressing n clicks it, or puts the cursor into it when it
   is a field; what a summary opens gets the cursor in its first field or link. data-key-label is what the list of
   keys (?) calls it; without one, its own text. Nothing happens while a text field has the focus, with a modifier, or
   on what is hidden or disabled; inside an open dialog only its own keys work. Esc leaves a field. People can switch
   single keys off in the list; the choice is kept on their machine. */
(() => {
  "use strict";
  const SWITCH = "single-keys";
  const TEXTLESS = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

  function takesText(node) {
    if (!(node instanceof HTMLElement)) return false;
    if (node.isContentEditable || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement) return true;
    return node instanceof HTMLInputElement && !TEXTLESS.has(node.type);
  }

  function usable(node) {
    return node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.getAttribute("aria-disabled") !== "true";
  }

  function switchedOn() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch {
      return true;
    }
  }

  function ofPage() {
    const dialog = document.querySelector("dialog:modal");
    return [...(dialog || document).querySelectorAll("[data-key]")].filter(usable);
  }

  function act(node) {
    if (takesText(node)) {
      node.focus();
      if (node.select) node.select();
    } else {
      node.click();
      if (node.matches("summary")) goInto(node);
    }
  }

  // A click by key moves no focus: what has just opened would be a page of Tabs away.
  function goInto(summary) {
    const inside = [...summary.parentElement.querySelectorAll("a[href], button, input, select, textarea")];
    const first = summary.parentElement.open && inside.find(usable);
    (first || summary).focus();
  }

  function labelOf(node) {
    if (node.dataset.keyLabel) return node.dataset.keyLabel;
    const copy = node.cloneNode(true);
    for (const key of copy.querySelectorAll("kbd")) key.remove();
    return copy.textContent.trim();
  }

  function list(dialog) {
    const place = dialog.querySelector("[data-keys-list]");
    const rows = ofPage().map((node) => [node.dataset.key, labelOf(node)]);
    rows.push(["Esc", "Leave a field, close a list"]);
    place.replaceChildren(...rows.flatMap(([key, label]) => {
      const term = document.createElement("dt");
      const said = document.createElement("dd");
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      said.textContent = label;
      return [term, said];
    }));
    dialog.querySelector("[data-keys-on]").checked = switchedOn();
  }

  function openList() {
    const dialog = document.querySelector("dialog[data-keys]");
    if (!dialog || dialog.open) return;
    list(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (takesText(event.target)) {
      if (event.key === "Escape" && !document.querySelector("dialog:modal")) event.target.blur();
      return;
    }
    if (!switchedOn()) return;
    const node = ofPage().find((one) => one.dataset.key === event.key);
    if (!node && event.key !== "?") return;
    event.preventDefault();
    // A key held down is one press: a second Next would be a second customer.
    if (event.repeat) return;
    if (node) act(node);
    else openList();
  });

  // Before dialog.js opens it, so that the list is there when it shows.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog && dialog.matches("[data-keys]")) list(dialog);
  }, true);

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    try {
      localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
    } catch { /* a browser that stores nothing keeps the keys on */ }
  });
})();
