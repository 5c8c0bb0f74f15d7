"""The sidebar of the desk, in the order of a working day; the setting UNFOLD names `sidebar`."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import Article, Submission

Status = Article.Status


def article_counts(request: HttpRequest) -> dict[str, int]:
    """How many articles are in each state that somebody works on; one query a request."""
    if not hasattr(request, "desk_article_counts"):
        today, scheduled = timezone.localdate(), Article.objects.when_scheduled()
        request.desk_article_counts = Article.objects.aggregate(
            draft=Count("pk", filter=Q(status=Status.DRAFT)),
            in_review=Count("pk", filter=Q(status=Status.IN_REVIEW)),
            scheduled=Count("pk", filter=scheduled),
            scheduled_today=Count("pk", filter=scheduled & Q(published_at__date=today)),
        )
    return request.desk_article_counts


def open_submission_count(request: HttpRequest) -> int:
    """How many submissions wait for a decision; one query a request."""
    if not hasattr(request, "desk_open_submissions"):
        request.desk_open_submissions = Submission.objects.open().count()
    return request.desk_open_submissions


def sidebar(request: HttpRequest) -> list[dict]:
    """Unfold's navigation: groups of links, each shown to users who may follow it."""
    sees_articles = request.user.has_perm("curation.view_article")
    sees_submissions = request.user.has_perm("curation.view_submission")
    counts = article_counts(request) if sees_articles else {}
    open_submissions = open_submission_count(request) if sees_submissions else 0
    home = reverse("admin:index")
    from_link = reverse("admin:curation_article_from_link")
    queue = reverse("admin:curation_submission_changelist")
    rates = reverse("admin:curation_submission_rates")
    in_rates = request.path.startswith(rates)
    in_queue = request.path.startswith(queue) and not in_rates

    def to_model(title, icon, model):
        """A link to the list of a model, such as "media.image"."""
        app, name = model.split(".")
        url = reverse(f"admin:{app}_{name}_changelist")
        return _link(title, icon, url, request.path.startswith(url), f"{app}.view_{name}")

    def to_articles(title, icon, state=None):
        """A link to the articles in a state, or to all."""
        url = reverse("admin:curation_article_changelist")
        is_active = request.path == url and request.GET.get("state") == state
        query = f"?state={state}" if state else ""
        badge = counts.get(state, 0)
        return _link(title, icon, url + query, is_active, "curation.view_article", badge)

    return [
        {
            "items": [
                _link(_("Today"), "today", home, request.path == home),
                _link(
                    _("Submissions"),
                    "inbox",
                    queue,
                    in_queue,
                    "curation.view_submission",
                    open_submissions,
                ),
                _link(
                    _("New from link"),
                    "add_link",
                    from_link,
                    request.path.startswith(from_link),
                    "curation.add_article",
                ),
                to_articles(_("Drafts"), "edit_note", "draft"),
                to_articles(_("In review"), "rate_review", "in_review"),
                to_articles(_("Scheduled"), "schedule", "scheduled"),
                to_articles(_("Published"), "newspaper", "published"),
                to_articles(_("All articles"), "list"),
            ]
        },
        {
            "title": _("Moderation"),
            "separator": True,
            "items": [
                to_model(_("Blocks"), "block", "curation.block"),
                to_model(_("Reasons to decline"), "rule", "curation.declinereason"),
                to_model(_("Partners"), "handshake", "curation.partner"),
                to_model(_("Notices"), "mail", "curation.notice"),
                _link(_("Rates"), "percent", rates, in_rates, "curation.moderate_submission"),
            ],
        },
        {
            "title": _("Catalogue"),
            "separator": True,
            "items": [
                to_model(_("Offerings"), "deployed_code", "offerings.offering"),
                to_model(_("Institutions"), "domain", "offerings.institution"),
                to_model(_("Taxonomies"), "account_tree", "taxonomy.taxonomy"),
                to_model(_("Categories"), "sell", "taxonomy.category"),
                to_model(_("Tags"), "tag", "taggit.tag"),
            ],
        },
        {
            "title": _("Newsroom"),
            "separator": True,
            "items": [
                to_model(_("Publishers"), "public", "curation.publisher"),
                to_model(_("Images"), "image", "media.image"),
                to_model(_("Documents"), "description", "media.document"),
                to_model(_("Sections"), "view_list", "curation.section"),
                to_model(_("Former folders"), "drive_file_move", "curation.formerfolder"),
                to_model(_("Curators"), "badge", "curation.curator"),
                to_model(_("People"), "group", "auth.user"),
                to_model(_("Groups"), "admin_panel_settings", "auth.group"),
            ],
        },
    ]


def _link(
    title: str, icon: str, url: str, is_active: bool, permission: str = "", badge: int = 0
) -> dict:
    """One entry as Unfold expects it. permission: without one, everybody at the desk sees it."""
    entry = {"title": title, "icon": icon, "link": url, "active": lambda request: is_active}
    if permission:
        entry["permission"] = lambda request: request.user.has_perm(permission)
    if badge:
        entry |= {"badge": badge, "badge_variant": "primary"}
    return entry
