/* Keeps the customer while somebody is at the page. [data-heartbeat-url] on the page: a POST every 30 seconds, seen or not,
   and at once when it is seen again; field idle = seconds since the last key or click, by which the server decides how long
   a page at which nothing is touched keeps the customer. The JSON answer {"held": true, "lease_until": ISO, "now": ISO} moves the clocks of the page; with "held"
   false (or status 409 or 410) its "words" are shown in [data-lease-lost], what is to be done then in [data-when-lost], and
   the beating stops. */
(() => {
  "use strict";
  const EVERY = 30_000;
  let lastUse = Date.now();
  let lost = false;
  let beating = false;

  const place = () => document.querySelector("[data-heartbeat-url]");
  const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  function token() {
    const headers = document.body.getAttribute("hx-headers");
    return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
  }

  function tellLost(words) {
    lost = true;
    const said = words || "You no longer hold this customer. What you typed is kept; go back to your day to see who has them.";
    const region = document.querySelector("[data-lease-lost]");
    if (region) {
      region.textContent = said;
      region.hidden = false;
    }
    for (const node of document.querySelectorAll("[data-when-lost]")) node.hidden = false;
    announce("desk:say", { words: said });
  }

  function take(status, answer) {
    if (answer.held === false || status === 409 || status === 410) return tellLost(answer.words);
    if (answer.lease_until) {
      for (const node of document.querySelectorAll("[data-lease]")) node.dataset.lease = answer.lease_until;
    }
    return announce("desk:server-time", { now: answer.now });
  }

  async function beat() {
    const node = place();
    if (!node || lost || beating) return;
    beating = true;
    try {
      const response = await fetch(node.dataset.heartbeatUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        body: new URLSearchParams({ idle: String(Math.round((Date.now() - lastUse) / 1000)) }),
        signal: AbortSignal.timeout(10_000),
      });
      const json = (response.headers.get("Content-Type") || "").includes("json");
      if (json) take(response.status, await response.json());
      else if (response.redirected || response.status === 403) announce("desk:signed-out", {});
      if (json) announce("desk:back", {});
    } catch {
      announce("desk:lost", {});
    } finally {
      beating = false;
    }
  }

  for (const name of ["keydown", "pointerdown"]) {
    document.addEventListener(name, () => { lastUse = Date.now(); }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") beat(); });
  window.addEventListener("online", beat);
  setInterval(beat, EVERY);
  beat();
})();
