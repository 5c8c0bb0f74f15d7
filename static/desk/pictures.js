// Pictures in forms: a preview of what was chosen, and the focal point set by a click.
// Without it, the numbers and the previews after saving do the same.
const preview = () => document.querySelector("[data-picture-preview]"); // one a form

for (const input of document.querySelectorAll("input[type=file][data-picture]")) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    const shown = preview();
    if (!file || !shown || !file.type.startsWith("image/")) return;
    const image = new Image(400);
    image.alt = "";
    image.onload = () => URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(file);
    const words = document.createElement("small");
    words.textContent = file.name;
    shown.className = "desk-preview";
    shown.replaceChildren(image, words);
  });
}

// Select2, which the theme's autocomplete uses, tells only jQuery of a choice.
window.addEventListener("load", () => {
  const jquery = window.django?.jQuery;
  if (!jquery) return;
  for (const name of ["featured_image", "logo", "icon"]) {
    jquery(`#id_${name}`).on("change", async function () {
      const shown = preview();
      if (!shown) return;
      const spec = shown.dataset.picturePreview;
      if (!this.value) return shown.replaceChildren("–");
      const desk = location.pathname.split("/").slice(0, 2).join("/");
      const answer = await fetch(`${desk}/media/image/${this.value}/preview/${spec}/`);
      if (answer.ok) shown.outerHTML = await answer.text();
    });
  }
});

for (const frame of document.querySelectorAll("[data-focal]")) {
  const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
  if (!x || !y) continue;
  const mark = frame.appendChild(document.createElement("i"));
  const place = () => {
    mark.style.left = `${Math.min(1, Math.max(0, x.value)) * 100}%`;
    mark.style.top = `${Math.min(1, Math.max(0, y.value)) * 100}%`;
  };
  frame.addEventListener("click", (event) => {
    const box = frame.querySelector("img").getBoundingClientRect();
    x.value = ((event.clientX - box.left) / box.width).toFixed(3);
    y.value = ((event.clientY - box.top) / box.height).toFixed(3);
    for (const input of [x, y]) input.dispatchEvent(new Event("input", { bubbles: true }));
    place();
  });
  x.addEventListener("input", place);
  y.addEventListener("input", place);
  place();
}
