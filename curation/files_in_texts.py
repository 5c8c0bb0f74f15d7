"""Which stored pictures and documents the texts of articles and offerings show.

A text names a file by its path, and no foreign key does: so these functions look into the texts.
"""

import re

from django.db import models
from django.utils.translation import gettext as _

from curation.models import Article
from media.models import Document, Image
from offerings.models import Offering

TEXTS = ((Article, "body_source"), (Offering, "description_source"))
_PICTURE = re.compile(r"/images/[0-9a-f]{2}/([0-9a-f]{64})\.")


def rows_that_show(file: Image | Document, most: int = 20) -> list[models.Model]:
    """The articles and offerings whose text shows a picture or links to a document.

    At most `most` of each.
    """
    return [
        row
        for model, column in TEXTS
        for row in model._default_manager.filter(**{f"{column}__contains": file.file.name})[:most]
    ]


def digests_of_pictures_in_texts() -> set[str]:
    """The digests of all stored pictures that texts show."""
    found: set[str] = set()
    for model, column in TEXTS:
        rows = model._default_manager.filter(**{f"{column}__contains": "/images/"})
        for text in rows.order_by().values_list(column, flat=True).iterator():
            found.update(_PICTURE.findall(text))
    return found


def keep_files_in_texts(sender: type[models.Model], instance: Image | Document, **kwargs):
    """Refuse to delete a file that a text shows; a receiver of `pre_delete`.

    Raises django.db.models.ProtectedError, as a foreign key with PROTECT does.
    """
    if rows := rows_that_show(instance):
        raise models.ProtectedError(_("A text shows this file."), set(rows))
