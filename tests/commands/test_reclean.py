"""`manage.py reclean_addresses`: recomputes keys of older rules, and lists duplicates."""

from io import StringIO

import pytest
from django.core.management import call_command

from curation import recleaning
from curation.models import Article, FurtherReport, Submission
from curation.sources.links.cleaning import RULES_VERSION
from tests.builders import a_publisher, a_submission, an_article

pytestmark = pytest.mark.django_db


def reclean(*options):
    out = StringIO()
    call_command("reclean_addresses", *options, stdout=out)
    return out.getvalue()


def of_older_rules(title, url):
    """An article with a key of older rules: the URL as it is."""
    article = an_article(title, link_href=url)
    Article.objects.filter(pk=article.pk).update(link_key=url, link_rules="0-old")
    return article


@pytest.fixture
def twins():
    one = of_older_rules("Wards go paperless", "https://example.org/wards?utm_source=a")
    other = of_older_rules("Paperless wards", "https://www.example.org/wards?fbclid=b")
    return one, other


def test_old_keys_are_made_anew_and_the_same_link_is_named(twins):
    one, other = twins
    said = reclean()
    assert set(Article.objects.values_list("link_key", "link_rules")) == {
        ("example.org/wards", RULES_VERSION)
    }
    assert said == (
        "The same link, example.org/wards:\n"
        f"  article {one.pk}: Wards go paperless\n"
        f"  article {other.pk}: Paperless wards\n"
        "2 articles looked at: 2 got new keys, as did 0 further reports; 1 pairs share a link.\n"
    )
    one.refresh_from_db()
    assert one.link_href == "https://example.org/wards?utm_source=a"  # what readers see stays


def test_a_dry_run_says_the_same_and_changes_nothing(twins):
    said = reclean("--dry-run")
    assert "The same link, example.org/wards:" in said
    assert "2 would get new keys" in said
    assert recleaning.stale_articles().count() == 2


def test_a_second_run_has_nothing_to_do(twins):
    reclean()
    assert reclean().startswith("0 articles looked at")


def test_it_meets_articles_that_today_s_rules_keyed(twins):
    kept = an_article("Kept", link_href="https://example.org/wards")
    pairs = {one.articles for one in recleaning.reclean().collisions}
    assert pairs == {
        (twins[0].pk, twins[1].pk),
        (twins[0].pk, kept.pk),
        (twins[1].pk, kept.pk),
    }


def test_more_than_a_batch(monkeypatch):
    monkeypatch.setattr(recleaning, "BATCH", 2)
    for number in range(5):
        of_older_rules(f"Brief {number}", f"https://example.org/same?gclid={number}")
    dry = recleaning.reclean(dry_run=True)
    done = recleaning.reclean()
    assert (done.looked_at, done.articles, len(done.collisions)) == (5, 5, 10)
    assert dry == done


def test_further_reports_follow_unless_their_article_has_the_address_twice():
    article = an_article(link_href="https://example.org/story")
    publisher = a_publisher()
    for number, key in enumerate(("old-one", "old-two")):
        report = FurtherReport.objects.create(
            article=article, publisher=publisher, href=f"https://other.example/{number}"
        )
        FurtherReport.objects.filter(pk=report.pk).update(
            link_key=key, href="https://other.example/same?utm_source=x"
        )
    done = recleaning.reclean()
    assert (done.reports, done.kept_reports) == (1, [report.pk])
    assert "other.example/same" in article.further_reports.values_list("link_key", flat=True)


def test_submissions_follow_and_only_one_open_one_has_a_key():
    first = a_submission("https://ledger.example/1")
    second = a_submission("https://ledger.example/2")
    decided = a_submission("https://ledger.example/3", state="declined")
    same = "https://ledger.example/same?utm_source=x"
    for one in (first, second, decided):
        Submission.objects.filter(pk=one.pk).update(url=same, link_key=f"old-{one.pk}")
    said = reclean()
    keys = dict(Submission.objects.values_list("pk", "link_key"))
    assert keys == {
        first.pk: "ledger.example/same",
        second.pk: f"old-{second.pk}",
        decided.pk: "ledger.example/same",
    }
    assert f"Submission {second.pk} is open twice; its key stays." in said
    assert "2 submissions got new keys." in said


def test_another_rule_file_of_the_operator_makes_stored_keys_stale(settings, tmp_path):
    article = an_article(link_href="https://example.org/wards?wn_src=1")
    assert not recleaning.stale_articles().exists()
    settings.CLEARURLS_RULES = str(tmp_path / "rules.json")
    rules = '{"providers": {"all": {"urlPattern": ".*", "rules": ["wn_src"]}}}'
    (tmp_path / "rules.json").write_text(rules)
    assert list(recleaning.stale_articles()) == [article]
    reclean()
    article.refresh_from_db()
    assert article.link_key == "example.org/wards"
    assert not recleaning.stale_articles().exists()


def test_prepare_does_it_where_the_rules_changed(twins, settings, tmp_path):
    settings.STATIC_ROOT, settings.LOAD_SAMPLE = tmp_path / "static", False
    out = StringIO()
    call_command("prepare", stdout=out)
    assert "2 got new keys" in out.getvalue()
    assert not recleaning.stale_articles().exists()
