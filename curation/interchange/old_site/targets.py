"""Which files the values of a configuration or section page are meant for. Pure."""

import re
from fnmatch import fnmatchcase

from curation.interchange.old_site.globs import glob_matches
from curation.interchange.old_site.place import DRAFTS

_SUFFIX = re.compile(r"\.(?:md|markdown|mkdn?|mdown|html?)\Z")


def is_in_scope(scope: dict[str, str], path: str, collection: str) -> bool:
    """Whether Jekyll's defaults for that scope hold for a file. Source: *Front matter defaults*."""
    kind = scope.get("type", "")
    if kind and kind not in (collection or "pages", "drafts" if DRAFTS in path else ""):
        return False
    # A whole file's name has a suffix, which the path does not.
    pattern = _SUFFIX.sub("", scope.get("path", "").strip("/"))
    if "*" in pattern:
        patterns = (pattern, pattern.replace("**/", ""))
        return any(fnmatchcase(path, wild) for one in patterns for wild in (one, f"{one}/*"))
    return not pattern or path == pattern or path.startswith(f"{pattern}/")


def is_target(target: dict[str, str], path: str, language: str) -> bool:
    """Whether a cascade with that target holds for a page. Source: Hugo's *Cascade*."""
    facts = {"kind": "page", "lang": language, "environment": "production", "path": path}
    for name, fact in facts.items():
        pattern = target.get(name, "").lower()
        if name == "path" and pattern and not pattern.startswith(("/", "{", "*")):
            pattern = f"/{pattern}"
        if pattern and not glob_matches(pattern, fact):
            return False
    return True
