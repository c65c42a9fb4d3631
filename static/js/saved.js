/* Says when what was typed is on the server, and sends again what did not get there.
   data-saves       on the element that carries hx-post; its hx-trigger includes "save" (sent again, sent at once), e.g.
                    hx-trigger="input changed delay:600ms, save" for words, "change, save" for a cell;
                    hx-sync="closest form:queue all", so that one save knows the version of the one before
   data-saved       in the same [data-draft-key]: "saving…", "saved 14:02:31", or what went wrong
   data-version     on a hidden input: the version the page knows; the answer's X-Version replaces it
   The server answers a save with the header X-Saved-At (the UK wall clock, 14:02:31). An answer without it is not a save.
   A lost connection or a failing server is tried again after 1, 2, 4 ... 30 seconds and when the line is back; a repeat may
   reach the server twice. 409 (changed elsewhere, or the customer is with somebody else) and 422 are not repeated; the field is marked
   as wrong until a save of it goes through. */
(() => {
  "use strict";
  const LONGEST = 30_000;
  const unsent = new Set();
  const refused = new Set();
  const turnedAway = new Set();
  let tries = 0;
  let timer = 0;

  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const saves = (node) => node instanceof Element && node.matches("[data-saves]");
  const scopeOf = (node) => node.closest("[data-draft-key]") || document.body;

  function say(node, state, words) {
    const place = scopeOf(node).querySelector("[data-saved]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = words;
    if (state === "refused") announce("desk:say", { words });
  }

  function mark(node, isWrong) {
    if (!node.matches("input, select, textarea")) return;
    node.classList.toggle("is-invalid", isWrong);
    if (isWrong) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
  }

  function retry() {
    clearTimeout(timer);
    timer = 0;
    for (const node of unsent) {
      if (!node.isConnected) unsent.delete(node);
      else htmx.trigger(node, "save");
    }
  }

  function later(node) {
    unsent.add(node);
    say(node, "unsent", "not sent yet");
    announce("desk:lost", {});
    if (timer) return;
    timer = setTimeout(retry, Math.min(LONGEST, 1000 * 2 ** tries));
    tries += 1;
  }

  function refuse(node, words) {
    unsent.delete(node);
    refused.add(node);
    mark(node, true);
    say(node, "refused", words);
  }

  function confirm(node, xhr, formData) {
    for (const set of [unsent, refused, turnedAway]) set.delete(node);
    mark(node, false);
    const version = xhr.getResponseHeader("X-Version");
    const known = scopeOf(node).querySelector("input[data-version]");
    if (version && known) known.value = version;
    if (scopeOf(node) !== document.body) announce("desk:saved", { scope: scopeOf(node), formData });
    if (unsent.size) {
      say(node, "unsent", "not all sent yet");
      if (!timer) timer = setTimeout(retry, 0);
      return;
    }
    tries = 0;
    say(node, "saved", `saved ${xhr.getResponseHeader("X-Saved-At")}`);
    announce("desk:back", {});
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (saves(event.detail.elt)) say(event.detail.elt, "saving", "saving…");
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => { if (saves(event.detail.elt)) later(event.detail.elt); });
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    if (!saves(elt) || !xhr || xhr.status === 0) return;
    if (xhr.status < 300 && xhr.getResponseHeader("X-Saved-At")) confirm(elt, xhr, requestConfig.formData);
    else if (xhr.status === 409) refuse(elt, "not saved: this has changed elsewhere; what you typed is kept here");
    else if (xhr.status >= 500 || xhr.status === 408 || xhr.status === 429) later(elt);
    else if (xhr.status === 400 || xhr.status === 404 || xhr.status === 422) refuse(elt, "not saved: see the message");
    else {
      turnedAway.add(elt);
      refuse(elt, "not saved: sign in again in another tab; what you typed is kept here");
    }
  });

  window.addEventListener("online", () => {
    tries = 0;
    retry();
  });
  // Back from signing in elsewhere: what was turned away for that is sent once more.
  window.addEventListener("focus", () => {
    for (const node of turnedAway) {
      turnedAway.delete(node);
      if (node.isConnected) htmx.trigger(node, "save");
    }
  });

  let leaving = false;
  document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 3000); });
  window.addEventListener("beforeunload", (event) => {
    const waiting = [...unsent, ...refused].some((node) => node.isConnected);
    if (!leaving && waiting) event.preventDefault();
  });
})();
