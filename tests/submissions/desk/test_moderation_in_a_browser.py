"""The front page, notices, reviews and partners in a real browser: accessible, and not too wide."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.models import Article, DeclineReason, Notice, PartnerToken, SourceFetch
from curation.submissions import moderating, reviewing
from tests.builders import a_partner, a_submission, an_article

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def pages(admin_user):
    """Fill the desk's pages, with long words in them. Returns their URLs."""
    reason = DeclineReason.objects.get_or_create(label="other", sentence="Not ours.")[0]
    for days in range(12):
        at = timezone.now() - timedelta(days=days)
        moderating.decline(a_submission(at=at, title=LONG), by=admin_user, reason=reason)
        a_submission(at=at)
    accepted = a_submission(title=LONG, name=LONG[:100], why=LONG)
    moderating.comment(accepted, admin_user, LONG).mentions.add(admin_user)
    article = an_article("Wards go paperless", status=Article.Status.DRAFT)
    moderating.merge(accepted, by=admin_user, into=article)
    SourceFetch.objects.create(
        article=article, state="failed", reason=LONG, finished_at=timezone.now()
    )
    link = reviewing.ask(article, admin_user, name="Dr Vale", email="v@uni.example")
    reviewing.answer(link, LONG, looks_right=True)
    notice = Notice.objects.filter(kind=Notice.Kind.REVIEW_ASKED).get()
    Notice.objects.filter(pk=notice.pk).update(state="failed", problem=LONG)
    partner = a_partner()
    PartnerToken.objects.issue(partner, LONG[:100])
    return [
        "/admin/",
        "/admin/curation/notice/previews/",
        reverse("admin:curation_notice_change", args=[notice.pk]),
        reverse("admin:curation_article_reviews", args=[article.pk]),
        reverse("admin:curation_article_change", args=[article.pk]) + "#origins",
        reverse("admin:curation_partner_change", args=[partner.pk]),
        reverse("admin:curation_partner_new_token", args=[partner.pk]),
    ]


PARTS = ".desk-today, .desk-wide, .desk-narrow, .desk-section, .desk-preview-mail, .desk-problem"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_nothing_that_axe_finds_and_never_sideways(visit, pages, scheme):
    page = visit(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    for address in pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        page.wait_for_load_state("load")
        tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        options = {"runOnly": tags, "resultTypes": ["violations"]}
        result = axe.Axe().run(page, context=PARTS, options=options)
        assert result.response["violations"] == [], f"{address}: {result.generate_report()}"
        page.set_viewport_size({"width": 360, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, address


def test_a_mails_html_stands_in_a_tree_of_its_own(visit, pages):
    page = visit().new_page()
    page.goto(pages[2])
    text = page.locator(".desk-mail").evaluate("mail => mail.shadowRoot.textContent")
    assert "Dear Dr Vale" in text
    assert page.evaluate("document.querySelector('.mail-button')") is None


def test_a_link_is_copied_with_a_button_and_stands_there_without_scripts(visit, pages):
    context = visit()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(pages[3])
    address = page.locator(".desk-copy input").input_value()
    page.click("[data-copy]")
    page.locator("[data-copy]", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    plain = visit(java_script_enabled=False).new_page()
    plain.goto(pages[3])
    assert plain.locator(".desk-copy input").input_value() == address
    assert not plain.locator("[data-copy]").is_visible()
