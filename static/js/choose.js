/* Digits choose numbered options. Inside [data-choose] each radio (or button) carries data-digit="1". Of several groups
   on the page, a digit goes to the first visible one where nothing is chosen yet, else to the last: so "2" then "3" is
   group 2, reason 3. Backspace takes the last choice back. Digits typed into a text field stay text. A link to where
   something is chosen already leads to that choice, so that Enter sends its form. */
(() => {
  "use strict";
  // What is folded away in a closed details element has a place on the page all the same, but is not visible.
  const visible = (node) => node.checkVisibility() && !node.disabled;
  const inText = (node) => node.matches && node.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const chosen = (group) => group.querySelector(":checked, [aria-pressed=true]");

  function groups() {
    const dialog = document.querySelector("dialog:modal");
    return [...(dialog || document).querySelectorAll("[data-choose]")].filter(visible);
  }

  function open(all) {
    return all.find((group) => !chosen(group)) || all[all.length - 1];
  }

  function takeBack(all) {
    const last = all.filter(chosen).pop();
    const option = last && chosen(last);
    if (!option || option.checked === undefined) return false;
    option.checked = false;
    option.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (inText(event.target)) return;
    const all = groups();
    if (event.key === "Backspace") {
      if (all.length && takeBack(all)) event.preventDefault();
      return;
    }
    if (!/^[0-9]$/.test(event.key) || !all.length) return;
    const option = [...open(all).querySelectorAll(`[data-digit="${event.key}"]`)].find((one) => !one.disabled);
    if (!option) return;
    event.preventDefault();
    option.focus();
    option.click();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(link.hash.slice(1));
    const group = place && place.querySelector("[data-choose]");
    const option = group && visible(group) && chosen(group);
    if (!option) return;
    event.preventDefault();
    option.focus();
  });
})();
