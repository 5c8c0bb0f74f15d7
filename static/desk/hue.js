// Shows a taxonomy's colour while its number is typed.
document.querySelector("[data-hue]")?.addEventListener("input", ({ target }) => {
  const kicker = document.querySelector(".desk-hue");
  if (target.value === "") kicker?.style.removeProperty("--hue");
  else kicker?.style.setProperty("--hue", target.value);
});
