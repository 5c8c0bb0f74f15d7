"""The acts on one submission: permissions, results and redirects."""

import re

import pytest
from django.test import Client
from lxml import html

from curation.models import Article, DeclineReason, Notice, Submission
from tests.builders import a_submission, an_article
from tests.desk import sent
from tests.submissions.desk.queue_pages import QUEUE, address, page_after, post

pytestmark = pytest.mark.django_db
State = Submission.State
POSTED = ("accept", "decline", "merge", "spam", "take", "assign", "reopen")


@pytest.fixture
def moderator(desk):
    return desk("moderator")


@pytest.fixture
def reason():
    return DeclineReason.objects.get(label="paywalled")


# ---------------------------------------------------------------- permissions


@pytest.mark.parametrize("act", POSTED)
@pytest.mark.parametrize("group", ["curator", "editor"])
def test_who_may_only_look_decides_nothing(desk, group, act, reason):
    submission = a_submission()
    answer = post(desk(group), submission, act, reason=reason.pk, into="article-1")
    assert answer.status_code == 403
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED
    assert not submission.decisions.exists()


@pytest.mark.parametrize("act", ["accept", "decline", "merge"])
def test_the_forms_are_for_moderators(desk, act):
    submission = a_submission()
    assert desk("curator").get(address(submission, act)).status_code == 403
    assert desk("moderator").get(address(submission, act)).status_code == 200


@pytest.mark.parametrize("act", [*POSTED, "comment"])
def test_strangers_are_led_to_the_login_and_missing_ones_are_missing(moderator, act):
    submission = a_submission()
    assert Client().post(address(submission, act)).url.startswith("/admin/login/")
    assert moderator.post(f"{QUEUE}999999/{act}/").status_code == 404
    assert moderator.post(f"{QUEUE}{10**30}/{act}/").status_code == 404
    if act in ("spam", "take", "assign", "reopen", "comment"):
        assert moderator.get(address(submission, act)).status_code == 405


# ---------------------------------------------------------------- accepting


def test_accepting_makes_a_draft_and_offers_it_and_the_way_back(moderator):
    submission = a_submission("https://ledger.example/a-story-of-wards", wants_credit=True)
    answer = post(moderator, submission, "accept", credit="1", next=f"{QUEUE}?state=open#row-9")
    assert answer.url == f"{QUEUE}?state=open#row-9"
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
    assert submission.article.via_name == "Ines Okafor"
    assert submission.article.source_fetch.state == "queued"
    page = html.fromstring(moderator.get(answer.url).content.decode())
    assert page.xpath(f"//a[@href='/admin/curation/article/{submission.article_id}/change/']")
    (undo,) = page.xpath("//form[.//button[@data-act='undo']]")
    fields = {field.get("name"): field.get("value") for field in undo.xpath(".//input")}
    del fields["csrfmiddlewaretoken"]
    moderator.post(undo.get("action"), fields)
    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW


def test_the_sender_is_named_only_where_they_wish_and_the_moderator_does(moderator):
    shy = a_submission("https://ledger.example/1")
    post(moderator, shy, "accept", credit="1")
    unticked = a_submission("https://ledger.example/2", wants_credit=True)
    post(moderator, unticked, "accept")
    for submission in (shy, unticked):
        submission.refresh_from_db()
        assert submission.article.via_name == ""


@pytest.mark.parametrize("status", ["published", "draft", "in_review"])
def test_an_address_that_we_have_is_asked_about_first(moderator, status):
    an_article("We ran it", link_href="https://ledger.example/a", status=status)
    submission = a_submission("https://ledger.example/a")
    answer = post(moderator, submission, "accept")
    assert answer.url.startswith(address(submission, "accept"))
    page = moderator.get(answer.url).content.decode()
    assert "We ran it" in page
    assert "Merge into it" in page
    assert not submission.decisions.exists()
    post(moderator, submission, "accept", anyway="1")
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED


def test_a_title_that_is_nearly_ours_is_asked_about_first(moderator):
    an_article("Wards in the north go paperless", status="draft")
    submission = a_submission(title="Wards in the north go paperless!")
    answer = post(moderator, submission, "accept")
    assert answer.url.startswith(address(submission, "accept"))
    assert "Wards in the north go paperless" in moderator.get(answer.url).content.decode()
    assert not submission.decisions.exists()


def test_a_rejected_draft_of_the_address_does_not_stand_in_the_way(moderator):
    an_article(link_href="https://ledger.example/a", status="rejected")
    submission = a_submission("https://ledger.example/a")
    post(moderator, submission, "accept")
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED


def test_accepting_after_reopening_does_not_ask_about_its_own_draft(moderator):
    submission = a_submission("https://ledger.example/a")
    post(moderator, submission, "accept")
    draft = Article.objects.get()
    draft.revisions.create(act="edited", by=moderator.user)  # somebody wrote in it: it stays
    post(moderator, submission, "reopen")
    post(moderator, submission, "accept")
    submission.refresh_from_db()
    assert (submission.state, submission.article) == (State.ACCEPTED, draft)


# ---------------------------------------------------------------- declining


def test_declining_asks_the_reason_and_tells_what_was_ticked(moderator, reason):
    submission = a_submission()
    form = moderator.get(address(submission, "decline"), {"next": f"{QUEUE}?domain=x"})
    assert reason.sentence in form.content.decode()
    data = sent(
        form, "decline-form", reason=reason.pk, note="Send the free version.", tell_note="on"
    )
    answer = moderator.post(address(submission, "decline"), data)
    assert answer.url == f"{QUEUE}?domain=x"
    decision = submission.decisions.get()
    assert decision.message_to_sender == f"{reason.sentence}\n\nSend the free version."
    notice = decision.notices.get()
    assert "Send the free version." in notice.text


def test_by_default_the_note_stays_private(moderator, reason):
    submission = a_submission()
    form = moderator.get(address(submission, "decline"))
    data = sent(form, "decline-form", reason=reason.pk, note="They pay for this.")
    moderator.post(address(submission, "decline"), data)
    decision = submission.decisions.get()
    assert (decision.note, decision.message_to_sender) == ("They pay for this.", reason.sentence)
    assert "They pay" not in decision.notices.get().text


@pytest.mark.parametrize(
    "edits", [{"reason": None}, {"reason": "9999"}, {"reason": "x"}, {"note": "n" * 2001}]
)
def test_a_refused_form_keeps_what_was_typed(moderator, reason, edits):
    submission = a_submission()
    data = {"reason": reason.pk, "note": "A long thought", "tell_note": "on", "seen": 0} | edits
    data = {name: value for name, value in data.items() if value is not None}
    answer = moderator.post(address(submission, "decline"), data)
    assert answer.status_code == 400
    assert data["note"] in answer.content.decode()
    assert "queue-error" in answer.content.decode()
    assert not submission.decisions.exists()


def test_a_reason_that_is_no_longer_offered_is_refused(moderator, reason):
    reason.is_active = False
    reason.save()
    submission = a_submission()
    assert reason.sentence not in moderator.get(address(submission, "decline")).content.decode()
    assert post(moderator, submission, "decline", reason=reason.pk).status_code == 400


def test_the_mail_is_shown_beforehand_without_the_private_link(moderator, reason):
    submission = a_submission()
    facts = {"reason": reason.pk, "note": "Dear Ines", "tell_reason": "on", "tell_note": "on"}
    answer = post(moderator, submission, "decline", preview="1", **facts)
    page = html.fromstring(answer.content.decode())
    (letter,) = page.xpath("//p[@class='queue-letter']")
    assert f"{reason.sentence}\n\nDear Ines" in letter.text_content()
    assert submission.href in letter.text_content()
    assert "/submit/status/" not in answer.content.decode()
    assert not submission.decisions.exists()


# ---------------------------------------------------------------- merging


def test_merging_offers_what_tells_the_same_story_and_says_what_is_told(moderator):
    live = an_article("Live one", link_href="https://ledger.example/a")
    other = a_submission("https://post.example/a", title="Wards go paperless in the north")
    submission = a_submission("https://ledger.example/a", title="Wards go paperless in the north")
    page = moderator.get(address(submission, "merge")).content.decode()
    values = html.fromstring(page).xpath("//input[@name='into']/@value")
    assert values == [f"article-{live.pk}", f"submission-{other.pk}"]
    assert "Senders get the address of the page." in page
    post(moderator, submission, "merge", into=f"article-{live.pk}")
    submission.refresh_from_db()
    assert (submission.state, submission.article) == (State.MERGED, live)
    assert live.title in submission.decisions.get().notices.get().text


def test_another_is_found_by_words_or_number(moderator):
    article = an_article("A rota that plans itself")
    other = a_submission("https://post.example/rota-story")
    submission = a_submission()

    def found(q):
        page = moderator.get(address(submission, "merge"), {"q": q}).content.decode()
        return html.fromstring(page).xpath("//input[@name='into']/@value")

    assert f"article-{article.pk}" in found("plans itself")
    assert f"article-{article.pk}" in found(f"#{article.pk}")
    assert found("post.example") == [f"submission-{other.pk}"]
    assert f"submission-{submission.pk}" not in found(str(submission.pk))
    for nothing in ("zebra", "\0", "9" * 40, "%", "x" * 500):
        assert found(nothing) == []


def test_a_submission_is_merged_into_another(moderator):
    first, second = a_submission(), a_submission()
    post(moderator, second, "merge", into=f"submission-{first.pk}")
    second.refresh_from_db()
    assert second.merged_into == first
    page = moderator.get(address(first)).content.decode()
    assert "Merged into this one" in page


@pytest.mark.parametrize(
    "into", ["", "article-999999", "submission-x", "article-1\0", f"article-{'9' * 18}"]
)
def test_a_target_that_there_is_not_is_refused(moderator, into):
    submission = a_submission()
    assert post(moderator, submission, "merge", into=into, q="wards").status_code == 400
    assert not submission.decisions.exists()


@pytest.mark.parametrize("status", ["withdrawn", "rejected"])
def test_nobody_is_merged_into_an_article_that_goes_nowhere(moderator, status):
    article = an_article(status=status)
    submission = a_submission()
    answer = post(moderator, submission, "merge", into=f"article-{article.pk}")
    assert answer.status_code == 400
    assert f"That article is {status}" in answer.content.decode()
    itself = post(moderator, submission, "merge", into=f"submission-{submission.pk}")
    assert "cannot be merged into itself" in itself.content.decode()
    assert not submission.decisions.exists()


# ---------------------------------------------------------------- spam, take, assign, reopen


def test_spam_is_at_once_and_silent(moderator):
    submission = a_submission()
    answer = post(moderator, submission, "spam")
    assert "Marked as spam:" in page_after(moderator, answer)
    submission.refresh_from_db()
    assert submission.state == State.SPAM
    assert not Notice.objects.exists()


def test_one_takes_it_or_gives_it_to_another_who_may_decide(moderator, person):
    jonas, cora = person("moderator", "jonas"), person("curator", "cora")
    submission = a_submission()
    post(moderator, submission, "take")
    submission.refresh_from_db()
    assert (submission.assigned_to, submission.state) == (moderator.user, State.IN_REVIEW)
    post(moderator, submission, "assign", to=jonas.pk)
    submission.refresh_from_db()
    assert submission.assigned_to == jonas
    offered = html.fromstring(moderator.get(address(submission)).content.decode())
    names = [name.strip() for name in offered.xpath("//select[@name='to']/option/text()")]
    assert "jonas" in names
    assert "cora" not in names
    for wanted in (cora.pk, "", "x", 10**30):
        answer = post(moderator, submission, "assign", to=wanted)
        assert "Choose somebody who decides" in page_after(moderator, answer)
    submission.refresh_from_db()
    assert submission.assigned_to == jonas


def test_reopening_undoes_with_a_note(moderator, reason):
    submission = a_submission()
    post(moderator, submission, "decline", reason=reason.pk)
    page = moderator.get(address(submission)).content.decode()
    assert "moderator-person</strong> declined" in page
    answer = post(moderator, submission, "reopen", note="The wall is gone", next=QUEUE)
    assert answer.url == f"{QUEUE}#row-{submission.pk}"
    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW
    assert submission.decisions.last().note == "The wall is gone"


def test_a_reopening_that_cannot_be_keeps_the_note(moderator):
    old = a_submission("https://ledger.example/a", state=State.DECLINED)
    a_submission("https://ledger.example/a")
    answer = post(moderator, old, "reopen", note="A long thought")
    assert answer.status_code == 409
    assert "A later submission of the same address is open" in answer.content.decode()
    assert "A long thought" in answer.content.decode()


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("x" * 2001, "Please use at most 2,000 characters: this has 2,001."),
        ("a\0b", "control characters"),
        ("a\x1bb", "control characters"),
    ],
)
def test_a_note_that_cannot_be_kept_is_shown_again_beside_what_is_wrong(moderator, note, says):
    old = a_submission()
    post(moderator, old, "spam")
    answer = post(moderator, old, "reopen", note=note)
    assert answer.status_code == 400
    page = re.sub("[\0\x1b]", "", answer.content.decode())  # which no parser reads
    (field,) = html.fromstring(page).xpath("//p[input[@name='note']]")
    assert says in field.text_content()
    shown = field.xpath("input")[0].get("value")
    assert shown == re.sub("[\0\x1b]", "", note)
    old.refresh_from_db()
    assert old.state == State.SPAM


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example/admin/", "/\\evil.example", "javascript:alert(1)",
        "http:///evil.example", "/submit/", "/admin/../submit/\nX: y", "///admin/",
    ],
)  # fmt: skip
def test_no_act_leads_to_another_site(moderator, wanted):
    answer = post(moderator, a_submission(), "spam", next=wanted)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/")
    assert "evil" not in answer.url


# ---------------------------------------------------------------- the draft


def test_the_curator_who_first_saves_an_accepted_draft_stands_in_its_byline(desk, moderator):
    submission = a_submission("https://ledger.example/a-story-of-wards")
    post(moderator, submission, "accept")
    draft = Article.objects.get()
    assert not draft.bylines.exists()
    cora = desk("curator")
    form = f"/admin/curation/article/{draft.pk}/change/"
    assert cora.post(form, sent(cora.get(form), title="Wards")).status_code == 302
    assert [str(line.curator) for line in draft.bylines.all()] == ["curator-person"]
    ed = desk("editor")
    removed = sent(ed.get(form)) | {"bylines-0-DELETE": "on"}
    ed.post(form, removed)
    ed.post(form, sent(ed.get(form), title="Wards again"))
    assert not draft.bylines.exists()  # somebody took the name out: nobody else's comes in


def test_other_drafts_without_a_byline_get_none(desk, moderator):
    imported = an_article("Imported", status="draft", source="files", external_id="7")
    merged = a_submission()
    post(moderator, merged, "merge", into=f"article-{imported.pk}")
    cora = desk("curator")
    form = f"/admin/curation/article/{imported.pk}/change/"
    assert cora.post(form, sent(cora.get(form), title="Imported, edited")).status_code == 302
    imported.refresh_from_db()
    assert imported.title == "Imported, edited"
    assert not imported.bylines.exists()
