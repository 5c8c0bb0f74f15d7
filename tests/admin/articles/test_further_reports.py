"""“Also reported by” in an article's form: what it makes of an address, and what it refuses."""

import pytest
from django.urls import reverse

from curation.duplicates import add_further_report
from curation.models import Article, FurtherReport, Publisher
from curation.sources.links.link import Link
from tests.builders import a_report, a_section, an_article
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db
OTHER = "https://ledger.example/wards"


def url(article):
    return reverse("admin:curation_article_change", args=[article.pk])


def edit(client, article, *new, **edits):
    """Send the form with new rows (address, title) behind those that are there."""
    edits = {name.replace("__", "-"): value for name, value in edits.items()}
    values = sent(client.get(url(article)))
    there = int(values["further_reports-INITIAL_FORMS"])
    for number, (href, title) in enumerate(new, there):
        edits[f"further_reports-{number}-href"] = href
        edits[f"further_reports-{number}-title"] = title
        edits[f"further_reports-{number}-article"] = str(article.pk)
    edits["further_reports-TOTAL_FORMS"] = str(there + len(new))
    return client.post(url(article), values | edits)


def errors_beside_addresses(answer):
    assert answer.status_code == 200
    (formset,) = (
        inline.formset
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.prefix == "further_reports"
    )
    return [" ".join(errors.get("href", [])) for errors in formset.errors]


def a_draft(**facts):
    return an_article(status=Article.Status.DRAFT, **facts)


def test_a_curator_adds_a_second_address_and_it_is_cleaned(desk):
    article = a_draft(link_href="https://wardandwire.example/wards")
    curator = desk("curator")
    answer = edit(
        curator, article, ("https://www.Ledger.example/wards?utm_source=mail", "Wards, told again")
    )
    assert answer.status_code == 302, errors_of(answer)
    report = article.further_reports.get()
    assert (report.href, report.title) == ("https://www.ledger.example/wards", "Wards, told again")
    assert report.publisher == Publisher.objects.get(brand="ledger.example")
    assert report.link_key == "ledger.example/wards"
    revision = article.revisions.first()
    assert revision.by == curator.user
    assert revision.changes == {
        "further_reports": [[], ["https://www.ledger.example/wards (Wards, told again)"]]
    }
    history = curator.get(reverse("admin:curation_article_history", args=[article.pk]))
    assert "further reports" in history.content.decode()


def test_a_new_article_can_begin_with_further_reports(desk):
    a_section()
    client = desk("curator")
    values = sent(client.get("/admin/curation/article/add/"), title="Wards share an archive")
    values |= {"further_reports-TOTAL_FORMS": "1", "further_reports-0-href": OTHER}
    assert client.post("/admin/curation/article/add/", values).status_code == 302
    assert FurtherReport.objects.get().article == Article.objects.get()


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("wards", "must begin with http"),
        ("ledger.example/wards", "has this address already"),
        ("javascript:alert(1)", "must begin with http"),
        ("https://", "no valid site name"),
        ("https://me:secret@ledger.example/", "user name"),
        ("https://ledger.example/two words", "spaces"),
        ("https://ledger.example/" + "a" * 2048, "too long"),
        ("https://wardandwire.example/wards?utm_source=x", "the article's own address"),
        ("http://www.wardandwire.example/wards/", "the article's own address"),
        ("https://canonical.example/wards", "the article's own address"),
        ("https://www.ledger.example/wards?fbclid=1", "has this address already"),
    ],
)
def test_a_fault_is_told_beside_the_field(desk, href, words):
    article = a_draft(
        link_href="https://wardandwire.example/wards",
        canonical_url="https://canonical.example/wards",
    )
    a_report(article, OTHER)
    answer = edit(desk("curator"), article, (href, ""))
    beside = errors_beside_addresses(answer)
    assert beside[0] == ""
    assert words in beside[1]
    assert article.further_reports.count() == 1
    assert Publisher.objects.count() == 1


def test_an_address_given_twice_in_one_form_is_refused(desk):
    article = a_draft()
    answer = edit(desk("curator"), article, (OTHER, ""), (OTHER + "/", ""))
    assert errors_beside_addresses(answer) == ["", "The article has this address already."]
    assert not article.further_reports.exists()


def test_the_source_cannot_become_what_is_a_further_report(desk):
    article = a_draft()
    a_report(article, OTHER)
    answer = edit(desk("curator"), article, link_href=OTHER)
    assert errors_beside_addresses(answer) == ["This is the article's own address."]


def test_a_report_attached_since_the_form_was_opened_is_kept_and_not_doubled(desk):
    article = a_draft()
    client = desk("curator")
    values = sent(client.get(url(article)))
    add_further_report(article, Link.parse(OTHER))
    values |= {"further_reports-TOTAL_FORMS": "1", "further_reports-0-href": OTHER}
    answer = client.post(url(article), values)
    assert errors_beside_addresses(answer) == ["The article has this address already."]
    assert (
        client.post(url(article), values | {"further_reports-TOTAL_FORMS": "0"}).status_code == 302
    )
    assert article.further_reports.count() == 1


def test_a_report_that_somebody_removed_since_does_not_stop_a_save(desk):
    article = a_draft()
    gone, kept = a_report(article, OTHER), a_report(article, "https://third.example/wards")
    client = desk("curator")
    values = sent(client.get(url(article)), title="Another headline")
    gone.delete()
    assert client.post(url(article), values).status_code == 302
    assert Article.objects.get().title == "Another headline"
    assert list(article.further_reports.values_list("href", flat=True)) == [kept.href, OTHER]


def test_a_changed_address_changes_the_publisher_and_a_changed_title_is_recorded(desk):
    article = a_draft()
    a_report(article, OTHER)
    client = desk("curator")
    edit(client, article, further_reports__0__href="https://third.example/wards")
    report = article.further_reports.get()
    assert (report.publisher.brand, report.link_key) == ("third.example", "third.example/wards")
    edit(client, article, further_reports__0__title="Told again")
    assert article.revisions.first().changes == {
        "further_reports": [
            ["https://third.example/wards"],
            ["https://third.example/wards (Told again)"],
        ]
    }


def test_a_row_is_removed_and_its_address_given_anew_in_one_save(desk):
    article = a_draft()
    old = a_report(article, OTHER)
    answer = edit(desk("curator"), article, (OTHER, "Anew"), further_reports__0__DELETE="on")
    assert answer.status_code == 302, errors_of(answer)
    assert article.further_reports.get().pk != old.pk


def test_two_rows_cannot_change_places_in_one_save(desk):
    article = a_draft()
    one, two = a_report(article, OTHER), a_report(article, "https://third.example/wards")
    answer = edit(
        desk("curator"), article,
        further_reports__0__href=two.href, further_reports__1__href=one.href,
    )  # fmt: skip
    assert "The article has this address already." in errors_beside_addresses(answer)


def test_saving_without_an_edit_leaves_reports_as_they_are(desk):
    article = a_draft()
    # As an older rule left it: today's would drop the parameter.
    a_report(article, OTHER + "?utm_source=x", "Two  blanks")
    before = article.further_reports.values().get()
    assert edit(desk("curator"), article).status_code == 302
    assert article.further_reports.values().get() == before
    assert not article.revisions.exists()


def test_who_may_only_look_sees_them_and_changes_nothing(desk):
    article = an_article()
    a_report(article, OTHER)
    for group in ("moderator", "curator"):
        client = desk(group)
        page = client.get(url(article)).content.decode()
        assert OTHER in page
        assert 'name="further_reports-0-href"' not in page
