"""Today: the desk's front page and its sidebar, in the order of a curator's day."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.admin.filters import STATES
from curation.models import Article

Status = Article.Status
ROWS = 6


def counts_of(request) -> dict[str, int]:
    """How many articles wait in each state; asked once a request."""
    if not hasattr(request, "desk_counts"):
        now = timezone.now()
        request.desk_counts = Article.objects.aggregate(
            draft=Count("pk", filter=Q(status=Status.DRAFT)),
            in_review=Count("pk", filter=Q(status=Status.IN_REVIEW)),
            scheduled=Count("pk", filter=Q(status=Status.PUBLISHED, published_at__gt=now)),
        )
    return request.desk_counts


def sidebar(request) -> list[dict]:
    """Unfold's navigation: groups of links, each shown to those who may follow it."""
    counts = counts_of(request) if request.user.has_perm("curation.view_article") else {}
    state = request.GET.get("state")

    def link(title, icon, model, query="", badge=None, active=None):
        path = reverse(f"admin:{model.replace('.', '_')}_changelist")
        app, name = model.split(".")
        here = request.path.startswith(path) if active is None else active
        entry = {
            "title": title,
            "icon": icon,
            "link": path + query,
            "active": lambda request: here,
            "permission": lambda request: request.user.has_perm(f"{app}.view_{name}"),
        }
        return entry | ({"badge": badge, "badge_variant": "primary"} if badge else {})

    def articles(title, icon, name, badge=None):
        at_list = request.path == reverse("admin:curation_article_changelist")
        return link(
            title, icon, "curation.article", f"?state={name}" if name else "", badge,
            at_list and state == name,
        )  # fmt: skip

    home = reverse("admin:index")
    return [
        {
            "items": [
                {
                    "title": _("Today"),
                    "icon": "today",
                    "link": home,
                    "active": lambda request: request.path == home,
                },
                {
                    "title": _("New from link"),
                    "icon": "add_link",
                    "link": reverse("admin:curation_article_from_link"),
                    "active": lambda request: "/from-link/" in request.path,
                    "permission": lambda request: request.user.has_perm("curation.add_article"),
                },
                articles(_("Drafts"), "edit_note", "draft", counts.get("draft")),
                articles(_("In review"), "rate_review", "in_review", counts.get("in_review")),
                articles(_("Scheduled"), "schedule", "scheduled", counts.get("scheduled")),
                articles(_("Published"), "newspaper", "published"),
                articles(_("All articles"), "list", None),
            ]
        },
        {
            "title": _("Catalogue"),
            "separator": True,
            "items": [
                link(_("Offerings"), "deployed_code", "offerings.offering"),
                link(_("Institutions"), "domain", "offerings.institution"),
                link(_("Taxonomies"), "account_tree", "taxonomy.taxonomy"),
                link(_("Categories"), "sell", "taxonomy.category"),
                link(_("Tags"), "tag", "taggit.tag"),
            ],
        },
        {
            "title": _("Newsroom"),
            "separator": True,
            "items": [
                link(_("Publishers"), "public", "curation.publisher"),
                link(_("Images"), "image", "media.image"),
                link(_("Documents"), "description", "media.document"),
                link(_("Sections"), "view_list", "curation.section"),
                link(_("Curators"), "badge", "curation.curator"),
                link(_("People"), "group", "auth.user"),
                link(_("Groups"), "admin_panel_settings", "auth.group"),
            ],
        },
    ]


def dashboard(request, context) -> dict:
    """What the front page shows: what waits, what is missing, what was done."""
    context["title"] = _("Today")
    if not request.user.has_perm("curation.view_article"):
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
    context["articles_url"] = reverse("admin:curation_article_changelist")
    context["may_add"] = request.user.has_perm("curation.add_article")
    return context


def _list(state, title, articles) -> dict:
    return {"state": state, "title": title, "articles": STATES[state][1](articles)[:ROWS]}
