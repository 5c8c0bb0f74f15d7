"""The picture that a page shows of itself, and its icon."""

from __future__ import annotations

import re

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of
from curation.sources.reading.survey import Survey, stands_elsewhere

IMAGE_TAGS = (
    "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src",
    "twitter:image0", "sailthru.image.full", "parsely-image-url", "image", "thumbnail", "sailthru.image.thumb",
)  # fmt: skip


def read_image(page: Survey) -> Field[str]:
    """The address of the page's own picture."""
    declared = page.declared
    stated = [Candidate(value, name) for name, value in declared.all(*IMAGE_TAGS)]
    for article in declared.linked.articles():
        for key in ("image", "thumbnailUrl"):
            for value in declared.linked.values(article, key):
                stated.append(Candidate(url_of(value), "json-ld"))
    stated += [Candidate(link.href, "image_src") for link in declared.links if "image_src" in link.rel]
    found = [Candidate(declared.absolute(one.value), one.source) for one in stated]
    return Field.first_of(found)
