"""The catalogue's pages."""

import pytest

from tests.builders import a_category, an_article, an_institution, an_offering

pytestmark = pytest.mark.django_db


def names(page):
    return [offering.name for offering in page.context["page"]]


def test_the_list_is_by_name_24_a_page(client):
    for number in range(30):
        an_offering(f"Offering {number:02}")
    first = client.get("/offerings/")
    assert names(first) == [f"Offering {n:02}" for n in range(24)]
    assert "1–24 of 30 offerings" in first.content.decode()
    assert len(names(client.get("/offerings/?page=2"))) == 6
    assert client.get("/offerings/?page=3").status_code == 404


def test_drafts_and_withdrawn_offerings_are_nowhere(client):
    an_offering("Draft", status="draft", slug="draft")
    an_offering("Withdrawn", status="withdrawn", slug="withdrawn")
    assert names(client.get("/offerings/")) == []
    assert client.get("/offering/draft").status_code == 404
    assert client.get("/offering/withdrawn").status_code == 404
    assert client.get("/offering/never").status_code == 404


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({}, ["Broker", "Charter", "Scribe"]),
        ({"kind": "service"}, ["Broker"]),
        ({"category": "ward-digital-telehealth"}, ["Charter", "Scribe"]),
        ({"taxonomy": "ward-digital"}, ["Charter", "Scribe"]),
        ({"taxonomy": "alder"}, ["Broker", "Scribe"]),
        ({"institution": "dunlin-lane"}, ["Scribe"]),
        ({"open_source": "on"}, ["Charter"]),
        ({"open_source": ""}, ["Broker", "Charter", "Scribe"]),
        ({"taxonomy": "ward-digital", "kind": "service"}, []),
    ],
)
def test_the_list_is_narrowed(client, choice, found):
    an_offering(
        "Scribe",
        ["Ward Digital: Telehealth", "Ward Digital: Safety", "Alder: Genomics"],
        institution=an_institution("Dunlin Lane"),
    )
    an_offering("Charter", ["Ward Digital: Telehealth"], licence="Apache-2.0", kind="solution")
    an_offering("Broker", ["Alder: Genomics"], kind="service")
    assert names(client.get("/offerings/", choice)) == found


def test_choices_are_those_of_published_offerings(client):
    an_offering("Scribe", ["Ward Digital: Telehealth"])
    an_offering("Draft", ["Ward Digital: Secret"], status="draft")
    a_category("Ward Digital: Unused")
    page = client.get("/offerings/").content.decode()
    assert "Telehealth (1)" in page
    assert "Secret" not in page
    assert "Unused" not in page


def test_a_value_that_is_no_choice_gets_a_sentence(client):
    an_offering("Scribe")
    page = client.get("/offerings/", {"kind": "rumour"})
    assert names(page) == ["Scribe"]
    assert "is not one of the available choices" in page.content.decode()


def test_an_offerings_page_shows_its_facts(client):
    an_offering(
        "Quiet Scribe", ["Ward Digital: Telehealth"], kind="solution", summary="It listens.",
        description_source="<p>It <em>listens</em>.<script>x()</script></p>",
        institution=an_institution("Dunlin Lane", website="https://dunlin.example/"),
        website="https://scribe.example/", licence="Apache-2.0",
        repository="https://code.example/scribe",
    )  # fmt: skip
    page = client.get("/offering/quiet-scribe").content.decode()
    for fact in (
        "Quiet Scribe", "Solution", "It listens.", "<p>It <em>listens</em>.</p>", "Dunlin Lane",
        'href="https://scribe.example/" rel="noopener"', "Apache-2.0",
        'href="https://code.example/scribe"', 'href="/topic/ward-digital-telehealth"',
        "QS", "It has not been in the news yet.",
    ):  # fmt: skip
        assert fact in page, fact


def test_an_offerings_news_is_about_it_or_names_it_each_once(client):
    scribe, other = an_offering("Quiet Scribe"), an_offering("Other")
    an_article("About it", offering=scribe, related=[other])
    an_article("Names it", related=[other, scribe])
    an_article("Both", offering=scribe, related=[scribe])
    an_article("Draft", offering=scribe, status="draft")
    an_article("Elsewhere", offering=other)
    page = client.get("/offering/quiet-scribe")
    assert sorted(a.title for a in page.context["page"]) == ["About it", "Both", "Names it"]
