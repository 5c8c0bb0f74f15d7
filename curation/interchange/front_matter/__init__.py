"""Front matter in YAML, TOML and JSON: read into one tree of values, and changed byte-exactly."""

from curation.interchange.front_matter.editing import rewrite
from curation.interchange.front_matter.parsing import (
    MAX_BYTES,
    ParsedFile,
    begins,
    locate,
    parse,
    too_large,
)
from curation.interchange.front_matter.values import FrontMatterError, Scalar
from curation.interchange.front_matter.yaml_format import dump_yaml

__all__ = [
    "MAX_BYTES",
    "FrontMatterError",
    "ParsedFile",
    "Scalar",
    "begins",
    "dump_yaml",
    "locate",
    "parse",
    "rewrite",
    "too_large",
]
