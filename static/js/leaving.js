/* The page is left when all that was typed has reached the server: a link or a form pressed while a save ([data-
   saves], see saved.js) is under way or queued, or any other request that writes, waits for it, half a minute at
   most. What is refused meanwhile keeps the page and gets the cursor; a link with data-needs asks unkept.js once more
   ("desk:leaving"). Leaving in another way (reload, closing) asks first. */
(() => {
  "use strict";
  const LONGEST = 30_000;
  const typed = new Set();
  const writing = new Set();
  let going = null;

  const isBusy = () => writing.size > 0 || [...typed].some((node) => node.isConnected);

  // Before htmx, which may send at once.
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      const node = event.target;
      if (!(node instanceof Element) || !node.matches("[data-saves]")) return;
      if (name === "change" || /\binput\b/.test(node.getAttribute("hx-trigger"))) typed.add(node);
    }, true);
  }

  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    typed.delete(elt);
    if (requestConfig.verb !== "get") writing.add(xhr);
  });
  document.addEventListener("htmx:afterRequest", (event) => { writing.delete(event.detail.xhr); });

  /* What waits for a pause in the typing is sent now. */
  function send() {
    for (const node of [...typed]) {
      typed.delete(node);
      if (node.isConnected) htmx.trigger(node, "save");
    }
  }

  function whenSaved(then, until = Date.now() + LONGEST) {
    if (!writing.size) send();
    if (isBusy() && Date.now() < until) setTimeout(whenSaved, 20, then, until);
    else then();
  }

  function wait(go) {
    const isFirst = !going;
    going = go;
    if (!isFirst) return;
    const before = new Set(document.querySelectorAll("[data-saves][aria-invalid=true]"));
    document.dispatchEvent(new CustomEvent("desk:say", { detail: { words: "Saving first." } }));
    whenSaved(() => {
      const last = going;
      going = null;
      const wrong = [...document.querySelectorAll("[data-saves][aria-invalid=true]")].find((node) => !before.has(node));
      if (wrong) wrong.focus();
      else last();
    });
  }

  function leaves(link, event) {
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const isHere = link.origin === location.origin && !link.target && !link.hasAttribute("download");
    const isPart = link.hasAttribute("hx-get") || link.getAttribute("href").startsWith("#");
    return isPlain && isHere && !isPart;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (event.defaultPrevented || !link || !leaves(link, event) || !isBusy()) return;
    event.preventDefault();
    const { href, dataset: { needs } } = link;
    wait(() => {
      const leaving = new CustomEvent("desk:leaving", { cancelable: true, detail: { needs } });
      if (document.dispatchEvent(leaving)) location.assign(href);
    });
  });

  // Before submit-once.js, for which a form that waits has not been sent.
  window.addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    if (form.matches("[hx-get], [hx-post]") || form.method === "dialog" || !isBusy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wait(() => { if (form.isConnected) form.requestSubmit(button && button.isConnected ? button : null); });
  }, true);

  window.addEventListener("beforeunload", (event) => { if (isBusy()) event.preventDefault(); });
})();
