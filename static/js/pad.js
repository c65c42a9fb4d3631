/* What the order pad does beyond htmx.
   [role=option][data-row="id"]  picking a product that has a row goes to its field instead of adding a row again
   button[data-traces]           shows or hides how the price of the row last typed in came about; of none: of all rows
   A row with a quantity is marked .is-filled as soon as it is typed. */
(() => {
  "use strict";
  let lastRow = null;

  const rowOf = (node) => (node.closest ? node.closest(".pad-row") : null);
  const traces = () => [...document.querySelectorAll(".pad-row details[data-trace]")];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const option = event.detail.elt;
    if (!option.matches("[role=option][data-row]")) return;
    const row = document.getElementById(option.dataset.row);
    if (!row) return;
    event.preventDefault();
    row.querySelector("input[data-cell]").focus();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("input[data-cell]")) lastRow = rowOf(event.target);
  });

  document.addEventListener("change", (event) => {
    const row = event.target.matches("input[data-cell]") && rowOf(event.target);
    if (row) row.classList.toggle("is-filled", Number(event.target.value) > 0);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-traces]")) return;
    const own = lastRow && lastRow.isConnected ? lastRow.querySelector("details[data-trace]") : null;
    const shown = own ? [own] : traces();
    const open = !shown.some((one) => one.open);
    for (const one of shown) one.open = open;
  });
})();
