"""Bulk acts: submissions are declined for one reason, or marked as spam, each with a record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from curation.models import Decision, DeclineReason, Submission
from curation.submissions import moderating
from tests.builders import a_submission
from tests.desk import sent
from tests.submissions.desk.queue_pages import QUEUE, page_after

pytestmark = pytest.mark.django_db
DECLINE, SPAM = f"{QUEUE}selected/decline/", f"{QUEUE}selected/spam/"
State = Submission.State


def ticked(*submissions) -> list[str]:
    return [f"{one.pk}-0" for one in submissions]


def states(*submissions) -> list[str]:
    by_pk = Submission.objects.in_bulk([one.pk for one in submissions])
    return [by_pk[one.pk].state for one in submissions]


@pytest.fixture
def reason():
    return DeclineReason.objects.get(label="press release")


@pytest.mark.parametrize("address", [DECLINE, SPAM])
def test_only_moderators_may(desk, address):
    chosen = {"chosen": ticked(a_submission())}
    assert Client().get(address, chosen).url.startswith("/admin/login/")
    for group in ("curator", "editor"):
        client = desk(group)
        assert client.get(address, chosen).status_code == 403
        assert client.post(address, chosen).status_code == 403
    assert desk("moderator").get(address, chosen).status_code == 200
    assert not Decision.objects.exists()


def test_what_is_ticked_is_declined_for_one_reason(desk, reason):
    client, rows = desk("moderator"), [a_submission(title=f"Story {n}") for n in range(3)]
    other = a_submission()
    form = client.get(DECLINE, {"chosen": ticked(*rows), "next": f"{QUEUE}?domain=x"})
    assert "Decline 3 submissions" in form.content.decode()
    for row in rows:
        assert row.title in form.content.decode()
    data = sent(form, "decline-form", reason=reason.pk, note="All three.")
    answer = client.post(DECLINE, data | {"chosen": ticked(*rows)})
    assert answer.url == f"{QUEUE}?domain=x"
    assert "3 declined." in page_after(client, answer)
    assert states(*rows, other) == [State.DECLINED] * 3 + [State.RECEIVED]
    decisions = Decision.objects.all()
    assert {d.reason for d in decisions} == {reason}
    assert {d.note for d in decisions} == {"All three."}
    assert {d.message_to_sender for d in decisions} == {reason.sentence}


def test_spam_is_asked_once_more_and_then_put_away(desk):
    client, rows = desk("moderator"), [a_submission() for _ in range(2)]
    client.get(SPAM, {"chosen": ticked(*rows)})
    assert states(*rows) == [State.RECEIVED] * 2
    answer = client.post(SPAM, {"chosen": ticked(*rows)})
    assert "2 marked as spam." in page_after(client, answer)
    assert states(*rows) == [State.SPAM] * 2


@pytest.mark.parametrize(("address", "form_id"), [(DECLINE, "decline-form"), (SPAM, "spam-form")])
def test_all_that_a_page_can_tick_is_asked_about_before_anything_is_done(desk, address, form_id):
    """By POST, as the queue's form sends it: a URL would be longer than gunicorn accepts."""
    client, at = desk("moderator"), timezone.now() - timedelta(hours=1)
    for story in range(10):
        first = a_submission(f"https://ledger.example/{story}", at=at)
        for number in range(20):
            a_submission(f"https://post.example/{story}-{number}", story=first)
    page = html.fromstring(client.get(QUEUE).content.decode())
    (form,) = page.xpath("//form[@id='selected']")
    assert form.get("method") == "post"
    assert address in [form.get("action"), *form.xpath(".//button/@formaction")]
    assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    data = {name: form.xpath(f".//input[@name='{name}']/@value") for name in ("next", "ask")}
    chosen = page.xpath("//input[@name='chosen'][@form='selected']/@value")
    assert len(chosen) == 210
    asked = client.post(address, data | {"chosen": chosen})
    assert asked.status_code == 200
    boxes = html.fromstring(asked.content.decode()).xpath(f"//form[@id='{form_id}']//input")
    ticked_again = [
        box.get("value") for box in boxes if box.get("checked") and box.get("name") == "chosen"
    ]
    assert sorted(ticked_again) == sorted(chosen[:200])
    assert "At most 200 at once" in asked.content.decode()
    assert "queue-error" not in asked.content.decode()
    assert not Decision.objects.exists()


def test_what_somebody_else_decided_meanwhile_is_left_and_named(desk, person, reason):
    jonas = person("moderator", "jonas", first_name="Jonas", last_name="Okoye")
    client, rows = desk("moderator"), [a_submission(title=f"Story {n}") for n in range(3)]
    moderating.mark_spam(rows[0], by=jonas)
    moderating.take_up(rows[1], by=jonas)
    asked = client.get(DECLINE, {"chosen": ticked(*rows)}).content.decode()
    assert "Decline 1 submission" in asked
    assert "Jonas Okoye marked as spam" in asked
    answer = client.post(
        DECLINE, {"chosen": ticked(*rows), "reason": reason.pk, "tell_reason": "on"}
    )
    text = page_after(client, answer)
    assert "1 declined." in text
    assert "2 were not changed:" in text
    assert "Story 0 : Jonas Okoye acted first: marked as spam" in text
    assert "Story 1 : Jonas Okoye acted first: took it up" in text
    assert states(*rows) == [State.SPAM, State.IN_REVIEW, State.DECLINED]


def test_the_note_is_kept_where_all_were_decided_meanwhile(desk, person, reason):
    client, row = desk("moderator"), a_submission()
    moderating.mark_spam(row, by=person("moderator", "jonas"))
    data = {"chosen": ticked(row), "reason": reason.pk, "note": "A long thought"}
    answer = client.post(DECLINE, data)
    assert answer.status_code == 409
    assert "A long thought" in answer.content.decode()
    assert "jonas marked as spam" in answer.content.decode()


def test_a_form_without_reason_comes_back_with_its_rows_and_note(desk):
    client, row = desk("moderator"), a_submission()
    answer = client.post(DECLINE, {"chosen": ticked(row), "note": "A long thought"})
    assert answer.status_code == 400
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//input[@name='chosen']/@value") == ticked(row)
    assert "A long thought" in answer.content.decode()
    assert "Choose a reason." in answer.content.decode()


def test_the_others_of_a_story_are_offered_but_not_taken_along_unasked(desk, reason):
    first = a_submission("https://ledger.example/1", title="A story of wards")
    second = a_submission("https://post.example/1", title="A story of wards", story=first)
    client = desk("moderator")
    page = html.fromstring(client.get(DECLINE, {"chosen": ticked(first)}).content.decode())
    (box,) = page.xpath("//fieldset//input[@name='chosen']")
    assert box.get("value") == f"{second.pk}-0"
    assert box.get("checked") is None
    client.post(SPAM, {"chosen": ticked(first)})
    assert states(first, second) == [State.SPAM, State.RECEIVED]


@pytest.mark.parametrize(
    "chosen", [[], ["x"], ["1"], ["1-"], ["999999-0"], ["9" * 40 + "-0"], ["²-0"]]
)
@pytest.mark.parametrize("address", [DECLINE, SPAM])
def test_nothing_ticked_does_nothing(desk, address, chosen, reason):
    client = desk("moderator")
    data = {"chosen": chosen, "reason": reason.pk}
    for ask in (client.get, client.post):
        answer = ask(address, data)
        assert answer.url == QUEUE
        assert "Tick rows first" in page_after(client, answer)
