"""Nothing hidden becomes public: whatever a file, or what it inherits, says of who may see it."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from curation import publishing
from curation.interchange import visibility
from curation.interchange.import_fields import READER_VERSION
from curation.models import Article, Provenance, Revision
from tests.interchange.conftest import a_file, run
from tests.interchange.readers import LISTED, content_file, found_by_readers

PAST = "2020-01-01T00:00:00Z"
TO_COME = "2090-01-01T00:00:00Z"

# Keys whose truth hides a page, and those whose untruth does
TRUE_HIDES = (
    "draft", "isDraft", "is_draft", "wip", "private", "hidden", "unlisted", "headless", "protected",
    "members_only", "eleventyExcludeFromCollections", "unpublished", "isPrivate", "is_private",
    "disabled", "deleted", "trashed", "hide", "isHidden", "membersOnly", "login_required",
    "loginRequired", "password-protected", "passwordProtected",
)  # fmt: skip
FALSE_HIDES = (
    "published", "publish", "public", "listed", "routable", "visible", "render", "isPublished",
    "is_published", "isPublic", "is_public", "enabled",
)  # fmt: skip
YES = (True, "true", "True", " TRUE ", "yes", "on", 1, "1")
NO = (False, "false", "False", "no", "off", 0, "0")
NEITHER = ("perhaps", 2, ["true"], {"a": True}, "2090-13-45")
# What says in one value that a page was not for everybody
HIDING = [
    *({"status": word} for word in (
        "draft", "Draft", "DRAFT ", "pending", "in review", "private", "trash", "auto-draft",
        "inherit", "hidden", "archived", "unpublished", "frozen", "0", "false", 0, False, 7,
        ["published"], {"name": "published"},
    )),
    *({"post_status": word} for word in ("draft", "private", "trash", "future")),
    *({key: "draft"} for key in (
        "state", "stage", "workflow_status", "_status", "publicationStatus", "post_state",
    )),
    {"embargoUntil": TO_COME},
    {"release_date": TO_COME},
    {"date_published": TO_COME},
    *({"visibility": word} for word in ("private", "members", "paid", "password", False, ["x"])),
    *({key: "sesame"} for key in ("password", "post_password", "access")),
    {"redirect_to": "https://elsewhere.example/"},
    {"permalink": False},
    *({key: options} for key in ("build", "_build", "Build") for options in (
        {"render": "never"}, {"render": False}, {"render": "link"}, {"Render": "NEVER"},
        {"list": "never"}, {"list": False}, {"LIST": "Never"},
        {"render": "never", "list": "always"}, {"render": ["always"]}, "never", False, ["x"],
    )),
    {"publishDate": TO_COME},
    {"PublishDate": TO_COME},
    {"pubdate": TO_COME},
    {"publish_date": "1 January 2090"},
    {"published": TO_COME},
    {"publish": TO_COME},
    {"published": "Sun, 01 Jan 2090 00:00:00 GMT"},
    {"go_live_at": TO_COME},
    {"publishDate": "some day"},
    {"published": "2090-13-45"},
    {"publish": "2020-13-45"},
    {"embargo_until": TO_COME},
    {"publish_on": TO_COME},
    {"unpublish_on": PAST},
    {"expiryDate": PAST},
    {"ExpiryDate": PAST},
    {"unpublish_date": PAST},
    {"expires": "1 January 2020"},
    {"expiryDate": "some day"},
    {"expiryDate": ["2099-01-01"]},
    {"params": {"hidden": True}},
    {"params": {"Unlisted": "true"}},
    {"params": {"published": False}},
    {"params": {"password": "sesame"}},
    {"Params": {"private": True}},
]  # fmt: skip
OPEN = [
    {}, {"draft": False}, {"draft": "false"}, {"draft": None}, {"draft": ""}, {"draft": 0},
    {"published": True}, {"published": "yes"}, {"published": "2020-01-01"}, {"status": "publish"},
    {"status": "Published"}, {"status": None}, {"status": ""}, {"status": 1},
    {"publish": PAST}, {"visibility": "public"}, {"access": "public"}, {"password": ""},
    {"build": {"render": "always", "list": "always"}}, {"_build": {"publishResources": False}},
    {"build": {"list": "local"}}, {"expiryDate": TO_COME}, {"expiryDate": ""},
    {"expiryDate": "9999-12-31"},
    {"expiryDate": False}, {"publishDate": PAST}, {"publishDate": "0001-01-01T00:00:00Z"},
    {"headless": False}, {"hidden": "no"}, {"permalink": "/news/own-way/"}, {"permalink": " "},
    {"params": {"a": 1}}, {"params": {"draft": True, "build": {"list": "never"}}},
]  # fmt: skip


def spelled(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((key, key.lower(), key.upper(), key[0].upper() + key[1:])))


def table() -> list[dict]:
    """Each key of a yes or no in each spelling, with values of each type, and all of HIDING."""
    found = list(HIDING)
    for keys, values in ((TRUE_HIDES, YES), (FALSE_HIDES, NO)):
        for key in keys:
            found += [{key: value} for value in (*values, *NEITHER)]
            found += [{spelling: values[0]} for spelling in spelled(key)[1:]]
    return found


def short_table() -> list[dict]:
    return [*HIDING, *({key: True} for key in TRUE_HIDES), *({key: False} for key in FALSE_HIDES)]


def write(folder, cases: list[dict], format: str) -> dict[str, dict]:
    """A file for each case, and one that is for everybody; gives title -> its case."""
    named = {f"secret{number:04}": case for number, case in enumerate(cases)}
    for title, case in named.items():
        if format == "toml" and "None" in repr(case):
            continue
        text = content_file({"title": title, **LISTED, **case}, format)
        path = folder / "news" / f"{title}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (folder / "news" / "open.md").write_text(content_file({"title": "openone", **LISTED}))
    return named


# ------------------------------------------------------------------------ what the file says


@pytest.mark.parametrize(
    "format",
    ["yaml", *(pytest.param(name, marks=pytest.mark.slow) for name in ("toml", "json"))],
)
def test_no_key_type_or_spelling_makes_a_hidden_file_public(format, db, folder, client, export):
    named = write(folder, table() if format == "yaml" else short_table(), format)
    ran = run("import_content", folder)
    assert ran.code == 0, ran.err
    assert Article.objects.count() == len(named) + 1
    found = found_by_readers(client)
    assert found - {"openone"} == set(), [named[title] for title in found if title in named]
    assert "openone" in found
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")
    }
    assert export() == texts


@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
def test_what_is_for_everybody_is_public(format, db, folder, client):
    cases = [case for case in OPEN if format != "toml" or None not in case.values()]
    named = write(folder, cases, format)
    ran = run("import_content", folder)
    assert ran.code == 0, ran.err
    found = found_by_readers(client)
    assert [named[title] for title in named if title not in found] == []


@pytest.mark.slow
def test_a_word_that_hides_outweighs_every_word_that_does_not(db, folder, client):
    """Also the same key in another case, and whichever of the two comes first."""
    opens = [
        {"draft": False}, {"published": True}, {"status": "published"}, {"post_status": "publish"},
        {"build": {"render": "always", "list": "always"}}, {"publishDate": PAST},
        {"expiryDate": TO_COME}, {"visibility": "public"}, {"Draft": False},
        {"params": {"private": False}},
    ]  # fmt: skip
    hides = [
        *({key: True} for key in TRUE_HIDES), *({key: False} for key in FALSE_HIDES),
        {"DRAFT": True}, {"status": "draft"}, {"post_status": "draft"},
        {"build": {"render": "never"}}, {"_build": {"list": "never"}}, {"publishdate": TO_COME},
        {"publish_on": TO_COME}, {"published": TO_COME}, {"unpublishdate": PAST},
        {"expiryDATE": PAST}, {"visibility": "private"}, {"password": "x"},
        {"params": {"private": True}},
    ]  # fmt: skip
    cases = [
        case
        for one, other in itertools.product(opens, hides)
        if not one.keys() & other.keys()
        for case in ({**one, **other}, {**other, **one})
    ]
    named = write(folder, cases, "yaml")
    assert run("import_content", folder).code == 0
    found = found_by_readers(client) - {"openone"}
    assert [named[title] for title in found] == []


def test_each_key_of_the_table_is_one_that_is_read():
    """A key that the import knows to decide visibility, and that no test has, fails here."""
    tested = {visibility.sign_name(key) for case in table() for key in case}
    assert visibility.SIGNS - tested == set()


# ------------------------------------------------------------------------ what it inherits


def inherited_cases() -> list[dict]:
    return [
        {"draft": True}, {"Draft": "true"}, {"DRAFT": "yes"}, {"published": False},
        {"private": True}, {"unlisted": True}, {"headless": True}, {"status": "draft"},
        {"status": "archived"}, {"build": {"render": "never"}}, {"_build": {"list": "never"}},
        {"build": {"list": False}}, {"publishDate": TO_COME}, {"expiryDate": PAST},
        {"ExpiryDate": PAST}, {"publishDate": "some day"}, {"draft": ["x"]}, {"draft": "perhaps"},
        {"visibility": "private"}, {"password": "x"}, {"params": {"hidden": True}},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "format"), [("mapping", "yaml"), ("list", "toml"), ("target", "json")]
)
def test_what_the_cascade_of_a_section_page_says_holds_below(shape, format, db, tmp_path, client):
    content = tmp_path / "content"
    cases = {f"secret{n:02}": case for n, case in enumerate(inherited_cases())}
    for title, case in cases.items():
        # Each at two depths: beside the section page, and two folders below.
        page = content / "news" / title / "_index.md"
        page.parent.mkdir(parents=True)
        cascade = {"mapping": case, "list": [case]}.get(shape) or [
            {"_target": {"path": "/elsewhere/**"}, "draft": False},
            {"target": {"path": f"/news/{title}/**"}, **case},
        ]
        page.write_text(
            content_file({"title": f"Section {title[-2:]}", "cascade": cascade}, format)
        )
        (page.parent / "a.md").write_text(content_file({"title": f"{title}a", **LISTED}))
        deep = page.parent / "deep" / "deeper"
        deep.mkdir(parents=True)
        (deep / "b.md").write_text(content_file({"title": f"{title}b", **LISTED}))
    (content / "news" / "open.md").write_text(content_file({"title": "openone", **LISTED}))
    ran = run("import_content", content)
    assert ran.code == 0, ran.err
    assert Article.objects.count() == 2 * len(cases) + 1
    found = found_by_readers(client)
    assert {title: cases[title[:-1]] for title in found - {"openone"}} == {}
    assert "openone" in found


@pytest.mark.parametrize(
    "name", ["hugo.yaml", "config.toml", "config.json", "config/_default/hugo.yaml"]
)
def test_what_the_cascade_of_the_configuration_says_holds_below(name, db, tmp_path, client):
    cases = {f"secret{n:02}": case for n, case in enumerate(inherited_cases())}
    cascade = []
    for title, case in cases.items():
        folder = tmp_path / "content" / "news" / title
        folder.mkdir(parents=True)
        (folder / "a.md").write_text(content_file({"title": f"{title}a", **LISTED}))
        cascade.append({"target": {"path": f"/news/{title}/**"}, **case})
    (tmp_path / "content" / "open.md").write_text(content_file({"title": "openone", **LISTED}))
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"baseURL": "https://old.example/", "cascade": cascade}
    format = {".json": "json", ".toml": "toml"}.get(path.suffix, "yaml")
    text = content_file(values, format, "")
    path.write_text(text.strip("+-\n \t") if format != "json" else text)
    ran = run("import_content", tmp_path / "content")
    assert ran.code == 0, ran.err
    found = found_by_readers(client)
    assert {title: cases[title[:-1]] for title in found - {"openone"}} == {}
    assert "openone" in found


@pytest.mark.parametrize("scope", ["path", "type", "glob"])
def test_what_jekylls_defaults_say_holds_for_their_scope(scope, db, tmp_path, client):
    cases = {f"secret{n:02}": case for n, case in enumerate(inherited_cases())}
    defaults, collections = [], {}
    for title, case in cases.items():
        folder = tmp_path / f"_{title}" if scope == "type" else tmp_path / title / "deep"
        folder.mkdir(parents=True)
        (folder / "a.md").write_text(content_file({"title": f"{title}a", **LISTED}))
        collections |= {title: {"output": True}} if scope == "type" else {}
        where = {
            "path": {"path": title},
            "type": {"path": "", "type": title},
            "glob": {"path": f"{title}/*"},
        }[scope]
        defaults.append({"scope": where, "values": case})
    (tmp_path / "open.md").write_text(content_file({"title": "openone", **LISTED}))
    config = {"collections": collections, "defaults": defaults}
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config))
    ran = run("import_content", tmp_path)
    assert ran.code == 0, ran.err
    found = found_by_readers(client)
    assert {title: cases[title[:-1]] for title in found - {"openone"}} == {}
    assert "openone" in found


def test_the_files_own_word_outweighs_what_it_inherits(db, tmp_path, client):
    """As in Hugo and Jekyll: a page that says that it is no draft is none."""
    news = tmp_path / "content" / "news"
    news.mkdir(parents=True)
    (news / "_index.md").write_text("---\ncascade: {draft: true}\n---\n")
    (news / "a.md").write_text(content_file({"title": "openone", **LISTED, "Draft": False}))
    (news / "b.md").write_text(content_file({"title": "secretone", **LISTED, "draft": None}))
    run("import_content", tmp_path / "content")
    assert found_by_readers(client) == {"openone"}


# ------------------------------------------------------------------------ where the file lies


def test_what_lay_where_the_old_site_had_no_pages_is_hidden_and_says_why(db, tmp_path, client):
    files = {
        "_drafts/beds.md": "it lies in a folder of drafts",
        "content/news/_drafts/beds.md": "it lies in a folder of drafts",
        "content/news/bundle/notes.md": "it is a part of the page in whose folder it lies",
        "content/news/bundle/deep/notes.md": "it is a part of the page in whose folder it lies",
    }
    for number, name in enumerate(files):
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content_file({"title": f"secret{number}", **LISTED}))
    index = tmp_path / "old" / "content" / "news" / "bundle" / "index.md"
    index.write_text(content_file({"title": "openone", **LISTED}))
    ran = run("import_content", tmp_path / "old")
    assert ran.code == 0
    assert found_by_readers(client) == {"openone"}
    for name, why in files.items():
        assert f"{name}: {why}" in ran.err


def test_a_collection_or_language_that_was_not_served_is_hidden(db, tmp_path, client):
    jekyll, hugo = tmp_path / "jekyll", tmp_path / "hugo"
    for path in (
        jekyll / "_notes" / "secretone.md", jekyll / "_talks" / "openone.md",
        hugo / "content" / "news" / "secrettwo.fr.md", hugo / "content" / "news" / "opentwo.md",
    ):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content_file({"title": path.name.partition(".")[0], **LISTED}))
    (jekyll / "_config.yml").write_text("collections: {notes: {}, talks: {output: true}}\n")
    (hugo / "hugo.toml").write_text("disableLanguages = ['fr']\n[languages.en]\n[languages.fr]\n")
    ran = run("import_content", jekyll, hugo)
    assert ran.code == 0
    assert found_by_readers(client) == {"openone", "opentwo"}
    assert "its collection was not served" in ran.err
    assert "its language was switched off" in ran.err


# ------------------------------------------------------------------------ in time


@pytest.mark.parametrize(
    "keys",
    [
        {"date": "IN"},
        {"date": "2020-01-01", "publishDate": "IN"},
        {"date": "2020-01-01", "PublishDate": "IN", "status": "published"},
        {"date": "IN", "status": "scheduled"},
        {"date": "2020-01-01", "publishDate": "IN", "post_status": "future"},
        {"date": None, "published_at": "IN"},
        {"date": "2020-01-01", "published": "IN"},
    ],
)
def test_an_embargo_is_a_schedule(keys, bring, client):
    """It goes live at that time, by itself."""
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    keys = {key: when.isoformat() if value == "IN" else value for key, value in keys.items()}
    ran = bring(a_file(title="secretone", **keys))
    article = Article.objects.get()
    assert (article.status, article.published_at) == ("published", when)
    assert article.is_scheduled
    assert f"it will be published on {when:%Y-%m-%d %H:%M} UTC" in ran.err
    assert found_by_readers(client) == set()
    Article.objects.update(published_at=when - timedelta(days=3))
    assert found_by_readers(client) == {"secretone"}


def test_a_page_that_was_published_before_its_own_date_stays_public(bring, client):
    """In Hugo only publishDate decides."""
    bring(a_file(title="openone", date="2090-01-01", publishDate="2020-01-01"))
    assert found_by_readers(client) == {"openone"}


@pytest.mark.parametrize("key", ["expiryDate", "ExpiryDate", "unpublishdate", "expires"])
def test_an_expiry_is_a_withdrawal_in_time(key, bring, client):
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    ran = bring(a_file(title="openone", aliases=["/news/old"], **{key: when.isoformat()}))
    article = Article.objects.get()
    assert (article.status, article.expires_at) == ("published", when)
    assert f"it will be withdrawn on {when:%Y-%m-%d %H:%M} UTC" in ran.err
    assert found_by_readers(client) == {"openone"}
    Article.objects.update(expires_at=when - timedelta(days=3))
    assert found_by_readers(client) == set()
    for path in (article.path, "/news/old"):
        assert client.get(path).status_code == 410


def test_of_several_embargoes_the_last_counts_and_of_several_expiries_the_first(bring):
    bring(a_file(publishDate="2020-01-01", publish_on="2090-01-01", expires="2095-01-01",
                 expiryDate="2099-01-01"))  # fmt: skip
    article = Article.objects.get()
    assert (article.published_at.year, article.expires_at.year) == (2090, 2095)


@pytest.mark.parametrize(
    "keys",
    [
        {"publishDate": "some day"},
        {"expiryDate": "some day"},
        {"publishdate": "3/4/2020"},
        {"expires": "2020-13-45"},
        {"published": "2020-13-45"},
        {"publishDate": 3.5},
        {"publishDate": ["2020-01-01"]},
        {"publishDate": "1066-01-01"},
    ],
)
def test_a_date_that_decides_and_cannot_be_read_makes_a_draft_and_says_so(keys, bring, client):
    ran = bring(a_file(title="secretone", **keys))
    assert (ran.code, ran.out) == (0, "1 created, 0 updated, 0 unchanged, 0 failed")
    (key,) = keys
    assert f"a.md: {key}: this date cannot be read; imported as a draft; write it like" in ran.err
    assert Article.objects.get().status == "draft"
    assert found_by_readers(client) == set()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"unlisted": True}, "unlisted: the old site did not show it to all"),
        ({"HIDDEN": "yes"}, "HIDDEN: the old site did not show it to all"),
        ({"params": {"private": True}}, "params.private: the old site did not show it to all"),
        ({"build": {"list": "never"}}, "build.list: on the old site it was served, and listed"),
        ({"_build": {"Render": False}}, "_build.Render: on the old site it was not served"),
        ({"draft": "perhaps"}, "draft: it says neither true nor false"),
        ({"status": "frozen"}, "status: 'frozen' is no status that is known"),
        ({"date": None}, "date: there is no date"),
        ({"status": "scheduled"}, "status: it is to be published later, and it waits for a time"),
    ],
)
def test_what_cannot_be_honoured_is_a_draft_with_a_remark(keys, words, bring):
    ran = bring(a_file(**keys))
    assert Article.objects.get().status == "draft"
    assert words in ran.err
    assert "imported as a draft" in ran.err


def test_a_plain_draft_needs_no_remark(bring):
    assert bring(a_file(draft=True)).err == ""


# ------------------------------------------------------------------------ imported again


def test_a_cascade_that_changes_hides_and_shows_again(db, tmp_path, client):
    """The articles' own files stay as they are."""
    news = tmp_path / "content" / "news"
    news.mkdir(parents=True)
    index = news / "_index.md"
    (news / "a.md").write_text(content_file({"title": "openone", **LISTED}))
    for cascade, outcome, found in (
        ("", "1 created", {"openone"}),
        ("cascade: {draft: true}\n", "0 created, 1 updated", set()),
        ("cascade: {draft: true}\n", "0 created, 0 updated, 1 unchanged", set()),
        ("cascade: {draft: false}\n", "0 created, 1 updated", {"openone"}),
        ("cascade: {expiryDate: 2020-01-01}\n", "0 created, 1 updated", set()),
        ("", "0 created, 1 updated", {"openone"}),
    ):
        index.write_text(f"---\ntitle: News\n{cascade}---\n")
        ran = run("import_content", tmp_path / "content")
        assert ran.out.startswith(outcome), (cascade, ran)
        assert found_by_readers(client) == found, cascade


def test_a_cascade_does_not_show_what_a_curator_withdrew(db, tmp_path, client):
    news = tmp_path / "content" / "news"
    news.mkdir(parents=True)
    index = news / "_index.md"
    index.write_text("---\ncascade: {draft: true}\n---\n")
    (news / "a.md").write_text(content_file({"title": "secretone", **LISTED}))
    run("import_content", tmp_path / "content")
    publishing.publish(Article.objects.get())
    publishing.withdraw(Article.objects.get(), reason="wrong")
    index.write_text("---\ntitle: News\n---\n")
    run("import_content", tmp_path / "content")
    assert Article.objects.get().status == "withdrawn"


HIDDEN_SINCE = (
    {"unlisted": True}, {"Draft": True}, {"published": False}, {"build": {"render": "never"}},
    {"publishDate": TO_COME},
)  # fmt: skip


def as_an_older_version_left_it(**columns):
    """The row as an import made it that knew fewer keys: public, and recorded as public."""
    when = datetime(2024, 3, 4, tzinfo=UTC)
    Article.objects.update(status="published", published_at=when, expires_at=None, **columns)
    for told in Provenance.objects.all():
        told.reader_version, told.place, told.file_root = 0, {}, ""
        told.baseline |= {"status": "published", "published_at": when.isoformat()}
        told.baseline.pop("expires_at", None)
        told.baseline.pop("content_language", None)
        told.save()


@pytest.mark.parametrize(
    "keys",
    [
        *HIDDEN_SINCE,
        {"expiryDate": PAST},
    ],
    ids=lambda keys: next(iter(keys)),
)
def test_what_an_older_version_showed_by_mistake_the_next_import_hides(keys, bring, client):
    text = a_file(title="secretone", **keys)
    bring(text)
    as_an_older_version_left_it()
    assert found_by_readers(client) == {"secretone"}
    before = Article.objects.values().get()
    assert bring(text).out == "0 created, 1 updated, 0 unchanged, 0 failed"
    assert found_by_readers(client) == set()
    after = Article.objects.values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"status", "published_at", "expires_at", "modified_at"}
    assert bring(text).out == "0 created, 0 updated, 1 unchanged, 0 failed"


@pytest.mark.parametrize("keys", HIDDEN_SINCE, ids=lambda keys: next(iter(keys)))
def test_what_a_curator_decided_since_stays(keys, bring):
    """Somebody took it offline, and published it again."""
    text = a_file(title="openone", **keys)
    bring(text)
    as_an_older_version_left_it()
    publishing.withdraw(Article.objects.get(), reason="wrong")
    bring(text)
    assert Article.objects.get().status == "withdrawn"


def test_an_upgrade_changes_nothing_of_what_was_public_and_is(bring, client):
    text = a_file(title="openone", tags=["Wards"], author=["Ines Varga"])
    bring(text)
    as_an_older_version_left_it(modified_at=datetime(2024, 3, 4, tzinfo=UTC))
    before = Article.objects.values().get()
    assert bring(text).out == "0 created, 0 updated, 1 unchanged, 0 failed"
    assert Article.objects.values().get() == before
    assert Provenance.objects.get().reader_version == READER_VERSION
    assert not Revision.objects.exists()
