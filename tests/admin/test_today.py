"""The desk's front page: the day of the queue and of the articles, to each what is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from curation.models import Article, Comment, DeclineReason, Notice, SourceFetch, Submission
from curation.models.people import moderators
from curation.submissions import moderating
from curation.submissions.desk.today import DAYS_SHOWN
from tests.builders import a_publisher, a_submission, an_article
from tests.desk import GROUPS

pytestmark = pytest.mark.django_db
Status, State = Article.Status, Submission.State


def today(client):
    return client.get("/admin/")


def parts(response) -> list[str]:
    tree = html.fromstring(response.content.decode())
    return [
        " ".join(words.split())
        for words in tree.xpath("//section[@class='desk-part']/h2//text()")
        if words.strip()
    ]


def numbers(response) -> dict:
    return {str(tile.label): tile.value for tile in response.context["queue"].tiles}


def decline(submission, by):
    return moderating.decline(submission, by=by, reason=DeclineReason.objects.first())


def fail_reading(article, reason="The page answers 403."):
    return SourceFetch.objects.create(
        article=article, state="failed", reason=reason, finished_at=timezone.now()
    )


# ---------------------------------------------------------------- to each what is theirs


def test_moderators_see_the_queue_first_and_the_others_the_articles(desk):
    for group in GROUPS:
        first = "Submissions" if group in ("moderator", "administrator") else "Articles"
        shown = parts(today(desk(group)))
        assert sorted(shown) == ["Articles", "Submissions"], group
        assert shown[0] == first, group


def test_workload_and_mails_are_for_moderators_failed_readings_for_those_who_write(desk):
    fail_reading(an_article("Not read", status=Status.DRAFT))
    for group in GROUPS:
        page = today(desk(group))
        shown = page.content.decode()
        moderates = group in ("moderator", "administrator")
        assert ("Workload" in shown) is moderates, group
        assert ("mails could not be sent" in shown) is moderates, group
        assert ("Source could not be read" in shown) is (group != "moderator"), group


def test_who_may_see_nothing_of_it_sees_nothing_of_it(desk):
    from django.contrib.auth.models import User

    a_submission(title="Secret wards")
    fail_reading(an_article("Secret draft", status=Status.DRAFT))
    page = today(desk(User.objects.create_user("new", is_staff=True)))
    assert page.status_code == 200
    assert "desk-today" not in page.content.decode()
    assert "Secret" not in page.content.decode()


# ---------------------------------------------------------------- the queue


def test_the_queue_in_numbers(desk):
    moderator = desk("moderator")
    a_submission(at=timezone.now() - timedelta(days=3, hours=2))
    mine = a_submission()
    moderating.take_up(mine, by=moderator.user)
    a_submission(state=State.SPAM, at=timezone.now() - timedelta(days=30))
    Notice.objects.create(kind="receipt", key="x", to="a@b.example", state="failed")
    page = today(moderator)
    assert numbers(page) == {
        "wait for a decision": 2, "the oldest has waited": "3\xa0days", "assigned to nobody": 1,
        "assigned to you": 1, "mails could not be sent": 1,
    }  # fmt: skip
    tree = html.fromstring(page.content.decode())
    for query in ("me", "nobody", str(moderator.user.pk)):
        assert tree.xpath(f"//a[@href='/admin/curation/submission/?assigned={query}']")
    (alarm,) = tree.xpath("//a[@class='desk-alarm']")
    failed = moderator.get(alarm.get("href"))
    assert [notice.to for notice in failed.context["cl"].result_list] == ["a@b.example"]


def test_an_empty_queue_says_so_quietly(desk):
    page = today(desk("moderator"))
    assert numbers(page)["wait for a decision"] == 0
    assert numbers(page)["the oldest has waited"] == "–"
    assert "desk-alarm" not in page.content.decode()


def test_who_does_what(desk, person):
    mira = person("moderator", "mira", first_name="Mira", last_name="Lindqvist")
    jonas, rosa = person("moderator", "jonas"), person("moderator", "rosa")
    left = person("moderator", "left", is_active=False)
    person("curator", "zoe")
    for _number in range(2):
        moderating.take_up(a_submission(), by=mira)
    decline(a_submission(), by=jonas)
    moderating.mark_spam(a_submission(), by=left)
    moderating.reopen(decline(a_submission(), by=jonas).submission, by=mira)
    rows = today(desk("administrator")).context["queue"].workload
    done = {row.user.username: (row.waiting, row.decided) for row in rows}
    assert done == {
        "mira": (3, 0), "jonas": (0, 2), "left": (0, 1), "rosa": (0, 0),
        "administrator-person": (0, 0),
    }  # fmt: skip
    assert [row.user.username for row in rows][:2] == ["mira", "jonas"]
    assert rosa.get_username() in today(desk(rosa)).content.decode()


def test_the_workload_and_the_filter_name_the_same_people_as_the_daily_mail(
    desk, django_user_model, person
):
    """A superuser decides, too; who left, or has no place at the desk, does not."""
    address = "{}@desk.example".format
    client = desk(person("moderator", "mira", email=address("mira")))
    django_user_model.objects.create_superuser("root", address("root"))
    person("moderator", "left", email=address("left"), is_active=False)
    outside = person("moderator", "outside", email=address("outside"))
    django_user_model.objects.filter(pk=outside.pk).update(is_staff=False)
    person("curator", "zoe", email=address("zoe"))
    names = ["mira", "root"]
    assert [row.user.username for row in today(client).context["queue"].workload] == names
    filters = client.get("/admin/curation/submission/").context["filters"]
    choices = dict(filters.form.fields["assigned"].choices).values()
    assert [str(name) for name in choices][-2:] == names
    assert [user.username for user in moderators().exclude(email="")] == names


def test_an_old_decision_is_no_workload_of_this_week(desk, person):
    jonas = person("moderator", "jonas")
    decision = decline(a_submission(), by=jonas)
    with connection.cursor() as cursor:  # a decision itself cannot be changed
        cursor.execute(
            "UPDATE curation_decision SET made_at = %s WHERE id = %s",
            [timezone.now() - timedelta(days=8), decision.pk],
        )
    (row,) = today(desk(jonas)).context["queue"].workload
    assert row.decided == 0


def test_the_chart_counts_by_day_and_says_the_same_as_a_table(desk, person):
    jonas, now = person("moderator", "jonas"), timezone.now()
    for days in (0, 0, 2, 13, 14):
        a_submission(at=now - timedelta(days=days))
    decline(a_submission(at=now - timedelta(days=2)), by=jonas)
    moderating.take_up(a_submission(at=now - timedelta(days=20)), by=jonas)  # no ending
    page = today(desk("moderator"))
    chart = page.context["queue"].chart
    assert len(chart.columns) == DAYS_SHOWN
    assert [column.received for column in chart.columns] == [1, *[0] * 10, 2, 0, 2]
    assert [column.decided for column in chart.columns] == [*[0] * 13, 1]
    assert (chart.most, chart.columns[-1].received_share, chart.columns[0].received_share) == (
        2, 1, 0.5,
    )  # fmt: skip
    tree = html.fromstring(page.content.decode())
    cells = [
        [cell.strip() for cell in row.xpath("./td/text()")]
        for row in tree.xpath("//figure//tbody/tr")
    ]
    assert cells == [[str(day.received), str(day.decided)] for day in chart.columns]
    assert tree.xpath("//figure//div[@aria-hidden='true']")
    assert not tree.xpath("//figure//script")


def test_who_is_mentioned_is_told_for_a_week(desk, person):
    zoe = person("curator", "zoe")
    mira = person("moderator", "mira", first_name="Mira")
    submission = a_submission(title="Paper goes")
    moderating.comment(submission, mira, "@zoe, is <b>this</b> yours?")
    old = moderating.comment(submission, mira, "@zoe, and that?")
    Comment.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=8))
    page = today(desk(zoe)).content.decode()
    assert "is &lt;b&gt;this&lt;/b&gt; yours?" in page
    assert "and that?" not in page
    assert "You were mentioned" not in today(desk("editor")).content.decode()


# ---------------------------------------------------------------- the articles


def test_the_front_page_counts_and_links(desk):
    an_article("A draft", status=Status.DRAFT)
    an_article("Waiting", status=Status.IN_REVIEW)
    an_article("Live")
    an_article("Soon", published_at=timezone.now() + timedelta(days=1))
    page = desk("curator").get("/admin/")
    counted = {str(words): number for words, number, _query in page.context["tiles"]}
    assert counted == {
        "drafts": 1, "in review": 1, "scheduled": 1, "scheduled for today": 0,
        "published today": 0, "published without image": 1, "published without topic": 1,
    }  # fmt: skip
    for title in ("A draft", "Waiting", "Live", "Soon"):
        assert title in page.content.decode()


def test_failed_readings_of_drafts_are_listed_with_why_and_found_by_the_filter(desk):
    draft = an_article("Not read", status=Status.DRAFT, publisher=a_publisher())
    fail_reading(draft, "The page answers 403.")
    fail_reading(an_article("Published without"))
    fail_reading(an_article("Rejected since", status=Status.REJECTED))
    curator = desk("curator")
    page = today(curator)
    assert [fetch.article for fetch in page.context["failed_fetches"]] == [draft]
    assert "The page answers 403." in page.content.decode()
    found = curator.get("/admin/curation/article/", {"missing": "source", "state": "draft"})
    assert list(found.context["cl"].result_list) == [draft]


def test_what_appears_today_is_counted(desk):
    now = timezone.now()
    midnight = timezone.localtime().replace(hour=23, minute=59, second=59)
    an_article(published_at=max(now + timedelta(seconds=1), midnight))
    an_article(published_at=now + timedelta(days=2))
    tiles = {str(words): number for words, number, _query in today(desk("editor")).context["tiles"]}
    assert (tiles["scheduled for today"], tiles["scheduled"]) == (1, 2)


def test_more_rows_do_not_mean_more_queries(desk, person):
    theo, mira = person("administrator", "theo"), person("moderator", "mira")
    client = desk(theo)

    def fill(count):
        for number in range(count):
            submission = a_submission()
            moderating.assign(submission, to=mira, by=theo)
            moderating.comment(submission, mira, "@theo")
            decline(a_submission(), by=person("moderator", f"m{Submission.objects.count()}"))
            an_article(publisher=a_publisher(f"p{number}.example"))
            fail_reading(an_article(status=Status.DRAFT, publisher=a_publisher()))

    fill(1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        today(client)
    fill(59)
    with CaptureQueriesContext(connection) as many:
        today(client)
    assert len(few) == len(many)
    assert len(many) <= 30


# ---------------------------------------------------------------- the sidebar


@pytest.mark.parametrize(
    ("group", "sees"),
    [
        ("curator", {"Submissions"}),
        ("editor", {"Submissions"}),
        (
            "moderator",
            {"Submissions", "Blocks", "Reasons to decline", "Partners", "Notices", "Rates"},
        ),
        (
            "administrator",
            {"Submissions", "Blocks", "Reasons to decline", "Partners", "Notices", "Rates"},
        ),
    ],
)
def test_the_sidebar_leads_to_what_one_may_open(desk, group, sees):
    for _number in range(3):
        a_submission()
    a_submission(state=State.DECLINED)
    page = today(desk(group))
    tree = html.fromstring(page.content.decode())
    links = tree.xpath("//div[@id='nav-sidebar-apps']//li/a")
    titles = [
        link.xpath("string(./span[not(contains(@class, 'symbols'))])").strip() for link in links
    ]
    about = {"Submissions", "Blocks", "Reasons to decline", "Partners", "Notices", "Rates"}
    assert about.intersection(titles) == sees
    assert titles[:2] == ["Today", "Submissions"]
    assert "3" in links[1].text_content().split()


@pytest.mark.parametrize(
    ("group", "sees", "misses"),
    [
        ("curator", ["Drafts", "Offerings", "Images"], ["People", "Groups"]),
        ("administrator", ["Drafts", "Sections", "People"], []),
    ],
)
def test_the_sidebar_shows_what_one_may_open(desk, group, sees, misses):
    page = desk(group).get("/admin/").content.decode()
    for words in sees:
        assert f"<span>{words}</span>" in page
    for words in misses:
        assert f"<span>{words}</span>" not in page
