"""From a link to a draft, as a curator meets it at the desk."""

import json

import pytest

from curation import publishing
from curation.models import Article, FurtherReport, SourceFetch
from tests.admin.articles.article_pages import PASTE, the_draft, work
from tests.builders import a_publisher, an_article

pytestmark = pytest.mark.django_db

CLIPPING = PASTE + "clipping/"


class TestPaste:
    def test_a_draft_at_once_and_filled_when_the_source_was_read(self, desk, story):
        curator = desk("curator")
        answer = curator.post(PASTE, {"urls": story + "?utm_source=mail"})
        draft = the_draft()
        assert answer.url == f"/admin/curation/article/{draft.pk}/change/"
        assert (draft.link_original, draft.link_href) == (story + "?utm_source=mail", story)
        assert draft.source_fetch.state == SourceFetch.State.QUEUED
        assert b"read in a moment" in curator.get(answer.url).content
        work()
        draft = the_draft()
        assert draft.source_fetch.state == SourceFetch.State.DONE
        assert draft.title == "Pagers go quiet"
        assert draft.excerpt.startswith("A hospital retires its last pager")
        assert draft.publisher.name == "Harbour Daily"
        assert (draft.source_author, draft.language) == ("Tessa Holm", "en")
        assert draft.source_date == "2026-03-01T08:00+01:00"
        assert (draft.featured_image.width, draft.image_alt) == (640, "A ward")
        assert draft.provenance.open_graph["ogtitle"] == "Pagers go quiet in spring"
        page = curator.get(answer.url).content.decode()
        assert "Pagers go quiet in spring" in page
        assert "og:title" in page

    def test_the_link_that_ran_already_makes_no_draft_unasked(self, desk, story):
        old = an_article("Pagers go quiet", link_href=story)
        answer = desk("curator").post(PASTE, {"urls": story + "?fbclid=1"})
        assert Article.objects.count() == 1
        assert old.title in answer.content.decode()
        assert "the same address" in answer.content.decode()

    def test_a_rejected_one_says_why(self, desk, story):
        old = an_article("Pagers", link_href=story, status=Article.Status.DRAFT)
        publishing.reject(old, reason="A press release.")
        answer = desk("curator").get(PASTE, {"url": story})
        assert "rejected: A press release." in answer.content.decode()

    def test_anyway(self, desk, story):
        an_article("Pagers", link_href=story)
        desk("curator").post(PASTE, {"urls": story, "anyway": "1"})
        assert Article.objects.count() == 2

    def test_the_address_alone_changes_nothing(self, desk, story):
        assert desk("curator").get(PASTE, {"url": story}).status_code == 200
        assert not Article.objects.exists()

    def test_many_lines_each_with_its_answer(self, desk, story):
        an_article("Told before", link_href="https://a.example/told")
        lines = f"{story}\n\nnonsense\nhttps://a.example/told?utm_id=1\n{story}"
        page = desk("curator").post(PASTE, {"urls": lines}).content.decode()
        assert Article.objects.count() == 2
        assert "must begin with http" in page
        assert "Told before" in page

    @pytest.mark.parametrize(
        "urls",
        ["", "javascript:alert(1)", "http://user:pw@a.example/", "ftp://a.example/", "x" * 3000],
    )
    def test_what_is_no_address_is_said_so(self, desk, urls):
        answer = desk("curator").post(PASTE, {"urls": urls})
        assert answer.status_code == 400
        assert b'role="alert"' in answer.content
        assert not Article.objects.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "Pagers go quiet {}",
            "Pagers go quiet\r\n{}",
            "“{}”",
            "<{}>",
            "[Pagers go quiet]({})",
            "See {}).",
        ],
    )
    def test_the_address_is_found_in_what_was_pasted(self, desk, story, text):
        desk("curator").post(PASTE, {"urls": text.format(story)})
        draft = the_draft()
        assert (draft.link_original, draft.link_href) == (story, story)

    def test_an_address_without_scheme_is_https(self, desk):
        desk("curator").post(PASTE, {"urls": "www.news.example/story"})
        assert the_draft().link_original == "https://www.news.example/story"

    def test_two_addresses_in_one_line_are_not_guessed_between(self, desk, story):
        answer = desk("curator").post(PASTE, {"urls": f"{story} and {story}-2"})
        assert answer.status_code == 400
        assert "more than one address" in answer.content.decode()
        assert not Article.objects.exists()

    def test_titles_above_their_addresses_are_left_out(self, desk):
        lines = "First story\nhttps://a.example/1\n\nSecond story\nhttps://a.example/2"
        desk("curator").post(PASTE, {"urls": lines})
        assert set(Article.objects.values_list("link_href", flat=True)) == {
            "https://a.example/1",
            "https://a.example/2",
        }

    def test_what_a_share_menu_sends_is_understood(self, desk, story):
        old = an_article("Pagers", link_href=story)
        page = desk("curator").get(PASTE, {"text": f"Pagers go quiet {story}"}).content.decode()
        assert old.title in page
        assert "We ran this already" in page

    def test_more_than_fifty_are_refused_whole(self, desk):
        lines = "\n".join(f"https://a.example/{n}" for n in range(51))
        assert desk("curator").post(PASTE, {"urls": lines}).status_code == 400
        assert not Article.objects.exists()

    def test_a_page_that_is_gone_says_so_and_can_be_tried_again(self, desk, story):
        curator = desk("curator")
        form = curator.post(PASTE, {"urls": story + "-gone"}).url
        work()
        assert the_draft().source_fetch.state == SourceFetch.State.FAILED
        assert b"404" in curator.get(form).content
        curator.post(f"/admin/curation/article/{the_draft().pk}/source/again/")
        assert the_draft().source_fetch.state == SourceFetch.State.QUEUED


class TestClipping:
    FACTS = {
        "url": "https://paywalled.example/story?utm_source=x",
        "title": "Behind the wall | Paywalled",
        "heading": "Behind the wall",
        "selection": "First words.\nSecond <b>words</b>.",
        "metas": [["og:title", "Behind the wall"], ["og:site_name", "Paywalled"]],
        "links": [["canonical", "https://paywalled.example/story", "", ""]],
        "linkedData": [],
    }

    def test_a_draft_without_a_fetch(self, desk):
        desk("curator").post(CLIPPING, {"clipping": json.dumps(self.FACTS)})
        draft = the_draft()
        assert (draft.title, draft.link_href) == (
            "Behind the wall",
            "https://paywalled.example/story",
        )
        assert "Second &lt;b&gt;words&lt;/b&gt;." in draft.body_source

    def test_a_check_for_robots_makes_no_draft(self, desk):
        facts = {"url": "https://www.example.org/seals", "title": "Just a moment..."}
        answer = desk("curator").post(CLIPPING, {"clipping": json.dumps(facts)})
        assert answer.status_code == 400
        assert "The tab shows a check for robots." in answer.content.decode()
        assert not Article.objects.exists()

    @pytest.mark.parametrize("payload", ["", "{", "[]", '{"url": "javascript:x"}', "[" * 100000])
    def test_what_cannot_be_read_is_said_so(self, desk, payload):
        answer = desk("curator").post(CLIPPING, {"clipping": payload})
        assert answer.status_code == 400
        assert not Article.objects.exists()

    def test_what_ran_already_is_told_first(self, desk):
        an_article("Behind", link_href=self.FACTS["url"])
        answer = desk("curator").post(CLIPPING, {"clipping": json.dumps(self.FACTS)})
        assert b"We ran this already" in answer.content
        assert Article.objects.count() == 1

    def test_the_page_that_explains_it_holds_the_address(self, desk):
        page = desk("curator").get(PASTE + "bookmarklet/").content.decode()
        assert f"http://testserver{CLIPPING}" in page


class TestFurtherReports:
    def test_a_second_address_is_added_to_the_article(self, desk):
        article = an_article("Told", link_href="https://a.example/1", status="draft")
        url = "https://www.b.example/2?utm_source=x"
        desk("curator").post(PASTE + "attach/", {"article": article.pk, "url": url})
        report = FurtherReport.objects.get()
        assert (report.href, report.publisher) == (
            "https://www.b.example/2",
            a_publisher("b.example"),
        )

    def test_it_is_found_in_what_was_pasted(self, desk):
        article = an_article("Told", link_href="https://a.example/1", status="draft")
        facts = {"article": article.pk, "url": "Told again: www.b.example/2"}
        desk("curator").post(PASTE + "attach/", facts)
        assert FurtherReport.objects.get().href == "https://www.b.example/2"

    @pytest.mark.parametrize("number", ["", "x", "9" * 30, "9" * 5000, "999"])
    def test_an_article_that_there_is_not_is_not_found(self, desk, number):
        an_article("Told", status="draft")
        facts = {"article": number, "url": "https://www.b.example/2"}
        assert desk("curator").post(PASTE + "attach/", facts).status_code == 404

    def test_the_articles_own_address_is_not(self, desk):
        article = an_article("Told", link_href="https://a.example/1", status="draft")
        answer = desk("curator").post(
            PASTE + "attach/", {"article": article.pk, "url": "https://a.example/1"}, follow=True
        )
        assert b"has this address already" in answer.content
        assert not FurtherReport.objects.exists()


@pytest.mark.parametrize("address", [PASTE, PASTE + "bookmarklet/", CLIPPING])
def test_who_may_draft_from_links(client, desk, address):
    assert client.get(address).status_code == 302
    assert desk("moderator").get(address).status_code == 403
    for group in ("curator", "editor", "administrator"):
        assert desk(group).get(address).status_code == 200
