/* Shows the bar [data-connection] while the server cannot be reached, or when an answer went wrong.
   "desk:lost" (detail {words} to say something else) shows it, "desk:back" hides it, "desk:signed-out" says so. On a page with a draft
   (data-draft-key) it promises that what is typed will be sent; elsewhere it does not. */
(() => {
  "use strict";
  const WITH_DRAFT = "You are offline: what you type is kept and will be sent when the connection is back.";
  const WITHOUT = "You are offline: this did not go through. Try again when the connection is back.";
  const SIGNED_OUT = "You have been signed out. Sign in again in another tab, then carry on here: what you typed is still on this page.";
  const FORBIDDEN = "Not done: you have been signed out, or your role may not do this. What you typed is still on this page.";
  const FAILED = "The server could not do that. Try again; if it happens twice, tell your administrator.";

  const promise = () => (document.querySelector("[data-draft-key]") ? WITH_DRAFT : WITHOUT);

  function show(words) {
    const bar = document.querySelector("[data-connection]");
    if (!bar) return;
    const place = bar.querySelector("[data-connection-words]");
    if (place.textContent !== words) place.textContent = words;
    bar.hidden = false;
  }

  function hide() {
    const bar = document.querySelector("[data-connection]");
    if (!bar || bar.hidden) return;
    bar.hidden = true;
    document.dispatchEvent(new CustomEvent("desk:say", { detail: { words: "Connected again." } }));
  }

  function answeredWithSignIn(xhr) {
    const signIn = document.querySelector("meta[name=sign-in-path]");
    return Boolean(signIn && xhr.responseURL && new URL(xhr.responseURL).pathname === signIn.content);
  }

  document.addEventListener("desk:lost", (event) => show((event.detail && event.detail.words) || promise()));
  document.addEventListener("desk:back", hide);
  document.addEventListener("desk:signed-out", () => show(SIGNED_OUT));
  window.addEventListener("offline", () => show(promise()));
  window.addEventListener("online", () => document.dispatchEvent(new CustomEvent("desk:back")));
  document.addEventListener("htmx:sendError", () => show(promise()));
  document.addEventListener("htmx:timeout", () => show(promise()));

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!answeredWithSignIn(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    show(SIGNED_OUT);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    if (!xhr || xhr.status === 0 || answeredWithSignIn(xhr)) return;
    if (xhr.status === 401) show(SIGNED_OUT);
    else if (xhr.status === 403) show(FORBIDDEN);
    else if (xhr.status >= 500) show(FAILED);
    else document.dispatchEvent(new CustomEvent("desk:back"));
  });

  if (!navigator.onLine) show(promise());
})();
