// Shows what the bookmarklet brought, and puts it into the form; nothing is sent by itself.
(() => {
  const form = document.getElementById("clipping-form");
  const payload = location.hash.length > 1 ? location.hash.slice(1) : "";
  if (!payload || form.elements.clipping.value) return;
  let text;
  let facts;
  try {
    text = decodeURIComponent(payload);
    facts = JSON.parse(text);
  } catch {
    return; // the page says what to do when nothing came
  }
  form.elements.clipping.value = text;
  for (const place of form.querySelectorAll("[data-fact]")) {
    const fact = place.dataset.fact;
    place.textContent = String((fact === "title" && facts.heading) || facts[fact] || "–").slice(0, 600);
  }
  form.querySelector("dl").hidden = false;
  const button = form.querySelector("button.desk-button");
  button.hidden = false;
  button.focus();
  document.getElementById("clipping-empty").hidden = true;
  history.replaceState(null, "", location.pathname); // a reload must not bring it twice
})();
