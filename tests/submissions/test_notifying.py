"""The mails about submissions and decisions: who gets which one when, and their texts."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.template import TemplateDoesNotExist
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from curation import publishing
from curation.models import (
    Article,
    DailyJob,
    DeclineReason,
    Notice,
    RateLimit,
    ReviewLink,
    Section,
    SourceFetch,
    Submission,
)
from curation.submissions import mailing, moderating
from curation.submissions.desk.mail_previews import previews
from tests.builders import a_sending, a_submission, an_article
from tests.outgoing import kinds, later, now_and_then, work
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
Kind, State = Notice.Kind, Notice.State
HIDDEN = "UNKNOWN VARIABLE"


@pytest.fixture(autouse=True)
def _no_digest(settings):
    settings.DIGEST_HOUR = 24  # whatever the time is while the tests run


@pytest.fixture
def mira(person):
    return person("moderator", "mira", first_name="Mira", email="mira@desk.example")


# ---------------------------------------------------------------- mails about decisions


def decided(verb, submission, by, **facts):
    return verb(submission, by=by, **facts)


def test_a_decision_is_told_two_minutes_later(mailbox, mira):
    submission = a_submission(email="ines@mail.example")
    reason = DeclineReason.objects.get(label="paywalled")
    decided(moderating.decline, submission, mira, reason=reason)
    work()
    assert mailbox.taken == []
    later(seconds=1)
    work()
    (mail,) = mailbox.mails
    assert "behind a paywall" in mail.get_body(("plain",)).get_content()


def test_a_private_note_stays_private_and_a_shared_one_is_told(mira):
    reason = DeclineReason.objects.get(label="paywalled")
    for disclosure, note, hears in (
        (moderating.Disclosure(), "He writes weekly.", False),
        (moderating.Disclosure(reason=False, note=True), "Try the local paper.", True),
    ):
        submission = a_submission()
        decided(
            moderating.decline, submission, mira, reason=reason, note=note, disclosure=disclosure
        )
        notice = submission.notices.get()
        assert (note in notice.text and note in notice.html) is hears
        assert ("paywall" in notice.text) is disclosure.reason


def test_spam_is_silent(mailbox, mira):
    submission = a_submission()
    decided(moderating.mark_spam, submission, mira)
    later(minutes=10)
    now_and_then()
    work()
    assert submission.notices.count() == 0
    assert submission.public_state == "received"


def test_what_is_reopened_within_two_minutes_was_never_told(mailbox, mira):
    submission = a_submission()
    decided(moderating.accept, submission, mira)
    decided(moderating.reopen, submission, mira)
    later(minutes=3)
    work()
    now_and_then()
    work()
    assert mailbox.taken == []
    assert kinds() == [(Kind.ACCEPTED, State.CANCELLED)]


def test_what_is_reopened_later_is_told(mailbox, mira):
    submission = a_submission()
    decided(moderating.accept, submission, mira)
    later(seconds=1)
    work()
    decided(moderating.reopen, submission, mira)
    later(seconds=1)
    work()
    assert kinds() == [(Kind.ACCEPTED, State.SENT), (Kind.REOPENED, State.SENT)]
    assert "ignore our last mail" in mailbox.mails[1].get_body(("plain",)).get_content()


@pytest.mark.parametrize("reply", ["450 4.2.1 later", "550 5.1.1 never"])
def test_an_undone_mail_that_has_not_arrived_never_will(mailbox, mira, reply):
    mailbox.answers["RCPT"] = [reply]
    submission = a_submission()
    decided(moderating.accept, submission, mira)
    later(seconds=1)
    work()
    decided(moderating.reopen, submission, mira)
    later(minutes=3)
    now_and_then()
    work()
    assert mailbox.taken == []
    assert kinds() == [(Kind.ACCEPTED, State.CANCELLED)]
    assert not mailing.send_again(Notice.objects.get())


def test_a_mail_that_was_in_transit_while_its_decision_was_undone_is_tried_no_more(mira):
    """Otherwise "we are not going to write about it" would follow "ignore our last mail"."""
    for ending in ("the server says no", "the worker is killed"):
        submission = a_submission()
        reason = DeclineReason.objects.first()
        notice = moderating.decline(submission, mira, reason).notices.get()
        in_transit = Notice.objects.filter(pk=notice.pk)
        in_transit.update(state=State.SENDING, attempt=1)
        moderating.reopen(submission, mira)
        if ending == "the server says no":
            assert mailing._record_failure(in_transit.get(), "451 later", is_final=False) is None
        else:
            in_transit.update(due_at=timezone.now() - 2 * Notice.SENDING_TIMEOUT)
            mailing.rescue_lost_notices()
        assert in_transit.get().state == State.CANCELLED
        assert not mailing.send_again(notice)


def test_the_same_decision_made_anew_is_told_anew(mailbox, mira):
    submission = a_submission()
    reason = DeclineReason.objects.first()
    for act, facts in (
        (moderating.decline, {"reason": reason}), (moderating.reopen, {}),
        (moderating.decline, {"reason": reason}),
    ):  # fmt: skip
        decided(act, submission, mira, **facts)
        later(seconds=1)
        work()
    assert [kind for kind, _state in kinds()] == [Kind.DECLINED, Kind.REOPENED, Kind.DECLINED]
    assert len(mailbox.taken) == 3


def publish(article):
    article.body_source = "<p>Written.</p>"
    article.save(update_fields=["body_source"])
    publishing.publish(article)


def test_every_sender_hears_once_that_the_page_is_there(mailbox, mira):
    """The first sender, another of the same URL, and those of a merged submission."""
    first = a_submission(email="one@mail.example")
    a_sending(first, email="two@mail.example")
    a_sending(first, email="gone@mail.example", withdrawn_at=timezone.now())
    other = a_submission(email="three@mail.example")
    a_sending(other, email="one@mail.example")
    article = decided(moderating.accept, first, mira).led_to
    decided(moderating.merge, other, mira, into=first)
    publish(article)
    for _round in range(3):
        now_and_then()
        work()
    recipients = [to for to, raw in mailbox.taken if b"is published" in raw]
    assert sorted(recipients) == ["one@mail.example", "three@mail.example", "two@mail.example"]
    assert article.slug in mailbox.mails[0].get_body(("html",)).get_content()


def test_who_suggested_two_addresses_of_one_story_hears_of_its_page_once(mailbox, mira):
    first = a_submission(email="one@mail.example")
    second = a_submission(email="one@mail.example")
    article = decided(moderating.accept, first, mira).led_to
    decided(moderating.merge, second, mira, into=article)
    publish(article)
    now_and_then()
    now_and_then()
    assert Notice.objects.filter(kind=Kind.PUBLISHED).count() == 1


def test_who_is_told_of_a_page_by_the_decision_gets_no_second_mail_of_it(mira):
    submission = a_submission(email="one@mail.example")
    article = an_article("Wards go paperless")
    decided(moderating.merge, submission, mira, into=article)
    now_and_then()
    (notice,) = submission.notices.all()
    assert notice.kind == Kind.MERGED
    assert "Wards go paperless" in notice.text
    assert article.get_absolute_url() in notice.html


def test_a_scheduled_page_is_told_of_when_its_time_has_come(mira):
    submission = a_submission()
    article = decided(moderating.accept, submission, mira).led_to
    article.body_source = "<p>Written.</p>"
    article.save(update_fields=["body_source"])
    publishing.publish(article, at=timezone.now() + timedelta(hours=1))
    now_and_then()
    assert not Notice.objects.filter(kind=Kind.PUBLISHED).exists()
    Article.objects.update(published_at=timezone.now() - timedelta(seconds=1))
    now_and_then()
    assert Notice.objects.filter(kind=Kind.PUBLISHED).count() == 1


def test_who_is_named_in_a_comment_is_told_once_and_the_writer_never(mailbox, mira, person):
    person("moderator", "jonas", email="jonas@desk.example")
    person("moderator", "mailless")
    submission = a_submission()
    moderating.comment(submission, mira, "@jonas, @jonas: see <b>this</b>. @mira @mailless @nobody")
    work()
    assert mailbox.recipients == ["jonas@desk.example"]
    text, html = (mailbox.mails[0].get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "see <b>this</b>" in text
    assert "see &lt;b&gt;this" in html


# ---------------------------------------------------------------- the digest


def test_moderators_get_one_digest_a_day_with_numbers(mailbox, mira, settings):
    settings.DIGEST_HOUR = 0
    a_submission(at=timezone.now() - timedelta(days=3))
    a_submission(assigned_to=mira, state=Submission.State.IN_REVIEW)
    for _round in range(3):
        now_and_then()
    work()
    assert mailbox.recipients == ["mira@desk.example"]
    text = mailbox.mails[0].get_body(("plain",)).get_content()
    assert "1 submission came in since yesterday" in text
    assert "2 wait for a decision" in text
    assert "3\xa0days" in text
    assert "1 is assigned to you" in text
    assert "1 is assigned to nobody" in text


def test_there_is_no_digest_before_its_hour_nor_of_nothing(mira, settings):
    a_submission()
    now_and_then()
    assert not Notice.objects.exists()
    Submission.objects.update(
        state="spam", decided_at=timezone.now(), received_at=timezone.now() - timedelta(days=2)
    )
    settings.DIGEST_HOUR = 0
    now_and_then()
    assert not Notice.objects.exists()


def test_who_gets_the_digest(mira, person, settings):
    settings.DIGEST_HOUR = 0
    person("administrator", email="theo@desk.example")
    person("editor", email="ana@desk.example")
    person("moderator", "left", email="left@desk.example", is_active=False)
    person("moderator", "mailless")
    a_submission()
    now_and_then()
    to = Notice.objects.values_list("to", flat=True)
    assert sorted(to) == ["mira@desk.example", "theo@desk.example"]


def test_the_digest_is_written_once_however_many_workers_look(transactional_db, settings):
    settings.DIGEST_HOUR = 0
    User.objects.create_superuser("root", "root@desk.example", "x")
    a_submission()
    assert at_once(4, now_and_then) == [None] * 4
    assert kinds() == [(Kind.DIGEST, State.QUEUED)]
    assert DailyJob.objects.filter(name="digest").count() == 1
    assert DBTaskResult.objects.count() == 1


def test_workers_at_once_tell_of_a_page_once(transactional_db):
    root = User.objects.create_superuser("root", "", "x")
    submission = a_submission()
    a_sending(submission)
    Section.objects.create(name="News", path="news")
    publish(decided(moderating.accept, submission, root).led_to)
    assert at_once(4, now_and_then) == [None] * 4
    assert Notice.objects.filter(kind=Kind.PUBLISHED).count() == 2


def test_old_counters_are_tidied_away(mira):
    RateLimit.objects.admit({("sent from", "192.0.2.1"): [(5, timedelta(hours=1))]})
    RateLimit.objects.update(touched_at=timezone.now() - timedelta(days=3))
    DailyJob.objects.create(name="digest", day=timezone.localdate() - timedelta(days=31))
    RateLimit.objects.admit({("sent from", "192.0.2.2"): [(5, timedelta(hours=1))]})
    now_and_then()
    assert RateLimit.objects.count() == 1
    assert not DailyJob.objects.filter(day__lt=timezone.localdate()).exists()


# ---------------------------------------------------------------- texts


@pytest.fixture
def strict_templates(settings):
    """Templates that show the use of an unknown variable."""
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": HIDDEN}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]


def test_every_kind_of_mail_has_its_wording_and_misses_no_fact(strict_templates):
    shown = list(previews())
    assert {preview.kind for preview in shown} == set(Kind)
    for preview in shown:
        assert preview.subject.startswith("Curation Desk: "), preview
        assert HIDDEN not in preview.subject + preview.text + preview.html, preview
        assert not re.search(r"&(\w+|#\w+);", preview.subject + preview.text), preview
        assert not re.search(r"<\w", preview.text), preview
        assert "\n\n\n" not in preview.text, preview
        assert preview.text.rstrip().endswith("/"), preview  # the site's address
        assert "{" not in preview.text + preview.html.partition("</style>")[2], preview


def test_a_preview_opens_nobodys_page(mira):
    a_submission()
    ReviewLink.objects.create(
        article=an_article(status=Article.Status.DRAFT), name="Vale", asked_by=mira,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    texts = "".join(preview.text + preview.html for preview in previews())
    tokens = set(re.findall(r"/(?:status|review)/([^/\s\"<]+)/", texts))
    assert tokens == {"sample"}


def test_a_decision_and_its_mails_are_written_together_or_not_at_all(mira, settings, tmp_path):
    submission = a_submission()
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path]}]  # the mails' templates are lost
    with pytest.raises(TemplateDoesNotExist):
        decided(moderating.accept, submission, mira)
    submission.refresh_from_db()
    assert submission.state == Submission.State.RECEIVED
    assert not Article.objects.exists()
    assert not SourceFetch.objects.exists()
