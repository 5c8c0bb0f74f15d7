"""The old site's pages, as the bodies of its files speak of them: where each was, and is now."""

import re
from bisect import bisect_right
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

from curation.interchange.bodies import BodyPage
from curation.interchange.bodies.code_ranges import code_ranges
from curation.interchange.content_files import HTML, MARKDOWN, ContentFile
from curation.interchange.front_matter import FrontMatterError, ParsedFile, parse
from curation.interchange.import_fields import Reading, read_record
from curation.interchange.old_site.page_index import PageIndex
from curation.interchange.old_site.places import OldSite
from curation.interchange.records import ArticleRecord
from curation.interchange.remarks import Remark, RemarkKind
from curation.interchange.value_reader import as_json
from curation.models import Article, article_slugs

_TAG = re.compile(r"^ {0,3}<[a-zA-Z/!]", re.MULTILINE)


class OldPages:
    """What bodies need of their sites; one index for each site of a run.

    `reading`: content file -> what is known of it beside its text. `media`: that of `--media`.
    """

    def __init__(self, reading: Callable[[ContentFile], Reading], media: Path | None):
        self._reading, self._media = reading, media
        # Each site's pages, and the folders in which its files lie
        self._sites: dict[OldSite, tuple[PageIndex, tuple[Path, ...]]] = {}

    def body_page(self, file: ContentFile, parsed: ParsedFile, record: ArticleRecord) -> BodyPage:
        """The page whose body is converted."""
        site, config = file.site, file.site.configuration
        if site not in self._sites:
            index = PageIndex(site, lambda path: self._path_of(path, file))
            media = [self._media] if self._media else []
            self._sites[site] = index, (*site.file_folders(), *media)
        index, roots = self._sites[site]
        return BodyPage(
            address=_old_path(record),
            file=file.path.absolute(),
            roots=roots,
            site_urls=(config.base_url,) if "://" in config.base_url else (),
            resolve=lambda reference: index.resolve(reference, file.path.absolute()),
            is_liquid=file.place.system == "jekyll",
            is_html=file.path.suffix.lower() in HTML,
            # Only marks of templates can ask for them.
            params={"site": as_json(config.params), "page": as_json(parsed.values)}
            if "{{" in record.body or "{%" in record.body
            else {},
        )

    def _path_of(self, path: Path, beside: ContentFile) -> str:
        """The path at which the article of another file can be reached here.

        "" where it cannot be read, and where it is hidden.
        """
        root = beside.root.absolute()
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        file = ContentFile(path, beside.root, name, beside.site)
        try:
            record = read_record(parse(file.read()), self._reading(file))
        except (OSError, FrontMatterError):
            return ""
        # A link would tell readers the address of a text that they may not see.
        return _old_path(record) if record.status == Article.Status.PUBLISHED else ""


def _old_path(record: ArticleRecord) -> str:
    """Where the old site served an article; an address of the article here as well."""
    if record.old_paths:
        return record.old_paths[0]
    slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    return f"/{record.section.path}/{slug}/"


def html_remarks(file: ContentFile, body: str) -> list[Remark]:
    """A remark where a Markdown text has HTML that the old site did not show.

    Hugo leaves it out unless `markup.goldmark.renderer.unsafe` is set; here it is sanitised, and
    shown.
    """
    is_markdown = file.path.suffix.lower() in MARKDOWN
    if not (is_markdown and file.site.configuration.leaves_out_html and _TAG.search(body)):
        return []
    code = code_ranges(body, is_html=False)
    for tag in _TAG.finditer(body):
        number = bisect_right(code, tag.start(), key=attrgetter("start"))
        if not number or code[number - 1].end <= tag.start():
            break
    else:
        return []
    done = "HTML in this text is shown, which the old site's configuration left out"
    to_do = "see whether readers may see it, or set markup.goldmark.renderer.unsafe if they did"
    return [Remark(RemarkKind.HTML_SHOWN, "body", done, to_do)]
