"""Each compared value is read, stored and exported; stored baselines read the same."""

import dataclasses
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from curation.interchange.comparison import (
    COMPARED,
    differing_names,
    values_of_article,
    values_of_record,
)
from curation.interchange.exporting import text_of
from curation.interchange.front_matter import parse
from curation.interchange.import_fields import Reading, read_record
from curation.interchange.old_site.place import Place
from curation.interchange.records import ArticleRecord
from curation.models import Article, Provenance
from tests.builders import an_article
from tests.interchange.conftest import FILES, a_file
from tests.interchange.test_media_files import picture

NAMES = [compared.name for compared in COMPARED]

# A file in which no key is empty and none has the value that an article has without it
FULL = a_file(
    "<p>The full text.</p>",
    title="Every key has a value",
    slug="every-key-has-a-value",
    basePath="/research/",
    identifier="Research",
    date="2023-04-05T06:07:08Z",
    lastMod="2024-01-02T03:04:05Z",
    expiryDate="2093-01-01",
    lang="nl",
    url="/old/full.html",
    status="withdrawn",
    sub="brief",
    archetype="curated-essay",
    description="What the brief says.",
    author=["Ines Varga", "Mira Lindqvist"],
    insights_name="Tomas",
    insights_description="Ours\nis larger.",
    link={
        "brand": "The Ledger",
        "href": "https://ledger.example/story",
        "original": "https://ledger.example/s?utm_source=mail",
    },
    via="A friend",
    viaLink="https://friend.example/",
    featuredImage={"href": "p-featuredImage.png", "alt": "Two beds"},
    featuredPdf={"href": "p-featuredPdf.pdf"},
    favIconImage={"href": "icon.png"},
    categories=["Ward Digital: Falls", "Privacy"],
    tags=["News", "Beds"],
    institution="Northharbour Trust",
    offering="Lantern",
    relatedOfferings=[{"label": "Corridor Light", "permalink": "/offering/corridor-light"}],
    aliases=["/research/former", "/"],
    htmlMetaData={"a": "1"},
    openGraphMetaData={"b": "2"},
    twitterMetaData={"c": "3"},
)

# The stored baseline of tests/interchange/files/curated.md, key by key. These keys are
# in the databases of every installation.
STORED_BASELINE = {
    "title": "Wards that sleep: record fewer falls a night",
    "slug": "nightshift-wards-that-sleep-record-fewer-falls-a-night",
    "section": "news",
    "kind": "brief",
    "excerpt": "A year of quiet nights in four wards: fewer alarms, and fewer falls. Bed sensors "
    "told the night shift whom to look after first, and the corridor lights",
    "body": "ca7f8ec2833ed110aa2f3f1115c4ca3014bdd06474a1a7ae84bb56a6ed75e038",
    "curators": ["Mira Lindqvist", "Tomas Okafor"],
    "published_at": "2022-11-03T00:00:00+00:00",
    "status": "published",
    "link_original": "https://www.nightshift.example/2022/11/quiet-wards",
    "link_href": "https://www.nightshift.example/2022/11/quiet-wards?error=cookies_not_supported"
    "&code=6b1f0d52-70f4-4d6f-8c53-2a1f66a1c9aa",
    "brand": "nightshift.example",
    "via_name": "",
    "via_url": "",
    "image": "",
    "image_alt": "Wards that sleep: record fewer falls a night",
    "pdf": "",
    "categories": [
        "Northlight: Sensors (bed, chair, door)",
        "Ward Digital: Falls & Safety",
    ],
    "tags": ["News"],
    "institution": "",
    "offering": "",
    "related": ["17001", "16002"],
    "insights_name": "",
    "insights": "",
    "archetype": "curated-content",
    "aliases": ["/news/wards-that-sleep-record-fewer-falls-a-night"],
    "modified_at": "2022-11-04T21:15:09.120400+00:00",
    "awaited": ["image"],
}


def record_of(text: str) -> ArticleRecord:
    reading = Reading(ZoneInfo(settings.TIME_ZONE), Place("a", is_lower_case=True))
    return read_record(parse(text.encode()), reading)


@pytest.fixture
def media(tmp_path):
    path = tmp_path / "media"
    path.mkdir()
    (path / "p-featuredImage.png").write_bytes(picture())
    (path / "icon.png").write_bytes(picture("blue"))
    (path / "p-featuredPdf.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


FIELDS = [
    field
    for field in dataclasses.fields(ArticleRecord)
    # The conversion of bodies sets the first two, the old site's configuration the third.
    if field.name not in ("original_body", "body_lacks_pictures", "joins_terms")
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_field_of_a_record_is_read(field):
    default = field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    value = getattr(record_of(FULL), field.name)
    missing = f"import_fields.py: read {field.name}; FULL in this test: give its key a value"
    assert value not in (default, "", None), missing


def check_stored(article: Article):
    stored, in_file = values_of_article(article), values_of_record(record_of(FULL))
    without = values_of_article(an_article("Without", kind="article"))
    for name in NAMES:
        assert stored[name] != without[name], f"storing.py: store {name}"
        if name == "aliases":  # the path of a former slug is another one
            assert set(in_file[name]) <= set(stored[name]), "storing.py: store aliases"
        elif name not in ("image", "pdf"):  # the stored files have names of ours
            assert stored[name] == in_file[name], f"storing.py: store {name}"


def check_written(article: Article):
    stored = values_of_article(article)
    written = values_of_record(record_of(text_of(article, ZoneInfo(settings.TIME_ZONE))))
    for name in NAMES:
        assert written[name] == stored[name], f"export_fields.py: write {name}"


def test_each_compared_value_of_a_new_article_is_stored(bring, media):
    assert bring(FULL, media=media).out.startswith("1 created")
    check_stored(Article.objects.get())


def test_each_compared_value_of_a_changed_file_is_stored(bring, media):
    bring(a_file())
    assert bring(FULL, media=media).out.startswith("0 created, 1 updated")
    check_stored(Article.objects.get())


def test_each_compared_value_is_written_into_a_new_file(bring, media):
    bring(FULL, media=media)
    Provenance.objects.all().delete()
    check_written(Article.objects.get())


def test_each_compared_value_is_written_into_an_edited_file(bring, media):
    """The article changes to all that FULL says, while its own file says the least."""
    least = a_file()
    bring(least)
    provenance = dict(Provenance.objects.values("front_matter", "baseline").get())
    bring(FULL, media=media)
    Provenance.objects.update(**provenance)
    article = Article.objects.get()
    assert differing_names(values_of_article(article), provenance["baseline"]) == {
        name for name in NAMES if name not in ("aliases", "modified_at")
    }
    check_written(article)


def test_the_keys_of_stored_baselines_stay(bring):
    bring((FILES / "curated.md").read_bytes())
    baseline = Provenance.objects.get().baseline
    assert {name: baseline[name] for name in STORED_BASELINE} == STORED_BASELINE


def test_a_stored_baseline_reads_the_same(bring, export):
    text = (FILES / "curated.md").read_bytes()
    bring(text)
    Provenance.objects.update(baseline=STORED_BASELINE)
    assert export() == {"a.md": text}
    Article.objects.update(via_name="A friend")
    assert export()["a.md"] == text.replace(b"via: ' '", b"via: A friend")


def test_a_stored_baseline_that_lacks_a_value_marks_no_edit(bring, export):
    """As one does that was stored before the value was compared."""
    text = (FILES / "curated.md").read_bytes()
    bring(text)
    baseline = {name: value for name, value in STORED_BASELINE.items() if name != "archetype"}
    Provenance.objects.update(baseline=baseline)
    Article.objects.update(archetype="of-later")
    assert export() == {"a.md": text}
