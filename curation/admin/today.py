"""Today, the front page of the desk; the setting UNFOLD names `dashboard`.

Its part about submissions is `curation.submissions.desk.today`.
"""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.admin.articles.states import STATES
from curation.admin.sidebar import article_counts
from curation.models import Article, SourceFetch
from curation.models.article_queryset import ArticleQuerySet
from curation.submissions.desk.today import queue_of_day

Status = Article.Status
ROWS = 6  # of each short list
LONG_TEXTS = tuple(f"article__{name}" for name in ("body", "body_source", "words", "insights"))


def dashboard(request, context) -> dict:
    """The context of the front page: what waits, what is missing, and what was done.

    Moderators see the submissions first, everybody else the articles.
    """
    user = request.user
    context["title"] = _("Today")
    context["queue"] = queue_of_day(user)
    context["queue_first"] = user.has_perm("curation.moderate_submission")
    if not user.has_perm("curation.view_article"):
        return context
    today = timezone.localdate()
    articles = Article.objects.without_text().select_related("publisher", "featured_image")
    live = Article.objects.published()
    topics = Article.categories.through.objects.filter(article=OuterRef("pk"))
    counts = article_counts(request)
    numbers = live.aggregate(
        today=Count("pk", filter=Q(published_at__date=today)),
        no_image=Count("pk", filter=Q(featured_image=None)),
        no_topic=Count("pk", filter=~Exists(topics)),
    )
    day = f"published_at_from={today}&published_at_to={today}"
    context["tiles"] = [
        (_("drafts"), counts["draft"], "?state=draft"),
        (_("in review"), counts["in_review"], "?state=in_review"),
        (_("scheduled for today"), counts["scheduled_today"], f"?state=scheduled&{day}"),
        (_("scheduled"), counts["scheduled"], "?state=scheduled"),
        (_("published today"), numbers["today"], f"?state=published&{day}"),
        (_("published without image"), numbers["no_image"], "?state=published&missing=image"),
        (_("published without topic"), numbers["no_topic"], "?state=published&missing=topic"),
    ]
    context["lists"] = [
        _list("in_review", _("Waiting for an editor"), articles.order_by("modified_at")),
        _list("draft", _("Drafts, last changed first"), articles.order_by("-modified_at")),
        _list("scheduled", _("Next to appear"), articles.order_by("published_at")),
        _list("published", _("Just published"), articles.newest_first()),
    ]
    if user.has_perm("curation.view_sourcefetch"):
        context["failed_fetches"] = _failed_fetches()
    context["articles_url"] = reverse("admin:curation_article_changelist")
    context["may_add"] = user.has_perm("curation.add_article")
    return context


def _list(state: str, title: str, articles: ArticleQuerySet) -> dict:
    """A short list of the articles in a state, and the link to all of them."""
    return {"state": state, "title": title, "articles": STATES[state].select(articles)[:ROWS]}


def _failed_fetches():
    """The latest failed fetches of the sources of drafts, each with its reason and draft."""
    failed = SourceFetch.objects.filter(
        state=SourceFetch.State.FAILED,
        article__status__in=[Status.DRAFT, Status.IN_REVIEW],
    )
    fetches = failed.select_related("article__publisher").order_by("-finished_at")
    return fetches.defer("candidates", "filled", *LONG_TEXTS)[:ROWS]
