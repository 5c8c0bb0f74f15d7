// The panel above a draft: waits for the reading, and puts what is chosen into the form without
// losing what was typed. Without this script every button still works, as a form of its own.
(() => {
  const SETTLED = 600; // ms in which the form's widgets fill themselves in; later a person did
  const EVERY = 800; // ms
  const form = document.getElementById("article_form");
  let touched = false;
  window.addEventListener("load", () =>
    setTimeout(() => {
      const touch = () => (touched = true);
      form?.addEventListener("input", touch);
      form?.addEventListener("change", touch);
      window.django?.jQuery?.(form).on("change", "select", touch);
    }, SETTLED),
  );
  const panel = () => document.getElementById("source-panel");
  const waits = () => ["queued", "reading"].includes(panel()?.dataset.state);

  const show = (html) => {
    const made = document.createRange().createContextualFragment(html).firstElementChild;
    if (made) panel().replaceWith(made);
  };
  const look = async () => {
    const answer = await fetch(panel().dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  const wait = async () => {
    if (!waits()) return;
    const before = panel().dataset.state;
    try {
      const { state, html } = await look();
      if (state === "done" && !touched) return location.reload();
      if (state !== before) show(html);
      if (state === "done") tellThatFormIsOlder();
    } catch {
      // The desk is away for a moment: the next look tells.
    }
    setTimeout(wait, EVERY);
  };
  const tellThatFormIsOlder = () => {
    const words = document.getElementById("source-filled");
    if (words) panel().prepend(words.content.cloneNode(true));
  };
  if (waits()) setTimeout(wait, EVERY);

  const change = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const send = async (sent, button) => {
    const body = new FormData(sent, button);
    return fetch(sent.action, { method: "POST", body, headers: { Accept: "application/json" } });
  };
  document.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (sent.dataset.use) {
      const field = form?.elements[sent.dataset.use];
      if (!field || ["publisher", "featured_image"].includes(sent.dataset.use)) return;
      event.preventDefault();
      change(field, sent.elements.value.value);
      field.focus();
    } else if ("suggestion" in sent.dataset) {
      event.preventDefault();
      const accepted = event.submitter.value === "accept";
      const answer = await send(sent, event.submitter);
      if (!answer.ok) return sent.submit();
      if (!touched) return location.reload();
      const { category, tag, name } = await answer.json();
      if (accepted && category) {
        const select = document.getElementById("id_categories");
        select.append(new Option(name, category, true, true));
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      const tags = form.elements.tags;
      if (accepted && tag) change(tags, [tags.value, tag.includes(",") ? `"${tag}"` : tag].filter(Boolean).join(", "));
      sent.closest("li").remove();
    }
  });
})();
