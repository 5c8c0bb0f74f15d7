"""Which articles must not be deleted: readers know their address, or records point to them."""

from django.db.models import Q
from django.utils.translation import gettext as _

from curation.models import Article, Decision, ReviewLink, Submission

Status = Article.Status


def was_public(article: Article) -> bool:
    """Whether readers may know its address: it is or was published, or was scheduled."""
    was_published = Q(changes__status__0=Status.PUBLISHED) | Q(changes__status__1=Status.PUBLISHED)
    return (
        article.status in (Status.PUBLISHED, Status.WITHDRAWN)
        or article.revisions.filter(was_published).exists()
    )


def is_on_record(article: Article) -> bool:
    """Whether decisions, submissions or outside reviews point to it."""
    return (
        Decision.objects.about_article(article).exists()
        or Submission.objects.filter(article=article).exists()
        or ReviewLink.objects.filter(article=article).exists()
    )


def may_be_deleted(article: Article) -> bool:
    return not (was_public(article) or is_on_record(article))


def reasons_to_keep(articles) -> list[str]:
    """A sentence for each article that must not be deleted, with what to do instead."""
    reasons = []
    for article in articles:
        if was_public(article):
            sentence = _(
                "“%(title)s” was published: withdraw it instead, so that its address says why."
            )
        elif is_on_record(article):
            sentence = _(
                "“%(title)s” stands in decisions or reviews: reject it instead, with a reason."
            )
        else:
            continue
        reasons.append(sentence % {"title": article})
    return reasons
