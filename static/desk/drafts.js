// Nothing a curator wrote is lost: leaving with unsaved changes asks first, and what was typed is
// kept in this browser until the desk has saved it, so that a crash or a closed lid costs nothing.
(() => {
  const AFTER = 800; // ms of silence before what was typed is kept
  const SKIPPED = /^(csrfmiddlewaretoken|opened_at|save_anyway|_popup|.*_as_opened|.*_FORMS)$/;
  const SETTLED = 300; // ms in which the theme's widgets fill themselves in; later a person did
  const form = document.getElementById("article_form");
  const words = document.getElementById("desk-draft");
  const key = `desk-draft ${location.pathname}`;

  const stored = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const keep = (draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A full or forbidden store: the question on leaving still works.
    }
  };

  // A new article that was sent and is another page now has been saved.
  const from = document.referrer && new URL(document.referrer).pathname;
  if (from && from.endsWith("/article/add/") && from !== location.pathname) {
    if (stored(`desk-draft ${from}`)?.sent) localStorage.removeItem(`desk-draft ${from}`);
  }
  if (!form || !words) return;

  // [name, value, label] of every field; the label for choices that are fetched while typing.
  const values = () =>
    [...form.elements].flatMap((field) => {
      if (!field.name || SKIPPED.test(field.name) || field.name.includes("__prefix__")) return [];
      if (["file", "submit", "button"].includes(field.type)) return [];
      if (field.type === "checkbox") return field.checked ? [[field.name, field.value]] : [];
      if (!field.options) return [[field.name, field.value]];
      return [...field.selectedOptions].map((one) => [field.name, one.value, one.label]);
    });
  const openedAt = form.elements.opened_at?.value ?? "";
  const hasErrors = document.querySelector(".errornote, .errorlist") !== null;
  let draft = stored(key);
  let touched = false;
  let leaving = false;
  let timer;

  const changed = () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep({ at: Date.now(), openedAt, values: values() }), AFTER);
  };
  window.addEventListener("load", () =>
    setTimeout(() => {
      form.addEventListener("input", changed);
      form.addEventListener("change", changed);
      window.django?.jQuery?.(form).on("change", "select", changed);
      if (draft && !hasErrors) offer(); // an answer with errors holds everything already
      form.dataset.kept = ""; // from now on: the browser tests wait for it
    }, SETTLED),
  );
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    if (touched || draft) keep({ at: Date.now(), openedAt, sent: true, values: values() });
  });
  window.addEventListener("beforeunload", (event) => {
    if (touched && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });

  const forget = () => {
    localStorage.removeItem(key);
    draft = null;
  };

  function offer() {
    const saved = draft.sent && openedAt !== draft.openedAt;
    if (saved || JSON.stringify(draft.values) === JSON.stringify(values())) return forget();
    const bar = words.content.cloneNode(true).firstElementChild;
    bar.querySelector("time").textContent = new Date(draft.at).toLocaleString(
      document.documentElement.lang,
    );
    bar.querySelector("[data-restore]").addEventListener("click", () => {
      restore();
      bar.remove();
    });
    bar.querySelector("[data-forget]").addEventListener("click", () => {
      forget();
      bar.remove();
    });
    form.prepend(bar);
  }

  function restore() {
    const byName = new Map();
    for (const [name, value, label] of draft.values) {
      byName.set(name, [...(byName.get(name) ?? []), { value, label }]);
    }
    addRows(byName);
    for (const field of form.elements) {
      const kept = byName.get(field.name) ?? [];
      if (!field.name || SKIPPED.test(field.name) || field.type === "file") continue;
      if (field.type === "checkbox") field.checked = kept.length > 0;
      else if (field.options) choose(field, kept);
      else if (kept.length && field.value !== kept[0].value) {
        field.value = kept[0].value;
        // The rich text has its own copy of the body.
        field.deskEditor?.commands.setContent(field.value, { emitUpdate: true });
      }
    }
    // Whoever saved since is told of, as if this text had been sent at once.
    if (form.elements.opened_at) form.elements.opened_at.value = draft.openedAt;
    changed();
  }

  function choose(field, kept) {
    for (const { value, label } of kept) {
      if (![...field.options].some((option) => option.value === value)) {
        field.add(new Option(label, value));
      }
    }
    const chosen = new Set(kept.map(({ value }) => value));
    for (const option of field.options) option.selected = chosen.has(option.value);
    window.django?.jQuery?.(field).trigger("change");
  }

  // Rows that were added to the byline or the offerings are not on the page yet.
  function addRows(byName) {
    for (const total of form.querySelectorAll("input[name$='-TOTAL_FORMS']")) {
      const prefix = total.name.replace(/-TOTAL_FORMS$/, "");
      const row = new RegExp(`^${prefix}-(\\d+)-`);
      const numbers = [...byName.keys()].map((name) => Number(name.match(row)?.[1] ?? -1));
      const add = form.querySelector(`#${prefix}-group .add-row a, #${prefix}-group a.add-row`);
      for (let n = Number(total.value); add && n <= Math.max(...numbers, -1); n += 1) add.click();
    }
  }
})();
