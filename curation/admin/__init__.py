"""The curators' desk: one file a noun. Importing it registers them all."""

from curation.admin import (  # noqa: F401
    articles,
    curators,
    documents,
    images,
    people,
    publishers,
    sections,
    submissions,
    tags,
)
