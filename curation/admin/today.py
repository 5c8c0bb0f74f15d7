"""Today: the desk's front page. The queue's part of it is `curation.submissions.desk.today`."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.admin.articles.states import STATES
from curation.admin.sidebar import counts_of
from curation.models import Article, SourceFetch
from curation.submissions.desk.today import queue_of_day

Status = Article.Status
ROWS = 6


def dashboard(request, context) -> dict:
    """What the front page shows to this person: what waits, what is missing, what was done.

    Who moderates sees the queue first, everybody else the articles.
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
    counts = counts_of(request)
    numbers = live.aggregate(
        today=Count("pk", filter=Q(published_at__date=today)),
        no_image=Count("pk", filter=Q(featured_image=None)),
        no_topic=Count("pk", filter=~Exists(topics)),
    )
    day = f"published_at_from={today}&published_at_to={today}"
    context["tiles"] = [
        (_("drafts"), counts["draft"], "?state=draft"),
        (_("in review"), counts["in_review"], "?state=in_review"),
        (_("scheduled for today"), counts["due_today"], f"?state=scheduled&{day}"),
        (_("scheduled"), counts["scheduled"], "?state=scheduled"),
        (_("published today"), numbers["today"], f"?state=published&{day}"),
        (_("published without image"), numbers["no_image"], "?state=published&missing=image"),
        (_("published without topic"), numbers["no_topic"], "?state=published&missing=topic"),
    ]
    context["lists"] = [
        _list("in_review", _("Waiting for an editor"), articles.order_by("modified_at")),
        _list("draft", _("Drafts, last touched first"), articles.order_by("-modified_at")),
        _list("scheduled", _("Next to appear"), articles.order_by("published_at")),
        _list("published", _("Just published"), articles.newest_first()),
    ]
    if user.has_perm("curation.view_sourcefetch"):
        context["unread"] = _unread()
    context["articles_url"] = reverse("admin:curation_article_changelist")
    context["may_add"] = user.has_perm("curation.add_article")
    return context


def _list(state, title, articles) -> dict:
    return {"state": state, "title": title, "articles": STATES[state].select(articles)[:ROWS]}


def _unread():
    """The last drafts whose source could not be read, each with the reason."""
    waiting = SourceFetch.objects.filter(
        state=SourceFetch.State.FAILED,
        article__status__in=[Status.DRAFT, Status.IN_REVIEW],
    )
    readings = waiting.select_related("article__publisher").order_by("-finished_at")
    return readings.defer("candidates", "filled", *_TEXT)[:ROWS]


_TEXT = tuple(f"article__{name}" for name in ("body", "body_source", "words", "insights"))
