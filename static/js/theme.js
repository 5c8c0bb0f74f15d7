// The reader's choice of light or dark, kept in this browser only. Without script, or without a
// choice, the page follows the system's preference. Runs in <head>, so that no page flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }  // storage may be denied
  };
  const keep = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* the choice then lasts for this page */ }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const label = () => {
      button.querySelector("[data-to-dark]").hidden = isDark();
      button.querySelector("[data-to-light]").hidden = !isDark();
    };
    button.hidden = false;
    label();
    system.addEventListener("change", label);
    button.addEventListener("click", () => {
      apply(isDark() ? "light" : "dark");
      keep(root.dataset.theme);
      label();
    });
  });
})();
