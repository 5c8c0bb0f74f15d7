"""The desk: the front page, the sidebar, articles, and the small lists, one file each.

Importing this package registers each ModelAdmin of the app, as Django's autodiscovery expects.
"""

# ruff: noqa: F401
from curation.admin import (
    curators,
    documents,
    former_folders,
    images,
    people,
    publishers,
    sections,
    tags,
)
from curation.admin.articles import article_admin
from curation.submissions.desk import blocks, decline_reasons, notices, partners, submissions
