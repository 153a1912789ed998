"""Control lists by their names: what the news calls a list that bans, restricts, sanctions or protects."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import blanked

_TITLE = re.compile(r"《[^《》]{2,60}》(?:[（(][^（）()]{1,30}[）)])?")


class Reader(NamedTuple):
    """One row, ready to be compared with a clause."""

    id: str
    action: str
    verbs: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    needs: str
    called: str


@cache
def readers() -> tuple[Reader, ...]:
    """The rows of ``data/facts/changes.toml``."""
    return tuple(
        Reader(
            row["id"],
            row["action"],
            tuple(sorted(row["verbs"], key=len, reverse=True)),
            re.compile(filled(row["before"]), re.VERBOSE),
            re.compile(filled(row["after"]), re.VERBOSE),
            row.get("needs", ""),
            row.get("list", ""),
        )
        for row in rows("facts/changes")["change"]
    )


@cache
def any_verb() -> re.Pattern[str]:
    """Every verb of the rows."""
    verbs = {verb for reader in readers() for verb in reader.verbs}
    return re.compile("|".join(sorted(verbs, key=lambda verb: (-len(verb), verb))))


def filled(pattern: str) -> str:
    """A pattern of the rows with its pieces in place."""
    return blanked.filled(pattern, rows("facts/changes")["pieces"])


def is_control(name: str) -> bool:
    """Whether a list with this name controls something: not a prize list, not a heritage list.

    >>> is_control("《禁止进口货物目录》"), is_control("《世界遗产名录》"), is_control("候选人名单")
    (True, False, False)
    """
    controls, never = _words()
    return bool(controls.search(name)) and not never.search(name)


def points_back(name: str) -> bool:
    """Whether the words stand for a list told before: 该清单.

    >>> points_back("上述名单"), points_back("黑名单")
    (True, False)
    """
    return _pointing().fullmatch(name) is not None


def titles(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """Where each list stands in the words from ``start`` to ``end``: every title alone, else the words as they are."""
    found = [match.span() for match in _TITLE.finditer(text, start, end)]
    controlling = [(low, high) for low, high in found if is_control(text[low:high])]
    return controlling or found or [(start, end)]


def begin(text: str, start: int, end: int) -> int:
    """Where the name of a list begins among the words up to its end.

    >>> text = "带动全国版外资准入负面清单"
    >>> text[begin(text, 0, len(text)) :]
    '全国版外资准入负面清单'
    """
    cuts = [lead.end() for lead in _lead().finditer(text, start, end)]
    begun = next((cut for cut in reversed(cuts) if is_control(text[cut:end])), start)
    comma = text.rfind("、", begun, end) + 1
    if comma and not _words()[0].search(text, begun, comma) and is_control(text[comma:end]):
        begun = comma
    return begun + (text[begun] in "“‘" and not any(mark in text[begun:end] for mark in "”’"))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rows("facts/changes")["lists"]["lead"])


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = rows("facts/changes")["lists"]
    control, never = ("|".join(map(re.escape, lists[name].split())) for name in ("control", "never"))
    return re.compile(control), re.compile(never)


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(rows("facts/changes")["lists"]["pointing"])
