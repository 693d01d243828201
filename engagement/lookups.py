"""A second table whose rows fill further columns of a log: the dates of events by their code, say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engagement.errors import MappingError
from engagement.files.sheet import Row, Sheet
from engagement.mapping import header_unknown


@dataclass(frozen=True)
class Lookup:
    """A second table: its rows fill further columns of the first where `key`, a column of both, is equal."""

    key: str
    sheet: Sheet
    file: str
    sha256: str


class Join:
    """The further columns of a second table. `missing` fills as rows pass: the keys it does not have."""

    def __init__(self, lookup: Lookup, sheet: Sheet) -> None:
        for header in (sheet.header, lookup.sheet.header):
            if lookup.key not in header:
                raise header_unknown(lookup.key, header)
        self.further = tuple(title for title in lookup.sheet.header if title not in sheet.header)
        self.missing: list[tuple[int, str]] = []
        self._position = sheet.header.index(lookup.key)
        self._answers = self._read(lookup)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Each row with the further cells beside its own, blank where the second table has no such key."""
        blank = ("",) * len(self.further)
        for number, row in rows:
            key = row[self._position].strip() if self._position < len(row) else ""
            if key not in self._answers:
                self.missing.append((number, key))
            yield number, (*row, *self._answers.get(key, blank))

    def _read(self, lookup: Lookup) -> Mapping[str, tuple[str, ...]]:
        position = lookup.sheet.header.index(lookup.key)
        kept = [index for index, title in enumerate(lookup.sheet.header) if title in self.further]
        answers: dict[str, tuple[str, ...]] = {}
        for number, row in lookup.sheet.rows:
            answer = tuple(row[index] if index < len(row) else "" for index in kept)
            key = row[position].strip() if position < len(row) else ""
            if answers.setdefault(key, answer) != answer:
                raise MappingError("lookup-contradicts", key=key, row=number)
        return answers
