/* The queue by keyboard. Every key presses a button or follows a link that stands on the page. */
(() => {
  const room = document.getElementById("queue");
  if (!room) return;
  const ACTS = { a: "accept", d: "decline", m: "merge", x: "spam", t: "take", o: "open" };
  const rows = [...room.querySelectorAll("[data-row]")];
  const dialog = document.getElementById("keys");
  let current = null;
  let isLeaving = false; // one act at a time: a second key must not meet the same row again

  // ---- the rows: one of them is in the tab order, the one that was looked at last
  const rove = (row) => {
    for (const other of rows) other.tabIndex = other === row ? 0 : -1;
    current = row;
  };
  const look = (row) => {
    if (!row) return;
    rove(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  if (rows.length) rows[0].tabIndex = 0;
  for (const row of rows) row.addEventListener("focusin", () => rove(row));
  if (location.hash.startsWith("#row-")) look(document.getElementById(location.hash.slice(1)) || rows[0]);

  const step = (by) => {
    if (!rows.length) return press(room, by > 0 ? "next" : "previous");
    look(current ? rows[rows.indexOf(current) + by] : rows[0]);
  };
  const press = (place, act) => {
    const target = place.querySelector(`[data-act="${act}"]`);
    if (!target || isLeaving) return;
    isLeaving = true;
    target.click();
  };
  addEventListener("pageshow", () => (isLeaving = false));

  // ---- keys
  const isTyping = (target) =>
    target.isContentEditable ||
    target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(target)) return;
    if (dialog?.open) {
      if (key === "?") dialog.close();
      return;
    }
    if (key === "?" && dialog) dialog.showModal();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (event.repeat) return;
    else if (key === "Escape" && room.querySelector("[data-cancel]")) room.querySelector("[data-cancel]").click();
    else if (key === "Enter" && target === current) press(current, "open");
    else if (key === " " && target === current) current.querySelector("input[type=checkbox]")?.click();
    else if (/^[1-9]$/.test(key)) choose(Number(key) - 1);
    else if (ACTS[key] && !rows.length) press(room, ACTS[key]);
    else if (ACTS[key] && current) press(current, ACTS[key]);
    else if (ACTS[key]) look(rows[0]); // nobody decides on what is not in focus
    else return;
    event.preventDefault();
  });
  const choose = (number) => {
    const radio = room.querySelectorAll(".queue-reasons input[type=radio]")[number];
    radio?.focus();
    radio?.click();
  };

  // ---- help
  room.querySelector("[data-act=help]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  // ---- many at once
  const bulk = document.getElementById("selected");
  if (bulk) {
    const ticks = [...room.querySelectorAll("input[name=chosen]")];
    const own = ticks.filter((tick) => !tick.closest("details") && !tick.disabled);
    const all = bulk.querySelector("[data-tick-all]");
    const said = bulk.querySelector("[data-ticked]");
    const count = () => {
      const number = ticks.filter((tick) => tick.checked).length;
      said.textContent = number ? `${number} ✓` : "";
      all.firstElementChild.checked = own.length > 0 && own.every((tick) => tick.checked);
      for (const row of rows) row.toggleAttribute("data-ticked-row", !!row.querySelector("input[name=chosen]:checked"));
    };
    all.hidden = false;
    all.addEventListener("change", (event) => {
      for (const tick of own) tick.checked = event.target.checked;
      count();
    });
    for (const tick of ticks) tick.addEventListener("change", count);
    addEventListener("pageshow", count);
  }

  // ---- what the sender will read, while the reason is chosen
  const decline = room.querySelector("[data-decline]");
  const message = room.querySelector("[data-message]");
  if (decline && message) {
    const show = () => {
      const { tell_reason: reason, tell_note: note } = decline.elements;
      const chosen = decline.querySelector("[name=reason]:checked");
      const parts = [reason.checked && chosen?.dataset.sentence, note.checked && decline.elements.note.value.trim()];
      message.textContent = parts.filter(Boolean).join("\n\n");
    };
    decline.addEventListener("input", show);
    decline.querySelector("[data-preview]").hidden = true;
    show();
  }
})();
