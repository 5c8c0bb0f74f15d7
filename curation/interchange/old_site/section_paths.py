"""The sections here that the folders of the old site become: their paths and names. Pure."""

import re

from django.core.exceptions import ValidationError

from curation.interchange.old_site.section_pages import SectionPage
from curation.models.sections import RESERVED, valid_path
from slugs import slug_from_name
from slugs.hugo import hugo_path_segment


def section_path(folders: tuple[str, ...]) -> str:
    """The path of the section here for folders of the old site: one that a section may have.

    >>> section_path(("Blog Posts", "case_studies")), section_path(("v1.2",))
    ('blog-posts/case_studies', 'v1-2')
    """
    parts = [_section_part(folder) for folder in folders]
    if parts[0] in RESERVED:
        parts[0] += "-articles"
    path = "/".join(parts)
    return path if len(path) <= 100 else path[:100].rpartition("/")[0] or path[:100].strip("-")


def _section_part(folder: str) -> str:
    slug = hugo_path_segment(folder).strip("-_.")
    try:
        valid_path(slug)
    except ValidationError:
        slug = slug_from_name(folder.replace(".", "-"), "section")
        slug = re.sub(r"-+", "-", slug).strip("-_") or "section"
    return f"{slug}-articles" if slug in ("feed", "page") else slug


def depth_of_section(folders: tuple[str, ...], sections: tuple[str, ...]) -> int:
    """The depth of the innermost folder that is a section; -1 without one."""
    for depth in range(len(folders), 0, -1):
        if sections and folders[depth - 1] == sections[-1]:
            return depth
    return -1


def sections_above(
    folders: tuple[str, ...],
    sections: tuple[str, ...],
    pages: dict[int, SectionPage],
    prefix: str,
) -> tuple[tuple[str, str, str], ...]:
    """(path, name, description) of the sections above a file's own that have a page."""
    own, found = depth_of_section(folders, sections), []
    for depth in range(1, own):
        if depth in pages:
            above = tuple(f for d, f in enumerate(folders[:depth], 1) if d == 1 or d in pages)
            path = "/".join(filter(None, (prefix, section_path(above))))
            name = section_name(pages[depth].name, path, prefix, is_unfiled=False)
            found.append((path, name, pages[depth].description))
    return tuple(found)


def section_name(written: str, section: str, prefix: str, *, is_unfiled: bool) -> str:
    """The name of a new section; "" where its path names it well."""
    if written and not is_unfiled:
        return written
    if not prefix:
        return ""
    # Beside the section of the same name in the site's own language
    last = section.rpartition("/")[2].replace("-", " ").capitalize()
    return f"{last} ({prefix})"
