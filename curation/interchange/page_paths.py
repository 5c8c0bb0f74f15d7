"""The paths of one article: its slug here, its aliases, and where the old site served it. Pure."""

import unicodedata
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from curation.interchange.old_site.permalinks import PageFacts, alias_path, last_part, old_path
from curation.interchange.records import FieldError, SectionRecord
from curation.interchange.remarks import RemarkKind
from curation.interchange.value_reader import ValueReader
from curation.models import Address, article_slugs
from curation.models.sections import RESERVED
from curation.sources.characters import NOT_IN_URLS

MAX_SLUG = 255


class PagePaths:
    """The paths of one article, read out of its front matter and its place.

    `slug`: "" where the rule of publisher and title makes it (`has_rule`: it may). Remarks are
    given to the reader.
    """

    def __init__(
        self, reader: ValueReader, section: SectionRecord, page: PageFacts, *, has_rule: bool
    ):
        self.reader, self.section = reader, section
        self.place = reader.place
        self.has_written_slug = bool(page.slug)
        self.page = replace(page, slug=unquote(page.slug))
        self.slug = self._slug(has_rule)

    def _slug(self, has_rule: bool) -> str:
        """The slug that the file gives; without one, its name, but where the rule makes it."""
        written = self.page.slug
        if not written:
            if has_rule:
                return ""
            url = self._own_url().rstrip("/").rpartition("/")[2]
            name = url.removesuffix(".html").removesuffix(".htm")
            return self._valid(name) or self._valid(last_part(self.place, self.page))
        # Elsewhere a slug may name folders, too: they stay in the old address.
        if ("/" in written or "\\" in written) and self.reader.value("basePath"):
            raise FieldError(
                ("slug",), "Use letters, digits and hyphens; the address has no slashes or spaces."
            )
        slug = self._valid(written)
        if slug and slug != written:
            done = f"{written[:60]!r} cannot be a slug; it became {slug!r}"
            self.reader.remark(RemarkKind.ADDRESS_CHANGED, "slug", done)
        elif not slug:
            done = f"{written[:60]!r} cannot be a slug; the title's was taken"
            self.reader.remark(RemarkKind.ADDRESS_CHANGED, "slug", done)
        return slug

    def _valid(self, name: str) -> str:
        """The name as a slug that an article may have; "" where nothing of it can be one."""
        name = unicodedata.normalize("NFC", unquote(name))
        try:
            article_slugs.valid_slug(name)
        except ValidationError:
            kept = (
                char if char.isalnum() or char in "-_.~" or unicodedata.combining(char)
                or unicodedata.category(char)[0] == "M" else "-"
                for char in name
            )  # fmt: skip
            name = "-".join(part for part in "".join(kept).strip("-._~").split("-") if part)
        name = name[:MAX_SLUG]
        if name in article_slugs.RESERVED:
            name += "-article"
        try:
            article_slugs.valid_slug(name)
        except ValidationError:
            return ""
        return name

    # ---------------------------------------------------------------- former paths

    def aliases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(all former paths that can lead here, those among them that the file does not name)."""
        old = self._old_paths()
        given = [path for path in self._given(old[0] if old else "") if path not in old]
        old = [path for path in old if self._may_lead_here(path, is_old=True)]
        return tuple(dict.fromkeys((*given, *old))), tuple(dict.fromkeys(old))

    def _given(self, own: str) -> list[str]:
        """The aliases that the file names."""
        found = []
        for name in ("aliases", "redirect_from"):
            for written in self.reader.names(name, 2000):
                path = urlsplit(written).path if "://" in written else written.partition("?")[0]
                path = path.partition("#")[0]
                if path and not path.startswith("/") and not own:
                    path = f"/{self.section.path}/{path.removeprefix('./')}"
                elif path and name == "aliases":
                    path = alias_path(path, own, self.place)
                elif path and not path.startswith("/"):
                    path = f"/{path}"
                if self._may_lead_here(path, written=written, key=name):
                    found.append(path)
        return found

    def _own_url(self) -> str:
        """The whole path that the file names for its page, "" without one."""
        for name in ("url", "permalink"):
            value = self.reader.value(name)
            if not isinstance(value, str) or not value.strip():
                continue
            if name == "permalink" and self.place.system == "hugo":
                continue
            written = self.reader.text(name, max_length=2000)
            if "://" in written:
                written = urlsplit(written).path
            return written.partition("?")[0].partition("#")[0]
        return ""

    def _old_paths(self) -> list[str]:
        """Where the old site served the page, and the forms in which that is asked for.

        The content format's own files name both section and slug: nothing is to be guessed.
        """
        url = self._own_url()
        names_path = bool(self.reader.value("basePath")) and self.has_written_slug
        found = []
        if url or not names_path or (self.place.system and self.place.pattern):
            found.append(old_path(self.place, replace(self.page, url=url)))
        if url and not self.place.system and not names_path:
            found.append(old_path(self.place, self.page))
        if self.has_written_slug and self.place.is_lower_case:
            slug = self.slug or self.page.slug
            if slug != slug.lower():
                found.append(f"/{self.section.path}/{slug.lower()}")
        found = [path for path in found if path]
        if self.place.system == "jekyll":
            # It writes a file with a suffix, whether the address has one or not.
            names = [path for path in found if not path.endswith("/")]
            found += [f"{path}.html" for path in names if "." not in path.rpartition("/")[2]]
        if self.place.base_path:
            found += [self.place.base_path + path for path in found]
        return list(dict.fromkeys(found))

    def _may_lead_here(
        self, path: str, *, written: str = "", key: str = "", is_old: bool = False
    ) -> bool:
        """Whether a path can be an alias; a remark says why one cannot."""
        written = written or path
        decoded = Address.normalise(path)
        is_path = decoded != "/" and len(path) <= 500 and ".." not in decoded.split("/")
        if not is_path or NOT_IN_URLS.search(decoded):
            done = f"{written[:80]!r} cannot lead here; left out"
        elif self._is_the_sites_own(path, is_old):
            done = f"{written[:80]!r} is an address that the site itself uses; left out"
        else:
            return True
        self.reader.remark(RemarkKind.ADDRESS_LOST, key, done)
        return False

    def _is_the_sites_own(self, path: str, is_old: bool) -> bool:
        """Whether a page of the site answers there, so that an alias would never be asked for."""
        path = Address.normalise(path)
        if path.split("/")[1] not in RESERVED:
            return False
        if not is_old:
            return True
        try:
            match = resolve(f"{path}/" if path.count("/") == 1 else path)
        except Resolver404:
            return False
        return match.view_name not in ("site:section", "site:article", "site:section-feed")
