"""The curators' desk: one file a noun. Importing it registers them all."""

from curation.admin import (  # noqa: F401
    articles,
    blocks,
    curators,
    decline_reasons,
    documents,
    images,
    notices,
    partners,
    people,
    publishers,
    sections,
    submissions,
    tags,
)
