"""Forty sentences in the manner of newspapers, with every figure marked: how many of them are found and read right."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from presscheck.facts import figures, units
from presscheck.facts.figures import Counted

_OPERATORS = {"eq": "=", "approx": "~", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "range": "range"}
_CODES = {"kWh": "kW.h", "times": "倍"}
_SAME = {"名": "人", "位": "人"}
"""The suite counts people of either counter as the same."""


@dataclass(frozen=True, slots=True)
class FigureScore:
    """Of ``wanted`` figures: how many are right in value, also in unit, also in operator, also in their words.

    ``spurious`` are those found that are not wanted.
    """

    wanted: int
    value: int
    unit: int
    operator: int
    surface: int
    spurious: int

    def __str__(self) -> str:
        parts = (f"{name} {getattr(self, name)}/{self.wanted}" for name in ("value", "unit", "operator", "surface"))
        return f"{', '.join(parts)}, spurious {self.spurious}"


@dataclass(frozen=True, slots=True)
class _Pair:
    wanted: Mapping[str, Any]
    found: Counted | None
    text: str

    @property
    def levels(self) -> tuple[bool, bool, bool, bool]:
        if self.found is None:
            return (False, False, False, False)
        value = _same_value(self.wanted, self.found)
        unit = value and _same_unit(self.wanted["unit"], self.found.quantity.code)
        operator = unit and _same_operator(self.wanted["op"], self.found)
        surface = operator and self.text[self.found.start : self.found.end] == self.wanted["surface"]
        return value, unit, operator, surface


def score_figures(suite: Path) -> FigureScore:
    """The figures of the suite against those found in its sentences; each level includes the one before."""
    pairs: list[_Pair] = []
    spurious = 0
    for item in json.loads(suite.read_text(encoding="utf8"))["items"]:
        found = list(figures.find(item["text"]))
        matched = list(_matched(item["text"], item["quantities"], found))
        spurious += len(found) - sum(pair.found is not None for pair in matched)
        pairs += matched
    value, unit, operator, surface = (sum(pair.levels[level] for pair in pairs) for level in range(4))
    return FigureScore(len(pairs), value, unit, operator, surface, spurious)


def figure_misses(suite: Path) -> Iterator[tuple[str, Mapping[str, Any], Counted | None]]:
    """Every figure of the suite not right in value, unit and operator, with what was found in its place."""
    for item in json.loads(suite.read_text(encoding="utf8"))["items"]:
        for pair in _matched(item["text"], item["quantities"], list(figures.find(item["text"]))):
            if not pair.levels[2]:
                yield item["text"], pair.wanted, pair.found


def _matched(text: str, wanted: list[dict[str, Any]], found: list[Counted]) -> Iterator[_Pair]:
    """Each wanted figure with the one found that shares most of its words."""
    place, left = 0, list(found)
    for one in wanted:
        start = text.index(one["surface"], place)
        place = end = start + len(one["surface"])
        shared = [(min(end, other.end) - max(start, other.start), n) for n, other in enumerate(left)]
        best, number = max(shared, default=(0, 0))
        yield _Pair(one, left.pop(number) if best > 0 else None, text)


def _same_value(wanted: Mapping[str, Any], found: Counted) -> bool:
    value, quantity = wanted["value"], found.quantity
    if isinstance(value, list):
        return [quantity.low, quantity.high] == [Decimal(str(one)) for one in value]
    scale = _factor(quantity.code) / _factor(_CODES.get(wanted["unit"], wanted["unit"]))
    if quantity.value is None:
        return False
    ours, theirs = Fraction(quantity.value) * scale, Fraction(str(value))
    return abs(ours - theirs) <= abs(theirs) / 10**9


def _factor(code: str | None) -> Fraction:
    """Of ratios only: the suite tells 千分之四点五 in percent."""
    return {"%": Fraction(1, 100), "permille": Fraction(1, 1000)}.get(code or "", Fraction(1))


def _same_unit(wanted: str, code: str | None) -> bool:
    wanted = _CODES.get(wanted, wanted)
    ratios = ("%", "permille", "ratio")
    if code in ratios and wanted in ratios:
        return True
    known = units.unit(wanted)
    return _SAME.get(code or "", code) == _SAME.get(wanted, known.code if known else wanted)


def _same_operator(wanted: str, found: Counted) -> bool:
    """The suite calls 数千 approximate, the contract a range."""
    ours = found.quantity.operator.value
    return ours == _OPERATORS[wanted] or (wanted == "approx" and ours == "range")
