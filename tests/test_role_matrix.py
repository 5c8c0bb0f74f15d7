"""Access for every role: all URLs of the site, and all actions behind them.

The URLs are those of the site's own URLconf, so a page that is in no table here fails.
`pytest tests/test_role_matrix.py -s` prints the matrix.
"""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from curation import drafting
from curation.models import (
    Article,
    Block,
    Comment,
    Decision,
    DeclineReason,
    FormerFolder,
    FurtherReport,
    Notice,
    PartnerToken,
    ReviewLink,
    SenderNote,
    Sending,
    SourceFetch,
    Submission,
    Suggestion,
)
from curation.sources.links.link import Link
from curation.submissions import reviewing
from media.documents import store_pdf
from media.models import Image
from tests.builders import (
    a_category,
    a_curator,
    a_partner,
    a_publisher,
    a_section,
    a_submission,
    an_article,
    an_institution,
    an_offering,
)
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db

ROLES = ("stranger", "partner", "curator", "editor", "moderator", "administrator")
DESK = ROLES[2:]
LETTERS = {"C": "curator", "E": "editor", "M": "moderator", "A": "administrator"}

# model -> who may see, add, change and delete; C curator, E editor, M moderator, A administrator
MODELS = {
    "auth.group": ("A", "", "", ""),
    "auth.permission": ("", "", "", ""),
    "auth.user": ("A", "A", "A", "A"),
    "curation.article": ("CEMA", "CEA", "CEA", "EA"),
    "curation.block": ("MA", "MA", "MA", "A"),
    "curation.curator": ("CEMA", "EA", "EA", "A"),
    "curation.declinereason": ("MA", "A", "A", "A"),
    "curation.formerfolder": ("A", "A", "A", "A"),
    "curation.notice": ("MA", "", "", ""),
    "curation.partner": ("MA", "A", "A", "A"),
    "curation.publisher": ("CEMA", "CEA", "CEA", "EA"),
    "curation.section": ("CEMA", "A", "A", "A"),
    "curation.submission": ("CEMA", "", "", ""),
    "django_tasks_database.dbtaskresult": ("", "", "", ""),
    "media.document": ("CEA", "", "EA", "EA"),
    "media.image": ("CEMA", "CEA", "CEA", "EA"),
    "offerings.institution": ("CEMA", "CEA", "EA", "EA"),
    "offerings.offering": ("CEMA", "EA", "EA", "EA"),
    "taggit.tag": ("CEMA", "CEA", "EA", "EA"),
    "taxonomy.category": ("CEMA", "EA", "EA", "EA"),
    "taxonomy.taxonomy": ("CEMA", "EA", "EA", "A"),
}
# pages of the desk beside those -> who may open them
PAGES = {
    "admin:search": "CEMA",
    "admin:index": "CEMA",
    "admin:jsi18n": "CEMA",
    "admin:password_change": "CEMA",
    "admin:password_change_done": "CEMA",
    "admin:app_list": "CEMA",
    "admin:taggit_tag_suggest": "CEMA",
    "admin:media_image_preview": "CEMA",
    "admin:curation_article_from_link": "CEA",
    "admin:curation_article_bookmarklet": "CEA",
    "admin:curation_article_clipping": "CEA",
    "admin:curation_article_source": "CEMA",
    "admin:curation_article_reviews": "CEMA",
    "admin:curation_notice_previews": "MA",
    "admin:curation_submission_rates": "CEMA",
    "admin:curation_submission_rates_csv": "MA",
    "admin:curation_submission_queue_csv": "MA",
    "admin:curation_submission_accept": "MA",
    "admin:curation_submission_decline": "MA",
    "admin:curation_submission_merge": "MA",
    "admin:curation_submission_decline_selected": "MA",
    "admin:curation_submission_spam_selected": "MA",
    "admin:auth_user_password_change": "A",
    "admin:curation_partner_new_token": "A",
}
# what is done at the desk by a form -> who may do it
ACTS = {
    "admin:curation_submission_accept": "MA",
    "admin:curation_submission_decline": "MA",
    "admin:curation_submission_merge": "MA",
    "admin:curation_submission_spam": "MA",
    "admin:curation_submission_take": "MA",
    "admin:curation_submission_assign": "MA",
    "admin:curation_submission_reopen": "MA",
    "admin:curation_submission_comment": "CEMA",
    "admin:curation_submission_decline_selected": "MA",
    "admin:curation_submission_spam_selected": "MA",
    "admin:curation_notice_send_again": "MA",
    "admin:curation_partner_new_token": "A",
    "admin:curation_partner_revoke_token": "A",
    "admin:curation_article_reviews": "EA",
    "admin:curation_article_revoke_review": "EA",
    "admin:curation_article_from_link": "CEA",
    "admin:curation_article_attach": "CEA",
    "admin:curation_article_source_again": "CEA",
    "admin:curation_article_source_use": "CEA",
    "admin:curation_article_source_suggestion": "CEA",
}
# the buttons under an article's form -> who may press them
BUTTONS = {
    "_save": "CEA",
    "_send_to_review": "CEA",
    "_reject": "CEA",
    "_publish": "EA",
    "_unpublish": "EA",
    "_withdraw": "EA",
}
OPEN_TO_ALL = {
    "offerings:list", "offerings:detail", "site:home", "site:topics",
    "site:topic", "site:tag", "site:publisher", "site:feed", "site:favicon",
    "site:robots", "site:manifest", "site:sitemaps", "site:sitemap",
    "site:section-feed", "site:topic-feed", "site:tag-feed", "site:section", "site:article",
    "media:original",
    "media:document", "media:rendition", "submissions:submit", "submissions:login",
    "submissions:status", "submissions:withdraw", "submissions:review",
}  # fmt: skip
ELSEWHERE = {
    "submissions:mine",  # for partners' people: below
    "submissions:logout",  # by a form only, for anybody
    "submissions:api", "submissions:api-submission",  # by token only: below
    "admin:login", "admin:logout",  # the theme's, and Django's own
    "admin:autocomplete",  # answers by each model's right to be seen
    "admin:view_on_site",  # leads to the public page
}  # fmt: skip


def addresses(resolver=None, namespace=()):
    """The name, with its namespaces, of every address that has one."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*namespace, entry.namespace) if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join((*namespace, entry.name))


def test_every_address_stands_in_a_table():
    known = {*PAGES, *ACTS, *OPEN_TO_ALL, *ELSEWHERE}
    for model in MODELS:
        stem = "admin:" + model.replace(".", "_")
        known |= {f"{stem}_{page}" for page in ("changelist", "add", "change", "delete", "history")}
    assert {name for name in addresses() if name not in known} == set()
    assert {model._meta.label_lower for model in admin.site._registry} == set(MODELS)


# ---------------------------------------------------------------- the world


class World:
    """One of everything, and somebody of every role."""

    def __init__(self):
        self.people = {"stranger": None, "partner": User.objects.create_user("partner")}
        for role in DESK:
            user = User.objects.create_user(role, email=f"{role}@desk.example", is_staff=True)
            user.groups.add(Group.objects.get(name=role))
            self.people[role] = user
        self.clients = {role: Client() for role in ROLES}
        for role, user in self.people.items():
            if user:
                self.clients[role].force_login(user)
        editor = self.people["editor"]
        image = Image.objects.store(photo(320, 180), "ward.jpg")
        self.draft = drafting.start_draft(Link.parse("https://ledger.example/draft"), by=editor)
        offered = {"title": [{"value": "Wards", "origin": "h1"}]}
        SourceFetch.objects.filter(article=self.draft).update(
            state="failed", finished_at=timezone.now(), candidates=offered
        )
        category = a_category()
        self.suggestion = Suggestion.objects.create(
            article=self.draft, category=category, reason="named in the title"
        )
        self.article = an_article(
            slug="told", categories=[category], tags=["Wards"], publisher=a_publisher(),
            link_href="https://wardandwire.example/told",
        )  # fmt: skip
        self.submission, self.second = a_submission(), a_submission()
        self.spam = a_submission(state="spam")
        self.partner = a_partner()
        self.partner.people.add(self.people["partner"])
        self.token, self.words = PartnerToken.objects.issue(self.partner, "robot")
        self.review = reviewing.ask(self.draft, editor, "Dr Adeline Roux")
        self.notice = Notice.objects.create(
            kind="receipt", key="x", to="a@mail.example", subject="x", text="x", state="failed"
        )
        document = store_pdf(b"%PDF-1.7 a test", "ward.pdf")
        self.rows = {
            "auth.group": Group.objects.create(name="spare"),
            "auth.permission": Permission.objects.first(),
            "auth.user": User.objects.create_user("spare"),
            "curation.article": an_article(status=Article.Status.DRAFT),
            "curation.block": Block.objects.create(value="spam.example", reason="spam"),
            "curation.curator": a_curator(),
            "curation.declinereason": DeclineReason.objects.first(),
            "curation.formerfolder": FormerFolder.objects.create(path="/blog", leads_to="/"),
            "curation.notice": self.notice,
            "curation.partner": a_partner("Spare Wire"),
            "curation.publisher": a_publisher("spare.example"),
            "curation.section": a_section("spare"),
            "curation.submission": self.second,
            "django_tasks_database.dbtaskresult": DBTaskResult.objects.first(),
            "media.document": document,
            "media.image": image,
            "offerings.institution": an_institution(),
            "offerings.offering": an_offering("Scribe", slug="scribe"),
            "taggit.tag": self.article.tags.first(),
            "taxonomy.category": a_category("Northmap: Spare"),
            "taxonomy.taxonomy": a_category("Southmap: Spare").taxonomy,
        }

    def place(self, name: str) -> str:
        """The address behind a name, filled in."""
        one, desk = self.submission.pk, name.removeprefix("admin:")
        sending = self.submission.first_sending
        kwargs = {
            "admin:app_list": {"app_label": "curation"},
            "admin:media_image_preview": {"pk": self.rows["media.image"].pk, "spec": "thumb"},
            "admin:auth_user_password_change": {"id": self.rows["auth.user"].pk},
            "admin:curation_submission_reopen": {"pk": self.spam.pk},
            "admin:curation_notice_send_again": {"pk": self.notice.pk},
            "admin:curation_partner_new_token": {"pk": self.partner.pk},
            "admin:curation_partner_revoke_token": {
                "pk": self.partner.pk, "token": self.token.pk,
            },
            "admin:curation_article_revoke_review": {
                "pk": self.draft.pk, "link": self.review.pk,
            },
            "submissions:status": {"token": sending.token},
            "submissions:withdraw": {"token": sending.token},
            "submissions:review": {"token": self.review.token},
            "submissions:api-submission": {"pk": sending.pk},
            "offerings:detail": {"slug": "scribe"},
            "site:topic": {"slug": "ward-digital-telehealth"},
            "site:tag": {"slug": "wards"},
            "site:publisher": {"brand": "wardandwire.example"},
            "site:sitemap": {"name": "articles"},
            "site:section-feed": {"path": "news"},
            "site:topic-feed": {"slug": "ward-digital-telehealth"},
            "site:tag-feed": {"slug": "wards"},
            "site:section": {"path": "news"},
            "site:article": {"path": "news", "slug": "told"},
        }.get(name, {})  # fmt: skip
        collective = ("rates", "rates_csv", "queue_csv", "decline_selected", "spam_selected")
        if desk.startswith("curation_submission_") and not kwargs:
            act = desk.removeprefix("curation_submission_")
            kwargs = {} if act in collective else {"pk": one}
        if desk.startswith(("curation_article_source", "curation_article_reviews")):
            kwargs = {"pk": self.draft.pk}
        return reverse(name, kwargs=kwargs)

    def sent(self, name: str) -> dict:
        """What the form behind an act sends."""
        reason = DeclineReason.objects.first().pk
        moderator = self.people["moderator"].pk
        return {
            "admin:curation_submission_accept": {"seen": 0},
            "admin:curation_submission_decline": {"seen": 0, "reason": reason},
            "admin:curation_submission_merge": {"seen": 0, "into": f"article-{self.article.pk}"},
            "admin:curation_submission_spam": {"seen": 0},
            "admin:curation_submission_take": {"seen": 0},
            "admin:curation_submission_assign": {"seen": 0, "to": moderator},
            "admin:curation_submission_reopen": {"seen": 0},
            "admin:curation_submission_comment": {"text": "Look at it."},
            "admin:curation_submission_decline_selected": {
                "chosen": [f"{self.submission.pk}-0"], "reason": reason,
            },
            "admin:curation_submission_spam_selected": {
                "chosen": [f"{self.submission.pk}-0"],
            },
            "admin:curation_partner_new_token": {"label": "second robot"},
            "admin:curation_article_reviews": {"name": "Dr Roux", "days": 14},
            "admin:curation_article_from_link": {"urls": "https://ledger.example/new"},
            "admin:curation_article_attach": {
                "article": self.draft.pk, "url": "https://other.example/wards",
            },
            "admin:curation_article_source_use": {"field": "title", "value": "Wards"},
            "admin:curation_article_source_suggestion": {
                "suggestion": self.suggestion.pk, "act": "accept",
            },
        }.get(name, {})  # fmt: skip


@pytest.fixture
def world():
    return World()


def outcome(response) -> str:
    """ "in", "no" (forbidden), "login" or "none" (no such page)."""
    if response.status_code in (301, 302) and "/login/" in response["Location"]:
        return "login"
    return {403: "no", 404: "none", 405: "no such way"}.get(response.status_code, "in")


def expected(letters: str) -> dict[str, str]:
    """Who is let in; the rest of the desk is refused, everybody else is led to the login."""
    may = {LETTERS[letter] for letter in letters}
    at_desk = {role: "in" if role in may else "no" for role in DESK}
    return {"stranger": "login", "partner": "login"} | at_desk


def state_of_things() -> list:
    """Everything that an act of moderation could change.

    Asked for in SQL: it is asked 2,000 times, and making values of Python costs as much as a page.
    """
    kept = []
    with connection.cursor() as cursor:
        for model in (
            Submission, Sending, SenderNote, Decision, Comment, Article, Notice, ReviewLink,
            PartnerToken, Block, DeclineReason, Suggestion, FurtherReport, SourceFetch,
        ):  # fmt: skip
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
            kept.append(cursor.fetchall())
    return [*kept, DBTaskResult.objects.count()]


def tried(world, name, ask) -> dict[str, str]:
    """Ask in every role, each time in the same world; a refusal must have changed nothing."""
    found = {}
    for role in ROLES:
        with transaction.atomic():
            before = state_of_things()
            found[role] = outcome(ask(world.clients[role]))
            if found[role] != "in":
                assert state_of_things() == before, f"{name}: refused to {role}, yet done"
            transaction.set_rollback(True)
    return found


def show(name: str, found: dict[str, str]):
    marks = {"in": "✓", "no": "–", "login": "→ login", "none": "404"}
    cells = (f"{marks.get(found[role], found[role]):<9}" for role in ROLES)
    print(f"{name:<52}", *cells)  # noqa: T201  the matrix is what the test prints


# ---------------------------------------------------------------- the walk


def walk(world, rows):
    """Try each (name, who is expected where, what is asked); all that differs in one answer."""
    wrong = {}
    for name, wanted, ask in rows:
        found = tried(world, name, ask)
        show(name, found)
        if found != wanted:
            wrong[name] = {role: found[role] for role in ROLES if found[role] != wanted[role]}
    assert wrong == {}


def to_get(place):
    return lambda client: client.get(place)


def to_post(place, data):
    return lambda client: client.post(place, data)


def pages_of(world, model):
    see, add, change, delete = (expected(letters) for letters in MODELS[model])
    stem = "admin:" + model.replace(".", "_")

    def place(page, *number):
        return reverse(f"{stem}_{page}", args=number)

    number = world.rows[model].pk
    yield f"{model}: list", see, to_get(place("changelist"))
    yield f"{model}: page", see, to_get(place("change", number))
    yield f"{model}: history", see, to_get(place("history", number))
    yield f"{model}: add", add, to_post(place("add"), {})
    if model != "curation.submission":  # its page answers to a look alone; its acts stand below
        yield f"{model}: change", change, to_post(place("change", number), {})
    yield f"{model}: delete", delete, to_post(place("delete", number), {"post": "yes"})


@pytest.mark.parametrize("model", MODELS)
def test_the_pages_of_every_model(world, model):
    walk(world, pages_of(world, model))


def test_the_other_pages_of_the_desk(world):
    walk(world, ((name, expected(who), to_get(world.place(name))) for name, who in PAGES.items()))


def test_the_acts_of_the_desk(world):
    walk(
        world,
        (
            (f"{name} (act)", expected(who), to_post(world.place(name), world.sent(name)))
            for name, who in ACTS.items()
        ),
    )


def test_an_act_that_is_allowed_is_done(world):
    """Else the table above would be kept by acts that nobody can do."""
    for name, who in ACTS.items():
        with transaction.atomic():
            before = state_of_things()
            world.clients[LETTERS[who[-1]]].post(world.place(name), world.sent(name))
            assert state_of_things() != before, name
            transaction.set_rollback(True)


def test_the_buttons_under_an_article(world):
    def row(button, who):
        article = world.article if button in ("_unpublish", "_withdraw") else world.draft
        place = reverse("admin:curation_article_change", args=[article.pk])
        return f"article: {button}", expected(who), to_post(place, {button: "1"})

    walk(world, (row(button, who) for button, who in BUTTONS.items()))


def test_what_is_open_to_all(world):
    everybody = dict.fromkeys(ROLES, "in")
    files = {"media:original", "media:document", "media:rendition"}
    names = sorted(OPEN_TO_ALL - files)
    walk(world, ((name, everybody, to_get(world.place(name))) for name in names))


def test_what_is_for_partners(world):
    wanted = {"stranger": "login", "partner": "in"} | dict.fromkeys(DESK, "no")
    walk(world, [("submissions:mine", wanted, to_get(reverse("submissions:mine")))])


def test_the_api_knows_tokens_and_nobody_by_session(world):
    place = reverse("submissions:api")
    facts = {"url": "https://ledger.example/api", "why": "It is new."}
    for role in ROLES:
        before = state_of_things()
        answer = world.clients[role].post(place, facts, content_type="application/json")
        assert answer.status_code == 401, role
        assert state_of_things() == before
    head = {"HTTP_AUTHORIZATION": f"Bearer {world.words}"}
    answer = Client().post(place, facts, content_type="application/json", **head)
    assert answer.status_code == 201
    other, words = PartnerToken.objects.issue(a_partner("Other Wire"), "robot")
    own = reverse("submissions:api-submission", args=[answer.json()["id"]])
    assert Client().get(own, **head).status_code == 200
    assert Client().get(own, HTTP_AUTHORIZATION=f"Bearer {words}").status_code == 404


def test_tokens_open_nothing_but_what_they_are_for(world):
    sending, link = world.submission.first_sending, world.review
    for name, token in (
        ("submissions:status", link.token), ("submissions:withdraw", link.token),
        ("submissions:review", sending.token), ("submissions:status", f"{sending.token}x"),
        ("submissions:review", f"{link.pk + 1}:{link.token.partition(':')[2]}"),
    ):  # fmt: skip
        assert Client().get(reverse(name, args=[token])).status_code == 404
    link.expires_at = link.asked_at + timedelta(seconds=1)
    link.asked_at -= timedelta(days=2)
    link.expires_at = link.asked_at + timedelta(days=1)
    link.save()
    assert Client().get(link.get_absolute_url()).status_code == 410
