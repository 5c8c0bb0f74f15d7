"""The moderators' queue: permissions, rows, hints and filters."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from curation.models import Block, DeclineReason, Submission
from curation.submissions import moderating
from tests.builders import a_partner, a_report, a_sending, a_submission, an_article
from tests.desk import GROUPS
from tests.submissions.desk.queue_pages import QUEUE

pytestmark = pytest.mark.django_db
State = Submission.State


def rows(response) -> list:
    return html.fromstring(response.content.decode()).xpath("//li[@data-row]")


def titles(response) -> list[str]:
    return [row.xpath(".//h3")[0].text_content().strip() for row in rows(response)]


def text_of(element) -> str:
    """The text of an element with white space collapsed."""
    return " ".join(element.text_content().split())


def queue_text(response) -> str:
    return text_of(html.fromstring(response.content.decode()).xpath("//div[@id='queue']")[0])


def ago(**span):
    return timezone.now() - timedelta(**span)


# ---------------------------------------------------------------- permissions


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_of_the_newsroom_sees_the_queue(desk, group):
    a_submission(title="Wards go paperless")
    assert titles(desk(group).get(QUEUE)) == ["Wards go paperless"]


def test_the_sidebar_and_the_mails_find_it_by_its_names():
    assert reverse("admin:curation_submission_changelist") == QUEUE
    assert reverse("admin:curation_submission_change", args=[5]) == f"{QUEUE}5/change/"


def test_a_stranger_is_led_to_the_login():
    answer = Client().get(QUEUE)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_staff_without_a_group_see_nothing(desk, django_user_model):
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)
    assert desk(nobody).get(QUEUE).status_code == 403


@pytest.mark.parametrize("group", ["curator", "editor"])
def test_who_may_only_look_gets_no_button_and_no_address_of_a_person(desk, group):
    a_submission(title="Wards go paperless", email="ines@mail.example")
    page = desk(group).get(QUEUE).content.decode()
    assert "Ines Okafor" in page
    assert "ines@mail.example" not in page
    assert "data-act=" not in page.replace('data-act="open"', "").replace('data-act="help"', "")
    assert 'name="chosen"' not in page


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_added_deleted_or_edited_by_the_admins_own_forms(desk, group):
    submission = a_submission()
    client = desk(group)
    assert client.get(f"{QUEUE}add/").status_code == 403
    assert client.get(f"{QUEUE}{submission.pk}/delete/").status_code == 403
    assert client.post(f"{QUEUE}{submission.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{QUEUE}{submission.pk}/change/", {"title": "x"}).status_code == 405
    assert client.post(QUEUE, {"action": "delete_selected"}).status_code == 405
    assert client.get(f"{QUEUE}{submission.pk}/history/").url.endswith("/change/#decisions")


# ---------------------------------------------------------------- rows and hints


def test_the_oldest_stands_on_top_and_what_is_decided_does_not_stand_there(desk):
    a_submission(title="Second", at=ago(days=2))
    a_submission(title="Third", at=ago(hours=5), state=State.IN_REVIEW)
    a_submission(title="First", at=ago(days=3))
    a_submission(title="Done", state=State.DECLINED)
    page = desk("moderator").get(QUEUE)
    assert titles(page) == ["First", "Second", "Third"]
    assert "3 stories wait" in queue_text(page)
    assert "3\xa0days" in page.content.decode()
    assert "in review" in rows(page)[2].text_content()


def test_an_empty_queue_says_what_comes_here(desk):
    client = desk("moderator")
    assert "Nothing waits." in queue_text(client.get(QUEUE))
    assert "Try fewer filters" in queue_text(client.get(QUEUE, {"sender": "nobody"}))


def test_submissions_of_one_story_are_one_row(desk):
    first = a_submission("https://ledger.example/triage", title="AI triage clears its audit")
    for name in ("post", "herald"):
        a_submission(
            f"https://{name}.example/triage", title="AI triage clears its audit", story=first
        )
    page = desk("moderator").get(QUEUE)
    assert len(rows(page)) == 1
    assert "1 story waits" in queue_text(page)
    assert "and 2 more of the same story" in queue_text(page)
    linked = rows(page)[0].xpath(".//details//a/@href")
    others = Submission.objects.exclude(pk=first.pk).order_by("pk")
    assert [link.split("?")[0] for link in linked] == [f"{QUEUE}{one.pk}/change/" for one in others]


def test_of_a_story_that_floods_in_twenty_are_shown_and_the_rest_is_a_link_away(
    desk, django_assert_max_num_queries
):
    client, first = desk("moderator"), a_submission(title="AI triage clears its audit")
    a_submission("https://post.example/0", title=first.title, story=first)
    client.get(QUEUE)
    with django_assert_max_num_queries(60) as few:
        client.get(QUEUE)
    for number in range(1, 60):
        a_submission(f"https://post.example/{number}", title=first.title, story=first)
    with django_assert_max_num_queries(60) as many:
        page = client.get(QUEUE)
    assert len(few) == len(many)
    (row,) = rows(page)
    assert "and 60 more of the same story" in row.xpath(".//summary")[0].text_content()
    others = Submission.objects.exclude(pk=first.pk).oldest_first()
    boxes = row.xpath(".//details//input[@name='chosen']/@value")
    assert boxes == [f"{other.pk}-0" for other in others[:20]]
    (link,) = row.xpath(".//details//a[contains(@href,'story=')]")
    assert link.text_content().strip() == "and 40 more of the same story"
    listed = client.get(link.get("href"))
    assert len(rows(listed)) == 50
    assert "61 submissions of one story" in queue_text(listed)
    last = client.get(link.get("href") + "&page=2")
    assert len(rows(last)) == 11


def test_a_row_tells_what_is_folded_into_it_and_leads_on_to_it(desk):
    Block.objects.create(kind="domain", value="spam.example", reason="floods")
    first = a_submission(title="AI triage clears its audit")
    facts = {"title": first.title, "story": first}
    second = a_submission("https://spam.example/1", has_relationship=True, **facts)
    a_submission(title="Something else")
    page = desk("moderator").get(QUEUE)
    row, _other = rows(page)
    assert "domain is blocked" in row.text_content()
    assert "has a relationship" in row.text_content()
    assert row.xpath(".//input[@name='next']/@value") == [f"{QUEUE}#row-{second.pk}"]
    assert "2 stories wait in 3 submissions" in queue_text(page)


def test_a_row_tells_the_senders_record_without_the_submission_itself(desk):
    for state in (State.ACCEPTED, State.ACCEPTED, State.MERGED, State.DECLINED, State.SPAM):
        a_submission(email="ines@mail.example", state=state)
    a_submission(email="ines@mail.example", title="Now")
    a_submission(email="first@mail.example", title="New")
    now, new = rows(desk("moderator").get(QUEUE))
    assert "(3 accepted, 1 declined, 1 spam before)" in now.text_content()
    assert "(first time)" in new.text_content()
    declined = rows(desk("administrator").get(QUEUE, {"state": "declined"}))[0]
    assert "(3 accepted, 1 spam before)" in declined.text_content()


def test_a_row_tells_of_partners_further_senders_and_relationships(desk):
    submission = a_submission(partner=a_partner("Harbour Wire"))
    a_sending(submission, "Tom", has_relationship=True)
    text = " ".join(rows(desk("moderator").get(QUEUE))[0].text_content().split())
    assert "Ines Okafor and 1 other" in text
    assert "Partner: Harbour Wire" in text
    assert "has a relationship" in text


def test_a_row_warns_of_what_is_known(desk):
    an_article("Live story", link_href="https://ledger.example/a")
    an_article(
        "A draft",
        status="draft",
        link_href="https://other.example/",
        canonical_url="https://ledger.example/b",
    )
    a_report(an_article("Carrier"), href="https://ledger.example/c")
    a_submission("https://ledger.example/d", state=State.DECLINED)
    for letter in "abcd":
        a_submission(f"https://www.ledger.example/{letter}?utm_source=x", title=letter)
    a, b, c, d = (text_of(row) for row in rows(desk("moderator").get(QUEUE)))
    assert "duplicate of: published article, Live story" in a
    assert "duplicate of: draft, A draft" in b
    assert "further report of: published article, Carrier" in c
    assert "same address: 1 is declined" in d
    assert "duplicate" not in d


def test_a_row_warns_of_an_article_with_the_very_title(desk):
    an_article("Wards go paperless", published_at=timezone.now() - timedelta(days=9))
    an_article("Wards go paperless", status="draft")
    an_article("Wards go paperless", published_at=timezone.now() - timedelta(days=900))
    a_submission(title="Wards GO paperless")
    (row,) = rows(desk("moderator").get(QUEUE))
    assert text_of(row).count("same title:") == 2
    assert "same title: published article, Wards go paperless" in text_of(row)
    assert "same title: draft, Wards go paperless" in text_of(row)


def test_a_row_warns_of_blocks_and_of_domains_often_declined(desk):
    Block.objects.create(kind="domain", value="spam.example", reason="floods")
    Block.objects.create(kind="sender", value="@bad.example", reason="floods")
    Block.objects.create(kind="domain", value="over.example", reason="x", until=ago(days=1))
    a_submission("https://news.spam.example/1")
    a_submission("https://fine.example/1", email="eve@mx.bad.example")
    a_submission("https://over.example/1")
    for _number in range(3):
        a_submission(f"https://weak.example/{_number}", state=State.DECLINED)
    a_submission("https://weak.example/new")
    domain, sender, over, weak = (row.text_content() for row in rows(desk("moderator").get(QUEUE)))
    assert "domain is blocked" in domain
    assert "sender is blocked" in sender
    assert "blocked" not in over
    assert "3 declined or spam from this domain" in weak


def test_what_strangers_wrote_is_shown_as_text(desk):
    a_submission(title="<script>alert(1)</script>\u202egnp.exe", name="<img src=x onerror=1>")
    page = desk("moderator").get(QUEUE).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "<bdi>&lt;script&gt;" in page


# ---------------------------------------------------------------- filters


def test_it_is_narrowed_by_state_sender_domain_and_moderator(desk, person):
    client = desk("moderator")
    other = person("moderator", "jonas", first_name="Jonas")
    a_submission("https://ledger.example/1", title="Mine", assigned_to=client.user)
    a_submission("https://post.example/1", title="His", assigned_to=other, name="Tom Brandt")
    a_submission("https://post.example/2", title="Free", email="kim@mail.example")
    a_submission(title="Gone", state=State.SPAM)

    def found(**query):
        return titles(client.get(QUEUE, query))

    assert found(state="spam") == ["Gone"]
    assert set(found(state="all")) == {"Mine", "His", "Free", "Gone"}
    assert found(sender="brandt") == ["His"]
    assert found(sender="KIM@mail") == ["Free"]
    assert found(domain="post.example") == ["His", "Free"]
    assert found(assigned="me") == ["Mine"]
    assert found(assigned="nobody") == ["Free"]
    assert found(assigned=str(other.pk)) == ["His"]
    assert found(assigned=str(other.pk), domain="ledger") == []


def test_a_curator_cannot_search_for_addresses_of_people(desk):
    a_submission(email="ines@mail.example")
    assert rows(desk("curator").get(QUEUE, {"sender": "ines@mail"})) == []
    assert len(rows(desk("editor").get(QUEUE, {"sender": "okafor"}))) == 1


def test_the_second_of_a_story_is_found_where_the_first_does_not_fit(desk):
    first = a_submission("https://ledger.example/1", title="A story of wards")
    a_submission("https://post.example/1", title="A story of wards", story=first)
    assert len(rows(desk("moderator").get(QUEUE, {"domain": "post"}))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"},
        {"assigned": "99999"},
        {"sender": "a\0b"},
        {"domain": "x" * 300},
        {"story": "x"},
        {"story": "9" * 40},
        {"story": "1.5"},
    ],
)
def test_a_value_that_is_no_choice_gets_a_sentence(desk, query):
    a_submission()
    page = desk("moderator").get(QUEUE, query)
    assert page.status_code == 200
    assert "queue-error" in page.content.decode()


def test_pages_hold_fifty_and_one_that_was_emptied_leads_to_the_first(desk):
    for number in range(51):
        a_submission(title=f"Story {number}", at=ago(minutes=100 - number))
    client = desk("moderator")
    assert len(rows(client.get(QUEUE))) == 50
    assert titles(client.get(QUEUE, {"page": 2})) == ["Story 50"]
    assert client.get(QUEUE, {"page": 3, "state": "open"}).url == f"{QUEUE}?state=open"
    assert client.get(QUEUE, {"page": "x"}).status_code == 404


# ---------------------------------------------------------------- more rows, no more queries


def test_sixty_submissions_ask_no_more_than_one(desk, django_assert_max_num_queries, person):
    call_command("check")  # imports what is imported once
    client = desk("moderator")
    person("moderator", "jonas")
    reason, partner = DeclineReason.objects.first(), a_partner()

    def fill(numbers):
        for number in numbers:
            one = a_submission(
                f"https://site{number}.example/s", title=f"Story {number}", partner=partner
            )
            a_sending(one, has_relationship=True)
            a_submission(f"https://site{number}.example/t", story=one)
            an_article(link_href=one.href)
            a_report(an_article(), href=one.href)
            Block.objects.create(kind="domain", value=one.domain, reason="x")
            moderating.take_up(one, by=client.user)
            gone = a_submission(f"https://site{number}.example/u")
            moderating.decline(gone, by=client.user, reason=reason)

    fill([0])
    assert len(rows(client.get(QUEUE))) == 1
    with django_assert_max_num_queries(100) as asked_for_one:
        client.get(QUEUE)
    fill(range(1, 60))
    with django_assert_max_num_queries(len(asked_for_one)):
        page = client.get(QUEUE)
    assert len(rows(page)) == 50
    assert len(asked_for_one) <= 26
