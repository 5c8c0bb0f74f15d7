"""Two moderators act on one submission: the second is told who did what, and loses no text."""

import pytest
from lxml import html

from curation.models import Decision, DeclineReason, Submission
from curation.submissions import moderating
from tests.builders import a_submission, an_article
from tests.desk import sent
from tests.submissions.desk.queue_pages import address, page_after, post

pytestmark = pytest.mark.django_db
State, What = Submission.State, Decision.What


@pytest.fixture
def moderator(desk):
    return desk("moderator")


@pytest.fixture
def reason():
    return DeclineReason.objects.get(label="paywalled")


def rival_declines(person, submission, reason):
    jonas = person("moderator", "jonas", first_name="Jonas", last_name="Okoye")
    moderating.decline(submission, by=jonas, reason=reason)


@pytest.mark.parametrize("act", ["accept", "spam", "take", "assign"])
def test_the_second_learns_who_decided_what(moderator, person, reason, act):
    submission = a_submission()
    rival_declines(person, submission, reason)
    answer = post(moderator, submission, act, seen=0, to=moderator.user.pk)
    text = page_after(moderator, answer)
    assert "Jonas Okoye acted first: declined" in text
    submission.refresh_from_db()
    assert submission.state == State.DECLINED
    assert submission.decisions.count() == 1


def test_a_note_is_not_lost_when_somebody_was_faster(moderator, person, reason):
    submission = a_submission()
    rival_declines(person, submission, reason)
    answer = post(
        moderator, submission, "decline", seen=0, reason=reason.pk, note="My long thought"
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jonas Okoye acted first" in page
    (field,) = html.fromstring(page).xpath("//textarea[@name='text']")
    moderator.post(address(submission, "comment"), {"text": field.text.strip()})
    assert submission.comments.get().text == "My long thought"


def test_who_was_overtaken_by_a_mere_assignment_may_go_on(moderator, person, reason):
    submission = a_submission()
    moderating.take_up(submission, by=person("moderator", "jonas"))
    answer = post(moderator, submission, "decline", seen=0, reason=reason.pk, note="My thought")
    assert answer.status_code == 409
    assert "jonas acted first: took it up" in answer.content.decode()
    again = sent(answer, "decline-form", reason=reason.pk)
    assert again["note"].strip() == "My thought"
    assert moderator.post(address(submission, "decline"), again).status_code == 302
    assert submission.decisions.last().what == What.DECLINED


def test_the_second_merge_says_so_too(moderator, person, reason):
    submission, article = a_submission(), an_article()
    rival_declines(person, submission, reason)
    answer = post(moderator, submission, "merge", seen=0, into=f"article-{article.pk}")
    assert answer.status_code == 409
    assert "Jonas Okoye acted first" in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_that_does_not_say_what_it_showed_decides_nothing(moderator, seen):
    submission = a_submission()
    post(moderator, submission, "spam", seen=seen)
    assert not submission.decisions.exists()
