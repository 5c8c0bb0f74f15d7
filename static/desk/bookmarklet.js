// Makes the bookmarklet: what it does is `collect`, run in the page that a curator reads. It opens
// the desk with the facts behind "#", which browsers keep to themselves.
const collect = (target) => {
  const cut = (text, most) => String(text ?? "").slice(0, most);
  const all = (query, most) => [...document.querySelectorAll(query)].slice(0, most);
  const facts = {
    url: location.href,
    title: cut(document.title, 1000),
    heading: cut(document.querySelector("h1")?.innerText, 1000),
    language: cut(document.documentElement.lang, 40),
    selection: cut(getSelection(), 20000),
    metas: all("meta[content]", 100)
      .map((meta) => [
        meta.getAttribute("property") || meta.name || meta.getAttribute("itemprop"),
        cut(meta.content, 2000),
      ])
      .filter(([name]) => name),
    links: all("link[rel~=canonical],link[rel~=icon],link[rel=apple-touch-icon],link[rel=amphtml]", 30).map(
      (link) => [link.rel, link.href, link.type, link.getAttribute("sizes") || ""],
    ),
    linkedData: [],
  };
  let room = 100000;
  for (const script of all('script[type="application/ld+json"]', 20)) {
    const text = script.textContent;
    if (text.length <= room) {
      facts.linkedData.push(text);
      room -= text.length;
    }
  }
  window.open(`${target}#${encodeURIComponent(JSON.stringify(facts))}`);
};

const link = document.getElementById("bookmarklet");
const code = collect.toString().replace(/\s*\n\s*/g, " ");
link.href = `javascript:void(${encodeURIComponent(`(${code})(${JSON.stringify(link.dataset.target)})`)})`;
