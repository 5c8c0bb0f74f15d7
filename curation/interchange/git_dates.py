"""The times of the last commits of files: what `--git-dates` takes for a missing `lastMod`."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

# Before it no version control kept a site's text: the computer's clock was wrong.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# A hook or a shell may have set them for another repository.
_OF_ANOTHER_REPOSITORY = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
)  # fmt: skip


class GitDatesError(Exception):
    """Why the times cannot be read; a sentence for people."""


class GitDates:
    """The times at which the files of some folders were committed last.

    The whole history of each folder is read once, which takes a second for some ten thousand
    commits. Raises GitDatesError where a folder is in no repository or in a shallow one, or git is
    missing.
    """

    def __init__(self, folders: list[Path]):
        self._times: dict[str, int] = {}
        for folder in folders:
            self._read(folder if folder.is_dir() else folder.parent)

    def last_commit(self, path: Path) -> datetime | None:
        """The time of the file's last commit.

        None for a file that was never committed, and for a time that cannot be true.
        """
        seconds = self._times.get(str(path.resolve()), 0)
        if not EARLIEST.timestamp() <= seconds <= timezone.now().timestamp():
            return None
        return datetime.fromtimestamp(seconds, UTC)

    def _read(self, folder: Path):
        # Plumbing commands: what the repository configures (relative paths, a program that checks
        # signatures) does not change what `rev-list` and `diff-tree` print, and nothing of it runs.
        top = Path(self._git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
        if self._git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
            raise GitDatesError(
                f"--git-dates: {folder} is in a shallow clone, whose oldest commit seems to have "
                "changed every file; run git fetch --unshallow there."
            )
        lines = self._git(folder, "rev-list", "--timestamp", "HEAD", "--", ".").splitlines()
        times = {commit: int(seconds) for seconds, commit in (line.split() for line in lines)}
        changes = self._git(
            folder, "diff-tree", "--stdin", "--root", "-r", "-z", "--name-only", "--no-renames",
            "--no-relative", "--", ".",
            stdin="".join(f"{commit}\n" for commit in times),
        )  # fmt: skip
        seconds = 0
        # Each commit, the newest first, and the files that it changed
        for word in changes.split("\0"):
            if word in times:
                seconds = times[word]
            elif word:
                self._times.setdefault(str(top / word), seconds)

    def _git(self, folder: Path, *arguments: str, stdin: str = "") -> str:
        variables = {k: v for k, v in os.environ.items() if k not in _OF_ANOTHER_REPOSITORY}
        try:
            done = subprocess.run(  # noqa: S603
                # Reading the index would run the program that this names.
                ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments],  # noqa: S607
                env=variables | {"GIT_NO_LAZY_FETCH": "1"},
                input=stdin,
                capture_output=True,
                check=False,
                encoding="utf-8",
                errors="surrogateescape",
            )
        except FileNotFoundError:
            raise GitDatesError("--git-dates: git is not installed.") from None
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["git failed"])[0]
            raise GitDatesError(f"--git-dates: {folder}: {reason}")
        return done.stdout
