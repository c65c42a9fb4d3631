/* A field with a list of what was found (the ARIA combobox pattern); htmx fetches the list.
   input[data-typeahead] with aria-controls="id" of a role="listbox" and hx-target="#id"; each answer row is
   role="option" with an id of its own, and does its work on click (hx-post, or data-href to open a page).
   Arrows move, Enter picks, Esc closes. The first row is ready for Enter unless data-typeahead="choose"; a row with
   data-ready="no" has to be gone to.
   Enter pressed before the answer has come waits for it: what is picked is what was typed, never an older list. The row
   that was gone to stays chosen when the list of the last letters comes after it. */
(() => {
  "use strict";
  const waiting = new WeakSet();
  const fresh = new WeakMap();
  const goneTo = new WeakMap();

  const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const inputOf = (list) => document.querySelector(`input[data-typeahead][aria-controls="${CSS.escape(list.id)}"]`);
  const options = (list) => [...list.querySelectorAll("[role=option]")];
  const say = (words) => document.dispatchEvent(new CustomEvent("desk:say", { detail: { words } }));

  function activate(input, option) {
    for (const one of options(listOf(input))) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close(input) {
    listOf(input).replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    waiting.delete(input);
  }

  function pick(input, option) {
    if (option.dataset.href) window.location.assign(option.dataset.href);
    else option.click();
  }

  function move(input, step) {
    const all = options(listOf(input));
    if (!all.length) return;
    const at = all.findIndex((one) => one.id === input.getAttribute("aria-activedescendant"));
    const option = all[(at + step + all.length) % all.length];
    goneTo.set(input, option.id);
    activate(input, option);
  }

  function enter(event, input) {
    const list = listOf(input);
    if (!input.value.trim()) return;
    const option = document.getElementById(input.getAttribute("aria-activedescendant") || "");
    if (fresh.get(input) !== input.value) waiting.add(input);
    else if (option && list.contains(option)) pick(input, option);
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches || !input.matches("input[data-typeahead]") || event.isComposing) return;
    if (event.key === "Enter") enter(event, input);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(input, event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      fresh.delete(input);
      close(input);
    }
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-typeahead]")) return;
    waiting.delete(event.target);
    goneTo.delete(event.target);
    if (!event.target.value.trim()) close(event.target);
  });

  // After settling: only then do the rows answer to a click.
  document.addEventListener("htmx:afterSettle", (event) => {
    const list = event.detail.target;
    const input = list && list.id && list.getAttribute("role") === "listbox" && inputOf(list);
    if (!input) return;
    const asked = event.detail.requestConfig.formData.get(input.name);
    if (asked !== input.value || !input.value.trim()) {
      if (!input.value.trim()) close(input);
      return;
    }
    fresh.set(input, asked);
    const all = options(list);
    input.setAttribute("aria-expanded", String(all.length > 0));
    const chosen = all.find((one) => one.id === goneTo.get(input));
    const ready = chosen || all.find((one) => one.dataset.ready !== "no");
    activate(input, chosen || input.dataset.typeahead !== "choose" ? ready : null);
    say(all.length === 1 ? "1 found" : `${all.length} found`);
    if (waiting.delete(input) && ready) pick(input, ready);
  });

  // Without this the field loses the focus before the click arrives.
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=listbox] [role=option]");
    if (option && inputOf(option.closest("[role=listbox]"))) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("[role=listbox] [role=option]");
    const input = option && inputOf(option.closest("[role=listbox]"));
    if (input && option.dataset.href && event.isTrusted) window.location.assign(option.dataset.href);
    for (const other of document.querySelectorAll("input[data-typeahead][aria-expanded=true]")) {
      if (other !== input && !other.contains(event.target)) close(other);
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const option = event.detail.elt;
    const list = option.matches("[role=option]") && option.closest("[role=listbox]");
    const input = list && inputOf(list);
    if (!input) return;
    // The row must stay in the page until its request is on the way.
    setTimeout(() => {
      input.value = "";
      fresh.delete(input);
      for (const one of options(list)) one.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }, 0);
  });
})();
