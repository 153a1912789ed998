"""The times of forty sentences in newspaper style, held against the days an annotator told for them."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presscheck.facts.periods import Dated, read_text

Reader = Callable[[str, datetime.date], tuple[Dated, ...]]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time that the annotator marked: its words, its first and last day (or minute), and what we read there."""

    text: str
    surface: str
    start: str | None
    end: str | None
    found: Dated | None

    @property
    def spanned(self) -> bool:
        """Whether we marked the same words."""
        return self.found is not None and self.found.period.text == self.surface

    @property
    def right(self) -> bool:
        """Whether we told the same days; where no days can be told, whether we told none."""
        if self.found is None:
            return False
        told = self.found.period
        return told.start is None if self.start is None else (told.start, told.end) == (self.start, self.end)


@dataclass(frozen=True, slots=True)
class TimesScore:
    """Every marked time with what we read, and the times we read where none is marked."""

    rows: tuple[TimeRow, ...]
    extra: tuple[Dated, ...]

    @property
    def value(self) -> float:
        """Of the times that have days: the share told right."""
        return _share([row.right for row in self.rows if row.start is not None])

    @property
    def span(self) -> float:
        """Of all times: the share marked with the same words."""
        return _share([row.spanned for row in self.rows])


def _share(told: list[bool]) -> float:
    return sum(told) / len(told) if told else 0.0


def score(path: Path, reader: Reader | None = None) -> TimesScore:
    """Read the sentences of a file such as ``news40.json``: ``base`` is the paper's day, ``items`` have ``times``."""
    file = json.loads(path.read_text(encoding="utf8"))
    base = datetime.date.fromisoformat(file["base"])
    rows: list[TimeRow] = []
    extra: list[Dated] = []
    for item in file["items"]:
        found = list((reader or read_text)(item["text"], base))
        rows += _rows(item, found)
        extra += found
    return TimesScore(tuple(rows), tuple(extra))


def _rows(item: dict[str, Any], found: list[Dated]) -> Iterator[TimeRow]:
    """Each marked time with the one found at its place, which is taken off ``found``."""
    done = 0
    for time in item["times"]:
        start = item["text"].index(time["surface"], done)
        done = start + len(time["surface"])
        at = next((one for one in found if one.start < done and one.end > start), None)
        if at is not None:
            found.remove(at)
        yield TimeRow(item["text"], time["surface"], time["start"], time["end"], at)
