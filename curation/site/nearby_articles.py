"""Articles to read next: the previous, the following, and more from the same publisher."""

from dataclasses import dataclass, field

from django.db.models import Q

from curation.models import Article

MORE = 4


@dataclass(slots=True)
class NearbyArticles:
    """The next older and newer article of the section; `more`: the latest of the publisher."""

    older: Article | None = None
    newer: Article | None = None
    more: list[Article] = field(default_factory=list)

    @classmethod
    def of(cls, article: Article) -> "NearbyArticles":
        """Return the articles near one that has a publication date, with one query."""
        published = Article.objects.published().exclude(pk=article.pk)
        in_section = published.filter(section=article.section_id)
        older = in_section.older_than(article).newest_first()
        newer = in_section.newer_than(article).newest_first().reverse()
        condition = Q(pk__in=older.values("pk")[:1]) | Q(pk__in=newer.values("pk")[:1])
        if article.publisher_id:
            more = published.filter(publisher=article.publisher_id).newest_first()
            condition |= Q(pk__in=more.values("pk")[:MORE])
        rows = (
            Article.objects.filter(condition)
            .without_text()
            .select_related("section", "publisher")
            .newest_first()
        )
        nearby, here = cls(), (article.published_at, article.pk)
        for row in rows:
            if row.section_id == article.section_id:
                if (row.published_at, row.pk) > here:
                    nearby.newer = row  # rows come newest first, so the last one is the nearest
                elif nearby.older is None:
                    nearby.older = row
            if row.publisher_id == article.publisher_id and article.publisher_id:
                nearby.more.append(row)
        nearby.more = nearby.more[:MORE]
        return nearby
