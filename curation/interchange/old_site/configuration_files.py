"""The configuration of the old site: Hugo's and Jekyll's files, read into one form.

Sources: Hugo's documentation, *All settings*, *Front matter*, *URL management* and *Multilingual*;
Jekyll's, *Configuration options*, *Front matter defaults*, *Permalinks* and *Collections*. A file
that cannot be read ends the import before it begins: it may say which texts are hidden.
"""

import re
from pathlib import Path
from typing import Any

from curation.interchange.front_matter import FrontMatterError, Scalar
from curation.interchange.front_matter.json_format import read_json
from curation.interchange.front_matter.toml_format import read_toml
from curation.interchange.front_matter.yaml_format import read_yaml
from curation.interchange.old_site.configuration import (
    Configuration,
    ConfigurationError,
    Language,
    Mount,
)

MAX_BYTES = 2**20
MAX_EXPRESSION = 200  # characters
_REPEATED_TWICE = re.compile(r"[*+}][^()]*\)[*+{]")
_HUGO_NAMES = tuple(
    f"{stem}.{suffix}" for stem in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")
)
_JEKYLL_NAMES = ("_config.yml", "_config.yaml", "_config.toml")
# Folders of a Jekyll site that hold no pages
_JEKYLL_EXCLUDED = frozenset({"_site", "_includes", "_layouts", "_sass", "_data", "_plugins"})
_ENVIRONMENTS = ("_default", "production")  # what `hugo` builds with


def find_configuration(folder: Path) -> Configuration:
    """Return the configuration of the site that a folder belongs to: its own, or one above it.

    A `config` file counts only where the folder is or holds the content folder that it names: other
    programs have files of that name, too. Raises ConfigurationError for one that cannot be read.
    """
    folder = folder.absolute()
    for root in (folder, *folder.parents):
        try:
            found = _hugo(root) or _jekyll(root)
        except ConfigurationError:
            if root == folder or folder.is_relative_to(root / "content") or _is_jekyll(root):
                raise
            continue  # another program's
        if not found:
            continue
        if found.system == "jekyll" or any(
            folder.is_relative_to(content) or content.is_relative_to(folder)
            for content in found.content_folders()
            if content.is_dir()
        ):
            return found
    return Configuration()


# ---------------------------------------------------------------------------------- Hugo


def _hugo(root: Path) -> Configuration | None:
    values = _hugo_values(root)
    if values is None:
        return None
    languages = _languages(values)
    ugly = values.get("uglyurls")
    date_keys = {
        name: tuple(_text(key).lower() for key in _list(keys))
        for name, keys in _mapping(values.get("frontmatter")).items()
    }
    return Configuration(
        system="hugo",
        root=root,
        content=_text(values.get("contentdir")) or "content",
        base_url=_text(values.get("baseurl")),
        is_lower_case=not _is_true(values.get("disablepathtolower")),
        has_accents=not _is_true(values.get("removepathaccents")),
        ugly_urls=frozenset(name for name, value in ugly.items() if _is_true(value))
        if isinstance(ugly, dict)
        else _is_true(ugly),
        date_is_in_name=":filename" in date_keys.get("date", ()),
        date_keys=date_keys,
        ignored=_ignored(root, values.get("ignorefiles")),
        language=_text(values.get("languagecode"))
        or _text(values.get("defaultcontentlanguage"))
        or _text(values.get("locale")),
        default_language=_default_language(values),
        languages=languages,
        has_pages="page" not in [_text(k).lower() for k in _list(values.get("disablekinds"))],
        mounts=_mounts(values),
        permalinks=_hugo_permalinks(values.get("permalinks")),
        list_permalinks={
            kind: {_text(name).strip("/"): _text(item) for name, item in patterns.items()}
            for kind, patterns in _mapping(values.get("permalinks")).items()
            if kind in ("section", "term", "taxonomy") and isinstance(patterns, dict)
        },
        taxonomies=_hugo_taxonomies(values.get("taxonomies"))
        or {"tags": "tags", "categories": "categories"},
        inherited=tuple(cascades(values.get("cascade"))),
        time_zone=_text(values.get("timezone")),
        params={"title": values.get("title"), **_mapping(values.get("params"))},
        leaves_out_html=not _shows_html(values),
    )


def _hugo_values(root: Path) -> dict[str, Any] | None:
    """All of Hugo's configuration as one mapping, its keys in lower case; None without one."""
    values: dict[str, Any] = {}
    found = [root / name for name in _HUGO_NAMES if (root / name).is_file()][:1]
    if found:
        values = _merged(values, _lowered(_read(found[0])))
    for environment in _ENVIRONMENTS:
        folder = root / "config" / environment
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix[1:] not in ("toml", "yaml", "yml", "json") or not path.is_file():
                continue
            found.append(path)
            read = _lowered(_read(path))
            first, *below = path.stem.lower().split(".")
            if first not in ("hugo", "config"):
                # languages.toml holds the languages, languages.fr.toml one of them.
                for key in reversed([first, *below]):
                    read = {key: read}
            values = _merged(values, read)
    return values if found else None


def _languages(values: dict[str, Any]) -> tuple[Language, ...]:
    """The languages, the one at the root (or the default) first."""
    default = _default_language(values)
    in_folder = _is_true(values.get("defaultcontentlanguageinsubdir"))
    disabled = {_text(code).lower() for code in _list(values.get("disablelanguages"))}
    found = []
    for code, settings in _mapping(values.get("languages")).items():
        settings = _mapping(settings)
        found.append(
            Language(
                code,
                prefix="" if code == default and not in_folder else code,
                folder=_text(settings.get("contentdir")),
                is_disabled=code in disabled or _is_true(settings.get("disabled")),
                permalinks=_hugo_permalinks(_lowered(settings.get("permalinks")))
                if "permalinks" in settings
                else None,
                taxonomies=_hugo_taxonomies(settings.get("taxonomies")),
            )
        )
    return tuple(sorted(found, key=lambda language: language.code != default))


def _default_language(values: dict[str, Any]) -> str:
    """The code of the language of files that name none; English where nothing says it."""
    default = _text(values.get("defaultcontentlanguage")).lower()
    return default or _text(values.get("languagecode")).partition("-")[0].lower() or "en"


def _hugo_permalinks(value: Any) -> dict[str, str]:
    """Section -> pattern of its pages: the older form names sections only, the newer the kind."""
    patterns = _mapping(value)
    kinds = [kind for kind in ("page",) if isinstance(patterns.get(kind), dict)]
    for kind in kinds:
        patterns = {**patterns, **patterns[kind]}
    return {
        section.strip("/"): pattern
        for section, pattern in patterns.items()
        if isinstance(pattern, str)
    }


def _mounts(values: dict[str, Any]) -> tuple[Mount, ...]:
    """The mounts of `module.mounts` that are content; where there are any, nothing else is."""
    found = []
    for mount in _list(_mapping(values.get("module")).get("mounts")):
        mount = {key.lower(): value for key, value in _mapping(mount).items()}
        target, *below = _text(mount.get("target")).strip("/").split("/")
        source = _text(mount.get("source")).strip("/")
        if target != "content" or not source or ".." in source.split("/"):
            continue
        matrix = _mapping(_mapping(_lowered(mount.get("sites"))).get("matrix"))
        codes = [*_list(mount.get("lang")), *_list(matrix.get("languages"))]
        patterns = [
            *_list(mount.get("files")),
            *_list(mount.get("includefiles")),
            *(f"!{_text(pattern)}" for pattern in _list(mount.get("excludefiles"))),
        ]
        code = _text(codes[0]).lower() if codes else ""
        found.append(Mount(source, tuple(below), code, tuple(map(_text, patterns))))
    # A folder in another one is looked up first.
    return tuple(sorted(found, key=lambda mount: -len(mount.folder)))


def _shows_html(values: dict[str, Any]) -> bool:
    """Whether HTML in Markdown is shown: `markup.goldmark.renderer.unsafe`."""
    goldmark = _mapping(_mapping(values.get("markup")).get("goldmark"))
    return _is_true(_mapping(goldmark.get("renderer")).get("unsafe"))


def _hugo_taxonomies(value: Any) -> dict[str, str] | None:
    """Key of the front matter in lower case -> the word in the paths; None where nothing says."""
    if not isinstance(value, dict):
        return None
    return {_text(plural).lower(): _text(plural) for plural in value.values()}


def _ignored(root: Path, value: Any) -> tuple[re.Pattern, ...]:
    """The expressions of `ignoreFiles`. Raises ConfigurationError for one that cannot be used.

    Go's expressions take linear time; of Python's, those with a repetition in a repetition do not.
    """
    found = []
    for expression in map(_text, _list(value)):
        try:
            if len(expression) > MAX_EXPRESSION or _REPEATED_TWICE.search(expression):
                raise re.error("it is too involved")
            found.append(re.compile(expression.replace(r"\z", r"\Z")))
        except re.error as error:
            raise ConfigurationError(
                f"{root}: ignoreFiles has {expression[:60]!r}, which cannot be used: {error}. "
                "Nothing was imported: it may say what is hidden."
            ) from None
    return tuple(found)


def cascades(value: Any) -> list[tuple[dict, dict]]:
    """What `cascade` says, in a configuration or a section page: (target, values) in its order.

    One mapping, a list of mappings with a `target` or `_target` each, or `params` beside.
    """
    found = []
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, dict):
            continue
        entry = {key.lower(): item for key, item in entry.items()}
        target = _mapping(entry.pop("target", None)) or _mapping(entry.pop("_target", None))
        entry.pop("_target", None)
        target = {key.lower(): item for key, item in target.items()}
        matrix = _mapping(_mapping(target.pop("sites", None)).get("matrix"))
        if codes := [_text(code) for code in _list(matrix.get("languages"))]:
            target["lang"] = f"{{{','.join(codes)}}}"
        found.append(({key: _text(item) for key, item in target.items()}, entry))
    return found


# ---------------------------------------------------------------------------------- Jekyll


def _is_jekyll(root: Path) -> bool:
    return any((root / name).is_file() for name in _JEKYLL_NAMES)


def _jekyll(root: Path) -> Configuration | None:
    path = next((root / name for name in _JEKYLL_NAMES if (root / name).is_file()), None)
    if path is None:
        return None
    values = _read(path)
    collections = values.get("collections")
    settings = {
        _text(name): _mapping(item)
        for name, item in (
            collections.items()
            if isinstance(collections, dict)
            else [(name, {}) for name in _list(collections)]
        )
    }
    permalinks = {
        name: _text(item.get("permalink")) for name, item in settings.items() if "permalink" in item
    }
    inherited = []
    for default in _list(values.get("defaults")):
        default = _mapping(default)
        scope = _mapping(default.get("scope"))
        target = {key: _text(item) for key, item in scope.items()}
        inherited.append((target, _mapping(default.get("values"))))
    excluded = {_text(name).strip("/") for name in _list(values.get("exclude"))}
    return Configuration(
        system="jekyll",
        root=root,
        content=_text(values.get("source")).strip("./"),
        base_url=_text(values.get("url")) + _text(values.get("baseurl")),
        is_lower_case=False,
        date_is_in_name=True,
        language=_text(values.get("lang")) or _text(values.get("locale")),
        permalinks={"": _text(values.get("permalink")) or "date", **permalinks},
        taxonomies={"tags": "tags", "categories": "categories"},
        # The narrower scope wins, and of two equally narrow ones the later.
        inherited=tuple(sorted(inherited, key=lambda entry: len(entry[0].get("path", "")))),
        collections={
            name: _is_true(item.get("output")) for name, item in settings.items() if name != "posts"
        },
        included=frozenset(_text(name).strip("/") for name in _list(values.get("include"))),
        excluded=frozenset(excluded | _JEKYLL_EXCLUDED | {"node_modules", "vendor"}),
        time_zone=_text(values.get("timezone")),
        params=values,
    )


# ---------------------------------------------------------------------------------- values


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ConfigurationError(f"{path}: the file is larger than 1 MB; shorten it.")
        text = data.decode("utf-8-sig")
        if path.suffix == ".toml":
            return read_toml(text)
        if path.suffix == ".json":
            return read_json(text, re.compile(r"\s*").match(text).end())[1]
        return read_yaml(text) if text.strip() else {}
    except OSError as error:
        raise ConfigurationError(f"{path}: the file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: this is not UTF-8; save the file as UTF-8.") from None
    except FrontMatterError as error:
        place = ":".join(str(part) for part in (path, error.line, error.column) if part is not None)
        raise ConfigurationError(
            f"{place}: {error.message} Nothing was imported: this file may say what is hidden."
        ) from None


def _merged(one: dict, other: dict) -> dict:
    """Two mappings as one; of values that both have, the other's."""
    merged = dict(one)
    for key, value in other.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _lowered(value: Any, depth: int = 2) -> Any:
    """A mapping with its keys in lower case, the keys of the mappings in it likewise."""
    if not isinstance(value, dict):
        return value
    return {
        key.lower(): _lowered(item, depth - 1) if depth else item for key, item in value.items()
    }


def _mapping(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value.text if isinstance(value, Scalar) else value if isinstance(value, str) else ""


def _is_true(value: Any) -> bool:
    return (
        value.value is True
        if isinstance(value, Scalar)
        else isinstance(value, str) and value.lower() == "true"
    )
