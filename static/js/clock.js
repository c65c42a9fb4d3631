/* Counts down to a moment by the server's clock.
   data-deadline="2026-11-23T12:00:00+00:00" (or data-lease): the element's text becomes what is left: "1 h 05 min",
   "12 min", "1 min 09 s", "45 s"; nothing while it is more than a day, for which its date does better; data-past is the text
   once it is over. data-level becomes "near" at 10 minutes, "last" at 2, "past" (a lease: 2 and 1).
   data-said="Cut-off" has 10, 5 and 1 minutes and the end read out. At the end the element gets a "deadline-passed" event,
   which htmx may trigger on.
   The server's clock is the page's meta server-now and each answer's Date: a wrong PC clock and a sleeping tab do no harm. */
(() => {
  "use strict";
  const MINUTE = 60_000;
  const DAY = 24 * 60;
  const SPOKEN = [10, 5, 1];
  const said = new WeakMap();
  let offset = 0;

  function sync(serverTime, receivedAt = Date.now()) {
    if (Number.isFinite(serverTime)) offset = serverTime - receivedAt;
  }

  function syncFromPage() {
    const meta = document.querySelector("meta[name=server-now]");
    const [arrival] = performance.getEntriesByType("navigation");
    const received = arrival ? performance.timeOrigin + arrival.responseStart : Date.now();
    if (meta) sync(Date.parse(meta.content), received);
  }

  function words(left) {
    const seconds = Math.ceil(left / 1000);
    const minutes = Math.floor(seconds / 60);
    const two = (n) => String(n).padStart(2, "0");
    if (minutes > DAY) return "";
    if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
    if (minutes >= 2) return `${minutes} min`;
    return minutes ? `${minutes} min ${two(seconds % 60)} s` : `${seconds} s`;
  }

  function level(left, lease) {
    if (left <= 0) return "past";
    if (left <= (lease ? 1 : 2) * MINUTE) return "last";
    return left <= (lease ? 2 : 10) * MINUTE ? "near" : "";
  }

  function speak(node, left) {
    if (!node.dataset.said) return;
    const step = left <= 0 ? 0 : SPOKEN.filter((minutes) => left <= minutes * MINUTE).pop();
    const known = said.has(node);
    if (step === undefined || said.get(node) === step) return;
    said.set(node, step);
    // What was so when the page opened is on the page; only a change is read out.
    if (!known && performance.now() < 5000) return;
    const text = step ? `${node.dataset.said} in ${step} ${step === 1 ? "minute" : "minutes"}` : `${node.dataset.said}: ${node.textContent}`;
    document.dispatchEvent(new CustomEvent("desk:say", { detail: { words: text } }));
  }

  function show(node) {
    const lease = node.hasAttribute("data-lease");
    const left = Date.parse(lease ? node.dataset.lease : node.dataset.deadline) - (Date.now() + offset);
    if (!Number.isFinite(left)) return;
    const text = left > 0 ? words(left) : node.dataset.past || "passed";
    if (node.textContent !== text) node.textContent = text;
    const before = node.dataset.level;
    node.dataset.level = level(left, lease);
    speak(node, left);
    if (node.dataset.level === "past" && before !== undefined && before !== "past") {
      node.dispatchEvent(new CustomEvent("deadline-passed", { bubbles: true }));
    }
  }

  const showAll = () => document.querySelectorAll("[data-deadline], [data-lease]").forEach(show);

  document.addEventListener("desk:server-time", (event) => {
    sync(Date.parse(event.detail.now));
    showAll();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const date = event.detail.xhr && event.detail.xhr.status && event.detail.xhr.getResponseHeader("Date");
    // The header counts whole seconds: only a real difference is taken over.
    if (date && Math.abs(Date.parse(date) - Date.now() - offset) > 2000) sync(Date.parse(date));
  });
  document.addEventListener("visibilitychange", showAll);
  document.addEventListener("htmx:load", showAll);
  syncFromPage();
  showAll();
  setInterval(showAll, 1000);
})();
