"""Notices at the desk: they can be read and sent again, and nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lxml import html

from curation.models import Article, DeclineReason, Notice
from curation.submissions import moderating, reviewing
from tests.builders import a_submission, an_article
from tests.desk import GROUPS

pytestmark = pytest.mark.django_db
LIST, PREVIEWS = "/admin/curation/notice/", "/admin/curation/notice/previews/"
State, Kind = Notice.State, Notice.Kind


def a_notice(to="ines@mail.example", **facts) -> Notice:
    facts.setdefault("kind", Kind.RECEIPT)
    facts.setdefault("key", f"test:{Notice.objects.count()}")
    if facts.get("state") == State.FAILED:
        facts.setdefault("problem", "550 5.1.1 no such user here")
        facts.setdefault("attempt", 1)
    return Notice.objects.create(to=to, subject="Subject", text="Text", html="<p>Text</p>", **facts)


def page_of(notice) -> str:
    return reverse("admin:curation_notice_change", args=[notice.pk])


def again(notice) -> str:
    return reverse("admin:curation_notice_send_again", args=[notice.pk])


@pytest.fixture
def declined(person):
    submission = a_submission(title="Wards & <b>paper</b>", email="ines@mail.example")
    reason = DeclineReason.objects.first()
    moderating.decline(submission, by=person("moderator", "mira"), reason=reason)
    return submission.notices.get()


def test_who_may_see_mails_and_who_may_send_them_again(desk):
    notice = a_notice(state=State.FAILED)
    for group in GROUPS:
        client, may = desk(group), group in ("moderator", "administrator")
        for address in (LIST, page_of(notice), PREVIEWS):
            assert client.get(address).status_code == (200 if may else 403), (group, address)
        assert client.post(again(notice)).status_code == (302 if may else 403), group
        Notice.objects.update(state=State.FAILED)


def test_who_may_only_look_sends_nothing(desk, person):
    from django.contrib.auth.models import Permission

    user = person("curator")
    user.user_permissions.add(Permission.objects.get(codename="view_notice"))
    client, notice = desk(user), a_notice(state=State.FAILED)
    page = client.get(page_of(notice))
    assert page.status_code == 200
    assert again(notice) not in page.content.decode()
    assert client.post(again(notice)).status_code == 403
    client.post(LIST, {"action": "send_selected_again", "_selected_action": [notice.pk]})
    notice.refresh_from_db()
    assert notice.state == State.FAILED


def test_times_are_written_as_on_the_other_pages_of_moderation(desk):
    client, notice = desk("moderator"), a_notice()
    at = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
    Notice.objects.update(written_at=at, due_at=at)
    when = f"{timezone.localtime(at):4 Mar 2026, %H:%M}"
    assert when in client.get(LIST).content.decode()
    shown = html.fromstring(client.get(page_of(notice)).content.decode()).text_content()
    assert shown.count(when) == 2
    assert client.get(LIST, {"o": "-6"}).status_code == 200


def test_a_mail_is_neither_written_changed_nor_removed_by_hand(desk):
    administrator, notice = desk("administrator"), a_notice()
    assert administrator.get(f"{LIST}add/").status_code == 403
    assert administrator.post(page_of(notice), {"to": "eve@mail.example"}).status_code == 403
    assert administrator.post(f"{LIST}{notice.pk}/delete/", {"post": "yes"}).status_code == 403
    administrator.post(
        LIST, {"action": "delete_selected", "_selected_action": [notice.pk], "post": "yes"}
    )
    notice.refresh_from_db()
    assert notice.to == "ines@mail.example"


def test_a_page_shows_the_mail_as_it_is_sent(desk, declined):
    page = desk("moderator").get(page_of(declined)).content.decode()
    (shown,) = re.findall(r'<template shadowrootmode="open">(.*?)</template>', page, re.S)
    assert "See its status" in shown
    assert "<html" in shown
    tree = html.fromstring(page)
    (text,) = tree.xpath("//pre[@class='desk-raw']/text()")
    assert "You suggested on" in text
    assert declined.submission.href in text
    address = reverse("admin:curation_submission_change", args=[declined.submission_id])
    assert tree.xpath(f"//a[@href='{address}']")
    assert "queued" in tree.text_content()


def test_the_desk_keeps_the_keys_of_private_pages_to_their_owners(desk, declined, person):
    """A moderator could otherwise withdraw a suggestion, or answer in an expert's name."""
    article = an_article(status=Article.Status.DRAFT)
    link = reviewing.ask(article, person("editor", "ana"), "Dr Vale", email="vale@uni.example")
    asked = Notice.objects.get(kind=Kind.REVIEW_ASKED)
    assert link.token in asked.text + asked.html
    moderator = desk("moderator")
    for notice in (declined, asked):
        page = moderator.get(page_of(notice)).content.decode()
        assert "/…/" in page
        for found in re.findall(r"/(?:status|preview)/([^/\s\"<]+)/", notice.text + notice.html):
            assert found not in page


def test_the_list_is_filtered_by_state_and_kind_and_searched_by_address(desk):
    a_notice(state=State.FAILED)
    a_notice("adam@mail.example", state=State.SENT, sent_at=timezone.now(), kind=Kind.ACCEPTED)
    moderator = desk("moderator")
    for query, to in (
        ({"state": "trouble"}, ["ines@mail.example"]),
        ({"kind__exact": "accepted"}, ["adam@mail.example"]),
        ({"q": "adam"}, ["adam@mail.example"]),
        ({"q": "nobody"}, []),
    ):
        page = moderator.get(LIST, query)
        assert [notice.to for notice in page.context["cl"].result_list] == to
    assert "550 5.1.1 no such user here" in moderator.get(LIST).content.decode()


def test_what_failed_is_sent_again_from_its_page(desk):
    notice, moderator = a_notice(state=State.FAILED), desk("moderator")
    page = moderator.get(page_of(notice)).content.decode()
    assert "550 5.1.1 no such user here" in page
    assert f'action="{again(notice)}"' in page
    assert moderator.get(again(notice)).status_code == 405
    answer = moderator.post(again(notice), follow=True)
    assert "sent again in a moment" in answer.content.decode()
    notice.refresh_from_db()
    assert (notice.state, notice.attempt) == (State.QUEUED, 0)
    assert DBTaskResult.objects.count() == 1
    assert f'action="{again(notice)}"' not in answer.content.decode()
    answer = moderator.post(again(notice), follow=True)
    assert "This mail is queued" in answer.content.decode()
    assert DBTaskResult.objects.count() == 1


def test_what_is_tried_in_vain_is_in_trouble_and_can_be_tried_at_once(desk):
    """Hours may pass between two attempts while a mail server does not work."""
    notice, moderator = a_notice(attempt=2, due_at=timezone.now() + timedelta(hours=1)), None
    moderator = desk("moderator")
    page = moderator.get(LIST, {"state": "trouble"}).content.decode()
    assert "could not be sent yet, will be retried" in page
    assert f'action="{again(notice)}"' in moderator.get(page_of(notice)).content.decode()
    moderator.post(again(notice))
    notice.refresh_from_db()
    assert (notice.state, notice.attempt) == (State.QUEUED, 2)
    assert notice.due_at <= timezone.now()
    assert DBTaskResult.objects.count() == 1


def test_many_are_sent_again_at_once_and_only_those_that_failed(desk):
    failed = [a_notice(state=State.FAILED) for _ in range(3)]
    other = a_notice(state=State.SENT, sent_at=timezone.now() - timedelta(days=1))
    chosen = [notice.pk for notice in (*failed, other)]
    answer = desk("moderator").post(
        LIST, {"action": "send_selected_again", "_selected_action": chosen}, follow=True
    )
    assert "3 mails are sent again." in answer.content.decode()
    assert Notice.objects.filter(state=State.QUEUED).count() == 3
    other.refresh_from_db()
    assert other.state == State.SENT


def test_every_kind_of_mail_is_previewed_with_subject_text_and_html(desk):
    page = desk("moderator").get(PREVIEWS)
    shown = page.content.decode()
    assert shown.count('<template shadowrootmode="open">') == len(page.context["previews"])
    tree = html.fromstring(shown)
    contents = " ".join(tree.xpath("//ol[@class='desk-contents']//a/text()")).lower()
    for kind in Kind:
        assert kind.label.lower() in contents
    assert len(tree.xpath("//pre")) == len(page.context["previews"])
    assert not Notice.objects.exists()


def test_more_mails_do_not_mean_more_queries(desk, person, django_assert_max_num_queries):
    moderator, mira = desk("moderator"), person("moderator", "mira")
    reason = DeclineReason.objects.first()

    def fill(count):
        for _ in range(count):
            moderating.decline(a_submission(), by=mira, reason=reason)

    fill(2)
    with django_assert_max_num_queries(12) as few:
        moderator.get(LIST)
    fill(20)
    with django_assert_max_num_queries(12) as many:
        moderator.get(LIST)
    assert len(few) == len(many)
