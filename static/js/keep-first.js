/* Nothing typed is lost because another form of the page was sent. form[data-keep-first] is kept by a press of its own:
   while something in it stands otherwise than the page brought it, another form that is sent keeps the page, puts the cursor
   there and says so. */
(() => {
  "use strict";

  const isTyped = (node) => (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement)
    && node.type !== "hidden" && node.value !== node.defaultValue;

  // Before submit-once.js, for which a form that was not sent stays as it was.
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "dialog") return;
    const others = [...document.querySelectorAll("form[data-keep-first]")].filter((form) => form !== event.target);
    const unkept = others.flatMap((form) => [...form.elements]).find(isTyped);
    if (!unkept) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Behind an open dialog no field can be gone to.
    document.querySelector("dialog:modal")?.close();
    say(unkept);
  }, true);

  function say(field) {
    const words = "This is not kept yet. Press Enter to keep it, or put it back as it was.";
    field.setCustomValidity(words);
    field.reportValidity();
    document.dispatchEvent(new CustomEvent("desk:say", { detail: { words } }));
    // The field itself is not wrong: what is said goes with what is done next, and holds up no Enter.
    const away = () => field.setCustomValidity("");
    for (const name of ["keydown", "pointerdown", "focusout"]) addEventListener(name, away, { once: true, capture: true });
  }
})();
