// Nothing a curator wrote is lost: leaving with unsaved changes asks first, and what was typed is
// kept in this browser until the desk has saved it, so that a crash or a closed lid costs nothing.
(() => {
  const AFTER = 800; // ms of silence before what was typed is kept
  const SKIPPED = new Set(["csrfmiddlewaretoken", "opened_at", "save_anyway", "_popup"]);
  const form = document.getElementById("article_form");
  const key = `desk-draft ${location.pathname}`;
  const justAdded = document.referrer && new URL(document.referrer).pathname.endsWith("/article/add/");

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
      // A full or forbidden store: the warning on leaving still works.
    }
  };

  // A new article that was sent and is now another page has been saved.
  if (justAdded && !location.pathname.endsWith("/add/")) {
    const added = `desk-draft ${new URL(document.referrer).pathname}`;
    if (stored(added)?.sent) localStorage.removeItem(added);
  }
  if (!form) return;

  const values = () =>
    [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" && !SKIPPED.has(name) && !name.endsWith("_as_opened"),
    );
  const openedAt = form.elements.opened_at?.value ?? "";
  let touched = false;
  let leaving = false;
  let timer;

  const changed = () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep({ at: Date.now(), openedAt, sent: false, values: values() }), AFTER);
  };
  const readable = document.querySelector(".errornote, .errorlist") !== null;
  const draft = stored(key);

  window.addEventListener("load", () => {
    // The theme's widgets fill themselves in while loading; only a person's hand counts.
    setTimeout(() => {
      form.addEventListener("input", changed);
      form.addEventListener("change", changed);
      window.django?.jQuery?.(form).on("change", "select", changed);
      offer();
    }, 300);
  });
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

  function offer() {
    if (!draft || readable) return; // an answer with errors holds everything already
    const saved = draft.sent && openedAt !== draft.openedAt;
    const same = JSON.stringify(draft.values) === JSON.stringify(values());
    if (saved || same) return localStorage.removeItem(key);
    const bar = document.createElement("p");
    bar.className = "desk-draft";
    bar.setAttribute("role", "status");
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang);
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.addEventListener("click", () => {
        act();
        bar.remove();
      });
      return made;
    };
    bar.append(
      `This browser kept unsaved text of ${when}.`,
      button("Bring it back", restore),
      button("Forget it", () => localStorage.removeItem(key)),
    );
    form.prepend(bar);
  }

  function restore() {
    const byName = new Map();
    for (const [name, value] of draft.values) byName.set(name, [...(byName.get(name) ?? []), value]);
    for (const field of form.elements) {
      const [value] = byName.get(field.name) ?? [];
      if (!field.name || SKIPPED.has(field.name) || field.type === "file") continue;
      if (field.type === "checkbox") field.checked = byName.has(field.name);
      else if (field.multiple) {
        const chosen = new Set(byName.get(field.name) ?? []);
        for (const option of field.options) option.selected = chosen.has(option.value);
        window.django?.jQuery?.(field).trigger("change");
      } else if (value !== undefined && field.value !== value) {
        field.value = value;
        field.dispatchEvent(new CustomEvent("desk:restored", { bubbles: true }));
        if (field.matches("select")) window.django?.jQuery?.(field).trigger("change");
      }
    }
    if (form.elements.opened_at) form.elements.opened_at.value = draft.openedAt;
    changed();
  }

  // The rich text has its own copy of the body.
  form.addEventListener("desk:editor", ({ target, detail: { editor } }) => {
    target.addEventListener("desk:restored", () => editor.commands.setContent(target.value, { emitUpdate: true }));
  });
})();
