"""One submission's page: sendings, decisions, mails, neighbours, blocks and comments."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from curation.models import Block, Comment, DeclineReason, Notice, Submission
from tests.builders import a_sending, a_submission
from tests.desk import GROUPS
from tests.submissions.desk.queue_pages import QUEUE, address, page_after, post

pytestmark = pytest.mark.django_db
State = Submission.State


@pytest.fixture
def moderator(desk):
    return desk("moderator")


@pytest.fixture
def reason():
    return DeclineReason.objects.get(label="paywalled")


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("group", GROUPS)
def test_the_page_shows_what_was_sent_by_whom(desk, group):
    submission = a_submission(
        "https://ledger.example/a?utm_source=x", title="Wards", email="ines@mail.example",
        why="It matters\nto nurses", has_relationship=True, wants_credit=True,
    )  # fmt: skip
    a_sending(submission, "Tom").notes.create(text="I forgot to say")
    client = desk(group)
    page = client.get(address(submission)).content.decode()
    for words in (
        "It matters\nto nurses",
        "Tom",
        "I forgot to say",
        "utm_source=x",
        "has a relationship",
    ):
        assert words in page
    (link,) = html.fromstring(page).xpath("//a[@target='_blank'][contains(@href,'ledger')]")
    assert link.get("href") == "https://ledger.example/a"
    assert set(link.get("rel").split()) == {"noopener", "noreferrer", "nofollow"}
    moderates = client.user.has_perm("curation.moderate_submission")
    assert ("ines@mail.example" in page) is moderates
    assert ('data-act="accept"' in page) is moderates
    assert submission.first_sending.token not in page


def test_the_page_is_missing_for_numbers_that_are_none(moderator):
    for pk in ("999999", "word", str(10**40), "9" * 19, "9" * 5000):
        assert moderator.get(f"{QUEUE}{pk}/change/").status_code == 404


def test_a_stranger_and_staff_without_rights_see_no_page(desk, django_user_model):
    submission = a_submission()
    assert Client().get(address(submission)).url.startswith("/admin/login/")
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)
    assert desk(nobody).get(address(submission)).status_code == 403


def test_the_notes_of_a_decision_are_marked_as_private_or_told(moderator, reason):
    submission = a_submission(email="ines@mail.example")
    post(moderator, submission, "decline", reason=reason.pk, note="Seen in May", tell_reason="on")
    shown = html.fromstring(moderator.get(address(submission)).content.decode())
    page = " ".join(" ".join(shown.itertext()).split())
    assert "Private note Seen in May" in page
    assert f"Sent to the sender {reason.sentence}" in page
    assert "declined → ines@mail.example queued" in page


def test_a_mail_that_could_not_be_sent_says_why(moderator):
    submission = a_submission()
    Notice.objects.create(
        kind="receipt", key="k", to="ines@mail.example", subject="s", text="t", state="failed",
        problem="550 no such mailbox", submission=submission,
    )  # fmt: skip
    page = moderator.get(address(submission)).content.decode()
    assert "could not be sent" in page
    assert "550 no such mailbox" in page


def test_the_page_leads_through_the_queue_that_it_came_from(moderator):
    first = a_submission("https://post.example/1")
    a_submission("https://ledger.example/1")
    second = a_submission("https://post.example/2")
    back = f"{QUEUE}?domain=post"
    page = moderator.get(address(first), {"next": back}).content.decode()
    (following,) = html.fromstring(page).xpath("//a[@data-act='next']/@href")
    assert following.startswith(address(second))
    assert not html.fromstring(page).xpath("//a[@data-act='previous']")
    (previous,) = html.fromstring(moderator.get(following).content.decode()).xpath(
        "//a[@data-act='previous']/@href"
    )
    assert previous.startswith(address(first))


@pytest.mark.parametrize(
    ("state", "in_order"), [("received", [0, 1, 2]), ("declined", [2, 1, 0])], ids=["open", "past"]
)
def test_of_equal_times_the_number_decides_which_row_follows(moderator, state, in_order):
    """Many may be received or declined at the same time, for example by an import."""
    now = timezone.now()
    times = {"at": now} if state == "received" else {"decided_at": now}
    made = [a_submission(state=state, **times) for _number in range(3)]
    rows = [made[number] for number in in_order]
    back = f"{QUEUE}?state={state}"
    listed = html.fromstring(moderator.get(back).content.decode()).xpath("//*/@id")
    assert [one for one in listed if one.startswith("row-")] == [f"row-{row.pk}" for row in rows]
    for place, row in enumerate(rows):
        page = html.fromstring(moderator.get(address(row), {"next": back}).content.decode())
        before = page.xpath("//a[@data-act='previous']/@href")
        behind = page.xpath("//a[@data-act='next']/@href")
        assert [link.partition("?")[0] for link in before] == [
            address(one) for one in rows[max(place - 1, 0) : place]
        ]
        assert [link.partition("?")[0] for link in behind] == [
            address(one) for one in rows[place + 1 : place + 2]
        ]


def test_whoever_may_block_is_led_to_the_filled_in_form(moderator, desk):
    submission = a_submission("https://spam.example/1", email="eve@mail.example")
    page = moderator.get(address(submission)).content.decode()
    form = f"{reverse('admin:index')}curation/block/add/"
    assert f'href="{form}?kind=domain&amp;value=spam.example"' in page
    assert f'href="{form}?kind=sender&amp;value=eve%40mail.example"' in page
    assert form not in desk("editor").get(address(submission)).content.decode()


def test_of_many_senders_each_can_be_blocked_who_is_not_yet(moderator):
    submission = a_submission("https://spam.example/1", email="eve@mail.example")
    a_sending(submission, email="tom@bad.example")
    a_sending(submission, email="kim@fine.example")
    Block.objects.create(kind="sender", value="@bad.example", reason="floods")
    ways = moderator.get(address(submission)).context["block_links"]
    assert [(value, bool(link)) for _kind, value, link in ways] == [
        ("spam.example", True), ("eve@mail.example", True), ("tom@bad.example", False),
        ("kim@fine.example", True),
    ]  # fmt: skip


def test_thirty_senders_ask_as_often_as_one(moderator, django_assert_max_num_queries):
    submission = a_submission()
    moderator.get(address(submission))
    with django_assert_max_num_queries(60) as asked_for_one:
        moderator.get(address(submission))
    for _number in range(29):
        a_sending(submission)
    with django_assert_max_num_queries(60) as asked_for_many:
        page = moderator.get(address(submission))
    assert len(page.context["block_links"]) == 31
    assert len(asked_for_many) == len(asked_for_one)


def test_of_a_story_that_floods_in_the_page_shows_twenty(moderator, django_assert_max_num_queries):
    first = a_submission(title="AI triage clears its audit")
    for number in range(23):
        a_submission(f"https://post.example/{number}", title=first.title, story=first)
    last = Submission.objects.last()
    with django_assert_max_num_queries(60):
        page = moderator.get(address(last))
    assert len(page.context["candidates"]) == 20
    (link,) = html.fromstring(page.content.decode()).xpath("//a[contains(@href,'?story=')]")
    assert (link.get("href"), link.text_content().strip()) == (
        f"{QUEUE}?story={first.pk}", "and 3 more of the same story",
    )  # fmt: skip


# ---------------------------------------------------------------- comments


def test_a_comment_tells_whom_it_names(desk, moderator, person):
    person("moderator", "jonas", first_name="Jonas", last_name="Okoye", email="jonas@desk.example")
    submission = a_submission()
    assert "@jonas" in moderator.get(address(submission)).content.decode()
    answer = post(moderator, submission, "comment", text="Ask @jonas. Or @nobody.", next=QUEUE)
    text = page_after(moderator, answer)
    assert "Jonas Okoye will get a mail" in text
    assert "Nobody who may read this comment is called @nobody." in text
    assert Notice.objects.get().to == "jonas@desk.example"
    assert "Ask @jonas. Or @nobody." in desk("curator").get(address(submission)).content.decode()


def test_a_curator_who_was_asked_can_answer(desk):
    submission = a_submission()
    assert post(desk("curator"), submission, "comment", text="It is real.").status_code == 302
    assert Comment.objects.get().text == "It is real."


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001, "a\0b"])
def test_a_comment_that_cannot_be_kept_is_shown_again(moderator, text):
    answer = post(moderator, a_submission(), "comment", text=text)
    assert answer.status_code == 400
    assert "queue-error" in answer.content.decode()
    assert text.strip()[:100] in answer.content.decode()
    assert not Comment.objects.exists()
