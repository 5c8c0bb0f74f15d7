"""The dates of one content file: of its publication, its expiry and its last change. Pure.

A date that decides visibility is never passed over: of several embargoes the last counts, of
several expiries the first, and one that cannot be read hides the file (`visibility.decide`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from curation.interchange import dates, visibility
from curation.interchange.old_site.place import Place
from curation.interchange.records import FieldError
from curation.interchange.value_reader import ValueReader
from curation.models.articles import YEARS


class FileDates:
    """Reads the dates of one front matter.

    `signs`: see `visibility.signs`. `place`: the file's; after reading, with the name that the old
    site took for it. `own_zone`: that of this site, in which a day without a time is its midnight.
    """

    def __init__(
        self,
        reader: ValueReader,
        signs: Sequence[visibility.Sign],
        place: Place,
        now: datetime,
        own_zone: ZoneInfo | None = None,
    ):
        self.reader, self.signs, self.place, self.now = reader, signs, place, now
        self.own_zone = own_zone or reader.zone
        self.unreadable: list[str] = []

    def read(self) -> visibility.Dates:
        """All dates, in UTC. Raises FieldError for a `date` that cannot be read."""
        written = self.as_written()
        return visibility.Dates(
            date=written and written.astimezone(UTC),
            publish=self._publish(),
            expiry=self._expiry(),
            modified=self._modified(),
            unreadable=tuple(self.unreadable),
        )

    def as_written(self) -> datetime | None:
        """The date in the zone in which it is written: that of `date`, or in the file's name."""
        for key, value in (*self._candidates("date"), (":filename", self.place.day)):
            try:
                read = dates.local_moment(value, self.reader.zone)
            except ValueError as error:
                if key == ":filename":
                    continue  # a name such as 2020-20-20
                raise FieldError(("date",), str(error)) from None
            if read:
                if key != ":filename" and self.place.dated_name:
                    # Hugo takes the date off a name only where it takes the date from it.
                    self.place = replace(self.place, name=self.place.dated_name)
                return self._same_day(read)
        return None

    def _same_day(self, read: datetime) -> datetime:
        """A day without a time as the same day here, whatever zone the old site was in."""
        is_day = read.tzinfo is self.reader.zone and read.time() == time()
        return read.replace(tzinfo=self.own_zone) if is_day else read

    def last_change(
        self, read: visibility.Dates, published_at: datetime | None, committed_at: datetime | None
    ) -> datetime | None:
        """The last change; without one, the article's own date, which is never one to come.

        committed_at: the time of the file's last commit, if asked for.
        """
        known = read.modified or committed_at
        if known or not (own := read.date or published_at):
            return known
        return min(own, self.now)

    def _publish(self) -> datetime | None:
        found = [self._deciding(key, value) for key, value in self._candidates("publishDate")]
        # `published` is a date in some systems, and a yes or no in others.
        found += [
            self._deciding(sign.key, sign.value)
            for sign in self.signs
            if sign.name in visibility.MAY_BE_DATES and visibility.truth(sign.value) is None
        ]
        found = [moment for moment in found if moment]
        latest = max(found, default=None)
        return latest if latest and latest > self.now else next(iter(found), None)

    def _expiry(self) -> datetime | None:
        found = [
            self._deciding(key, value, is_expiry=True)
            for key, value in self._candidates("expiryDate")
            if not _is_never(value)
        ]
        return min((moment for moment in found if moment), default=None)

    def _modified(self) -> datetime | None:
        for _key, value in self._candidates("lastMod"):
            try:
                if read := dates.moment(value, self.reader.zone):
                    return read
            except ValueError as error:
                self.reader.leave_out("lastMod", f"{str(error).rstrip('.')}; left out")
        return None

    def _deciding(self, key: str, value: Any, *, is_expiry: bool = False) -> datetime | None:
        """A date that decides visibility; where it cannot be read, its key is noted."""
        try:
            return dates.moment(value, self.reader.zone)
        except ValueError as error:
            year = getattr(error, "year", 0)
            if not (is_expiry and year > YEARS[-1]):  # 9999-12-31 means never
                self.unreadable.append(key)
            return None

    def _candidates(self, name: str) -> Iterator[tuple[str, Any]]:
        """(key, value) of all that may give a date, in the order of the old site's configuration.

        The key is ":filename" for the date in the file's name.
        """
        configured = self.place.date_keys.get(name.lower(), ())
        own = () if ":default" in configured else (":default",)
        for key in (*configured, *own):
            if key == ":default":
                yield from self._spellings(name)
            elif key == ":filename":
                yield key, self.place.day
            elif not key.startswith(":"):  # `:git` and `:fileModTime` are no date of the text
                for values in (self.reader.in_file, self.reader.inherited):
                    yield from (pair for pair in values.items() if pair[0].lower() == key)

    def _spellings(self, name: str) -> list[tuple[str, Any]]:
        """(key, value) of each spelling that the file has, else of those that it inherits.

        The one that counts before the others is the first.
        """
        for spellings in (self.reader.spellings, self.reader.inherited_spellings):
            if found := [pair for pair in spellings.get(name, ()) if pair[1] is not None]:
                return found
        return []


def _is_never(value: Any) -> bool:
    """Whether a date of expiry says in words that there is none."""
    is_word = isinstance(value, str) and value.strip().lower() in ("never", "none")
    return is_word or visibility.truth(value) is False
