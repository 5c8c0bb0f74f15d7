"""Imports point down only: each import of the project is checked against the layers."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the top down: a module may import from its own row and the rows below, not from above.
LAYERS = [
    ["config"],
    [
        "curation.admin", "curation.management", "curation.site", "curation.submissions.pages",
        "curation.submissions.desk", "curation.interchange", "curation.preparing",
        "curation.desk_pages", "curation.checks", "curation.templatetags", "curation.apps",
    ],
    [
        "curation.drafting", "curation.publishing", "curation.suggesting", "curation.duplicates",
        "curation.autofill", "curation.recleaning", "curation.previewing", "curation.submissions",
        "curation.chores", "curation.files_in_texts",
    ],
    ["curation.models", "curation.migrations"],
    ["offerings"],
    ["taxonomy"],
    [
        "curation.absolute_urls", "curation.sources", "curation.search",
        "listing", "media", "markup", "slugs",
    ],
]  # fmt: skip
# These import nothing else of the project.
ALONE = LAYERS[-1]


def modules():
    """Yield (dotted name, path) of every module except tests and benchmarks."""
    for room in sorted({name.partition(".")[0] for row in LAYERS for name in row}):
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path


def layer_of(name: str) -> int | None:
    for height, rooms in enumerate(LAYERS):
        if any(name == room or name.startswith(room + ".") for room in rooms):
            return height
    return None


def room_of(name: str) -> str:
    rooms = [room for row in LAYERS for room in row]
    return next(room for room in rooms if name == room or name.startswith(room + "."))


def imports_of(path: Path):
    """Yield each dotted name that a module imports, also within functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which layer it crosses"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_a_layer():
    homeless = [name for name, _ in modules() if layer_of(name) is None and name != "curation"]
    assert not homeless, f"name a layer for {homeless}"


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: str(value))
def test_imports_point_down(name, path):
    own = layer_of(name)
    if own is None:
        return
    for imported in imports_of(path):
        other = layer_of(imported)
        if other is None:
            continue
        assert other >= own, f"{name} imports {imported}, which stands above it"
        if any(name.startswith(room) for room in ALONE):
            assert room_of(imported) == room_of(name), f"{name} must know nothing of {imported}"
