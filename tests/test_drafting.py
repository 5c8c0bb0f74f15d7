"""A pasted link becomes a draft; its page is fetched from a real local server."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pixels

from curation import drafting
from curation.models import Article, SourceFetch
from curation.sources.door import fetch as door
from curation.sources.links.link import Link
from curation.sources.reading.clipping import Clipping
from media.models import Image
from tests.builders import a_category, an_offering
from tests.sources.reading.test_pdf import document
from tests.sources.servers import serve_site
from tests.sources.stories import a_picture, put_story

pytestmark = pytest.mark.django_db
State = SourceFetch.State


@pytest.fixture
def site(settings):
    with serve_site() as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port}"]
        yield site


def pasted(url, **facts) -> Article:
    return drafting.start_draft(Link.parse(url), **facts)


def read(article) -> SourceFetch:
    """Run the attempt that is due, as a worker does."""
    source_fetch = SourceFetch.objects.get(pk=article.pk)
    drafting.read_now(source_fetch.pk, source_fetch.attempt)
    source_fetch.refresh_from_db()
    article.refresh_from_db()
    return source_fetch


def work():
    """Run what is queued, as the background worker does."""
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)


def read_anew(article) -> SourceFetch:
    assert drafting.read_again(article)
    return read(article)


# ---------------------------------------------------------------- what is filled


@pytest.mark.django_db(transaction=True)
def test_a_pasted_link_is_filled_by_the_worker(site, django_user_model):
    """All steps: paste, queue, worker, draft."""
    category = a_category("Ward Digital: Remote visits")
    an_offering("Northharbour")
    mira = django_user_model.objects.create_user("mira")
    url = put_story(site)
    site.pages["/news/paperless-wards?utm_source=mail"] = site.pages["/news/paperless-wards"]
    article = pasted(f"{url}?utm_source=mail", by=mira)
    assert article.title == "Paperless wards"  # until the page is read
    assert article.link_href == url
    work()

    article = Article.objects.get()
    assert article.title == "Wards go paperless at Northharbour"
    assert article.excerpt == "Nurses save an hour a day since charts moved to tablets."
    assert article.publisher.name == "Ward and Wire"
    assert article.source_author == "Ada Roe"
    assert article.source_date == "2026-03-02T08:15+01:00"
    assert article.language == "en-GB"
    assert article.canonical_url == url
    assert article.link_href == url
    assert article.link_original == f"{url}?utm_source=mail"
    assert article.slug.endswith("wards-go-paperless-at-northharbour")
    assert article.publisher.icon.width == 96
    assert article.image_alt == "A nurse holds a tablet"
    with Pixels.open(article.featured_image.file.path) as picture:
        assert picture.size == (640, 360)
        assert not picture.getexif()  # made anew, without what the camera wrote
    assert article.provenance.open_graph["ogtitle"] == "Wards go paperless at Northharbour"
    assert article.bylines.get().curator.user == mira
    source_fetch = article.source_fetch
    assert (source_fetch.state, source_fetch.attempt, source_fetch.notes) == (State.DONE, 1, [])
    assert {row["origin"] for row in source_fetch.candidates["title"]} >= {"h1"}
    assert article.suggestions.get(category=category).reason == "its name stands in the text"
    assert article.suggestions.filter(offering__name="Northharbour").exists()
    assert not article.categories.exists()  # proposed, not applied


def test_what_a_person_wrote_stays(site):
    article = pasted(put_story(site))
    article.title, article.excerpt = "Tablets on every ward", "Our own words."
    article.save()
    for source_fetch in (read(article), read_anew(article)):
        assert source_fetch.state == State.DONE
        assert article.title == "Tablets on every ward"
        assert article.excerpt == "Our own words."
        assert article.source_author == "Ada Roe"


def test_a_cleared_field_stays_cleared(site):
    article = pasted(put_story(site))
    read(article)
    article.source_author = article.language = ""
    article.featured_image = None
    article.save()
    read_anew(article)
    assert article.source_author == ""
    assert article.language == ""
    assert article.featured_image is None


def test_a_later_fetch_replaces_what_an_earlier_one_filled(site):
    article = pasted(put_story(site))
    read(article)
    put_story(site, title="Wards go paper-free", author="Ben Poe")
    read_anew(article)
    assert article.title == "Wards go paper-free"
    assert article.source_author == "Ben Poe"


def test_a_picture_that_is_missing_is_noted_and_stops_nothing(site):
    article = pasted(put_story(site, picture=False))
    source_fetch = read(article)
    assert source_fetch.state == State.DONE
    assert article.featured_image is None
    assert len(source_fetch.notes) == 1
    assert "/pictures/ward.jpg was not taken" in source_fetch.notes[0]
    assert "404" in source_fetch.notes[0]


def test_a_picture_too_small_to_show_is_not_kept(site):
    url = put_story(site)
    site.page("/pictures/ward.jpg", a_picture((1, 1)), content_type="image/jpeg")
    article = pasted(url)
    source_fetch = read(article)
    assert article.featured_image is None
    assert "it is only 1 × 1 pixels" in source_fetch.notes[0]
    assert Image.objects.count() == 1  # the icon


def test_one_picture_can_be_chosen(site):
    article = pasted(put_story(site))
    read(article)
    other = site.page("/other.png", a_picture((300, 200), "red", "PNG"), content_type="image/png")
    site.requests.clear()
    drafting.read_again(article, picture=other)
    source_fetch = read(article)
    assert source_fetch.state == State.DONE
    assert article.featured_image.width == 300
    assert site.paths == ["/other.png"]


def test_a_pdf_gives_its_metadata_and_is_kept(site):
    pdf = document({"/Title": "Seals of the bay", "/Author": "Ada Roe; Ben Poe"})
    article = pasted(site.page("/papers/seals.pdf", pdf, content_type="application/pdf"))
    assert read(article).state == State.DONE
    assert article.title == "Seals of the bay"
    assert article.source_author == "Ada Roe, Ben Poe"
    with article.featured_pdf.file.open() as kept:
        assert kept.read() == pdf


@pytest.mark.django_db(transaction=True)
def test_a_clipping_fills_the_same_and_only_its_pictures_are_fetched(site):
    put_story(site)
    clipping = Clipping(
        link=Link.parse(site.url("/news/paperless-wards")),
        title="Wards go paperless at Northharbour | Ward and Wire",
        heading="Wards go paperless at Northharbour",
        language="en-GB",
        selection=("Nurses say that <b>they</b> spend an hour less.",),
        metas=(
            ("description", "Nurses save an hour a day since charts moved to tablets."),
            ("og:site_name", "Ward and Wire"),
            ("og:image", site.url("/pictures/ward.jpg")),
            ("author", "Ada Roe"),
        ),
        links=(("icon", site.url("/icon.png"), "", "96x96"),),
    )
    article = drafting.start_draft_from_clipping(clipping)
    assert article.title == "Wards go paperless at Northharbour"
    assert site.paths == []
    work()
    article.refresh_from_db()
    assert site.paths == ["/pictures/ward.jpg", "/icon.png"]
    assert article.excerpt == "Nurses save an hour a day since charts moved to tablets."
    assert article.publisher.name == "Ward and Wire"
    assert article.source_author == "Ada Roe"
    assert article.featured_image.width == 640
    assert "&lt;b&gt;they&lt;/b&gt;" in article.body
    assert article.source_fetch.state == State.DONE


# ---------------------------------------------------------------- what fails


def test_a_missing_page_fails_at_once_with_a_plain_reason(site):
    article = pasted(site.url("/gone"))
    source_fetch = read(article)
    assert (source_fetch.state, source_fetch.attempt) == (State.FAILED, 1)
    assert source_fetch.reason == "The site has no page at this address (status 404)."
    assert article.title  # the draft stays, to be written by hand


def test_a_site_in_trouble_is_asked_three_times(site):
    article = pasted(site.page("/news/a-story", status=500))
    for attempt, wait in ((1, 10), (2, 30)):
        before = timezone.now()
        source_fetch = read(article)
        assert (source_fetch.state, source_fetch.attempt) == (State.QUEUED, attempt + 1)
        assert timedelta(seconds=wait) <= source_fetch.due_at - before < timedelta(seconds=wait + 5)
    source_fetch = read(article)
    assert (source_fetch.state, source_fetch.attempt) == (State.FAILED, 3)
    assert source_fetch.reason == "The site has a problem of its own (status 500)."
    assert len(site.requests) == 3


CHALLENGE = """<html><head><title>Just a moment...</title>
<script>window._cf_chl_opt={cType: "managed"}</script></head><body></body></html>"""


def test_a_check_for_robots_is_a_failure_and_not_an_article(site):
    """It comes with status 200, as a page would."""
    article = pasted(site.page("/news/paperless-wards", CHALLENGE))
    source_fetch = read(article)

    assert source_fetch.state == State.FAILED
    assert source_fetch.reason == (
        "The site sent a check for robots (Cloudflare) in place of the article. "
        "Open it in your browser and use the bookmarklet."
    )
    assert article.title == "Paperless wards"  # as before
    assert source_fetch.candidates == {}


def test_a_check_for_robots_keeps_what_an_earlier_fetch_found(site):
    article = pasted(put_story(site))
    read(article)
    site.page("/news/paperless-wards", CHALLENGE)
    source_fetch = read_anew(article)

    assert source_fetch.state == State.FAILED
    assert article.title == "Wards go paperless at Northharbour"
    assert source_fetch.candidates["source_author"][0]["value"] == "Ada Roe"


@pytest.mark.django_db(transaction=True)
def test_the_next_attempt_waits_in_the_queue(site):
    article = pasted(site.page("/news/a-story", status=502))
    work()
    article.source_fetch.refresh_from_db()
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.args_kwargs["args"] == [article.pk, 2]
    assert waiting.run_after == article.source_fetch.due_at


def test_a_site_that_does_not_answer_in_time_is_asked_again(site, monkeypatch):
    site.delay = 1
    monkeypatch.setitem(door.fetch.__kwdefaults__, "deadline", 0.2)
    article = pasted(put_story(site))
    source_fetch = read(article)
    assert (source_fetch.state, source_fetch.attempt) == (State.QUEUED, 2)
    assert source_fetch.reason


def test_a_site_that_asks_for_back_off_is_left_alone_that_long(site):
    article = pasted(site.page("/news/a-story", status=503, retry_after="120"))
    before = timezone.now()
    source_fetch = read(article)
    assert source_fetch.state == State.QUEUED
    assert timedelta(seconds=115) < source_fetch.due_at - before < timedelta(seconds=130)


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_deleted_draft_does_nothing(site):
    article = pasted(put_story(site))
    article.delete()
    work()
    assert site.requests == []
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


# ---------------------------------------------------------------- workers


def test_an_attempt_is_done_once(site):
    article = pasted(put_story(site))
    assert SourceFetch.objects.claim(article.pk, 1)
    assert SourceFetch.objects.claim(article.pk, 1) is None
    assert drafting.read_now(article.pk, 1) is None
    assert site.requests == []


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_workers_reads(site):
    article = pasted(put_story(site))

    def work_once():
        drafting.read_now(article.pk, 1)
        connection.close()

    workers = [threading.Thread(target=work_once) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert site.paths.count("/news/paperless-wards") == 1
    assert SourceFetch.objects.get().state == State.DONE


def lose(article):
    """A worker takes the attempt and is killed."""
    source_fetch = SourceFetch.objects.get(pk=article.pk)
    assert SourceFetch.objects.claim(article.pk, source_fetch.attempt)
    long_ago = timezone.now() - 2 * SourceFetch.FETCH_TIMEOUT
    SourceFetch.objects.filter(pk=article.pk).update(due_at=long_ago)


@pytest.mark.django_db(transaction=True)
def test_a_lost_fetch_is_queued_again(site):
    article = pasted(put_story(site))
    lose(article)
    assert drafting.rescue_lost_fetches() == 1
    assert drafting.rescue_lost_fetches() == 0
    work()
    source_fetch = SourceFetch.objects.get()
    assert (source_fetch.state, source_fetch.attempt) == (State.DONE, 2)


def test_what_was_lost_three_times_has_failed(site):
    article = pasted(put_story(site))
    for _attempt in range(3):
        lose(article)
        drafting.rescue_lost_fetches()
    source_fetch = SourceFetch.objects.get()
    assert source_fetch.state == State.FAILED
    assert source_fetch.reason == "Reading the page broke off."
    assert source_fetch.finished_at


def test_a_fetch_under_way_is_not_lost(site):
    article = pasted(put_story(site))
    SourceFetch.objects.claim(article.pk, 1)
    assert drafting.rescue_lost_fetches() == 0
    assert drafting.read_again(article) is None
