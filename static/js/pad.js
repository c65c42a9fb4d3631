/* What the order pad does beyond htmx.
   [role=option][data-row="id"]    picking a product that has a row goes to its field instead of adding a row again
   button[data-opens-part="note"]  opens or closes details[data-part="note"] of the row last worked in, and puts the
                                   cursor into its field; of no row yet: the first that has one, and for "trace" all;
                                   what belongs to the whole pad opens with it. A row that an answer drew anew, or that
                                   was gone into before this file had run, is still the one last worked in
   details with digits in it        opening one closes the others, so that a digit means what was opened last
   [data-wrong="id"]               an answer that says what is wrong in a field of the part it is in: the part opens, the
                                   field is marked and gets the cursor; what is typed there stays, and emptied it is wrong no more
   Enter in a field of .pad-by-hand is the button of its own row, not the first of the form, which has all the rows.
   #pad drawn anew                 when that took the field with it that had the cursor, the row last worked in has it: the
                                   keys work, Tab goes on from there, and a screen reader reads what has become of it
   [data-packs]                    what was typed in pieces has become so many packs: the field shows them
   A row with a quantity is marked .is-filled as soon as it is typed. */
(() => {
  "use strict";
  const rowOf = (node) => (node && node.closest ? node.closest(".pad-row") : null);

  let lastRow = null;

  function workIn(node) {
    const row = rowOf(node);
    if (row) lastRow = row.id;
  }

  function partsNamed(name) {
    const row = lastRow && document.getElementById(lastRow);
    const own = row ? row.querySelector(`details[data-part="${name}"]`) : null;
    const all = [...document.querySelectorAll(`.pad-row details[data-part="${name}"]`)];
    const rows = own ? [own] : name === "trace" ? all : all.slice(0, 1);
    return [rows, [...document.querySelectorAll(`.pad > details[data-part="${name}"]`)]];
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const option = event.detail.elt;
    if (!option.matches("[role=option][data-row]")) return;
    const row = document.getElementById(option.dataset.row);
    if (!row) return;
    event.preventDefault();
    row.querySelector("input[data-cell]").focus();
  });

  workIn(document.activeElement);
  document.addEventListener("focusin", (event) => workIn(event.target));

  document.addEventListener("change", (event) => {
    const row = event.target.matches("input[data-cell]") && rowOf(event.target);
    if (row) row.classList.toggle("is-filled", Number(event.target.value) > 0);
  });

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const total = event.target;
    if (!total.matches || !total.matches("[data-packs]")) return;
    const cell = document.getElementById(total.id.replace("pad-total-", "pad-cell-"));
    // What has been typed since is not ours to change.
    if (cell && /\D/.test(cell.value)) cell.value = total.dataset.packs;
  });

  function mark(part, wrong) {
    for (const field of part.querySelectorAll("input")) {
      field.classList.toggle("is-invalid", field === wrong);
      if (field === wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const said = event.target;
    const wrong = said.matches && said.matches("[data-wrong]") && document.getElementById(said.dataset.wrong);
    const part = wrong && wrong.closest("details");
    if (!part) return;
    mark(part, wrong);
    part.open = true;
    wrong.focus();
  });

  document.addEventListener("input", (event) => {
    const part = event.target.closest("details[data-part=price]");
    if (!part || [...part.querySelectorAll("input")].some((field) => field.value)) return;
    mark(part, null);
    part.querySelector("[data-wrong]")?.replaceChildren();
  });

  let tookTheCursor = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    if (target.id === "pad") tookTheCursor = target.contains(document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!tookTheCursor) return;
    tookTheCursor = false;
    const row = lastRow && document.getElementById(lastRow);
    if (!row || document.activeElement !== document.body) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(".pad-by-hand input")) return;
    event.preventDefault();
    event.target.closest(".pad-by-hand").querySelector("button[name=set]").click();
  });

  function closeOtherChoices(opening) {
    if (!opening.querySelector("[data-choose]")) return;
    for (const other of document.querySelectorAll("details[open]")) {
      if (other !== opening && other.querySelector("[data-choose]")) other.open = false;
    }
  }

  // Not on "toggle": that comes later than the next key may.
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (summary && !summary.parentElement.open) closeOtherChoices(summary.parentElement);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens-part]");
    if (!button) return;
    const [parts, ofThePad] = partsNamed(button.dataset.opensPart);
    const open = ![...parts, ...ofThePad].some((one) => one.open);
    for (const one of [...parts, ...ofThePad]) {
      if (open) closeOtherChoices(one);
      one.open = open;
    }
    if (!open || parts.length !== 1) return;
    const [part] = parts;
    const field = part.querySelector("input[data-saves], .pad-by-hand input, [data-digit]");
    if (field) field.focus();
    else part.scrollIntoView({ block: "nearest" });
  });
})();
