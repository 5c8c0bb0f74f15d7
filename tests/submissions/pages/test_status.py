"""The private page of a sender: status, notes, withdrawing."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from curation.models import Article, Decision, DeclineReason, SenderNote, Sending, Submission
from curation.models.sendings import STATUS_SALT
from curation.submissions import moderating
from tests.builders import a_sending, a_submission, an_article

pytestmark = pytest.mark.django_db
State, Status = Submission.State, Article.Status


@pytest.fixture
def moderator(person):
    return person("moderator")


@pytest.fixture
def shown(client):
    """shown(submission) -> the HTML of its first sender's page."""

    def get(submission):
        answer = client.get(page_of(submission))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def page_of(submission):
    return Submission.objects.get(pk=submission.pk).first_sending.get_absolute_url()


def steps(text):
    return [part.split("</span>")[0] for part in text.split('<span class="steps__name">')[1:]]


# ---------------------------------------------------------------- access


def test_the_page_is_for_one_reader(client):
    answer = client.get(page_of(a_submission()))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("ending", ["", "withdraw/"])
def test_a_changed_link_opens_nothing(client, ending):
    token = a_submission().first_sending.token
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    other_purpose = signing.dumps(1, salt="curation.article.review")
    gone = signing.dumps(999_999, salt=STATUS_SALT)
    for word in (changed, token[:-3], other_purpose, gone, "nonsense", "é", "a" * 3000):
        answer = client.get(f"/submit/status/{word}/{ending}")
        assert answer.status_code == 404, word
        assert "This link is incomplete or was changed." in answer.content.decode()
        assert answer["Referrer-Policy"] == "same-origin"
        assert client.post(f"/submit/status/{word}/{ending}", {"text": "x"}).status_code == 404


@pytest.mark.parametrize("ending", ["", "withdraw/"])
def test_after_a_year_a_link_is_over(client, ending):
    page = page_of(a_submission()) + ending
    with patch(
        "django.core.signing.time.time", return_value=timezone.now().timestamp() + 366 * 86400
    ):
        answer = client.get(page)
    assert answer.status_code == 410
    assert "This link has expired" in answer.content.decode()


def test_without_its_slash_the_link_works_too(client):
    page = page_of(a_submission())
    assert client.get(page.removesuffix("/"))["Location"].endswith("/")


# ---------------------------------------------------------------- status


def test_received(shown):
    text = shown(a_submission(title="Wards", why="It is <b>new</b>."))
    assert "We have it. A moderator will read it" in text
    assert steps(text) == ["Received", "In review", "Decision"]
    assert "It is &lt;b&gt;new&lt;/b&gt;." in text


def test_in_review(shown, moderator):
    submission = a_submission()
    moderating.take_up(submission, moderator)
    text = shown(submission)
    assert "A moderator is looking at it." in text
    assert moderator.username not in text


def test_spam_looks_received_for_ever(shown, moderator):
    submission = a_submission("https://ledger.example/a", title="Same")
    before = shown(submission)
    moderating.mark_spam(submission, moderator)
    assert _without_secrets(shown(submission)) == _without_secrets(before)


def _without_secrets(text):
    """Without what differs each time: the private link, signed anew, and the CSRF token."""
    shown = text.partition("<main")[2].replace("\n", " ").split("csrfmiddlewaretoken")[0]
    return re.sub(r"/status/[^/]+/", "/status/…/", shown)


def test_accepted_and_then_live_and_then_withdrawn(shown, moderator):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    text = shown(submission)
    assert "the article is being prepared" in text
    assert steps(text) == ["Received", "In review", "Accepted, being prepared", "Published"]
    assert "/news/" not in text.partition("<main")[2]

    now = timezone.now()
    rows = Article.objects.filter(pk=article.pk)
    rows.update(title="Wards", status=Status.PUBLISHED, published_at=now + timedelta(hours=1))
    assert "being prepared" in shown(submission)
    rows.update(published_at=now)
    text = shown(submission)
    article.refresh_from_db()
    assert f'<a href="{article.get_absolute_url()}">Wards</a>' in text
    assert steps(text)[-1] == "Published"
    rows.update(status=Status.WITHDRAWN, withdrawn_at=now)
    assert "have taken it off the site since" in shown(submission)


def test_accepted_but_rejected_by_editors_later(shown, moderator):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    Article.objects.filter(pk=article.pk).update(status=Status.REJECTED)
    text = shown(submission)
    assert "in the end we did not publish it" in text
    assert steps(text)[-1] == "Not published"


@pytest.mark.parametrize(
    ("disclosure", "disclosed"),
    [
        (moderating.Disclosure(reason=True, note=False), ["It reads as an advertisement."]),
        (moderating.Disclosure(reason=False, note=True), ["Too <b>shiny</b>."]),
        (moderating.Disclosure(True, True), ["It reads as an advertisement.", "Too <b>shiny</b>."]),
        (moderating.Disclosure(reason=False, note=False), []),
    ],
)
def test_declined_with_what_the_moderator_chose_to_share(shown, moderator, disclosure, disclosed):
    submission = a_submission()
    reason = DeclineReason.objects.get(label="advertisement")
    moderating.decline(
        submission, moderator, reason, note="Too <b>shiny</b>.", disclosure=disclosure
    )
    text = shown(submission)
    assert "We are not going to write about it." in text
    for words in ("It reads as an advertisement.", "Too <b>shiny</b>."):
        escaped = words.replace("<", "&lt;").replace(">", "&gt;")
        assert (escaped in text) is (words in disclosed)
    assert moderator.username not in text


def test_declined_twice_tells_the_last(shown, moderator):
    submission = a_submission()
    for label in ("advertisement", "paywalled"):
        moderating.decline(submission, moderator, DeclineReason.objects.get(label=label))
        if label == "advertisement":
            moderating.reopen(submission, moderator)
            assert "advertisement" not in shown(submission)
    text = shown(submission)
    assert "behind a paywall" in text
    assert "advertisement" not in text


def test_merged_into_a_live_article(shown, moderator):
    submission = a_submission()
    moderating.merge(submission, moderator, an_article("Wards", slug="wards"))
    assert '<a href="/news/wards">Wards</a>' in shown(submission)


def test_merged_follows_the_other_wherever_it_goes(shown, moderator):
    first, second, third = (a_submission(title=f"Secret title {n}") for n in range(3))
    moderating.merge(first, moderator, second)
    moderating.merge(second, moderator, third)
    text = shown(first)
    assert "Somebody suggested the same story, and we look at both together." in text
    assert "Secret title 1" not in text  # of another sender
    assert "Secret title 2" not in text
    article = moderating.accept(third, moderator).led_to
    assert "being prepared" in shown(first)
    rows = Article.objects.filter(pk=article.pk)
    rows.update(title="Wards", status=Status.PUBLISHED, published_at=timezone.now())
    assert ">Wards</a>" in shown(first)


def test_merged_into_one_that_is_declined_tells_why(shown, moderator):
    first, second = a_submission(), a_submission()
    moderating.merge(first, moderator, second)
    moderating.decline(second, moderator, DeclineReason.objects.get(label="paywalled"))
    assert "behind a paywall" in shown(first)


def test_merged_into_spam_or_into_what_its_own_sender_took_back(shown, moderator):
    first, second = a_submission(), a_submission()
    moderating.merge(first, moderator, second)
    moderating.mark_spam(second, moderator)
    assert "we look at both together" in shown(first)
    moderating.reopen(second, moderator)
    moderating.withdraw(second.first_sending)
    assert "we look at both together" in shown(first)  # for whoever is merged into it goes on


def test_a_second_sender_sees_their_own_words_and_nobody_elses(client):
    submission = a_submission(title="First title", why="First why", email="first@mail.example")
    second = a_sending(submission, "Second Name", "second@mail.example", why="Second why")
    text = client.get(second.get_absolute_url()).content.decode()
    assert "Second why" in text
    assert "second@mail.example" in text
    for words in ("First title", "First why", "first@mail.example", "Ines Okafor"):
        assert words not in text


def test_who_kept_the_address_with_the_thanks_sees_later_how_it_stands(client, moderator):
    submission = a_submission()
    place = f"{page_of(submission)}?thanks"
    assert "Thank you: keep this link" in client.get(place).content.decode()
    moderating.decline(submission, moderator, DeclineReason.objects.get(label="too old"))
    text = client.get(place).content.decode()
    assert "keep this link" not in text
    assert "older than what we report" in text


# ---------------------------------------------------------------- adding a note


def test_a_note_is_kept_and_shown_as_text(client):
    submission = a_submission()
    page = page_of(submission)
    answer = client.post(page, {"text": " More:\r\n<b>they</b> confirmed it. "})
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#notes")
    assert SenderNote.objects.get().text == "More:\n<b>they</b> confirmed it."
    text = client.get(page).content.decode()
    assert "More:<br>&lt;b&gt;they&lt;/b&gt; confirmed it." in text


def test_the_same_note_twice_is_kept_once(client):
    page = page_of(a_submission())
    for words in ("One", "One", "Two", "One"):
        assert client.post(page, {"text": words}).status_code == 303
    assert [note.text for note in SenderNote.objects.all()] == ["One", "Two", "One"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "Write something first."),
        ("   ", "Write something first."),
        ("x" * 2001, "Please use at most 2,000 characters"),
        ("x" * 10_000, "Please use at most 2,000 characters"),
        ("a\x00b", "control characters"),
        ("a\u202eb", "change the direction"),
    ],
)
def test_a_note_that_cannot_be_comes_back(client, words, problem):
    answer = client.post(page_of(a_submission()), {"text": words})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert words.strip("\x00 ")[:1] in answer.content.decode()
    assert not SenderNote.objects.exists()


def test_ten_notes_are_enough(client):
    page = page_of(a_submission())
    for number in range(SenderNote.MAX_PER_SENDING):
        client.post(page, {"text": f"Note {number}"})
    answer = client.post(page, {"text": "One more thought"})
    assert answer.status_code == 422
    assert "maximum number of notes" in answer.content.decode()
    assert "One more thought" in answer.content.decode()
    assert SenderNote.objects.count() == SenderNote.MAX_PER_SENDING


# ---------------------------------------------------------------- withdrawing


def test_taking_it_back_is_asked_once_and_then_done(client):
    submission = a_submission()
    page = page_of(submission)
    assert f'href="{page}withdraw/"' in client.get(page).content.decode()
    asked = client.get(f"{page}withdraw/")
    assert "Withdraw your suggestion?" in asked.content.decode()
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED  # a look changes nothing

    answer = client.post(f"{page}withdraw/")
    assert (answer.status_code, answer["Location"]) == (303, page)
    submission.refresh_from_db()
    assert submission.state == State.WITHDRAWN
    text = client.get(page).content.decode()
    assert "You withdrew it." in text
    assert "Add the note" not in text
    assert "Withdraw it …" not in text


def test_taking_it_back_twice_is_on_record_once(client):
    page = page_of(a_submission())
    for _time in range(2):
        assert client.post(f"{page}withdraw/").status_code == 303
    assert client.get(f"{page}withdraw/").status_code == 303
    assert Decision.objects.filter(what="withdrawn").count() == 1


def test_after_that_notes_are_closed(client):
    page = page_of(a_submission())
    client.post(f"{page}withdraw/")
    answer = client.post(page, {"text": "Wait"})
    assert answer.status_code == 422
    assert not SenderNote.objects.exists()


def test_where_others_suggest_it_too_only_one_is_out(client):
    submission = a_submission()
    second = a_sending(submission)
    client.post(f"{page_of(submission)}withdraw/")
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED
    assert "You withdrew it." in client.get(page_of(submission)).content.decode()
    assert "We have it." in client.get(second.get_absolute_url()).content.decode()


def test_what_is_decided_cannot_be_undone_and_is_said(client, moderator):
    submission = a_submission()
    moderating.accept(submission, moderator)
    page = page_of(submission)
    assert (
        "It is decided already, and the decision stays as it is."
        in client.get(f"{page}withdraw/").content.decode()
    )
    client.post(f"{page}withdraw/")
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
    assert Sending.objects.get().withdrawn_at


def test_forms_need_the_cookie_here_too():
    page = page_of(a_submission())
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(page, {"text": "x"}).status_code == 403
    assert careful.post(f"{page}withdraw/").status_code == 403
    assert not Sending.objects.get().withdrawn_at


def test_over_https_the_form_is_taken_with_the_referrer_that_the_policy_sends(settings):
    page = page_of(a_submission())
    careful = Client(enforce_csrf_checks=True, headers={"host": "testserver"})
    careful.get(page, secure=True)
    secret = careful.cookies["csrftoken"].value
    facts = {"text": "A note", "csrfmiddlewaretoken": secret}
    answer = careful.post(
        page, facts, secure=True, headers={"referer": f"https://testserver{page}"}
    )
    assert answer.status_code == 303
    assert careful.post(page, facts, secure=True).status_code == 403
