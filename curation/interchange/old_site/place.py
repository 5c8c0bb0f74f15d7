"""Where one content file stands in the old site: the facts, as `places` finds them. Pure."""

from dataclasses import dataclass, field, fields
from typing import Any

from curation.interchange.value_reader import as_json

POSTS, DRAFTS = "_posts", "_drafts"  # Jekyll's folders


@dataclass(frozen=True, slots=True)
class Place:
    """Where one file stands.

    `name`: the file's, or its bundle's, without date, language and suffix. `folders`: below the
    content folder. `sections`: those of the folders that are sections of the old site. `section`:
    the path of the section here; `section_name` and others: what its page says;
    `section_parents`: (path, name, description) of the sections above it that have a page.
    `former_folders`: path of a folder of the old site -> its path here, where they differ.
    `is_unfiled`: no folder gave the section. `language`: a code, "" where nothing says it;
    `prefix`: the part of the old path that names it. `day`: the date in the file's name;
    `dated_name`: the name with it, where Hugo may take it off. `hidden`: "" or why the old site did
    not serve the file: "drafts", "resource", "collection", "language", "kind".
    `system`: "hugo", "jekyll" or "". `pattern`: of the old paths, "" for the system's own;
    `suffix`: what ends the paths of Jekyll's pages.
    `date_keys`: which keys give its dates, see `Configuration`. `inherited`: key -> value of the
    configuration and the section pages above.
    """

    name: str
    folders: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    section: str = ""
    section_name: str = ""
    section_description: str = ""
    section_title: str = ""
    section_slug: str = ""
    section_url: str = ""
    section_aliases: tuple[str, ...] = ()
    section_parents: tuple[tuple[str, str, str], ...] = ()
    former_folders: dict[str, str] = field(default_factory=dict)
    is_unfiled: bool = False
    language: str = ""
    prefix: str = ""
    day: str = ""
    dated_name: str = ""
    is_bundle: bool = False
    hidden: str = ""
    system: str = ""
    collection: str = ""
    pattern: str = ""
    suffix: str = ".html"
    is_lower_case: bool = True
    has_accents: bool = True
    is_ugly: bool = False
    base_path: str = ""
    date_keys: dict[str, list[str]] = field(default_factory=dict)
    taxonomies: dict[str, str] = field(default_factory=dict)
    inherited: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The place in JSON values, as provenance stores it; names of the section are left out."""
        found: dict[str, Any] = {}
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                found[name] = list(value) if isinstance(value, tuple) else value
        if self.inherited:
            found["inherited"] = as_json(self.inherited)
        return found

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Place":
        """The place that provenance stores."""
        return cls(**{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in ({"name": ""} | values).items()
        })  # fmt: skip


# What a place is where nothing is said: provenance stores the differences.
_DEFAULTS = {
    field.name: getattr(Place(""), field.name)
    for field in fields(Place)
    if not field.name.startswith("section_")
}
