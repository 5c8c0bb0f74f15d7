"""The Link: a URL that was read once, with all that is needed of it afterwards."""

from dataclasses import dataclass

from curation.sources.links.cleaning import cleaned
from curation.sources.links.hosts import without_www
from curation.sources.links.keys import key_of_cleaned
from curation.sources.links.parsing import parse_url, stripped
from curation.sources.links.pasting import address_in


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page, parsed and cleaned once; made by `Link.parse`, or `Link.in_text`.

    Attributes:
        pasted: the URL as it came, without space around it.
        href: the cleaned URL, to which readers are sent.
        key: the same for every form of the page; for comparison (see `keys`).
        host: the cleaned URL's host: lower case, in punycode; IPv6 in brackets.
        brand: the publisher's name in the content format: the host without `www.`.
    """

    pasted: str
    href: str
    key: str
    host: str
    brand: str

    @classmethod
    def parse(cls, text: str, *, strict: bool = True) -> "Link":
        """Return the link that a person pasted or a page named.

        strict: what a person submits has 2,048 characters at most, no spaces and no backslashes.
        URLs out of pages, files and our own database need not. Raises LinkError, with a sentence
        for people.
        """
        url = cleaned(parse_url(text, strict=strict))
        return cls(
            pasted=stripped(text),
            href=str(url),
            key=key_of_cleaned(url),
            host=url.host,
            brand=without_www(url.host),
        )

    @classmethod
    def in_text(cls, text: str) -> "Link":
        """Return the link in a text that a person pasted, whatever stands around it.

        Raises LinkError, with a sentence for people; see `pasting.address_in`.
        """
        return cls.parse(address_in(text))

    def __str__(self) -> str:
        return self.href
