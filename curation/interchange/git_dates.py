"""The times of the last commits of files: what `--git-dates` takes for a missing `lastMod`."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path


class GitDatesError(Exception):
    """Why the times cannot be read; a sentence for people."""


class GitDates:
    """The times at which the files of some folders were committed last.

    The whole log of each folder is read once, which takes a second for some ten thousand commits.
    Raises GitDatesError where a folder is in no repository, or git is missing.
    """

    def __init__(self, folders: list[Path]):
        self._times: dict[str, int] = {}
        for folder in folders:
            self._read(folder if folder.is_dir() else folder.parent)

    def last_commit(self, path: Path) -> datetime | None:
        """The time of the file's last commit; None for a file that was never committed."""
        seconds = self._times.get(str(path.resolve()))
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def _read(self, folder: Path):
        top = Path(self._git(folder, "rev-parse", "--show-toplevel").strip())
        # Each commit: NUL, time, then its files, each ended by NUL. The newest comes first.
        log = self._git(
            folder, "log", "-z", "--name-only", "--no-renames", "--format=%x01%ct", "--", "."
        )
        for commit in log.split("\x01")[1:]:
            seconds, _end, names = commit.partition("\0")
            for name in names.split("\0"):
                if name := name.strip("\n"):
                    self._times.setdefault(str(top / name), int(seconds))

    def _git(self, folder: Path, *arguments: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", str(folder), *arguments],  # noqa: S607
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
