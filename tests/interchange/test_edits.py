"""After an edit at the desk only the keys that it touches differ in the file."""

import json
import tomllib
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from curation.models import Address, Article, Byline, RelatedOffering
from tests.builders import (
    a_category,
    a_curator,
    a_publisher,
    a_section,
    an_institution,
    an_offering,
)
from tests.interchange.conftest import FILES, a_file, keys_of

CURATED = (FILES / "curated.md").read_bytes()
BOOKMARK = (FILES / "bookmark.md").read_bytes()


def edit(**columns) -> Article:
    """What the desk's form does: change columns, note the time, save."""
    article = Article.objects.get()
    for name, value in columns.items():
        setattr(article, name, value)
    article.modified_at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    article.save()
    return article


def differences(before: bytes, after: bytes) -> dict:
    """Key -> new value of all keys whose value, type or presence differs; the order must not."""
    old, new = keys_of(before), keys_of(after)
    assert [key for key in new if key in old] == [key for key in old if key in new]
    return {
        key: new.get(key)
        for key in [*old, *new]
        if key not in old or key not in new or repr(old[key]) != repr(new[key])
    }


def changed_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    import difflib

    lines = list(difflib.ndiff(before.decode().splitlines(), after.decode().splitlines()))
    return (
        [line[2:] for line in lines if line.startswith("- ")],
        [line[2:] for line in lines if line.startswith("+ ")],
    )


NEW = {"lastMod": "2026-01-02T03:04:05.000000Z"}
LINK = keys_of(CURATED)["link"]
IMAGE = keys_of(CURATED)["featuredImage"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"title": "Wards: a new title"},
            {
                "title": "Wards: a new title",
                "breadcrumbs": ["Home", "News", "Wards: a new title"],
            },
        ),
        (
            {"slug": "quiet-nights"},
            {
                "slug": "quiet-nights",
                "aliases": [
                    "/news/wards-that-sleep-record-fewer-falls-a-night",
                    "/news/nightshift-wards-that-sleep-record-fewer-falls-a-night",
                ],
            },
        ),
        ({"excerpt": "Shorter."}, {"description": "Shorter."}),
        ({"kind": "article"}, {"sub": "article"}),
        (
            {"link_href": "https://www.nightshift.example/quiet"},
            {
                "link": LINK | {"href": "https://www.nightshift.example/quiet"},
                "href": "https://www.nightshift.example/quiet",
            },
        ),
        (
            {"link_original": "https://n.example/q"},
            {"link": LINK | {"original": "https://n.example/q"}, "original": "https://n.example/q"},
        ),
        ({"via_name": "A friend"}, {"via": "A friend"}),
        ({"via_url": "https://friend.example/x"}, {"viaLink": "https://friend.example/x"}),
        ({"image_alt": "A dark ward"}, {"featuredImage": IMAGE | {"alt": "A dark ward"}}),
        (
            {"insights_name": "Mira", "insights": "Ours: too."},
            {"insights_name": "Mira", "insights_description": "Ours: too."},
        ),
        ({"status": "draft"}, {"status": "draft"}),
        ({"status": "in_review"}, {"status": "in review"}),
        (
            {"status": "withdrawn", "withdrawn_at": timezone.now()},
            {"status": "withdrawn"},
        ),
        ({"published_at": datetime(2022, 11, 5, tzinfo=UTC)}, {"date": "2022-11-05"}),
        (
            {"published_at": datetime(2022, 11, 5, 6, 7, 8, 9, tzinfo=UTC)},
            {"date": "2022-11-05T06:07:08.000009Z"},
        ),
        ({"archetype": "curated-essay"}, {"archetype": "curated-essay"}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_one_edit_of_a_column(columns, expected, bring, export):
    bring(CURATED)
    edit(**columns)
    exported = export()["a.md"]
    assert differences(CURATED, exported) == expected | NEW
    body = CURATED.split(b"---\n", 2)[2]
    assert exported.endswith(b"---\n" + body)


def test_an_edit_leaves_all_other_lines_as_they_are(bring, export):
    bring(CURATED)
    edit(title="Wards: a new title")
    assert changed_lines(CURATED, export()["a.md"]) == (
        [
            "  - 'Wards that sleep: record fewer falls a night'",
            "lastMod: '2022-11-04T21:15:09.120400Z'",
            "title: 'Wards that sleep: record fewer falls a night'",
        ],
        [
            "  - 'Wards: a new title'",
            "lastMod: '2026-01-02T03:04:05.000000Z'",
            "title: 'Wards: a new title'",
        ],
    )


def test_an_edited_body_changes_no_key_but_the_time(bring, export):
    bring(CURATED)
    edit(body_source="<p>Anew\r\n</p>\n")
    exported = export()["a.md"]
    assert differences(CURATED, exported) == NEW
    assert exported.endswith(b"---\n<p>Anew\r\n</p>\n")


def test_saving_without_a_change_is_no_edit(bring, export):
    bring(CURATED)
    edit()
    assert export()["a.md"] == CURATED


def test_what_a_form_does_to_line_ends_is_no_edit(bring, export):
    text = a_file(description="One\ntwo\n", insights_description="Three\n\nfour ")
    bring(text)
    edit(excerpt="One\r\ntwo", insights="Three\r\n\r\nfour")
    assert export()["a.md"] == text.encode()


def test_another_publisher(bring, export):
    bring(CURATED)
    edit(publisher=a_publisher("daywatch.example"))
    expected = {"link": LINK | {"brand": "daywatch.example"}}
    assert differences(CURATED, export()["a.md"]) == expected | NEW


def test_another_section_moves_the_file_keys_that_hang_on_it(bring, export):
    bring(CURATED)
    edit(section=a_section("research/beds", name="Beds", banner="BEDS!", content_set="beds-set"))
    title = keys_of(CURATED)["title"]
    assert differences(CURATED, export()["a.md"]) == NEW | {
        "basePath": "/research/beds/",
        "identifier": "Beds",
        "searchCategory": "Beds",
        "mastHead": "BEDS!",
        "contentCategories": "beds-set",
        "breadcrumbs": ["Home", "Beds", title],
        "breadcrumbLinks": ["/", "/research/beds/", ""],
        "aliases": [
            "/news/wards-that-sleep-record-fewer-falls-a-night",
            "/news/nightshift-wards-that-sleep-record-fewer-falls-a-night",
        ],
    }


def test_the_topics_with_all_the_lists_that_run_beside_them(bring, export):
    bring(CURATED)
    article = edit()
    article.categories.remove(a_category("Ward Digital: Falls & Safety"))
    article.categories.add(a_category("Five Maps: Night & Day"), a_category("Privacy"))
    assert differences(CURATED, export()["a.md"]) == NEW | {
        "categories": [
            "Northlight: Sensors (bed, chair, door)",
            "Five Maps: Night & Day",
            "Privacy",
        ],
        "categorySlug": [
            "northlight: sensors (bed, chair, door)",
            "five maps: night & day",
            "privacy",
        ],
        "categoryUrl": [
            "topic/northlight-sensors-bed-chair-door",
            "topic/five-maps-night-day",
            "topic/privacy",
        ],
        "categoryLabel": ["Sensors (bed, chair, door)", "Night & Day", "Privacy"],
    }


def test_tags_and_curators(bring, export):
    bring(CURATED)
    article = edit()
    article.tags.set(["Night", "Beds", "News"])
    article.bylines.all().delete()
    Byline.objects.create(article=article, curator=a_curator("Signe Holt"))
    assert differences(CURATED, export()["a.md"]) == NEW | {
        "tags": ["News", "Beds", "Night"],
        "author": ["Signe Holt"],
    }


def test_related_offerings_keep_what_the_file_said_of_those_that_stay(bring, export):
    bring(CURATED)
    article = edit()
    stays = article.related.get(position=1)
    article.related.filter(position=0).delete()
    new = an_offering("Pillow Phone", ["Privacy"], external_id=18003)
    RelatedOffering.objects.create(article=article, offering=new, position=2)
    stays.offering.name = "Renamed since"
    stays.offering.save()
    assert differences(CURATED, export()["a.md"]) == NEW | {
        "relatedOfferings": [
            keys_of(CURATED)["relatedOfferings"][1],
            {
                "label": "Pillow Phone",
                "permalink": "/offering/pillow-phone",
                "categories": ["Privacy"],
                "offeringId": 18003,
            },
        ]
    }


def test_institution_and_offering(bring, export):
    bring(CURATED)
    edit(institution=an_institution("Northharbour Trust"), offering=an_offering("Lantern"))
    expected = {"institution": "Northharbour Trust", "offering": "Lantern"}
    assert differences(CURATED, export()["a.md"]) == expected | NEW


def test_an_alias_added_at_the_desk(bring, export):
    bring(CURATED)
    Address.objects.create(article=Article.objects.get(), path="/quiet")
    assert differences(CURATED, export()["a.md"]) == {
        "aliases": ["/news/wards-that-sleep-record-fewer-falls-a-night", "/quiet"]
    }


def test_two_edits_and_back_again_leave_no_trace(bring, export):
    bring(CURATED)
    title = Article.objects.get().title
    edit(title="Something else")
    edit(title=title)
    assert export()["a.md"] == CURATED


# ------------------------------------------------------------------------- the older dialect


def test_edits_of_the_older_dialect_keep_to_it(bring, export):
    bring(BOOKMARK)
    edit(
        title="2019, reviewed",
        excerpt="A year.",
        link_href="https://www.wardwire.example/2019",
        publisher=a_publisher("daywatch.example"),
        published_at=datetime(2019, 12, 31, 8, 0, tzinfo=UTC),
    )
    assert differences(BOOKMARK, export()["a.md"]) == {
        "title": "2019, reviewed",
        "description": "A year.",
        "link": "https://www.wardwire.example/2019",
        "linkBrand": "daywatch.example",
        "date": datetime(2019, 12, 31, 8, 0, tzinfo=UTC),
        "lastmod": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }


def test_topics_of_the_older_dialect(bring, export):
    bring(BOOKMARK)
    article = edit()
    article.categories.remove(a_category("Privacy"))
    article.categories.add(a_category("Ward Digital: Telehealth"))
    assert differences(BOOKMARK, export()["a.md"]) == {
        "categories": [True, 2019, "Ward Digital: Telehealth"],
        "lastmod": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }


def test_publishing_a_draft_of_the_older_dialect(bring, export):
    text = a_file(draft=True).encode()
    bring(text)
    assert Article.objects.get().status == "draft"
    edit(status="published")
    assert differences(text, export()["a.md"]) == {"draft": False, "status": "", **NEW}


# ------------------------------------------------------------------------------ TOML and JSON


def test_an_edited_toml_file_stays_toml(bring, export):
    text = (FILES / "curated.toml.md").read_text()
    bring(text)
    edit(title='A "registry" \\ opens', featured_image=None, insights="Two\nlines")
    head, body = export()["a.md"].decode().split("+++\n", 2)[1:]
    before = tomllib.loads(text.split("+++\n", 2)[1])
    after = tomllib.loads(head)
    assert after == before | {
        "title": 'A "registry" \\ opens',
        "insights_description": "Two\nlines",
        "lastMod": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    names = list(before)
    names.insert(names.index("link"), "insights_description")  # below it, it would be the table's
    assert list(after) == names
    assert body == text.split("+++\n", 2)[2]


def test_an_edit_leaves_all_other_lines_of_a_toml_file_as_they_are(bring, export):
    text = (FILES / "curated.toml.md").read_text()
    text = text.replace("[link]", "# where readers are sent\n[link] # a table")
    bring(text.replace('tags = ["Data"]', "tags = [\n  'Data', # of a kind\n]"))
    article = edit(link_href="https://openledger.example/book")
    article.tags.add("Night")
    assert changed_lines(
        text.replace('tags = ["Data"]', "tags = [\n  'Data', # of a kind\n]").encode(),
        export()["a.md"],
    ) == (
        ["lastMod = 2024-05-07T08:09:10Z", 'href = "https://openledger.example/books"'],
        [
            "lastMod = 2026-01-02T03:04:05Z",
            '  "Night",',
            'href = "https://openledger.example/book"',  # the format's key beside the table
            'href = "https://openledger.example/book"',
        ],
    )


def test_an_edited_json_file_stays_json(bring, export):
    text = (FILES / "curated.json.md").read_text()
    bring(text)
    edit(title="Theatre “lists”", via_name="A friend")
    exported = export()["a.md"].decode()
    before, end = json.JSONDecoder().raw_decode(text)
    after, new_end = json.JSONDecoder().raw_decode(exported)
    assert after == before | {"title": "Theatre “lists”", "via": "A friend", **NEW}
    assert list(after) == [*before, "via", "lastMod"]
    assert '"rating": 4.50' in exported
    assert exported[new_end:] == text[end:]
