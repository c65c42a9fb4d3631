/* What was refused and still stands in its field is not left for what needs it kept.
   a[data-needs="id"]     is not followed while something in the element id is marked wrong (aria-invalid): the cursor goes
                          there, and [data-unkept="id"], hidden until then, says what to do until nothing is wrong any more.
                          A link that waits for a save (leaving.js) asks again when it goes: "desk:leaving"
   [data-puts-back="id"]  on a button: all that is wrong there is again as it is kept, which the hidden input named by
                          data-kept on the field holds, and is saved; without data-kept all fields of its details are emptied */
(() => {
  "use strict";

  function wrongIn(id) {
    const region = id && document.getElementById(id);
    return region ? [...region.querySelectorAll("[aria-invalid=true]:enabled")] : [];
  }

  function words(id, isWrong) {
    for (const note of document.querySelectorAll(`[data-unkept="${CSS.escape(id)}"]`)) {
      note.hidden = !isWrong;
      if (isWrong) document.dispatchEvent(new CustomEvent("desk:say", { detail: { words: note.textContent.trim() } }));
    }
  }

  /* Whether a link that needs this may not be followed. */
  function holds(id) {
    const [first] = wrongIn(id);
    if (!first) return false;
    words(id, true);
    const part = first.closest("details");
    if (part) part.open = true;
    first.focus();
    return true;
  }

  function type(field, value) {
    field.value = value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }

  function putBack(field) {
    const kept = field.dataset.kept && document.querySelector(`[name="${CSS.escape(field.dataset.kept)}"]`);
    if (kept) {
      // No packs are shown as nothing.
      type(field, field.matches("[data-cell]") && kept.value === "0" ? "" : kept.value);
      return;
    }
    for (const one of field.closest("details").querySelectorAll("input")) type(one, "");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-needs]");
    if (link && !event.defaultPrevented && holds(link.dataset.needs)) event.preventDefault();
    const button = event.target.closest("[data-puts-back]");
    if (!button) return;
    const wrong = wrongIn(button.dataset.putsBack);
    wrong.forEach(putBack);
    if (wrong.length) wrong[0].focus();
  });

  document.addEventListener("desk:leaving", (event) => {
    if (holds(event.detail.needs)) event.preventDefault();
  });

  document.addEventListener("desk:saved", () => {
    for (const note of document.querySelectorAll("[data-unkept]:not([hidden])")) {
      if (!wrongIn(note.dataset.unkept).length) words(note.dataset.unkept, false);
    }
  });
})();
