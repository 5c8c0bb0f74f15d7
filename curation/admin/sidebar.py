"""The sidebar, in the order of a day at the desk: each link for those who may follow it."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import Article, Submission

Status = Article.Status


def counts_of(request) -> dict[str, int]:
    """How many articles wait in each state; asked once a request."""
    if not hasattr(request, "desk_counts"):
        now, today = timezone.now(), timezone.localdate()
        request.desk_counts = Article.objects.aggregate(
            draft=Count("pk", filter=Q(status=Status.DRAFT)),
            in_review=Count("pk", filter=Q(status=Status.IN_REVIEW)),
            scheduled=Count("pk", filter=Q(status=Status.PUBLISHED, published_at__gt=now)),
            due_today=Count(
                "pk",
                filter=Q(status=Status.PUBLISHED, published_at__gt=now, published_at__date=today),
            ),
        )
    return request.desk_counts


def waiting_of(request) -> int:
    """How many submissions wait for a decision; asked once a request."""
    if not hasattr(request, "desk_waiting"):
        request.desk_waiting = Submission.objects.open().count()
    return request.desk_waiting


def sidebar(request) -> list[dict]:
    """Unfold's navigation: groups of links, each shown to those who may follow it."""
    counts = counts_of(request) if request.user.has_perm("curation.view_article") else {}
    waiting = waiting_of(request) if request.user.has_perm("curation.view_submission") else 0
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
    rates = f"{home}curation/submission/rates/"
    queue = reverse("admin:curation_submission_changelist")
    in_queue = request.path.startswith(queue) and not request.path.startswith(rates)
    return [
        {
            "items": [
                {
                    "title": _("Today"),
                    "icon": "today",
                    "link": home,
                    "active": lambda request: request.path == home,
                },
                link(
                    _("Submissions"), "inbox", "curation.submission", badge=waiting, active=in_queue
                ),
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
            "title": _("Moderation"),
            "separator": True,
            "items": [
                link(_("Blocks"), "block", "curation.block"),
                link(_("Reasons to decline"), "rule", "curation.declinereason"),
                link(_("Partners"), "handshake", "curation.partner"),
                link(_("Notices"), "mail", "curation.notice"),
                {
                    "title": _("Rates"),
                    "icon": "percent",
                    "link": rates,
                    "active": lambda request: request.path.startswith(rates),
                    "permission": lambda request: request.user.has_perm(
                        "curation.moderate_submission"
                    ),
                },
            ],
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
