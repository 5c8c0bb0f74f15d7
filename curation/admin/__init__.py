"""The curators' desk, one file a noun. Importing it registers every ModelAdmin of the newsroom."""

# ruff: noqa: F401
from curation.admin import (
    articles,
    curators,
    documents,
    images,
    people,
    publishers,
    sections,
    tags,
)
from curation.submissions.desk import blocks, decline_reasons, notices, partners, submissions
