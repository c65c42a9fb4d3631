/* Says a sentence to screen readers: any script dispatches "desk:say" with {words} on the document.
   Uses the live region [data-announce] of base.html. */
(() => {
  "use strict";
  document.addEventListener("desk:say", (event) => {
    const region = document.querySelector("[data-announce]");
    if (!region) return;
    region.textContent = "";
    // A region that is emptied and filled in one go is not read out when the words are the same.
    setTimeout(() => { region.textContent = event.detail.words; }, 50);
  });
})();
