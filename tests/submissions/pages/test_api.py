"""The partners' API: POST and GET /api/submissions/."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from curation.models import (
    Article,
    DeclineReason,
    Notice,
    PartnerToken,
    Sending,
    SourceFetch,
    Submission,
)
from curation.submissions import moderating
from tests.builders import a_partner, a_submission, an_article
from tests.submissions.pages.conftest import ADDRESS

pytestmark = pytest.mark.django_db
PATH = "/api/submissions/"
STORY = {"url": ADDRESS, "why": "Nobody else has reported it."}
SHAPE = {"result", "id", "state", "reason", "status_url", "article"}


@pytest.fixture
def call(token):
    """call(STORY) -> the answer to a POST with the partner's token."""
    machine = Client(enforce_csrf_checks=True)

    def post(body, secret=token, content_type="application/json", **headers):
        if not isinstance(body, bytes | str):
            body = json.dumps(body)
        headers = {"authorization": f"Bearer {secret}"} | headers
        return machine.post(PATH, body, content_type=content_type, headers=headers)

    return post


@pytest.fixture
def ask(token):
    return lambda pk, secret=token: Client().get(
        f"{PATH}{pk}/", headers={"authorization": f"Bearer {secret}"}
    )


def json_of(answer, status):
    """The answer's JSON; its status and headers are checked."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    return answer.json()


# ---------------------------------------------------------------- submissions


def test_a_story_is_kept(call, client, partner):
    found = json_of(call(STORY), 201)
    sending = Sending.objects.get()
    assert set(found) == SHAPE
    assert (found["result"], found["state"], found["id"]) == ("received", "received", sending.pk)
    assert found["reason"] is found["article"] is None
    assert found["status_url"].startswith(f"{django_settings.SITE_URL}/submit/status/")
    page = found["status_url"].removeprefix(django_settings.SITE_URL)
    assert "Nobody else has reported it." in client.get(page).content.decode()
    assert (sending.partner, sending.account, sending.channel) == (partner, None, "api")
    assert (sending.name, sending.email) == ("Harbour Wire", "desk@harbourwire.example")
    assert (sending.submission.title, sending.wants_credit) == ("", False)
    assert not SourceFetch.objects.exists()


def test_a_forgotten_slash_loses_nothing(client, token):
    head = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    answer = client.post("/api/submissions", STORY, content_type="application/json", **head)
    assert answer.status_code == 201


def test_everything_that_the_form_takes(call):
    facts = {
        "title": "Wards 🏥", "name": "Ines", "email": "Ines@Mail.Example",
        "has_relationship": True, "wants_credit": True, "unknown": {"is": ["ignored"]},
    }  # fmt: skip
    json_of(call(STORY | facts), 201)
    sending = Sending.objects.get()
    assert sending.submission.title == "Wards 🏥"
    assert (sending.name, sending.email) == ("Ines", "ines@mail.example")
    assert sending.has_relationship
    assert sending.wants_credit


def test_a_partner_with_a_long_name_needs_none(call, partner):
    partner.name = "x" * 150
    partner.save()
    json_of(call(STORY), 201)
    assert Sending.objects.get().name == "x" * 100


def test_the_same_key_twice_gives_one_record_and_the_same_answer(call):
    first = json_of(call(STORY, **{"idempotency-key": "job-1"}), 201)
    second = json_of(call(STORY, **{"idempotency-key": "job-1"}), 200)
    assert {**first, "status_url": ""} == {**second, "status_url": ""}
    json_of(call(STORY | {"url": f"{ADDRESS}/2"}, **{"idempotency-key": "job-2"}), 201)
    assert Sending.objects.count() == 2
    assert Notice.objects.filter(kind="receipt").count() == 1  # one an hour to one address


def test_a_key_is_the_partners_own(call):
    other = PartnerToken.objects.issue(a_partner("Other Wire", email="o@wire.example"), "x")[1]
    json_of(call(STORY, **{"idempotency-key": "job-1"}), 201)
    facts = STORY | {"url": f"{ADDRESS}/2"}
    json_of(call(facts, secret=other, **{"idempotency-key": "job-1"}), 201)


@pytest.mark.parametrize("key", ["x" * 101, "schlüssel", "a\x07b"])
def test_a_key_that_cannot_be(call, key):
    found = json_of(call(STORY, **{"idempotency-key": key}), 400)
    assert "Idempotency-Key" in found["message"]


def test_what_is_published_is_shown(call):
    an_article("Wards", slug="wards", link_href=ADDRESS)
    found = json_of(call(STORY), 200)
    assert set(found) == SHAPE
    assert found["result"] == "already_published"
    assert found["article"] == f"{django_settings.SITE_URL}/news/wards"
    assert found["id"] is found["status_url"] is found["state"] is None


def test_what_is_under_way_is_told_and_followed(call):
    a_submission(ADDRESS)
    found = json_of(call(STORY), 200)
    assert (found["result"], found["state"]) == ("already_suggested", "received")
    assert found["id"] == Sending.objects.get(partner__isnull=False).pk
    again = json_of(call(STORY), 200)
    assert (again["result"], again["id"]) == ("already_suggested", found["id"])
    assert Sending.objects.count() == 2


def test_nobody_gets_the_private_link_of_another(call):
    a_submission(ADDRESS, email="reader@mail.example")
    found = json_of(call(STORY | {"email": "reader@mail.example"}), 200)
    assert set(found) == SHAPE
    assert found["result"] == "already_suggested"
    assert found["id"] is found["state"] is found["status_url"] is None


# ---------------------------------------------------------------- status


def test_a_machine_can_ask_how_it_stands(call, ask, person):
    moderator, pk = person("moderator"), call(STORY).json()["id"]
    submission = Submission.objects.get()
    found = json_of(ask(pk), 200)
    assert set(found) == SHAPE
    assert (found["result"], found["state"], found["id"]) == ("found", "received", pk)
    moderating.mark_spam(submission, moderator)
    assert ask(pk).json()["state"] == "received"
    moderating.reopen(submission, moderator)
    assert ask(pk).json()["state"] == "in_review"
    moderating.decline(submission, moderator, DeclineReason.objects.get(label="too old"))
    found = ask(pk).json()
    assert (found["state"], found["reason"]) == (
        "declined",
        "The story is older than what we report.",
    )
    moderating.reopen(submission, moderator)
    article = moderating.accept(submission, moderator).led_to
    assert ask(pk).json()["state"] == "accepted"
    rows = Article.objects.filter(pk=article.pk)
    rows.update(status="published", published_at=timezone.now())
    found = ask(pk).json()
    article.refresh_from_db()
    assert found["state"] == "published"
    assert found["article"] == django_settings.SITE_URL + article.get_absolute_url()


def test_what_others_sent_is_not_found(ask, call):
    stranger, others = a_submission(), a_submission(partner=a_partner("Other Wire"))
    for pk in (stranger.first_sending.pk, others.first_sending.pk, 999_999, 2**63, 10**30):
        found = json_of(ask(pk), 404)
        assert found["result"] == "not_found"
    assert ask(stranger.first_sending.pk, secret="cd_wrong").status_code == 401


# ---------------------------------------------------------------- authentication


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic YTpi", "Token {token}", "{token}", "Bearer cd_wrong",
     "Bearer x{token}", "Bearer {token}x", "Bearer é", "Bearer " + "x" * 5000],
)  # fmt: skip
def test_without_a_good_token_nothing_opens(client, token, header):
    headers = {} if header is None else {"authorization": header.format(token=token)}
    answer = client.post(PATH, STORY, content_type="application/json", headers=headers)
    found = json_of(answer, 401)
    assert found["result"] == "unauthorized"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Submission.objects.exists()


def test_a_revoked_token_and_a_partner_switched_off_open_nothing(call, partner):
    row = PartnerToken.objects.get()
    row.revoke()
    json_of(call(STORY), 401)
    secret = PartnerToken.objects.issue(partner, "second")[1]
    json_of(call(STORY, secret=secret), 201)
    partner.is_active = False
    partner.save()
    json_of(call(STORY, secret=secret), 401)


def test_a_session_opens_nothing(ada):
    browser = Client()
    browser.force_login(ada)
    answer = browser.post(PATH, STORY, content_type="application/json")
    json_of(answer, 401)


def test_when_a_token_was_used_is_noted_once_a_minute(call):
    call(STORY)
    row = PartnerToken.objects.get()
    assert timezone.now() - row.used_at < timedelta(minutes=1)
    first = row.used_at
    call(STORY)
    row.refresh_from_db()
    assert row.used_at == first
    row.used_at = first - timedelta(minutes=2)
    row.save()
    call(STORY)
    row.refresh_from_db()
    assert row.used_at >= first


# ---------------------------------------------------------------- errors

MALFORMED = {
    "nothing": b" ",
    "no JSON": b"url=https://a.example/",
    "half": b'{"url": "https://a.exam',
    "a list": b"[]",
    "a text": b'"https://a.example/"',
    "a number": b"17",
    "null": b"null",
    "true": b"true",
    "NaN": b'{"url": NaN}',
    "NaN elsewhere": b'{"url": "https://ledger.example/wards", "why": "x", "more": -Infinity}',
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a huge number": b'{"url": ' + b"9" * 60_000 + b"}",
    "invalid UTF-8": b'{"url": "https://a.example/\xff"}',
    "UTF-16": json.dumps(STORY).encode("utf-16"),
    "a mark of byte order": b"\xef\xbb\xbf{}",
}
WRONG = [
    {"url": 1}, {"url": None}, {"url": ["https://a.example/"]}, {"url": {"a": 1}}, {"url": True},
    {"title": 1.5}, {"title": None}, {"why": []}, {"name": {}}, {"email": 0},
    {"has_relationship": "yes"}, {"has_relationship": 1}, {"wants_credit": None},
    {"wants_credit": []},
]  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_object_of_json(call, body):
    found = json_of(call(body), 400)
    assert found["result"] == "bad_request"
    assert found["message"].endswith(".")


@pytest.mark.parametrize("edit", WRONG, ids=str)
def test_what_has_the_wrong_type_is_named(call, edit):
    found = json_of(call(STORY | edit), 400)
    assert found["result"] == "bad_request"
    assert f"“{next(iter(edit))}” must be" in found["message"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "text", ["Wards share boards\n{}", "“{}”", "<{}>", "[Wards share boards]({})", "See {})."]
)
def test_the_address_is_found_in_a_text(call, text):
    json_of(call(STORY | {"url": text.format(ADDRESS)}), 201)
    assert Submission.objects.get().url == ADDRESS


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://a.example/1 https://a.example/2"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "https://a.example/" + "x" * 10_000}, "url"),
        ({"url": "https://a.example/\ud800"}, "url"),
        ({"url": "https://\ud800.example/"}, "url"),
        ({"title": "x\ud800"}, "title"),
        ({"title": "x\u0000"}, "title"),
        ({"title": "x\u202e"}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"why": ""}, "why"),
        ({"why": "x" * 2001}, "why"),
        ({"why": "\udfff"}, "why"),
        ({"name": ""}, "name"),
        ({"name": "\ud83c"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@\ud800.example"}, "email"),
        ({"email": "a\u0000@mail.example"}, "email"),
        ({"email": "a@mail.example\r\nBcc: b@mail.example"}, "email"),
    ],
    ids=lambda value: ascii(value)[:50],
)
def test_fields_are_checked_as_in_the_form(call, edit, field):
    found = json_of(call(STORY | edit), 422)
    assert found["result"] == "invalid"
    assert list(found["errors"]) == [field]
    assert all(sentence.endswith(".") for sentence in found["errors"][field])
    assert not Submission.objects.exists()


def test_all_errors_at_once(call):
    found = json_of(call({"email": "nobody"}), 422)
    assert set(found["errors"]) == {"url", "why", "email"}


def test_of_a_key_given_twice_the_last_counts(call):
    body = f'{{"url": "nonsense", "why": "x", "url": "{ADDRESS}"}}'
    json_of(call(body), 201)


def test_an_object_in_a_browsers_form_is_refused(call):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        found = json_of(call(STORY, content_type=kind), 415)
        assert found["result"] == "wrong_type"
    json_of(call(STORY, content_type="application/json; charset=utf-8"), 201)


def test_more_than_64_kilobytes_are_not_read(call):
    found = json_of(call(STORY | {"more": "x" * 64 * 1024}), 413)
    assert found["result"] == "too_large"
    json_of(call(STORY | {"more": "x" * 60 * 1024}), 201)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head", "options"])
def test_other_methods(client, token, method):
    answer = getattr(client, method)(PATH, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    if method != "head":
        assert answer.json()["result"] == "wrong_method"


def test_one_submission_is_only_asked_for(client, token):
    answer = client.delete(f"{PATH}1/", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_a_partner_has_a_limit_too(call, settings):
    settings.PARTNER_SENDS_PER_HOUR = 3
    for number in range(3):
        json_of(call(STORY | {"url": f"{ADDRESS}/{number}"}), 201)
    answer = call(STORY | {"url": f"{ADDRESS}/4"})
    found = json_of(answer, 429)
    assert found["result"] == "too_many"
    assert str(found["retry_after"]) == answer["Retry-After"]
    assert 3540 < found["retry_after"] <= 3600
    assert Submission.objects.count() == 3
