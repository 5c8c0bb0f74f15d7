"""Images from the web: the bytes, and what they are said to be.

Whether they really are images is found out where files are stored (the `media` app). Until then
nothing here is shown to anyone.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from curation.sources.door.fetch import fetch

LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class Download:
    """A file as the web gave it.

    Attributes:
        url: the final URL, after redirects.
        content_type: the declared media type, or "" when the site declared none.
        file_name: the end of the URL as a harmless name, by which people recognise the file;
            never a path, never empty.
        body: at most 20 MB.
    """

    url: str
    content_type: str
    file_name: str
    body: bytes


def download_image(url: str, *, bulk: bool = False) -> Download:
    """GET an image. Raises FetchError, also when the URL leads to anything else."""
    fetched = fetch(url, accept="image", bulk=bulk)
    return Download(
        url=fetched.url,
        content_type=fetched.content_type,
        file_name=_file_name(fetched.url) or fetched.kind,
        body=fetched.body,
    )


def _file_name(url: str) -> str:
    name = PurePosixPath(unquote(urlsplit(url).path).replace("\\", "/")).name
    return re.sub(r"[^\w.-]+", "-", name)[-LONGEST_NAME:].strip("-.")
