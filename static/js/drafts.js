/* Keeps what is typed until the server has it. Inside [data-draft-key] every named field is noted on this machine as it
   is typed, and forgotten when a save that carried it is confirmed (saved.js says "desk:saved"). After a reload, a crash or
   an htmx answer that drew the field anew, what was not sent is put back; when the draft has moved on since (another
   tab, input[data-version] differs), it is offered in [data-unsent] instead.
   A field that takes nothing any more (the order is confirmed) is left as it stands.
   What looks like a card number is not noted on the machine. Names are distinct inside one data-draft-key. data-not-kept on a field: not noted (search boxes). An element
   [data-draft-done="key"] says that a draft is finished; what is older than 7 days is dropped. */
(() => {
  "use strict";
  const PREFIX = `unsent|${document.body.dataset.user || ""}|`;
  const KEEP = 7 * 24 * 3600 * 1000;
  const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);
  const typedHere = new Set();
  const memory = new Map();

  function passesLuhn(digits) {
    const doubled = (digit) => (digit > 4 ? 2 * digit - 9 : 2 * digit);
    const sum = [...digits].reverse().reduce((all, digit, place) => all + (place % 2 ? doubled(+digit) : +digit), 0);
    return sum % 10 === 0;
  }

  /* Finds at least what the server refuses (customers/rules/card_numbers.py): whole groups of digits in a row. */
  function holdsCardNumber(text) {
    for (const [run] of text.matchAll(/\d+(?:[ \-.\u00a0\u2007\u202f\u2010-\u2015\u2212]{1,2}\d+)*/g)) {
      const groups = run.match(/\d+/g);
      for (let first = 0; first < groups.length; first += 1) {
        for (let last = first + 1; last <= groups.length; last += 1) {
          const digits = groups.slice(first, last).join("");
          if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) return true;
        }
      }
    }
    return false;
  }

  const store = {
    set(key, entry) {
      memory.set(key, entry);
      try {
        // For this page alone: a machine keeps no card number for the next who sits at it.
        if (holdsCardNumber(entry.value)) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(entry));
      } catch { /* storage full or switched off: memory still holds it for this page */ }
    },
    get(key) {
      if (memory.has(key)) return memory.get(key);
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    drop(key) {
      memory.delete(key);
      typedHere.delete(key);
      try {
        localStorage.removeItem(key);
      } catch { /* nothing was stored */ }
    },
    keys(prefix) {
      let stored = [];
      try {
        stored = Object.keys(localStorage);
      } catch { /* nothing is stored */ }
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
    },
  };

  const scopeOf = (node) => node.closest("[data-draft-key]");
  const prefixOf = (scope) => `${PREFIX}${scope.dataset.draftKey}|`;
  const versionOf = (scope) => (scope.querySelector("input[data-version]") || { value: "" }).value;

  function keeps(field) {
    return Boolean(field.name) && !LEFT_OUT.has(field.type) && !field.closest("[data-not-kept]") && Boolean(scopeOf(field));
  }

  function fieldsNamed(scope, name) {
    return [...scope.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter(keeps);
  }

  function read(fields) {
    const [field] = fields;
    if (field.type === "radio") return (fields.find((one) => one.checked) || { value: "" }).value;
    return field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
  }

  function write(fields, value) {
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
    fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  function note(field) {
    const scope = scopeOf(field);
    const key = prefixOf(scope) + field.name;
    typedHere.add(key);
    store.set(key, { value: read(fieldsNamed(scope, field.name)), version: versionOf(scope), at: Date.now() });
  }

  function labelOf(field) {
    const label = field.labels && field.labels[0];
    return field.getAttribute("aria-label") || (label && label.textContent.trim()) || field.name;
  }

  function button(label, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  function offer(scope, key, fields, entry) {
    const place = scope.querySelector("[data-unsent]");
    if (!place || [...place.children].some((line) => line.dataset.for === key)) return;
    const line = Object.assign(document.createElement("p"), { className: "note is-warn" });
    line.dataset.for = key;
    const clock = new Date(entry.at).toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
    line.append(`${labelOf(fields[0])}: you typed “${entry.value}” at ${clock}; it was not sent, and this has changed since. `);
    line.append(button("Put it back", () => { line.remove(); write(fields, entry.value); }));
    line.append(" ", button("Leave it out", () => { line.remove(); store.drop(key); }));
    place.append(line);
  }

  function restore(scope) {
    const prefix = prefixOf(scope);
    for (const key of store.keys(prefix)) {
      const entry = store.get(key);
      const fields = entry ? fieldsNamed(scope, key.slice(prefix.length)) : [];
      if (!entry || Date.now() - entry.at > KEEP) store.drop(key);
      else if (!fields.length || fields.every((field) => field.disabled || field.readOnly)) continue;
      else if (read(fields) === entry.value) { if (!typedHere.has(key)) store.drop(key); }
      else if (typedHere.has(key) || entry.version === versionOf(scope)) write(fields, entry.value);
      else offer(scope, key, fields, entry);
    }
  }

  function dropOld() {
    for (const key of store.keys("unsent|")) {
      const entry = store.get(key);
      if (!entry || !(Date.now() - entry.at <= KEEP)) store.drop(key);
    }
  }

  document.addEventListener("input", (event) => { if (keeps(event.target)) note(event.target); });

  // A field counts as sent only if it still says what the request carried: typing went on meanwhile.
  document.addEventListener("desk:saved", (event) => {
    const { scope, formData } = event.detail;
    const prefix = prefixOf(scope);
    for (const key of store.keys(prefix)) {
      const name = key.slice(prefix.length);
      const entry = store.get(key);
      if (entry && formData.has(name) && formData.getAll(name).includes(entry.value)) store.drop(key);
      else if (entry && typedHere.has(key)) store.set(key, { ...entry, version: versionOf(scope) });
    }
  });

  document.addEventListener("htmx:load", (event) => {
    const root = event.target;
    for (const done of root.querySelectorAll("[data-draft-done]")) {
      store.keys(`${PREFIX}${done.dataset.draftDone}|`).forEach(store.drop);
    }
    const above = scopeOf(root);
    for (const scope of above ? [above] : root.querySelectorAll("[data-draft-key]")) restore(scope);
  });

  dropOld();
})();
