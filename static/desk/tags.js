// Offers the tags that exist while a word of the comma-separated list is typed. The browser's own
// list shows them, so keyboard and screen reader work as in any field.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}_suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);
  let asked = "";
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const [, before, word] = input.value.match(/^((?:.*,)?\s*)([^,]*)$/);
      if (!word.trim() || word === asked) return;
      asked = word;
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(word.trim())}`);
      if (!answer.ok) return;
      const { names } = await answer.json();
      list.replaceChildren(
        ...names.map((name) => {
          const option = document.createElement("option");
          option.value = before + (name.includes(",") ? `"${name}"` : name);
          return option;
        }),
      );
    }, 200);
  });
}
