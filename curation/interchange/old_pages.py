"""The old site's pages, as the bodies of its files speak of them: where each was, and is now."""

from collections.abc import Callable
from pathlib import Path

from curation.interchange.bodies import BodyPage
from curation.interchange.content_files import HTML, ContentFile
from curation.interchange.front_matter import FrontMatterError, ParsedFile, parse
from curation.interchange.import_fields import Reading, read_record
from curation.interchange.old_site.page_index import PageIndex
from curation.interchange.old_site.places import OldSite
from curation.interchange.records import ArticleRecord
from curation.interchange.value_reader import as_json
from curation.models import Article, article_slugs


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
