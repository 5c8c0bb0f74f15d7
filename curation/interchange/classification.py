"""How a content file classifies its article: topics, tags, institution, offerings. Pure."""

from html import unescape

from django.utils.text import slugify

from curation.interchange.old_site.place import Place
from curation.interchange.records import OfferingRecord, Path
from curation.interchange.value_reader import ValueReader
from slugs import slug_from_name


class Classification:
    """Reads the classification out of one front matter. `place`: the file's in the old site."""

    def __init__(self, reader: ValueReader, place: Place):
        self.reader, self.place = reader, place

    def categories(self) -> tuple[str, ...]:
        """The categories, and the terms of the old site's own taxonomies as `Taxonomy: Term`."""
        value = self.reader.value("categories")
        if isinstance(value, str) and self.place.system == "jekyll":
            # Jekyll divides `categories` at spaces, `category` not.
            is_list = self.reader.written.get("categories", "").lower() == "categories"
            self.reader.values["categories"] = value.split() if is_list else [value]
        found = list(self.reader.names("categories", 320))
        for key, first in self.place.taxonomies.items():
            name = first.replace("-", " ").replace("_", " ").strip().capitalize()
            found += [f"{name}: {term}" for term in self.terms(key)]
        kept = []
        for name in map(self._plain, found):
            taxonomy, _divider, label = name.partition(": ")
            if len(label) > 200 or len(taxonomy) > (120 if label else 200):
                done = f"{name[:40]!r}… has {len(name)} characters; left out"
                self.reader.leave_out("categories", done, "at most 200 are allowed")
            else:
                kept.append(name)
        return tuple(dict.fromkeys(kept))

    def terms(self, key: str) -> tuple[str, ...]:
        """The terms of the old site's own taxonomy; its key may have another meaning as well."""
        values = {written.lower(): value for written, value in self.reader.in_file.items()}
        self.reader.values[f"taxonomy {key}"] = values.get(key, self.reader.values.get(key))
        return self.reader.names(f"taxonomy {key}", 200)

    def tags(self) -> tuple[str, ...]:
        """The free tags, each once: capitals make no difference."""
        if isinstance(value := self.reader.value("tags"), str):
            # Jekyll divides a text at spaces; whoever writes commas means them.
            is_spaced = self.place.system == "jekyll" and "," not in value
            self.reader.values["tags"] = value.split() if is_spaced else value.split(",")
        tags = map(self._plain, self.reader.names("tags", 100))
        return tuple({tag.casefold(): tag for tag in tags}.values())

    def _plain(self, name: str) -> str:
        """A name without the entities of HTML, which exports of WordPress keep."""
        is_own_format = "&" not in name or self.reader.value("basePath")
        return name if is_own_format else " ".join(unescape(name).split())

    def name(self, key: str) -> str:
        """A name: a text, or a mapping's `name` or `label`; "" for other shapes."""
        value = self.reader.value(key)
        if isinstance(value, dict):
            names = (self.reader.text(key, inner, max_length=200) for inner in ("name", "label"))
            return next((name for name in names if name), "")
        return "" if isinstance(value, list) else self.reader.text(key, max_length=200)

    def related(self) -> tuple[OfferingRecord, ...]:
        """The offerings nearest to the article, each once, in order."""
        value = self.reader.value("relatedOfferings")
        if not value:
            return ()
        if not isinstance(value, list):
            done = "this is not a list; it stays in the file only"
            self.reader.leave_out("relatedOfferings", done)
            return ()
        found = [self.offering(("relatedOfferings", index)) for index in range(len(value))]
        return tuple({offering.key: offering for offering in found if offering}.values())

    def own_offering(self) -> OfferingRecord | None:
        """The product that the article is about."""
        return self.offering(("offering",)) if self.reader.value("offering") else None

    def offering(self, path: Path) -> OfferingRecord | None:
        """The offering at a path of keys and indexes: a text, or a mapping; None without one."""
        value = self.reader.value(*path)
        if isinstance(value, list):
            return None
        if not isinstance(value, dict):
            label = self.reader.text(*path, max_length=200)
            return OfferingRecord(label, slug_from_name(label, "offering")) if label else None
        label = self.reader.text(*path, "label", max_length=200)
        label = label or self.reader.text(*path, "name", max_length=200)
        permalink = self.reader.text(*path, "permalink").rstrip("/").rpartition("/")[2]
        slug = slugify(permalink, allow_unicode=True)[:220]
        number = self.reader.text(*path, "offeringId")
        is_number = number.isascii() and number.isdigit() and int(number) < 2**63
        if not label and not slug:
            self.reader.leave_out(path, "this offering has neither label nor permalink; left out")
            return None
        return OfferingRecord(
            label or slug,
            slug or slug_from_name(label, "offering", max_length=220),
            int(number) if is_number else None,
            self.reader.texts("categories", 320, *path),
        )
