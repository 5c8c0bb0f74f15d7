"""Receiving submissions: stored once, rate limited, refused with a message, and never fetched."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from curation.models import (
    Article,
    Block,
    DeclineReason,
    Notice,
    RateLimit,
    Sending,
    SourceFetch,
    Submission,
)
from curation.sources.links.link import Link
from curation.submissions import moderating, receiving
from curation.submissions.receiving import IncomingSubmission, RateLimited
from tests.builders import a_partner, a_report, a_submission, an_article

pytestmark = pytest.mark.django_db

WARDS = "https://ledger.example/wards"


def send(url=WARDS, email="ines@mail.example", client="198.51.100.7", **facts):
    facts.setdefault("name", "Ines Okafor")
    link = Link.parse(url)
    return receiving.receive(IncomingSubmission(link=link, email=email, **facts), client)


def later(**ahead):
    """Let time pass for the rate limits: move all counted acts back."""
    for rate_limit in RateLimit.objects.all():
        rate_limit.moments = [
            moment - timedelta(**ahead).total_seconds() for moment in rate_limit.moments
        ]
        rate_limit.save()


# ---------------------------------------------------------------- stored once


def test_a_suggestion_is_kept_with_its_sender():
    receipt = send(
        WARDS + "?utm_source=mail", title="Wards", why="It is new.", has_relationship=True
    )
    submission = Submission.objects.get()
    assert receipt.is_new
    assert receipt.sending == submission.first_sending
    assert (submission.state, submission.title) == ("received", "Wards")
    assert (submission.url, submission.href) == (WARDS + "?utm_source=mail", WARDS)
    assert submission.domain == "ledger.example"
    assert (submission.first_sending.why, submission.first_sending.has_relationship) == (
        "It is new.",
        True,
    )


def test_nothing_is_fetched_and_only_the_receipt_is_mailed():
    send(title="<b>Buy</b>", why="Buy at once!")
    assert not SourceFetch.objects.exists()
    assert not Article.objects.exists()
    (queued,) = DBTaskResult.objects.all()
    assert queued.task_path.endswith("mailing.send_later")
    mail = Notice.objects.get()
    assert mail.to == "ines@mail.example"
    for typed in ("Buy", "ledger.example", "Ines"):
        assert typed not in mail.subject + mail.text + mail.html


def test_one_address_in_many_forms_is_one_submission_with_all_its_senders():
    assert send().is_new
    second = send("http://www.ledger.example/wards/?utm_medium=x#top", "tom@mail.example")
    assert not second.is_new
    assert second.sending.submission == Submission.objects.get()
    assert Sending.objects.count() == 2


def test_the_same_sender_again_is_kept_once():
    first, second = send(), send()
    assert (second.sending, second.is_new) == (first.sending, False)
    assert Sending.objects.count() == 1
    assert Notice.objects.count() == 1


def test_the_same_form_again_changes_nothing_and_is_not_counted():
    first = send(form_key="a-form")
    for _again in range(10):
        repeat = send(form_key="a-form")
        assert (repeat.sending, repeat.is_repeat) == (first.sending, True)


def test_what_readers_have_already_is_shown_to_them_and_not_kept():
    article = an_article(link_href=WARDS)
    a_report(article, "https://other.example/wards")
    canonical = an_article(canonical_url="https://canon.example/story")
    assert send().article == article
    assert send("https://other.example/wards").article == article
    assert send("https://canon.example/story").article == canonical
    assert not Submission.objects.exists()


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.REJECTED])
def test_a_draft_is_no_strangers_business(status):
    an_article(link_href=WARDS, status=status)
    assert send().is_new
    tomorrow = timezone.now() + timedelta(days=1)
    an_article(link_href="https://ledger.example/b", published_at=tomorrow)
    assert send("https://ledger.example/b").is_new


def test_what_is_being_prepared_takes_further_senders(person):
    submission = send().sending.submission
    decision = moderating.accept(submission, person("moderator"))
    second = send(email="tom@mail.example")
    assert (second.sending.submission, second.is_new) == (submission, False)
    Article.objects.filter(pk=decision.led_to.pk).update(status=Article.Status.REJECTED)
    assert send(email="una@mail.example").is_new


def test_what_was_declined_may_be_suggested_anew(person):
    reason = DeclineReason.objects.first()
    moderating.decline(send().sending.submission, person("moderator"), reason)
    assert send().is_new
    assert Submission.objects.count() == 2


def test_who_withdrew_may_change_their_mind():
    first = send().sending
    send(email="tom@mail.example")
    moderating.withdraw(first)
    assert send().sending == first
    first.refresh_from_db()
    assert first.withdrawn_at is None


def test_titles_that_are_nearly_the_same_make_one_story():
    first = send(title="Wards go paperless in the north").sending.submission
    second = send(WARDS + "/2", title="Wards go paperless in the north!").sending.submission
    third = send(WARDS + "/3", title="North: the wards go paperless in").sending.submission
    other = send(WARDS + "/4", title="Clinic buys beds").sending.submission
    assert (second.story, third.story, other.story) == (first, first, None)
    assert set(Submission.objects.one_per_story()) == {first, other}
    assert set(Submission.objects.of_story(second)) == {first, third}
    moderating.withdraw(first.first_sending)
    assert set(Submission.objects.open().one_per_story()) == {second, other}


def test_numbers_tell_stories_apart():
    """The reports of a series are different stories."""
    for number in range(3):
        title = f"Hospital robot number {number} enters the ward"
        assert send(f"{WARDS}/{number}", title=title).sending.submission.story is None


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    "url",
    [
        "", "wards", "ledger.example/wards", "ftp://ledger.example/", "javascript:alert(1)",
        "data:text/html,hi", "file:///etc/passwd", "https://", "https://user:pw@ledger.example/",
        "http://localhost/", "http://desk/", "http://127.0.0.1/", "http://[::1]/",
        "http://10.0.0.1/", "http://169.254.169.254/latest", "http://192.168.1.1/",
        "http://2130706433/", "http://0x7f.1/", "http://printer.local/", "http://a.internal/",
        "https://ledger.example:8443/", "https://ledger.example/" + "a" * 10_000,
        "https://ledger.example/a\x00b", "https://ledger.example/a b", "https://ledger.example/\n",
        "https://ledger.example/\u202egpj.exe", "http://ledger.example\\@evil.example/",
    ],
)  # fmt: skip
def test_no_address_of_the_public_web_is_no_suggestion(url):
    if url.endswith("\n"):
        assert send(url).is_new  # white space around an address is taken off
        return
    with pytest.raises(ValidationError) as refused:
        receiving.public_link(url)
    assert refused.value.messages[0]


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://10.0.0.1/", "http://a.internal/", "http://0x7f.1/"]
)
def test_a_link_that_leads_inside_is_neither_kept_nor_counted(url):
    with pytest.raises(ValidationError) as refused:
        send(url)
    assert refused.value.message_dict["url"][0]
    assert not Submission.objects.exists()
    assert not RateLimit.objects.exists()


def test_a_blocked_domain_and_a_blocked_sender_are_told():
    Block.objects.create(kind="domain", value="ledger.example", reason="advertisements")
    Block.objects.create(kind="sender", value="eve@mail.example", reason="floods")
    with pytest.raises(ValidationError) as refused:
        send("https://sub.ledger.example/a")
    assert set(refused.value.message_dict) == {"url"}
    assert "advertisements" not in str(refused.value)
    with pytest.raises(ValidationError) as refused:
        send("https://other.example/", "eve@mail.example")
    assert set(refused.value.message_dict) == {"email"}


def test_a_block_that_is_over_stops_nobody():
    over = timezone.now() - timedelta(minutes=1)
    Block.objects.create(kind="domain", value="ledger.example", reason="x", until=over)
    assert send().is_new


# ---------------------------------------------------------------- rate limits


def test_five_an_hour_and_twenty_a_day_by_e_mail():
    for number in range(5):
        send(f"{WARDS}/{number}", client=f"198.51.100.{number}")
    with pytest.raises(RateLimited) as refused:
        send(f"{WARDS}/6", client="198.51.100.99")
    assert 3590 <= refused.value.retry_after <= 3600
    assert send(f"{WARDS}/7", "tom@mail.example", "198.51.100.98").is_new
    for hour in range(3):
        later(hours=1)
        for number in range(5):
            send(f"{WARDS}/{hour}-{number}", client=f"203.0.113.{hour}{number}")
    later(hours=1)
    with pytest.raises(RateLimited) as refused:
        send(f"{WARDS}/day", client="198.51.100.97")
    assert 19 * 3600 < refused.value.retry_after <= 20 * 3600
    later(hours=21)
    assert send(f"{WARDS}/next-day", client="198.51.100.97").is_new


def test_the_hour_slides():
    """The window is the last hour, not the hour of the clock."""
    for number in range(5):
        send(f"{WARDS}/{number}")
        later(minutes=10)
    with pytest.raises(RateLimited) as refused:
        send(f"{WARDS}/5")
    assert 590 <= refused.value.retry_after <= 600
    later(minutes=10)
    assert send(f"{WARDS}/5").is_new
    with pytest.raises(RateLimited):
        send(f"{WARDS}/6")


def test_five_an_hour_by_network_address():
    for number in range(5):
        send(f"{WARDS}/{number}", f"reader{number}@mail.example")
    with pytest.raises(RateLimited):
        send(f"{WARDS}/6", "another@mail.example")
    assert send(f"{WARDS}/6", "another@mail.example", client="").is_new  # unknown: by e-mail only


def test_who_is_refused_is_not_counted_elsewhere():
    for number in range(5):
        send(f"{WARDS}/{number}")
    for _again in range(9):
        with pytest.raises(RateLimited):
            send(f"{WARDS}/x", "tom@mail.example")
    assert send(f"{WARDS}/x", "tom@mail.example", "203.0.113.9").is_new


def test_a_label_behind_a_plus_is_the_same_mailbox():
    for number in range(5):
        send(f"{WARDS}/{number}", f"ines+{number}@mail.example", f"198.51.100.{number}")
    with pytest.raises(RateLimited):
        send(f"{WARDS}/6", "ines@mail.example", "198.51.100.99")
    assert Notice.objects.filter(kind="receipt").count() == 1


def test_a_partner_is_counted_by_name(settings):
    settings.PARTNER_SENDS_PER_HOUR = 7
    partner = a_partner()
    for number in range(7):
        assert send(f"{WARDS}/{number}", partner=partner).sending.partner == partner
    with pytest.raises(RateLimited):
        send(f"{WARDS}/8", "somebody@else.example", "203.0.113.1", partner=partner)


def test_one_receipt_an_hour_to_one_address():
    for number in range(3):
        send(f"{WARDS}/{number}")
    assert Notice.objects.filter(kind="receipt").count() == 1
    later(hours=1)
    send(f"{WARDS}/4")
    assert Notice.objects.filter(kind="receipt").count() == 2


def test_no_rate_limit_stores_whom_it_counts():
    send()
    stored = " ".join(
        f"{rate_limit.key} {rate_limit.moments}" for rate_limit in RateLimit.objects.all()
    )
    assert "ines" not in stored
    assert "198.51" not in stored


# ---------------------------------------------------------------- at the same time


@pytest.mark.django_db(transaction=True)
def test_twenty_who_send_one_address_at_once_make_one_submission():
    start, receipts, errors = threading.Barrier(20), [], []

    def one(number):
        try:
            start.wait(20)
            receipts.append(send(email=f"r{number}@mail.example", client=f"198.51.100.{number}"))
        except Exception as error:  # noqa: BLE001  errors in a thread must fail the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(receipts) == 20
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert Submission.objects.count() == 1
    assert Sending.objects.count() == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["withdraw", "decline"])
def test_who_joins_at_the_moment_of_a_decision_hears_of_it(act, admin_user):
    """Their sending is part of the decided submission and they get the mail, or it is a new one."""
    reason = DeclineReason.objects.create(label="dead", sentence="The link leads nowhere.")
    for round_ in range(6):
        url = f"{WARDS}/{round_}"
        first = send(url, f"ines{round_}@mail.example", f"198.51.100.{round_}").sending
        start, errors = threading.Barrier(2), []

        def decide(first=first, start=start, errors=errors):
            try:
                start.wait(20)
                if act == "withdraw":
                    moderating.withdraw(first)
                else:
                    moderating.decline(first.submission, by=admin_user, reason=reason)
            except Exception as error:  # noqa: BLE001  errors in a thread must fail the test
                errors.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=decide)
        thread.start()
        start.wait(20)
        joined = send(url, f"tom{round_}@mail.example", f"203.0.113.{round_}").sending
        thread.join(30)
        assert errors == []
        submission = Submission.objects.get(pk=joined.submission_id)
        assert submission.is_open or joined.notices.filter(kind="declined").exists()


# ---------------------------------------------------------------- notes


def test_other_words_in_a_second_post_are_kept_as_a_note():
    first = send(why="It is new.", form_key="a").sending
    send(why="It is new, and cheap.", has_relationship=True, form_key="a")
    send(why="It is new.", form_key="b")
    first.refresh_from_db()
    assert [note.text for note in first.notes.all()] == ["It is new, and cheap."]
    assert first.has_relationship


def test_somebody_elses_address_is_told_that_it_suggests_again():
    first = send().sending
    moderating.withdraw(first)
    send(email="tom@mail.example", client="203.0.113.9")
    later(hours=1)
    moderating.withdraw(first)
    first.submission.refresh_from_db()
    send(email="ines@mail.example", client="203.0.113.10")
    assert Notice.objects.filter(to="ines@mail.example", kind="receipt").count() == 2


def test_notes_of_a_sender():
    sending = a_submission().first_sending
    receiving.add_note(sending, "  The second link is better. ")
    assert sending.notes.get().text == "The second link is better."
    for text in (" \n", "x" * 2001):
        with pytest.raises(ValidationError):
            receiving.add_note(sending, text)
    for number in range(9):
        receiving.add_note(sending, f"note {number}")
    with pytest.raises(ValidationError, match="maximum number of notes"):
        receiving.add_note(sending, "one more")
    assert sending.notes.count() == 10
