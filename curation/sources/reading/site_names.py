"""The site's name: what the page, its publisher or the end of its title call it."""

from __future__ import annotations

import re

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import name_of
from curation.sources.reading.words import host_of, plain, squeezed

SEPARATOR = re.compile(
    r"\s+[|‖¦·•»«›‹~→–—-]+\s+|\s*[｜|‖]\s*|\s+::?\s+|\s*::\s*|\s+[/\\<>]\s+|_(?=[^_]{1,20}$)|"
    r"(?<=[^\W\d]): (?=[^:]*$)"
)
NAME_TAGS = ("og:site_name", "og:sitename", "site_name", "sitename", "al:android:app_name_site")
LATER_TAGS = (
    "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher",
    "citation_journal_title", "publisher", "article:publisher", "sailthru.publisher", "rbpubname",
    "cre", "twitter:app:name:iphone", "al:ios:app_name", "twitter:app:name:googleplay",
    "al:android:app_name", "copyright", "twitter:site",
)  # fmt: skip


def read_site_name(declared: Declared) -> Field[str]:
    """The site's name; without one declared, the part of the title that the host repeats."""
    return Field.first_of(candidates(declared))


def candidates(declared: Declared) -> list[Candidate[str]]:
    host = squeezed(host_of(declared.url))
    named = [Candidate(plain(content, 200), name) for name, content in declared.all(*NAME_TAGS)]
    linked = declared.linked
    found: list[Candidate[str]] = []
    for article in linked.articles:
        for publisher in linked.values(article, "publisher"):
            found.append(Candidate(plain(name_of(publisher), 200), "json-ld publisher"))
    for site in linked.of_type({"website"}):
        found.append(Candidate(plain(name_of(site), 200), "json-ld website"))
    for organisation in linked.of_type({"newsmediaorganization", "organization"}):
        found.append(Candidate(plain(name_of(organisation), 200), "json-ld organisation"))
    if named and re.fullmatch(r"[\w-]+\.\w{2,4}", named[0].value):
        # "Example.com" is an address; the publisher's name for the same is what people call it.
        label = squeezed(named[0].value.rsplit(".", 1)[0])
        called = [
            one for one in found if label in squeezed(one.value) or squeezed(one.value) == label
        ]
        found = [*called, *named, *found]
    else:
        found = [*named, *found]
    parts = [part.strip() for part in SEPARATOR.split(plain(declared.title, 400)) if part]
    for part in reversed(parts[1:] + parts[:1] if len(parts) > 1 else []):
        folded = squeezed(part)
        if len(folded) > 2 and (folded in host or (host and host.split(".")[0] in folded)):
            found.append(Candidate(part, "title"))
    for name, content in declared.all(*LATER_TAGS):
        value = plain(content, 200).lstrip("@")
        if not value.startswith(("http", "/")) and len(value) < 60:
            found.append(Candidate(value, name))
    found.append(Candidate(host_of(declared.url), "address"))
    if len(parts) > 1 and len(parts[-1]) < 40:
        found.append(Candidate(parts[-1], "title"))
    return [one for one in found if not one.value.startswith("http")]


def known_names(declared: Declared) -> set[str]:
    """Squeezed forms of everything that may be the site's or publisher's name, host included."""
    return stated_names(declared) | host_names(declared.url)


def stated_names(declared: Declared) -> set[str]:
    """Squeezed forms of the site's and the publisher's names that the page states."""
    names = {
        squeezed(one.value)
        for one in candidates(declared)
        if one.source not in ("copyright", "title", "publisher", "address")
    }
    return {name for name in names if len(name) > 1}


def host_names(url: str) -> set[str]:
    """Squeezed forms of the host, its domain and its longer labels."""
    host = host_of(url)
    names = {squeezed(".".join(host.split(".")[i:])) for i in range(max(1, host.count(".")))}
    names.update(squeezed(label) for label in host.split(".")[:-1] if len(label) > 3)
    return {name for name in names if len(name) > 1}


def is_publisher(name: str, names: set[str]) -> bool:
    """Whether the name is that of the site or its publisher: "The Example", "Example News"."""
    bare = re.sub(r"^(?:the|der|die|das|la|le|el|il|les|los|de)\s+", "", name.strip(), flags=re.I)
    for folded in (squeezed(name), squeezed(bare)):
        if folded in names:
            return True
        if any(len(one) > 3 and one in folded and len(folded) - len(one) <= 7 for one in names):
            return True
    return bool(re.search(r"\.(?:com|de|net|org|at|ch|co\.uk|fr|it|es|tv|info)\b", name.lower()))
