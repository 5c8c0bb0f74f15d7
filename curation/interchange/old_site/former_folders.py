"""Folders of the old site whose lists and feeds lie elsewhere here. Pure.

Sources: Hugo's documentation, *Permalinks* (patterns for sections, terms and taxonomies) and *URL
management* (`url`, `slug` and `aliases` of section pages).
"""

from dataclasses import replace

from curation.interchange.old_site.configuration import Configuration
from curation.interchange.old_site.permalinks import PageFacts, alias_path, old_path
from curation.interchange.old_site.place import Place
from curation.interchange.old_site.section_paths import depth_of_section


def former_folders(config: Configuration, place: Place) -> dict[str, str]:
    """Path of a folder of the old site -> the path of the same folder here, where they differ.

    Those of the whole site, and those of the section of a file.
    """
    found = {}
    if config.system == "hugo":
        first = config.languages[:1]
        if len(config.languages) > 1 and not first[0].prefix:
            found[f"/{first[0].code}"] = "/"  # Hugo redirects it to the root
        for name, pattern in config.list_permalinks.get("taxonomy", {}).items():
            found[pattern] = f"/{name}"
        for name, pattern in config.list_permalinks.get("term", {}).items():
            found[pattern.partition(":")[0]] = f"/{name}"
        if place.section and not place.is_unfiled:
            found |= dict.fromkeys(_of_section(config, place), f"/{place.section}")
    found = {f"/{path.strip('/')}": target for path, target in found.items()}
    if place.base_path:  # in which the whole site stood
        found["/"] = "/"
        base = place.base_path
        found |= {f"{base}{path}".rstrip("/"): target for path, target in found.items()}
    return {
        path: target
        for path, target in found.items()
        if path not in ("/", target) and ":" not in path and len(path) <= 500
    }


def _of_section(config: Configuration, place: Place) -> list[str]:
    """The paths of the section's list on the old site."""
    depth = depth_of_section(place.folders, place.sections)
    if depth < 1:
        return []
    patterns = config.list_permalinks.get("section", {})
    as_page = Place(
        place.folders[depth - 1],
        folders=place.folders[: depth - 1],
        sections=place.sections,
        prefix=place.prefix,
        is_lower_case=place.is_lower_case,
        has_accents=place.has_accents,
        system="hugo",
    )
    facts = PageFacts(place.section_title or place.folders[depth - 1], slug=place.section_slug)
    path = old_path(as_page, facts)
    found = [path]
    if pattern := patterns.get("/".join(place.folders[:depth]).lower()):
        found.append(old_path(replace(as_page, pattern=pattern), facts))
    if place.section_url:
        found.append(place.section_url)
    found += [alias_path(alias, path, as_page) for alias in place.section_aliases if alias]
    return found
