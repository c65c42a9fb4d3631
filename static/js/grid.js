/* Moves down and up a column of fields. In table[data-grid] each field carries data-cell (its value names the column,
   when there are several): Enter and Arrow down go to the next row's field, Arrow up to the one before, and what is in
   it is selected. After the last row the cursor goes to the field named by data-grid-end="id" on the table; Enter in a
   field with data-grid-then="id" goes to the field named there, so that one after the other can be searched for. */
(() => {
  "use strict";

  function column(cell) {
    const table = cell.closest("[data-grid]");
    return [...table.querySelectorAll("input[data-cell]")].filter(
      (other) => other.dataset.cell === cell.dataset.cell && !other.disabled && other.getClientRects().length > 0,
    );
  }

  function target(cell, step) {
    const cells = column(cell);
    const next = cells[cells.indexOf(cell) + step];
    if (next || step < 0) return next;
    return document.getElementById(cell.closest("[data-grid]").dataset.gridEnd || "");
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches || !event.target.matches("[data-grid] input[data-cell]")) return;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    // Enter in a field would send the form; an arrow would change a number.
    event.preventDefault();
    const then = event.key === "Enter" && step > 0 && document.getElementById(event.target.dataset.gridThen || "");
    const next = then || target(event.target, step);
    if (next) next.focus();
    else event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-grid] input[data-cell]")) event.target.select();
  });
})();
