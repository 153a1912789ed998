"""One indicator followed through time: the figures that tell it, gathered into points that lead back to their words."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from presscheck.model.fact import Figure, Nature, Period, written


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure where a story of the record tells it.

    ``article`` is the article's id and ``fact`` has its id in the record; ``text`` is the whole paragraph (or head) in
    which the figure's evidence stands, and ``before`` the paragraph that precedes it, empty where there is none.
    """

    article: str
    headline: str | None
    date: datetime.date | None
    fact: Figure
    text: str
    before: str = ""
    paper: str | None = None

    def __repr__(self) -> str:
        return f"<{self.fact.evidence.text} in {self.article} of {self.date or 'no day'}>"

    def to_dict(self) -> dict[str, Any]:
        """The mention as JSON has it, with the sentence's figure as a fact."""
        return {
            "article": self.article,
            "headline": self.headline,
            "date": self.date.isoformat() if self.date else None,
            "paper": self.paper,
            "quote": self.text,
            "fact": self.fact.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """What the points of one strand have in common; figures that differ in any of it are never set side by side.

    ``indicator`` is what is counted (粮食产量), ``scope`` whose or where (全国, 吉林省), ``nature`` what kind of number
    it is, ``basis`` what a change is set against (同比), ``code`` and ``family`` the unit to which values were
    converted, ``grain`` the kind of period: ``year``, ``quarter``, ``month``, ``to_date`` (of a year, from January on),
    ``day`` … ``prices`` tells comparable prices from current ones where the words do.
    """

    indicator: str
    scope: str | None = None
    nature: Nature | None = None
    basis: str | None = None
    code: str | None = None
    family: str | None = None
    grain: str = "year"
    prices: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The measure as JSON has it."""
        return {
            "indicator": self.indicator,
            "scope": self.scope,
            "nature": self.nature.value if self.nature else None,
            "basis": self.basis,
            "unit_code": self.code,
            "unit_family": self.family,
            "grain": self.grain,
            "prices": self.prices,
        }


@dataclass(frozen=True, slots=True)
class Point:
    """What was told of one period: the value in the strand's unit, between which bounds, and every mention of it.

    ``state`` is ``single`` (told once), ``agreed`` (told more than once, every interval meets), ``revised`` (a later
    mention says something else and says that it was revised, or gives the final figure after a preliminary one; the
    value is the latest) or ``disputed`` (mentions that cannot all be true; the value is that of most mentions, of as
    many the latest). ``mentions`` are in order of their days, those that agree with the value before the ``others``.
    """

    period: Period
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    state: str
    mentions: tuple[Mention, ...]
    others: tuple[Mention, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.period.start} to {self.period.end}: {written(self.value)} ({self.state})>"

    def to_dict(self) -> dict[str, Any]:
        """The point as JSON has it."""
        return {
            "period": self.period.to_dict(),
            "value": written(self.value),
            "low": written(self.low),
            "high": written(self.high),
            "state": self.state,
            "mentions": [one.to_dict() for one in self.mentions],
            "others": [one.to_dict() for one in self.others],
        }


@dataclass(frozen=True, slots=True)
class Strand:
    """Points that may be set side by side, in order of time."""

    measure: Measure
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, Any]:
        """The strand as JSON has it."""
        return {"measure": self.measure.to_dict(), "points": [one.to_dict() for one in self.points]}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that was looked at and left out of every strand, and why (a row of ``messages/series.toml``)."""

    mention: Mention
    why: str

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"mention": self.mention.to_dict(), "why": self.why}


@dataclass(frozen=True, slots=True, repr=False)
class Series:
    """What was asked for, followed through time. ``main`` is the strand that answers best, ``strands`` begins with it.

    >>> Series("粮食产量", None, (), ())
    <Series 粮食产量: no points>
    """

    what: str
    by: str | None
    strands: tuple[Strand, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def main(self) -> Strand | None:
        """The strand that answers best what was asked, where there is any."""
        return self.strands[0] if self.strands else None

    def __iter__(self) -> Iterator[Point]:
        return iter(self.main.points if self.main else ())

    def __repr__(self) -> str:
        if not self.main:
            return f"<Series {self.what}: no points>"
        told = self.main.measure
        names = " ".join(filter(None, (told.scope, told.indicator, told.code, f"by {told.grain}")))
        lines = (f"  {one!r}" for one in self.main.points)
        return "\n".join(
            [
                f"<Series {self.what}: {names}, {len(self.main.points)} points, {len(self.strands) - 1} other strands>",
                *lines,
            ]
        )

    def _repr_html_(self) -> str:
        """The table that a notebook shows: the points of the strand that answers best, with the words of the latest."""
        if not self.main:
            return f"<p>{escape(repr(self))}</p>"
        head, *_ = repr(self).strip("<>").splitlines()
        names = "<tr><th>period</th><th>value</th><th>state</th><th>words</th><th>day</th><th>story</th></tr>"
        rows = "".join(map(_row, self.main.points))
        return f"<table><caption>{escape(head)}</caption>{names}{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The series as JSON has it."""
        return {
            "schema": "presscheck/series/1",
            "what": self.what,
            "by": self.by,
            "strands": [one.to_dict() for one in self.strands],
            "left_out": [one.to_dict() for one in self.left_out],
        }


def _row(point: Point) -> str:
    told = point.mentions[-1] if point.mentions else None
    words = told.fact.evidence.text if told else ""
    other = "".join(f" ≠ {one.fact.evidence.text}" for one in point.others)
    day = told.date.isoformat() if told and told.date else ""
    period = f"{point.period.start or '…'} to {point.period.end or '…'}"
    cells = (period, written(point.value) or "", point.state, words + other, day, told.article if told else "")
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
