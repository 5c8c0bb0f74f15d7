"""Sending mails to a real local SMTP server: they arrive or fail, and are never sent twice."""

import re
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from curation.models import (
    Article,
    Notice,
    RateLimit,
    Sending,
)
from curation.submissions import mail_server, mailing, notifying, reviewing
from tests.builders import an_article
from tests.outgoing import a_notice, kinds, later, now_and_then, sent_in, work
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
Kind, State = Notice.Kind, Notice.State


@pytest.fixture(autouse=True)
def _no_digest(settings):
    settings.DIGEST_HOUR = 24  # whatever the time is while the tests run


# ---------------------------------------------------------------- success


def test_a_receipt_arrives_as_plain_text_and_html_with_its_private_link(mailbox, settings):
    settings.SITE_URL = "https://news.example.org"
    sending = sent_in()
    work()
    (mail,) = mailbox.mails
    assert mailbox.recipients == ["ines@mail.example"]
    assert mail["To"] == "ines@mail.example"
    assert mail["From"] == "The News <news@desk.example>"
    assert mail["Subject"] == "Curation Desk: we received a suggestion from you"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<notice-{Notice.objects.get().pk}@news.example.org>"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        address = re.search(r"https://news\.example\.org(/submit/status/[^\s\"<]+/)", part)[1]
        assert Sending.objects.by_token(address.split("/")[3]) == sending
    assert Notice.objects.get().state == State.SENT


def test_nothing_that_a_stranger_typed_is_in_a_receipt_or_a_digest(person):
    sent_in(
        url="https://zebra.example/ZEBRA", title="ZEBRA", why="ZEBRA", name="ZEBRA",
        email="ines@mail.example",
    )  # fmt: skip
    notifying.write_digest([person("moderator", email="mira@desk.example")])
    for notice in Notice.objects.all():
        said = notice.subject + notice.text + notice.html
        assert "zebra" not in said.lower(), notice
    assert {kind for kind, _state in kinds()} == {Kind.RECEIPT, Kind.DIGEST}


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_no_name_or_title_makes_a_header(mailbox, person, break_):
    editor = person("editor", first_name="Ana", email="ana@desk.example")
    evil = f"Eve{break_}Bcc: all@mail.example{break_}{break_}<b>Buy</b>"
    article = an_article(evil, status=Article.Status.DRAFT)
    link = reviewing.ask(article, editor, name=evil[:100], email="vale@uni.example")
    reviewing.answer(link, evil, looks_right=True)
    work()
    assert sorted(mailbox.recipients) == ["ana@desk.example", "vale@uni.example"]
    for mail in mailbox.mails:
        assert mail["Bcc"] is None
        assert len(mail["Subject"].splitlines()) == 1
        assert "<b>Buy" not in mail.get_body(("html",)).get_content()


def test_an_address_that_no_mail_can_carry_fails_at_once_and_is_shown(mailbox):
    notice = a_notice(to="ines@mail.example\nBcc: all@mail.example")
    assert mailing.send_now(notice.pk) is None
    notice.refresh_from_db()
    assert (notice.state, notice.attempt) == (State.FAILED, 1)
    assert "Invalid address" in notice.problem
    assert mailbox.taken == []


# ---------------------------------------------------------------- failures and retries


def test_a_server_that_is_busy_is_asked_again_later_and_later(mailbox):
    mailbox.answers["RCPT"] = "450 4.2.1 greylisted"
    notice, waits = a_notice(), []
    for _attempt in range(5):
        due_at = mailing.send_now(notice.pk)
        waits.append(round((due_at - timezone.now()).total_seconds() / 60))
        later(seconds=1)
    assert waits == [1, 5, 25, 125, 360]
    assert mailing.send_now(notice.pk) is None
    notice.refresh_from_db()
    assert (notice.state, notice.attempt) == (State.FAILED, 6)
    assert notice.problem == "450 4.2.1 greylisted"
    assert mailbox.visits == 6


def test_what_was_refused_for_now_arrives_once_it_is_taken(mailbox):
    mailbox.answers["RCPT"] = ["450 4.2.1 greylisted"]
    sent_in()
    work()
    assert mailbox.taken == []
    assert kinds() == [(Kind.RECEIPT, State.QUEUED)]
    later(seconds=1)
    work()
    assert len(mailbox.taken) == 1
    assert kinds() == [(Kind.RECEIPT, State.SENT)]
    assert Notice.objects.get().problem == ""


@pytest.mark.parametrize("step", ["RCPT", "END"])
def test_a_refused_recipient_or_text_fails_at_once(mailbox, step):
    mailbox.answers[step] = "550 5.1.1 no such user here"
    notice = a_notice()
    assert mailing.send_now(notice.pk) is None
    notice.refresh_from_db()
    assert (notice.state, notice.attempt) == (State.FAILED, 1)
    assert notice.problem == "550 5.1.1 no such user here"


@pytest.mark.parametrize(
    ("step", "words"),
    [("HELLO", "554 closed"), ("AUTH", "535 5.7.8 wrong password"), ("MAIL", "530 5.7.1 no")],
)
def test_what_an_operator_must_mend_loses_no_mail(mailbox, settings, step, words):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "wrong"
    mailbox.answers[step] = words
    notice = a_notice()
    assert mailing.send_now(notice.pk) is not None
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    assert notice.problem == words
    mailbox.answers.clear()
    later(seconds=1)
    mailing.send_now(notice.pk)
    assert len(mailbox.taken) == 1


def test_a_server_that_is_down_is_tried_six_times_then_the_mail_is_shown(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "curation.submissions.mail_server.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        sent_in()
        for _attempt in range(6):
            work()
            later(seconds=1)
    notice = Notice.objects.get()
    assert (notice.state, notice.attempt) == (State.FAILED, 6)
    assert notice.problem == "The mail server cannot be reached: Connection refused"


def test_a_failed_mail_is_sent_again_by_hand(mailbox):
    mailbox.answers["RCPT"] = ["550 5.1.1 no such user here"]
    sent_in()
    work()
    assert mailing.send_again(Notice.objects.get())
    work()
    assert kinds() == [(Kind.RECEIPT, State.SENT)]
    assert len(mailbox.taken) == 1
    assert not mailing.send_again(Notice.objects.get())


# ---------------------------------------------------------------- nothing is sent twice


def test_a_mail_whose_worker_was_killed_is_shown_not_sent_again(mailbox):
    long_ago = timezone.now() - Notice.SENDING_TIMEOUT - timedelta(seconds=5)
    lost = a_notice(state=State.SENDING, due_at=long_ago)
    busy = a_notice(state=State.SENDING, due_at=timezone.now() - timedelta(minutes=4))
    now_and_then()
    work()
    lost.refresh_from_db()
    busy.refresh_from_db()
    assert (lost.state, busy.state) == (State.FAILED, State.SENDING)
    assert "may have been sent or not" in lost.problem
    assert mailbox.taken == []


@pytest.mark.parametrize("how", ["hangs up", "says nothing"])
def test_a_server_that_took_the_mail_without_an_answer_gets_it_no_second_time(
    mailbox, monkeypatch, how
):
    if how == "hangs up":
        mailbox.answers["END"] = ""
    else:
        monkeypatch.setattr(mail_server, "FINAL_REPLY_TIMEOUT", 0.2)
        mailbox.delay = 1
    notice = a_notice()
    assert mailing.send_now(notice.pk) is None
    notice.refresh_from_db()
    assert notice.state == State.FAILED
    assert "may have been sent or not" in notice.problem


@pytest.mark.parametrize("step", ["HELLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_hangs_up_before_it_has_the_mail_is_tried_again(mailbox, step):
    mailbox.answers[step] = [""]
    notice = a_notice()
    assert mailing.send_now(notice.pk) is not None
    later(seconds=1)
    assert mailing.send_now(notice.pk) is None
    assert len(mailbox.taken) == 1


def test_a_slow_answer_is_waited_for(mailbox, settings):
    settings.EMAIL_TIMEOUT = 0.3
    mailbox.delay = 0.8
    notice = a_notice()
    mailing.send_now(notice.pk)
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert len(mailbox.taken) == 1


def test_workers_at_once_send_a_mail_once(transactional_db, mailbox):
    mailbox.delay = 0.2
    notice = a_notice()
    assert at_once(4, lambda: mailing.send_now(notice.pk)) == [None] * 4
    assert len(mailbox.taken) == 1


def test_a_mail_that_lost_its_place_in_the_queue_is_queued_again(mailbox):
    a_notice(due_at=timezone.now() - timedelta(minutes=2))
    a_notice(due_at=timezone.now() - timedelta(seconds=10))  # its worker is only about to come
    now_and_then()
    work()
    assert [state for _kind, state in kinds()] == [State.SENT, State.QUEUED]


def test_one_receipt_an_hour_goes_to_an_address_however_much_is_sent_with_it(mailbox):
    for number in range(4):
        sent_in(url=f"https://ledger.example/{number}", email="victim@mail.example")
    sent_in(url="https://ledger.example/0", email="other@mail.example")
    work()
    assert sorted(mailbox.recipients) == ["other@mail.example", "victim@mail.example"]
    for rate_limit in RateLimit.objects.all():
        rate_limit.moments = [moment - 3601 for moment in rate_limit.moments]
        rate_limit.save()
    sent_in(url="https://ledger.example/9", email="victim@mail.example")
    work()
    assert mailbox.recipients.count("victim@mail.example") == 2
