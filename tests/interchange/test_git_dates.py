"""`--git-dates`: a missing lastMod is the time of the file's last commit, of a real repository."""

import os
import subprocess
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from curation.interchange.git_dates import GitDates
from curation.models import Article
from tests.interchange.conftest import run
from tests.interchange.readers import content_file


class Repository:
    def __init__(self, path):
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments, when="2020-01-01T00:00:00Z", **variables):
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        person = {f"GIT_{role}_{fact}": "ines@mail.example"
                  for role in ("AUTHOR", "COMMITTER") for fact in ("NAME", "EMAIL")}  # fmt: skip
        dates = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": when}
        subprocess.run(
            ["git", "-C", self.path, *arguments],
            env=clean | person | dates | variables, check=True, capture_output=True,
        )  # fmt: skip

    def commit(self, name: str, text: str, when: str):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "A change", when=when)
        return path


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "site")


def a_text(title="Beds", **keys) -> str:
    return content_file({"title": title, "date": "2019-01-01", **keys})


def modified() -> dict[str, str]:
    return {a.title: f"{a.modified_at:%Y-%m-%d %H:%M}" for a in Article.objects.all()}


def test_a_missing_lastmod_is_the_time_of_the_last_commit(db, repository):
    repository.commit("content/news/once.md", a_text("Once"), "2020-02-01T10:00:00+02:00")
    repository.commit("content/news/twice.md", a_text("Twice"), "2020-02-02T00:00:00Z")
    repository.commit("content/news/twice.md", a_text("Twice") + "x", "2021-03-03T12:30:00Z")
    own = a_text("Own", lastmod="2019-06-06")
    repository.commit("content/news/own.md", own, "2022-01-01T00:00:00Z")
    (repository.path / "content/news/never.md").write_text(a_text("Never"))
    ran = run("import_content", repository.path / "content", git_dates=True)
    assert ran.code == 0
    assert modified() == {
        "Once": "2020-02-01 08:00", "Twice": "2021-03-03 12:30", "Own": "2019-06-06 00:00",
        "Never": "2019-01-01 00:00",
    }  # fmt: skip


def test_without_the_option_git_is_not_asked(db, repository):
    repository.commit("news/a.md", a_text(), "2020-02-01T00:00:00Z")
    run("import_content", repository.path)
    assert modified() == {"Beds": "2019-01-01 00:00"}


def test_a_file_alone_and_a_folder_below_are_in_the_repository_as_well(db, repository):
    path = repository.commit("content/news/a.md", a_text(), "2020-02-01T00:00:00Z")
    run("import_content", path, git_dates=True)
    assert modified() == {"Beds": "2020-02-01 00:00"}
    assert GitDates([path.parent]).last_commit(path) == datetime(2020, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["two words.md", "ग्रामीण.md", "frå-førde.md", "tab\there.md", 'quo"te.md', "line\nbreak.md",
     "\x01odd.md", "a\x01999.md", "-dash.md"],
    ids=ascii,
)  # fmt: skip
def test_a_name_of_any_kind_is_found(name, repository):
    path = repository.commit(f"news/{name}", a_text(), "2020-02-01T00:00:00Z")
    assert GitDates([repository.path]).last_commit(path) == datetime(2020, 2, 1, tzinfo=UTC)


def test_a_folder_that_is_a_link_leads_to_the_repository(repository, tmp_path):
    repository.commit("news/a.md", a_text(), "2020-02-01T00:00:00Z")
    link = tmp_path / "link"
    link.symlink_to(repository.path)
    found = GitDates([link]).last_commit(link / "news" / "a.md")
    assert found == datetime(2020, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.relative", "true"), ("log.showSignature", "true"), ("core.quotePath", "true"),
        ("log.date", "relative"), ("color.ui", "always"), ("log.decorate", "full"),
        ("diff.renames", "true"), ("log.follow", "true"), ("log.showRoot", "false"),
        ("diff.orderFile", "/nowhere"),
    ],
)  # fmt: skip
def test_whatever_the_repository_configures_the_times_are_the_same(key, value, repository):
    path = repository.commit("content/news/a.md", a_text(), "2020-02-01T00:00:00Z")
    repository.git("config", key, value)
    found = GitDates([path.parent]).last_commit(path)
    assert found == datetime(2020, 2, 1, tzinfo=UTC)


def test_a_repository_runs_no_program_of_its_own(repository, tmp_path):
    """Whoever imports a stranger's site reads its log, and nothing else."""
    path = repository.commit("news/a.md", a_text(), "2020-02-01T00:00:00Z")
    mark, program = tmp_path / "mark", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for key in ("gpg.program", "core.pager", "core.fsmonitor", "diff.external", "core.sshCommand"):
        repository.git("config", key, str(program))
    mark.unlink(missing_ok=True)  # git itself may have run it while it was configured
    repository.git("config", "log.showSignature", "true")
    commit = (
        "tree $(git write-tree)\\nauthor A <a@mail.example> 1 +0000\\n"
        "committer A <a@mail.example> 1580515200 +0000\\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\\n \\n x\\n -----END PGP SIGNATURE-----\\n\\n"
        "Signed\\n"
    )
    script = f'git update-ref HEAD $(printf "{commit}" | git hash-object -t commit -w --stdin)'
    subprocess.run(["sh", "-c", script], cwd=repository.path, check=True)
    mark.unlink(missing_ok=True)
    assert GitDates([repository.path]).last_commit(path) == datetime(2020, 2, 1, tzinfo=UTC)
    assert not mark.exists()


def test_variables_of_a_hook_around_it_lead_to_no_other_repository(
    repository, tmp_path, monkeypatch
):
    path = repository.commit("news/a.md", a_text(), "2020-02-01T00:00:00Z")
    other = Repository(tmp_path / "other")
    other.commit("x.md", "x", "2010-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    assert GitDates([repository.path]).last_commit(path) == datetime(2020, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("when", ["@4102444801 +0000", "@1 +0000", "@99999999999 +0000"])
def test_a_clock_that_was_wrong_dates_no_article(when, db, repository):
    """1970 and 2100 are no times at which anybody changed it."""
    repository.commit("news/a.md", a_text(), when)
    assert run("import_content", repository.path, git_dates=True).code == 0
    assert modified() == {"Beds": "2019-01-01 00:00"}


def test_a_folder_in_no_repository_is_said_at_once(db, folder, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    (folder / "a.md").write_text(a_text())
    with pytest.raises(CommandError, match=r"^--git-dates: .*content: .*not a git repository"):
        run("import_content", folder, git_dates=True)
    assert not Article.objects.exists()


def test_a_repository_without_commits_is_said_at_once(db, repository):
    (repository.path / "a.md").write_text(a_text())
    with pytest.raises(CommandError, match=r"^--git-dates: .*bad revision 'HEAD'"):
        run("import_content", repository.path, git_dates=True)


def test_a_shallow_clone_is_said_at_once(db, repository, tmp_path):
    """Its oldest commit would date every file that was not changed since."""
    repository.commit("a.md", a_text(), "2020-02-01T00:00:00Z")
    repository.commit("b.md", a_text(), "2024-02-01T00:00:00Z")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(clone))
    with pytest.raises(CommandError, match=r"^--git-dates: .*clone .*git fetch --unshallow"):
        run("import_content", clone, git_dates=True)
    assert not Article.objects.exists()


def test_without_git_it_is_said_at_once(db, repository, monkeypatch, tmp_path):
    repository.commit("a.md", a_text(), "2020-02-01T00:00:00Z")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="^--git-dates: git is not installed"):
        run("import_content", repository.path, git_dates=True)
