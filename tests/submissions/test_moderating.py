"""Deciding on submissions: all state transitions, refusals, and the records of acts."""

import itertools
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from curation import publishing
from curation.models import (
    Article,
    Decision,
    DeclineReason,
    InvalidTransition,
    Notice,
    Revision,
    SourceFetch,
    Submission,
)
from curation.submissions import moderating
from curation.submissions.moderating import AlreadyDecided, Disclosure
from tests.builders import a_sending, a_submission, an_article

pytestmark = pytest.mark.django_db

State, What = Submission.State, Decision.What
OPEN = (State.RECEIVED, State.IN_REVIEW)
DECIDED = (State.ACCEPTED, State.DECLINED, State.MERGED, State.SPAM, State.WITHDRAWN)
# All possible transitions, written a second time: received, in review, decided, reopened.
POSSIBLE = (
    {(State.RECEIVED, State.IN_REVIEW)}
    | set(itertools.product(OPEN, DECIDED))
    | {(state, State.IN_REVIEW) for state in DECIDED}
)


@pytest.fixture
def moderator(person):
    return person("moderator", "mo", first_name="Mo", last_name="Adeyemi")


@pytest.fixture
def other(person):
    return person("moderator", "kim", first_name="Kim", last_name="Sato")


@pytest.fixture
def reason():
    return DeclineReason.objects.get(label="paywalled")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# ---------------------------------------------------------------- state transitions


@pytest.mark.parametrize(("before", "after"), list(itertools.product(State, State)))
def test_a_state_leads_only_where_it_may(before, after):
    submission = a_submission(state=before)
    assert submission.can_become(after) is ((before, after) in POSSIBLE)
    if (before, after) in POSSIBLE:
        submission.change_state(after)
        assert submission.state == after
    else:
        with pytest.raises(InvalidTransition):
            submission.change_state(after)
        assert submission.state == before


@pytest.mark.parametrize(("before", "after"), list(itertools.product(State, State)))
def test_nor_does_saving_take_it_elsewhere(before, after):
    """Setting the state directly is refused too."""
    if before == after or (before, after) in POSSIBLE:
        return
    stored = a_submission(state=before)
    for row in (stored, Submission.objects.only("url").get(pk=stored.pk)):
        row.state = after
        with pytest.raises(InvalidTransition):
            row.save()
        row.state = after
        row.refresh_from_db(fields=["url"])
        with pytest.raises(InvalidTransition):
            row.save()
    assert fresh(stored).state == before


def test_a_new_submission_is_received_and_nothing_else():
    for state in (State.IN_REVIEW, *DECIDED):
        with pytest.raises(InvalidTransition):
            Submission.objects.create(url="https://ledger.example/a", state=state)


VERBS = {
    "take up": lambda s, by, why: moderating.take_up(s, by),
    "accept": lambda s, by, why: moderating.accept(s, by),
    "decline": lambda s, by, why: moderating.decline(s, by, why),
    "merge": lambda s, by, why: moderating.merge(s, by, an_article()),
    "spam": lambda s, by, why: moderating.mark_spam(s, by),
    "reopen": lambda s, by, why: moderating.reopen(s, by),
}
TAKES = dict.fromkeys(VERBS, OPEN) | {"reopen": DECIDED}
LEADS = {
    "take up": State.IN_REVIEW, "accept": State.ACCEPTED, "decline": State.DECLINED,
    "merge": State.MERGED, "spam": State.SPAM, "reopen": State.IN_REVIEW,
}  # fmt: skip


@pytest.mark.parametrize(("verb", "before"), list(itertools.product(VERBS, State)))
def test_every_act_in_every_state(verb, before, moderator, reason):
    submission = a_submission(state=before)
    records = Decision.objects.count()
    if before in TAKES[verb]:
        decision = VERBS[verb](submission, moderator, reason)
        assert fresh(submission).state == LEADS[verb]
        assert (decision.state_before, decision.state_after) == (before, LEADS[verb])
        assert (decision.by, decision.submission, decision.article) == (moderator, submission, None)
        assert Decision.objects.count() == records + 1
    else:
        with pytest.raises(AlreadyDecided):
            VERBS[verb](submission, moderator, reason)
        assert fresh(submission).state == before
        assert Decision.objects.count() == records


@pytest.mark.parametrize("state", State)
def test_the_database_itself_keeps_state_and_links_together(state):
    submission = a_submission(state=state)
    rows = Submission.objects.filter(pk=submission.pk)
    wrong = {"article": None, "merged_into": None}
    if state not in (State.ACCEPTED, State.MERGED):
        wrong["article"] = an_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_at=None if state in DECIDED else "2026-03-04T00:00Z")


def test_an_address_is_open_once():
    a_submission("https://ledger.example/wards?utm_source=mail")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_submission("http://www.ledger.example/wards/")
    a_submission("https://ledger.example/other")


# ---------------------------------------------------------------- records


def test_a_record_is_never_changed_or_removed(moderator, reason):
    decision = moderating.decline(a_submission(), moderator, reason)
    decision.note = "something else"
    for act in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(note="x"),
        lambda: Decision.objects.bulk_update([decision], ["note"]),
        lambda: Decision.objects.filter(pk=decision.pk).delete(),
        lambda: moderator.decisions.all().delete(),
        lambda: Decision.objects.bulk_create([decision], update_conflicts=True),
        lambda: Decision.objects.update_or_create(pk=decision.pk, defaults={"note": "x"}),
        lambda: Decision._base_manager.update(note="x"),
    ):
        with pytest.raises(TypeError, match="written once"):
            act()
    assert fresh(decision).note == ""


def test_nor_is_it_written_over_by_a_new_one_with_its_number(moderator, reason):
    decision = moderating.decline(a_submission(), moderator, reason)
    forged = Decision(
        pk=decision.pk, submission=decision.submission, what=What.ACCEPTED, by=moderator
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert fresh(decision).what == What.DECLINED


def test_a_reason_that_is_renamed_stays_as_it_was_called(moderator, reason):
    decision = moderating.decline(a_submission(), moderator, reason)
    DeclineReason.objects.filter(pk=reason.pk).update(label="something else")
    assert fresh(decision).reason_label == "paywalled"


def test_what_it_is_about_cannot_go_from_under_it(moderator, reason):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    for row in (submission, article, moderator):
        with pytest.raises(IntegrityError):  # ProtectedError is one
            row.delete()


def test_it_is_on_exactly_one_target(moderator):
    submission, article = a_submission(), an_article()
    for facts in ({}, {"submission": submission, "article": article}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(what=What.COMMENTED, by=moderator, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(what=What.COMMENTED, submission=submission)  # by nobody


def test_where_the_record_fails_nothing_was_decided(moderator):
    """A decision and its record are written in one transaction."""
    submission = a_submission()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(what=What.DECLINED, by=moderator, submission=submission)
    not_saved = DeclineReason(label="never saved", sentence="No.")
    with pytest.raises(ValueError, match="unsaved"):
        moderating.decline(submission, moderator, not_saved)
    assert fresh(submission).state == State.RECEIVED
    assert not Notice.objects.exists()


# ---------------------------------------------------------------- taking up


def test_taking_up_and_handing_over(moderator, other, person):
    submission = a_submission()
    assert moderating.take_up(submission, moderator).what == What.TAKEN_UP
    decision = moderating.assign(submission, other, moderator)
    assert (decision.what, decision.note) == (What.ASSIGNED, "to Kim Sato")
    assert fresh(submission).assigned_to == other
    with pytest.raises(ValidationError, match="does not decide"):
        moderating.assign(submission, person("curator"), moderator)
    assert fresh(submission).assigned_to == other


# ---------------------------------------------------------------- accept


def test_accepting_makes_a_draft_whose_source_will_be_read(moderator):
    submission = a_submission("https://ledger.example/wards-go-paperless?utm_source=x")
    decision = moderating.accept(submission, by=moderator)
    article = Article.objects.get()
    assert article.status == Article.Status.DRAFT
    assert article.link_original == "https://ledger.example/wards-go-paperless?utm_source=x"
    assert article.link_href == "https://ledger.example/wards-go-paperless"
    assert fresh(submission).article == article == decision.led_to
    assert list(article.submissions.all()) == [submission]
    assert SourceFetch.objects.get(article=article).asked_by == moderator
    assert list(Decision.objects.about_article(article)) == [decision]


def test_a_moderator_who_does_not_write_stands_in_no_byline(moderator, person):
    assert not moderating.accept(a_submission(), moderator).led_to.bylines.exists()
    editor = person("administrator")
    assert moderating.accept(a_submission(), editor).led_to.bylines.get().curator.user == editor


def test_the_sender_is_named_only_where_they_wish_and_the_moderator_agrees(moderator):
    def via(credit=True, **facts):
        return moderating.accept(a_submission(**facts), moderator, credit=credit).led_to.via_name

    assert via(wants_credit=True, name="Ines Okafor") == "Ines Okafor"
    assert via(wants_credit=False) == ""
    assert via(wants_credit=True, credit=False) == ""
    submission = a_submission(wants_credit=False)
    a_sending(submission, "Tomas Brandt", wants_credit=True)
    assert moderating.accept(submission, moderator).led_to.via_name == "Tomas Brandt"


# ---------------------------------------------------------------- merge


def test_merging_into_an_article(moderator):
    article, submission = an_article(), a_submission()
    decision = moderating.merge(submission, moderator, article)
    assert fresh(submission).article == article == decision.led_to
    assert list(Decision.objects.about_article(article)) == [decision]


def test_what_was_merged_on_the_way_to_an_article_is_on_its_record(moderator):
    first, second, third, other = (a_submission() for _number in range(4))
    merged = moderating.merge(third, moderator, second), moderating.merge(second, moderator, first)
    accepted = moderating.accept(first, moderator)
    moderating.mark_spam(other, moderator)
    decisions = Decision.objects.about_article(accepted.led_to)
    assert list(decisions) == [*merged, accepted]


def test_merging_into_a_submission_follows_where_that_one_went(moderator):
    first, second, third = a_submission(), a_submission(), a_submission()
    moderating.merge(second, moderator, first)
    decision = moderating.merge(third, moderator, second)
    assert fresh(third).merged_into == first == decision.into
    assert fresh(third).merge_root == first


def test_merging_in_a_circle_or_into_nothing_is_refused(moderator, reason):
    first, second = a_submission(), a_submission()
    moderating.merge(second, moderator, first)
    for target in (first, second):
        with pytest.raises(ValidationError, match="into itself"):
            moderating.merge(first, moderator, target)
    declined = a_submission()
    moderating.decline(declined, moderator, reason)
    with pytest.raises(ValidationError, match="declined"):
        moderating.merge(first, moderator, declined)
    assert fresh(first).state == State.RECEIVED


# ---------------------------------------------------------------- decline and spam


@pytest.mark.parametrize(
    ("disclosure", "message"),
    [
        (Disclosure(), "{sentence}"),
        (Disclosure(note=True), "{sentence}\n\nWrite again in May."),
        (Disclosure(reason=False, note=True), "Write again in May."),
        (Disclosure(reason=False), ""),
    ],
)
def test_a_sender_is_told_what_the_moderator_chose(disclosure, message, moderator, reason):
    submission = a_submission()
    decision = moderating.decline(submission, moderator, reason, "Write again in May.", disclosure)
    assert decision.message_to_sender == message.format(sentence=reason.sentence)
    assert (decision.reason, decision.note) == (reason, "Write again in May.")
    mail = decision.notices.get()
    assert ("May" in mail.text + mail.html) is disclosure.note
    assert (reason.sentence in mail.text) is disclosure.reason


def test_what_was_told_stays_as_it_was_told(moderator, reason):
    decision = moderating.decline(a_submission(), moderator, reason)
    sentence, reason.sentence = reason.sentence, "Something else."
    reason.save()
    assert fresh(decision).message_to_sender == sentence


def test_spam_is_silent(moderator):
    submission = a_submission()
    moderating.mark_spam(submission, by=moderator)
    assert not Notice.objects.exists()
    assert fresh(submission).public_state == State.RECEIVED
    in_review = a_submission()
    moderating.take_up(in_review, moderator)
    moderating.mark_spam(in_review, moderator)
    assert fresh(in_review).public_state == State.IN_REVIEW


# ---------------------------------------------------------------- reopen


def test_reopening_undoes_an_acceptance_in_which_nobody_wrote(moderator, other):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    moderating.reopen(submission, other, note="Look at the second source.")
    submission, article = fresh(submission), fresh(article)
    assert (submission.state, submission.article) == (State.IN_REVIEW, None)
    assert submission.assigned_to == other
    assert article.status == Article.Status.REJECTED
    # Accepted after all: the same draft is taken up again, no second one is made.
    assert moderating.accept(submission, moderator).led_to == article
    assert fresh(article).status == Article.Status.DRAFT
    assert Article.objects.count() == 1


def test_a_draft_that_an_editor_rejected_is_not_taken_up_by_a_moderator(moderator, person):
    submission = a_submission()
    rejected = moderating.accept(submission, moderator).led_to
    publishing.reject(rejected, by=person("editor"), reason="We do not trust it.")
    moderating.reopen(submission, moderator)
    assert moderating.accept(submission, moderator).led_to != rejected
    assert fresh(rejected).status == Article.Status.REJECTED


def test_reopening_leaves_a_draft_that_somebody_wrote_in(moderator, admin_user):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    Revision.objects.record(article, {"title": "a"}, {"title": "b"}, by=admin_user)
    moderating.reopen(submission, moderator)
    assert fresh(article).status == Article.Status.DRAFT


def test_reopening_does_not_touch_what_readers_see(moderator, person):
    submission = a_submission()
    article = moderating.accept(submission, moderator).led_to
    article.body_source = "<p>Told.</p>"
    article.save(update_fields=["body_source"])
    publishing.publish(article, by=person("editor"))
    moderating.reopen(submission, moderator)
    assert fresh(article).status == Article.Status.PUBLISHED


def test_reopening_waits_for_a_later_submission_of_the_same_address(moderator, reason):
    first = a_submission("https://ledger.example/wards")
    moderating.decline(first, moderator, reason)
    a_submission("https://ledger.example/wards")
    with pytest.raises(ValidationError, match="later submission"):
        moderating.reopen(first, moderator)
    assert fresh(first).state == State.DECLINED


# ---------------------------------------------------------------- withdraw


def test_a_sender_takes_it_back():
    submission = a_submission()
    decision = moderating.withdraw(submission.sendings.get())
    assert fresh(submission).state == State.WITHDRAWN
    assert (decision.by, decision.by_name, decision.who) == (None, "Ines Okafor", "Ines Okafor")
    assert moderating.withdraw(submission.sendings.get()) is None


def test_it_stays_as_long_as_somebody_suggests_it(moderator, reason):
    submission = a_submission()
    second = a_sending(submission, "Tomas Brandt")
    assert moderating.withdraw(submission.sendings.first()) is None
    assert fresh(submission).state == State.RECEIVED
    decision = moderating.decline(submission, moderator, reason)
    assert [notice.to for notice in decision.notices.all()] == [second.email]


def test_it_stays_as_long_as_something_merged_into_it_is_suggested(moderator, reason):
    first, second = a_submission(), a_submission(email="tom@mail.example")
    moderating.merge(second, moderator, first)
    assert moderating.withdraw(first.first_sending) is None
    decision = moderating.decline(first, moderator, reason)
    assert [notice.to for notice in decision.notices.all()] == ["tom@mail.example"]
    moderating.reopen(first, moderator)
    assert moderating.withdraw(second.first_sending).submission == first
    assert fresh(first).state == State.WITHDRAWN


def test_who_withdrew_hears_no_more(moderator, reason):
    submission = a_submission()
    moderating.decline(submission, by=moderator, reason=reason)
    moderating.withdraw(submission.first_sending)
    assert Notice.objects.get().state == Notice.State.CANCELLED


def test_a_decided_one_stays_decided(moderator):
    submission = a_submission(state=State.SPAM)
    assert moderating.withdraw(submission.sendings.get()) is None
    assert fresh(submission).state == State.SPAM


# ---------------------------------------------------------------- two moderators at once


def test_the_second_moderator_is_told_who_decided_what_and_when(moderator, other, reason):
    submission, stale = a_submission(), None
    stale = fresh(submission)
    moderating.decline(submission, moderator, reason)
    with pytest.raises(AlreadyDecided, match="Mo Adeyemi acted first: declined, .*2") as refused:
        moderating.accept(stale, other)
    assert refused.value.decision.by == moderator
    assert Decision.objects.count() == 1


def test_who_saw_an_older_page_is_told_even_where_the_move_is_possible(moderator, other):
    submission = a_submission()
    moderating.take_up(submission, moderator)
    with pytest.raises(AlreadyDecided, match="Mo Adeyemi acted first: took it up"):
        moderating.accept(submission, other, last_seen_decision=0)
    last = moderating.latest_decision(submission)
    assert moderating.accept(submission, other, last_seen_decision=last.pk)


@pytest.mark.django_db(transaction=True)
def test_of_moderators_who_decide_at_once_one_succeeds(django_user_model):
    """Eight users with eight connections decide at the same time."""
    people = [django_user_model.objects.create_superuser(f"mo{n}") for n in range(8)]
    reason = DeclineReason.objects.create(label="dead", sentence="The link leads nowhere.")
    submission = a_submission()
    start, done, refused_acts, errors = threading.Barrier(8), [], [], []

    def decide(user, verb):
        try:
            start.wait(10)
            done.append(verb(submission, by=user))
        except AlreadyDecided as error:
            refused_acts.append(str(error))
        except Exception as error:  # noqa: BLE001  errors in a thread must fail the test
            errors.append(error)
        finally:
            connection.close()

    def declining(submission, by):
        return moderating.decline(submission, by, reason)

    verbs = itertools.cycle([moderating.accept, declining, moderating.mark_spam])
    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(people, verbs, strict=False)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (len(done), len(refused_acts)) == (1, 7)
    assert all(str(done[0].by.get_username()) in text for text in refused_acts)
    assert Decision.objects.count() == 1
    assert Article.objects.count() == (done[0].what == What.ACCEPTED)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_each_into_the_others_one_succeeds(django_user_model):
    people = [django_user_model.objects.create_superuser(f"mo{n}") for n in range(2)]
    for _round in range(4):
        one, two = a_submission(), a_submission()
        start, done, refused_acts, errors = threading.Barrier(2), [], [], []

        def merge(
            user, from_, into, start=start, done=done, refused_acts=refused_acts, errors=errors
        ):
            try:
                start.wait(10)
                done.append(moderating.merge(from_, user, into))
            except ValidationError as error:
                refused_acts.append(error)
            except Exception as error:  # noqa: BLE001  errors in a thread must fail the test
                errors.append(error)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=merge, args=(people[0], one, two)),
            threading.Thread(target=merge, args=(people[1], two, one)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert errors == []
        assert (len(done), len(refused_acts)) == (1, 1)


# ---------------------------------------------------------------- comments


def test_a_comment_tells_whom_it_names(moderator, other, person):
    person("curator", "lea", email="lea@desk.example")
    other.email = "kim@desk.example"
    other.save()
    submission = a_submission()
    comment = moderating.comment(
        submission, moderator, "@kim and @lea: look. Not @nobody, not me@kim."
    )
    assert {user.username for user in comment.mentions.all()} == {"kim", "lea"}
    mail = Notice.objects.get(to="kim@desk.example")
    assert "Mo Adeyemi mentioned you" in mail.subject
    assert f"/admin/curation/submission/{submission.pk}/change/" in mail.text
    with pytest.raises(ValidationError):
        moderating.comment(submission, moderator, " \n ")
