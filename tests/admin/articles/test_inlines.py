"""The rows of an article's form: related offerings in their order, and aliases."""

import pytest

from tests.admin.articles.article_pages import edit, url
from tests.builders import an_article, an_offering
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db


def rows(article):
    return [row.offering.name for row in article.related.order_by("position")]


def test_rows_are_ordered_by_their_numbers(desk):
    first, second = an_offering("First"), an_offering("Second")
    article = an_article(related=[first, second])
    edit(desk("editor"), article, **{"related-0-position": "7", "related-1-position": "3"})
    assert rows(article) == ["Second", "First"]
    assert sorted(article.related.values_list("position", flat=True)) == [0, 1]


def test_a_row_without_number_goes_last(desk):
    article = an_article(related=[an_offering("One"), an_offering("Two")])
    third = an_offering("Three")
    more = {
        "related-TOTAL_FORMS": "3", "related-2-id": "", "related-2-article": str(article.pk),
        "related-2-offering": str(third.pk), "related-2-position": "",
    }  # fmt: skip
    edit(desk("editor"), article, **more)
    assert rows(article) == ["One", "Two", "Three"]


def test_related_offerings_fill_by_rule(desk):
    nearest = an_offering("Nearest", ["Northmap: Imaging", "Northmap: Triage"])
    near = an_offering("Near", ["Northmap: Imaging"])
    article = an_article(
        categories=["Northmap: Imaging", "Northmap: Triage"], related=[an_offering("Far"), near]
    )
    edit(desk("editor"), article, _fill_related="")
    assert rows(article) == [nearest.name, near.name]


def test_one_offering_stands_once(desk):
    offering = an_offering()
    article = an_article(related=[offering, an_offering()])
    answer = edit(desk("editor"), article, **{"related-1-offering": str(offering.pk)})
    assert "duplicate" in errors_of(answer)


def alias(article, path, number=0):
    return {
        "addresses-TOTAL_FORMS": str(number + 1),
        f"addresses-{number}-article": str(article.pk),
        f"addresses-{number}-path": path,
    }


def test_a_former_address_is_added_in_its_normal_form(desk):
    article = an_article()
    edit(desk("editor"), article, **alias(article, "https://old.example/news/One%20two/?x"))
    assert article.addresses.aliases().get().path == "/news/One two"
    assert article.revisions.get().changes["aliases"] == [[], ["/news/One two"]]


def test_an_address_of_another_article_is_refused_by_name(desk):
    an_article("The other", slug="other")
    article = an_article("Mine")
    answer = edit(desk("editor"), article, **alias(article, "/news/other/"))
    assert "Another article answers there: “The other”." in errors_of(answer)


def test_an_address_of_the_site_itself_is_refused(desk):
    article = an_article("Mine")
    editor = desk("editor")
    answer = edit(editor, article, **alias(article, "/admin/login"))
    assert "The site itself uses this address." in errors_of(answer)
    answer = edit(editor, article, **alias(article, "/news/"))
    assert "A section's list stands at this address." in errors_of(answer)


def test_a_section_takes_no_address_of_an_article(desk):
    an_article("Mine", slug="mine")
    facts = {"name": "Mine", "path": "news/mine", "position": "0"}
    answer = desk("administrator").post("/admin/curation/section/add/", facts)
    assert "“Mine” answers at this address" in str(answer.context["adminform"].form.errors)


def test_rows_that_the_other_removed_do_not_block_saving_anyway(desk, person):
    keep, gone = an_offering("Keep"), an_offering("Gone")
    article = an_article("Start", related=[gone, keep])
    ana, ben = desk(person("editor", "ana")), desk(person("editor", "ben"))
    bens_page = ben.get(url(article))
    edit(ana, article, **{"related-0-DELETE": "on"})
    assert rows(article) == ["Keep"]
    mine = sent(bens_page, title="Ben's title", save_anyway="on")
    assert ben.post(url(article), mine).status_code == 302
    assert rows(article) == ["Gone", "Keep"]
