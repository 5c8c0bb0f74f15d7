"""`manage.py check_addresses`: what the site answers at the former site's addresses."""

import csv
import logging
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from curation.models import Address, Article
from curation.site.address_check import check_addresses
from tests.builders import a_section, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def _publication():
    article = an_article(slug="wards", section=a_section("news"), tags=["ICU"])
    Address.objects.create(article=article, path="/2019/wards.html")
    an_article(slug="alarm", status=Article.Status.WITHDRAWN)
    draft = an_article(slug="hidden", status=Article.Status.DRAFT)
    Address.objects.create(article=draft, path="/2019/hidden.html")
    an_article(slug="soon", published_at=datetime(2999, 1, 1, tzinfo=UTC))


@pytest.fixture
def check(tmp_path):
    """Runs the command on a list of addresses; returns what it printed and what it said."""

    def run(*addresses, **options):
        path, out, err = tmp_path / "old.txt", StringIO(), StringIO()
        path.write_text("\n".join(addresses))
        try:
            call_command("check_addresses", path, stdout=out, stderr=err, **options)
        except CommandError as error:
            return out.getvalue(), f"failed: {error}"
        return out.getvalue(), err.getvalue().strip()

    return run


@pytest.mark.usefixtures("_publication")
def test_each_address_is_told_apart(check):
    printed, said = check(
        "https://old.example/news/wards",
        "https://old.example/news/wards/",
        "/2019/wards.html",
        "/tags/icu/index.xml",
        "/news/page/2/",
        "/news/alarm/",
        "/2019/hidden.html",
        "/news/soon",
        "/news/never/",
        "/news/%00",
        "http://[",
    )
    assert printed.splitlines() == [
        "https://old.example/news/wards: live",
        "https://old.example/news/wards/: redirects to /news/wards",
        "/2019/wards.html: redirects to /news/wards",
        "/tags/icu/index.xml: redirects to /tag/icu/feed/",
        "/news/page/2/: redirects to /news/",
        "/news/alarm/: gone",
        "/2019/hidden.html: missing (draft)",
        "/news/soon: missing (scheduled)",
        "/news/never/: missing",
        "/news/%00: missing",
        "http://[: error (no address)",
    ]
    assert said == ("failed: 11 addresses: 1 live, 4 redirects, 1 gone, 4 missing, 1 error.")


@pytest.mark.usefixtures("_publication")
def test_a_list_without_losses_ends_well(check):
    printed, said = check("/news/wards", "/news/alarm")
    assert said == "2 addresses: 1 live, 0 redirects, 1 gone, 0 missing, 0 error."


@pytest.mark.usefixtures("_publication")
def test_only_what_is_missing_is_printed_on_demand(check):
    printed, said = check("/news/wards", "/news/never/", only="missing")
    assert printed == "/news/never/: missing\n"
    assert "1 live" in said


@pytest.mark.usefixtures("_publication")
def test_a_table_can_be_read_by_machines(check):
    printed, _said = check("/2019/wards.html", "/2019/hidden.html", csv=True)
    assert [list(row.values()) for row in csv.DictReader(StringIO(printed))] == [
        ["/2019/wards.html", "redirects", "/news/wards", ""],
        ["/2019/hidden.html", "missing", "", "draft"],
    ]
    assert printed.startswith("address,answer,target,reason")


@pytest.mark.usefixtures("_publication")
@pytest.mark.parametrize("base", ["/blog/", "blog", "/blog"])
def test_the_folder_of_the_former_site_is_taken_off(check, base):
    printed, _said = check(
        "https://old.example/blog/news/wards/", "/blog", "/blogs/x", base_path=base
    )
    assert printed.splitlines() == [
        "https://old.example/blog/news/wards/: redirects to /news/wards",
        "/blog: live",
        "/blogs/x: missing",
    ]


def test_an_address_in_letters_or_escaped_is_the_same(check):
    an_article(slug="frå-sjukehuset")
    printed, _said = check(
        "/news/frå-sjukehuset", "/news/fr%C3%A5-sjukehuset/", "/news/fr%c3%a5-sjukehuset"
    )
    assert [line.partition(": ")[2].split()[0] for line in printed.splitlines()] == [
        "live", "redirects", "live",
    ]  # fmt: skip


@pytest.mark.parametrize("site", ["https://news.example.org", "http://127.0.0.1:8000"])
def test_it_asks_as_a_reader_of_the_site(check, settings, site):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, ["news.example.org", "127.0.0.1"]
    settings.SECURE_SSL_REDIRECT = site.startswith("https")
    an_article(slug="wards")
    assert check("/news/wards")[0] == "/news/wards: live\n"


def test_a_site_that_does_not_answer_is_said_once(check, settings):
    an_article(slug="wards")
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    printed, said = check("/news/wards")
    assert printed == ""
    assert said.startswith("failed: The home page itself answers 400 here; run")


@pytest.mark.urls("tests.commands.broken_urls")
def test_a_page_that_fails_is_an_error(check):
    an_article(slug="wards")
    printed, said = check("/news/wards", "/broken/")
    assert printed == "/news/wards: live\n/broken/: error (500)\n"
    assert "1 error" in said


def test_a_list_that_cannot_be_read_is_named(check, tmp_path):
    with pytest.raises(CommandError, match=r"none\.xml"):
        call_command("check_addresses", tmp_path / "none.xml")


def test_the_log_says_no_more_of_it_and_later_warns_again(check, caplog):
    before = logging.getLogger("django.request").level
    with caplog.at_level(logging.WARNING):
        check("/nothing")
    assert not caplog.records
    assert logging.getLogger("django.request").level == before


@pytest.mark.usefixtures("_publication")
def test_the_list_is_read_while_it_is_answered():
    """A list of any length takes the memory of one address."""
    asked = []

    def addresses():
        for number in range(3):
            asked.append(number)
            yield "/news/wards"

    answers = check_addresses(addresses())
    next(answers)
    assert asked == [0]
