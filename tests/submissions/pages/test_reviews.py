"""The page of an outside expert: one draft, opened by a link without an account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from curation.models import Article, Decision, Notice
from curation.submissions import mailing, reviewing
from media.models import Image
from tests.builders import a_publisher, a_submission, an_article
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture
def editor(person):
    return person("editor", email="editor@desk.example")


@pytest.fixture
def draft():
    return an_article(
        "Wards <i>go</i> paperless",
        status=Status.DRAFT,
        excerpt="Three wards share one list.",
        body_source="<p>The body.</p><script>alert(1)</script>",
        categories=["Ward Digital: Telehealth"],
        publisher=a_publisher("ledger.example"),
        link_href="https://ledger.example/wards",
        insights="For the newsroom",
        via_name="A reader",
        featured_image=Image.objects.store(photo(640, 360), "ward.jpg"),
        image_alt="A ward at night",
    )


@pytest.fixture
def link(draft, editor):
    return reviewing.ask(draft, editor, "Dr. Ines Okafor", message="Are the <b>numbers</b> right?")


@pytest.fixture
def page(link):
    return link.get_absolute_url()


def test_the_draft_is_shown_as_readers_would_see_it(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    text = answer.content.decode()
    expires = timezone.now() + timedelta(days=14)
    assert f"Draft, for your eyes only, until {expires.day} {expires:%B %Y}" in text
    assert "Wards &lt;i&gt;go&lt;/i&gt; paperless" in text
    assert "Three wards share one list." in text
    assert "<p>The body.</p>" in text
    assert "alert(1)" not in text
    assert 'alt="A ward at night"' in text
    assert "Telehealth" in text
    assert 'href="https://ledger.example/wards" rel="noopener noreferrer external"' in text
    assert "Dear Dr. Ines Okafor" in text
    assert "Are the &lt;b&gt;numbers&lt;/b&gt; right?" in text


def test_the_page_is_for_one_reader_and_of_no_use_elsewhere(client, page, draft):
    answer = client.get(page)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(draft.get_absolute_url()).status_code == 404  # the link opens nothing else
    assert "/admin/" not in answer.content.decode()


def test_a_comment_arrives_and_is_shown_as_text(client, page, draft, link):
    answer = client.post(page, {"text": "The <b>second</b> number\r\nis old.", "comment": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#answers")
    decision = draft.decisions.get(what="commented")
    assert (decision.by, decision.by_name) == (None, "Dr. Ines Okafor")
    assert decision.note == "The <b>second</b> number\nis old."
    text = client.get(page).content.decode()
    assert "You commented" in text
    assert "The &lt;b&gt;second&lt;/b&gt; number<br>is old." in text
    notice = Notice.objects.get(kind="review_given")
    mailing.send_later.call(notice.pk)
    assert mail.outbox[-1].to == ["editor@desk.example"]


def test_it_looks_right_needs_no_words(client, page, draft):
    assert client.post(page, {"text": "", "looks_right": "yes"}).status_code == 303
    assert draft.decisions.get(what="looks_right").note == ""
    assert "You said: it looks right" in client.get(page).content.decode()


def test_the_same_answer_twice_is_on_record_once(client, page, draft):
    for facts in (
        {"text": "Old numbers"}, {"text": "Old numbers"}, {"text": "", "looks_right": "yes"},
        {"text": "", "looks_right": "yes"}, {"text": "Old numbers"},
    ):  # fmt: skip
        assert client.post(page, facts).status_code == 303
    answers = draft.decisions.filter(by=None).values_list("what", flat=True)
    assert list(answers) == ["commented", "looks_right", "commented"]
    assert Notice.objects.filter(kind="review_given").count() == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write a comment, or say that it looks right."),
        ("x" * 5001, "Please use at most 5,000 characters: this has 5,001."),
        ("a\x00b", "control characters"),
        ("a\u202eb", "change the direction"),
    ],
)
def test_what_cannot_be_said_comes_back(client, page, draft, text, problem):
    answer = client.post(page, {"text": text})
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not draft.decisions.filter(by=None).exists()


def test_what_others_said_is_theirs(client, draft, editor, page):
    other = reviewing.ask(draft, editor, "Prof. Aldous")
    reviewing.answer(other, "Secret doubts", looks_right=False)
    Decision.objects.create(article=draft, what="commented", by=editor, note="Within the house")
    text = client.get(page).content.decode()
    assert "Secret doubts" not in text
    assert "Within the house" not in text


def test_what_a_reviewer_of_the_same_name_says_is_theirs(client, draft, editor, page):
    other = reviewing.ask(draft, editor, "Dr. Ines Okafor")
    reviewing.answer(other, "Secret doubts", looks_right=False)
    assert "Secret doubts" not in client.get(page).content.decode()
    client.post(page, {"text": "Mine alone"})
    assert "Mine alone" not in client.get(other.get_absolute_url()).content.decode()


def test_what_was_said_by_an_earlier_link_is_not_said_again(client, draft, editor):
    first = reviewing.ask(draft, editor, "Dr. Ines Okafor")
    reviewing.answer(first, "An earlier word", looks_right=False)
    second = reviewing.ask(draft, editor, "Dr. Ines Okafor")
    assert "An earlier word" in client.get(first.get_absolute_url()).content.decode()
    assert "An earlier word" not in client.get(second.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("revoked", "The newsroom has revoked this link."),
        ("expired", "This link has expired."),
        ("published", "The review is over"),
        ("rejected", "The review is over"),
    ],
)
def test_a_link_that_is_over_says_so_and_takes_nothing(client, link, page, editor, end, message):
    if end == "revoked":
        reviewing.revoke(link, editor)
    elif end == "expired":
        link.asked_at = timezone.now() - timedelta(days=15)
        link.expires_at = timezone.now() - timedelta(days=1)
        link.save()
    else:
        rows = Article.objects.filter(pk=link.article_id)
        rows.update(status=end, published_at=timezone.now())
    for answer in (client.get(page), client.post(page, {"text": "Too late"})):
        assert answer.status_code == 410
        text = answer.content.decode()
        assert message in text
        assert "The body." not in text
    assert not Decision.objects.filter(by=None).exists()


def test_a_changed_link_opens_nothing(client, page, link):
    token = link.token
    for word in ("nonsense", "1", "é", token[:-2], token.replace(str(link.pk), "9", 1), "1:" * 999):
        answer = client.get(f"/preview/{word}/")
        assert answer.status_code == 404, word
        assert "This link is incomplete or was changed." in answer.content.decode()


def test_a_senders_link_opens_no_draft_and_a_reviewers_no_suggestion(client, link):
    token = a_submission().first_sending.token
    assert client.get(f"/preview/{token}/").status_code == 404
    assert client.get(f"/submit/status/{link.token}/").status_code == 404


def test_the_form_needs_its_cookie(page, draft):
    assert Client(enforce_csrf_checks=True).post(page, {"text": "x"}).status_code == 403
    assert not draft.decisions.filter(by=None).exists()
