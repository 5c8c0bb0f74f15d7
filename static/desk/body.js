// Tells the server how the rich-text editor writes the body it was given, so that a body which
// nobody edited keeps its own bytes. A text that the browser brought back (reload, back button)
// differs from the page's and is never taken for the original.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const opened = textarea.form?.querySelector(`input[name="${textarea.name}_as_opened"]`);
  if (opened && textarea.value === textarea.defaultValue) opened.value = editor.getHTML();
  editor.view.dom.setAttribute("aria-label", textarea.labels[0]?.textContent.trim() ?? "");
  textarea.deskEditor = editor; // for static/desk/drafts.js
});
