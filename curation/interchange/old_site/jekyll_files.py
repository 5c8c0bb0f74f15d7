"""Which files Jekyll reads; all others were no pages of the old site. Pure.

Source: `EntryFilter`, `PostReader` and `Document::DATE_FILENAME_MATCHER` in Jekyll's own code, and
its documentation, *Configuration options*, `include` and `exclude`.
"""

import re
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

_SPECIAL = (".", "_", "#", "~")
_OWN_FOLDERS = ("_posts", "_drafts")
_POST = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-.")
# What is left out of every site; unlike the names of a configuration, they are whole names.
_ALWAYS = frozenset({
    "_site", "_includes", "_layouts", "_sass", "_data", "_plugins", "node_modules", "vendor",
})  # fmt: skip


def why_not_read(
    path: PurePosixPath,
    excluded: Collection[str],
    included: Collection[str],
    collections: Collection[str],
) -> str:
    """Return why Jekyll did not read the file at a path below its source folder; "" where it did.

    excluded, included: the names and patterns of the configuration, without slashes around them.
    """
    parts = path.parts
    for depth, name in enumerate(parts, 1):
        entry = "/".join(parts[:depth])
        if _fits(entry, included):
            continue
        if _fits(entry, excluded):
            return "the old site's configuration excludes it"
        is_own = name in _OWN_FOLDERS or (name[:1] == "_" and name[1:] in collections)
        is_folder = depth < len(parts)
        if name.startswith(_SPECIAL) and not (is_folder and is_own):
            return f"Jekyll reads no {'folder' if is_folder else 'file'} of such a name"
    if "_posts" in parts and not _POST.match(parts[-1]):
        return "Jekyll reads no post without a date in its name"
    return ""


def _fits(entry: str, patterns: Collection[str]) -> bool:
    """As in Jekyll: the pattern itself, or what begins with it."""
    return any(
        fnmatchcase(entry, pattern)
        or (entry.startswith(pattern) and bool(pattern) and pattern not in _ALWAYS)
        for pattern in patterns
    )
