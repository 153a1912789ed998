"""The words with which newspapers print time: a row a form, found in one pass over the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, count
from typing import Any

from presscheck import data
from presscheck.facts.forms import Form, Needs, characters, needs
from presscheck.language.calendar import DIGITS

TABLE = "facts/periods"
_PIECE = re.compile(r"\{([a-z_]\w*)\}")
_COUNTED = "%‰万亿元吨人家项倍种亩公平米"
"""Signs that no words for a time have behind their first figure."""
_NAMED = re.compile(r"\(\?P<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class Row:
    """One form of telling time, ready to be applied to folded text: ``kind`` says how its days are reckoned."""

    id: str
    kind: str
    form: Form = field(repr=False)
    past: bool = True
    lead: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The form made ready."""
        return self.form.ready


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words that tell a time, at ``start`` to ``end`` of a folded text; ``groups`` are the parts that the row names."""

    row: Row
    start: int
    end: int
    groups: dict[str, str]

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)

    def number(self, name: str) -> int | None:
        """The number that stands in a part; ``None`` where there is no such part."""
        return whole_number(self.groups[name]) if name in self.groups else None


def find(text: str, start: int = 0, before: int | None = None) -> TimeWords | None:
    """The first words from ``start`` on, and begun ``before`` a place, that tell a time; ``text`` is folded.

    >>> words = find("去年12月，全县")
    >>> words.row.id, words.groups
    ('month', {'word': '去年', 'month': '12'})
    """
    within = _within(text)
    for begin in _begin().finditer(text, start):
        place = begin.start()
        if before is not None and place >= before:
            break
        if words := within[place]:
            return words
    return None


def repeated(text: str) -> Iterator[TimeWords]:
    """The words for what comes again, which has no days: 每周三, 每年6月10日; ``text`` is folded.

    >>> [text.groups for text in repeated("每周三开放")]
    [{'unit': '周', 'weekday': '三'}]
    """
    words = find(text)
    while words is not None:
        if words.row.kind == "each":
            yield words
        words = find(text, words.end)


def match(text: str, start: int) -> TimeWords | None:
    """The words at exactly ``start`` that tell a time."""
    return _within(text)[start] if _begin().match(text, start) else None


def match_end(text: str, start: int) -> TimeWords | None:
    """The words at exactly ``start`` that tell a time only where another one goes before them: 至13日, 到6点."""
    for row in rows("after"):
        if row.form.may_stand_in(text) and (found := row.form.ready.match(text, start)):
            return words_of(row, found)
    return None


class _Within(dict[int, TimeWords | None]):
    """The words for a time at each place of a text where they were looked for: they are asked for more than once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing = set(filter(characters(text).isdisjoint, _needed()))
        self.rows_from: dict[str, list[Row]] = {}

    def __missing__(self, place: int) -> TimeWords | None:
        first = self.text[place]
        if first not in self.rows_from:
            self.rows_from[first] = [row for row in _led_by()[first] if self.missing.isdisjoint(row.form.needs)]
        words = None
        for row in self.rows_from[first]:
            if found := row.form.ready.match(self.text, place):
                words = words_of(row, found)
                break
        self[place] = words
        return words


@lru_cache(maxsize=16)
def _within(text: str) -> _Within:
    return _Within(text)


@cache
def _led_by() -> dict[str, list[Row]]:
    """The forms by the characters with which they begin."""
    return {first: [row for row in rows() if first in row.lead] for first in _leads()}


@cache
def _needed() -> Needs:
    """What any of the forms needs; many need the same."""
    return tuple(dict.fromkeys(chain.from_iterable(row.form.needs for row in rows())))


def words_of(row: Row, found: re.Match[str]) -> TimeWords:
    """What a match of one row alone says."""
    return TimeWords(row, found.start(), found.end(), dict(_told(found)))


def _told(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    for name, value in found.groupdict().items():
        if value:
            yield name.rsplit("_", 1)[0], value


def whole_number(text: str) -> int | None:
    """A number of at most three figures, in either kind: 12, 十二, 两, 一百二十; ``None`` for what is none.

    >>> whole_number("12"), whole_number("二十三"), whole_number("百"), whole_number("一百零五"), whole_number("正")
    (12, 23, 100, 105, None)
    """
    text = text.strip()
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.removeprefix("初").replace("廿", "二十")
    total = place = 0
    for char in text:
        if char in "十百":
            total += (place or 1) * (100 if char == "百" else 10)
            place = 0
        elif char in DIGITS and not place:
            place = DIGITS[char]
        else:
            return None
    return total + place if text else None


@cache
def rows(name: str = "row") -> tuple[Row, ...]:
    """The forms in the order in which they are tried; ``after`` names those that only end a stretch.

    >>> [row.id for row in rows() if row.kind == "plan"]
    ['plan']
    """
    return tuple(
        Row(
            row["id"],
            row["kind"],
            Form(_pattern(row), needs(row["pattern"], _needs_of_pieces())),
            row.get("values", {}).get("past", True),
            frozenset(_expand_leads(row.get("lead", "")).replace("0-9", "0123456789")),
        )
        for row in data.rows(TABLE)[name]
    )


@cache
def _begin() -> re.Pattern[str]:
    """Where words that tell a time may begin: a figure only at its first digit.

    Nor does a time begin with two marks: a row of nothing but quotation marks is passed over fast. Figures that count
    what is no time (15万亩, 3.5%), and 同比, are most of what would be tried in vain.
    """
    digits, figures = "0-9", _expand_leads("{c}")
    leads = "".join(sorted(_leads()))
    counted = rf"[{digits}]++(?:\.[{digits}]++)?[{_COUNTED}]"
    return re.compile(
        rf"(?=[{leads}])(?:(?<![{digits}])|(?![{digits}]))(?:(?<![{figures}])|(?![{figures}]))"
        rf"(?![“\"‘第]{{2}}|同比|{counted})"
    )


def _leads() -> frozenset[str]:
    return frozenset().union(*(row.lead for row in rows()))


def _expand_leads(lead: str) -> str:
    return _PIECE.sub(lambda found: str(data.rows(TABLE)["leads"][found[1]]), lead)


def _pattern(row: dict[str, Any]) -> str:
    """The row's pattern; Python wants the name of a group once, so that each bears a number: month_1, month_2."""
    number = count(1)
    return _NAMED.sub(lambda found: f"(?P<{found[1]}_{next(number)}>", _expand(row["pattern"]))


def _expand(pattern: str) -> str:
    return _PIECE.sub(lambda found: f"(?:{_expand(_pieces()[found[1]])})", pattern)


@cache
def _pieces() -> dict[str, str]:
    table = data.rows(TABLE)
    events = sorted(table["events"], key=lambda name: (-len(name), name))
    return {**table["pieces"], "event": f"(?P<event>{'|'.join(events)})", "era": "|".join(sorted(table["eras"]))}


@cache
def _needs_of_pieces() -> dict[str, Needs]:
    out: dict[str, Needs] = {}
    for name, piece in _pieces().items():  # a piece names only pieces above it
        out[name] = needs(piece, out)
    return out
