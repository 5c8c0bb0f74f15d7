"""What came in goes out again, equal: the whole promise of the content format."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from curation.interchange.comparison import values_of_article
from curation.models import Article
from tests.interchange.conftest import FILES, a_file, keys_of, run

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "reference" / "curated-article.md"
OURS = sorted(FILES.glob("*.md"))


@pytest.mark.parametrize("path", [*OURS, REFERENCE], ids=lambda path: path.name)
def test_an_unedited_file_goes_out_byte_by_byte(path, bring, export):
    if not path.exists():
        pytest.skip("the owners' file is not beside this checkout")
    assert bring(path.read_bytes(), "deep/er/file.md").out.startswith("1 created")
    assert export() == {"deep/er/file.md": path.read_bytes()}


@pytest.mark.parametrize("path", [*OURS, REFERENCE], ids=lambda path: path.name)
def test_the_baseline_is_what_the_database_says(path, bring):
    """Right after an import nothing counts as edited, whatever the columns made of the values."""
    if not path.exists():
        pytest.skip("the owners' file is not beside this checkout")
    bring(path.read_bytes())
    article = Article.objects.get()
    baseline = dict(article.provenance.baseline)
    baseline.pop("awaited")
    assert values_of_article(article) == baseline


@pytest.mark.parametrize(
    "text",
    [
        a_file().replace("\n", "\r\n"),
        a_file().replace("---\n", "---  \t\n"),
        "\n \n" + a_file(),
        a_file(body=""),
        a_file(body="").removesuffix("\n"),
        a_file(body="\n\n<p>One</p>\r\n\r\n---\nrule\n---\n \n"),
        a_file(body="no html, *but* Markdown\r"),
        a_file(body="\ufeff\u2028 <p>\U0001f6cf caf\u00e9 cafe\u0301</p>\t"),
        a_file().replace("title:", "# a remark\n\ntitle :").replace("id: 1", "id:    0x1 # hex"),
        a_file(unknown={"a": [None, "", " ", {"b": []}], "c": "2020-01-01", "d": True}),
    ],
    ids=["crlf", "spaces-after-dashes", "blank-lines-first", "no-body", "no-last-line-end",
         "rules-in-body", "markdown", "unicode", "remarks", "unknown-keys"],
)  # fmt: skip
def test_no_byte_is_lost(text, bring, export):
    ran = bring(text)
    assert ran.code == 0, ran.err
    assert export() == {"a.md": text.encode()}


def test_values_keep_their_types(bring, export):
    """null apart from '' and ' ', numbers apart from texts that look like numbers."""
    text = (
        "---\nz: null\ntitle: On time\na: ''\nb: ' '\nc: '12'\nd: 12\ne: 1.10\nf: no\n"
        "g: 2020-02-30x\ndate: 2020-02-28\nbasePath: /news/\nh: ~\ni:\n---\n"
    )
    bring(text)
    assert list(keys_of(export()["a.md"]).items()) == list(yaml.safe_load(text[4:-4]).items())


def test_a_new_file_of_the_desk_comes_in_again_unchanged(db, export, tmp_path):
    from tests.builders import a_publisher, a_section, an_article, an_institution, an_offering

    offering = an_offering("Lantern", ["Ward Digital: Falls", "Privacy"], external_id=77)
    an_article(
        "Made at the desk: “quoted”, 100 %",
        kind="brief",
        slug="made-at-the-desk",
        section=a_section("news", facet="News", banner="NEWS", content_set="set"),
        excerpt="An excerpt\nof two lines.",
        body_source="<p>Body &amp; soul</p>\n---\n",
        publisher=a_publisher("wardwire.example"),
        link_href="https://wardwire.example/a?b=c",
        link_original="https://wardwire.example/a",
        via_name="A friend",
        via_url="https://friend.example/",
        institution=an_institution(),
        offering=offering,
        insights_name="Mira",
        insights="Worth\nreading.",
        categories=["Ward Digital: Falls", "Privacy"],
        tags=["Beds", "Night"],
        curators=["Tomas Okafor", "Ines Varga"],
        related=[offering],
        published_at=datetime(2025, 1, 2, 3, 4, 5, 678900, tzinfo=UTC),
    )
    an_article("A draft", slug="a-draft", status="draft")
    an_article("Taken back", slug="taken-back", status="withdrawn")
    before = {article.pk: values_of_article(article) for article in Article.objects.all()}
    files = export()
    assert sorted(files) == ["news/a-draft.md", "news/made-at-the-desk.md", "news/taken-back.md"]
    assert keys_of(files["news/made-at-the-desk.md"])["relatedOfferings"] == [
        {"label": "Lantern", "permalink": "/offering/lantern", "offeringId": 77,
         "categories": ["Ward Digital: Falls", "Privacy"]},
    ]  # fmt: skip

    ran = run("import_content", tmp_path / "exported")
    assert (ran.out, ran.err) == ("0 created, 0 updated, 3 unchanged, 0 failed", "")
    assert {article.pk: values_of_article(article) for article in Article.objects.all()} == before
    assert export() == files


def test_a_new_file_of_the_desk_makes_the_same_article_elsewhere(db, export, tmp_path):
    from tests.builders import a_publisher, an_article

    an_article(
        "Made at the desk", body_source="<p>B</p>", categories=["Ward Digital: Falls"],
        tags=["Beds"], curators=["Tomas Okafor"], publisher=a_publisher("wardwire.example"),
        link_href="https://wardwire.example/a",
        modified_at=datetime.now(UTC) - timedelta(days=3),
    )  # fmt: skip
    article = Article.objects.get()
    before = values_of_article(article)
    export()
    article.delete()
    assert run("import_content", tmp_path / "exported").out.startswith("1 created")
    assert values_of_article(Article.objects.get()) == before | {
        "link_original": before["link_href"]
    }


def test_all_keys_of_the_owners_files_are_written_in_their_order(db, export):
    """Sites that read the files find in a new one what they found in the old ones."""
    from tests.builders import an_article

    an_article("Made at the desk")
    written = keys_of(next(iter(export().values())))
    assert list(written) == list(
        yaml.safe_load((FILES / "curated.md").read_text().split("---\n")[1])
    )
