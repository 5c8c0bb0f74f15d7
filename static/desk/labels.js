// Select2, which the theme's choices are made of, leaves its boxes without a name for those who
// hear the page: each gets the words of its field's label.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const words = select.labels[0]?.textContent.replace("*", "").trim();
    const parts = select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox], input");
    for (const part of parts ?? []) if (words) part.setAttribute("aria-label", words);
  }
});
