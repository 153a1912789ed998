"""How what was found is spread over months, papers, kinds, speakers and units: each a link that narrows it down."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from presscheck.errors import Lang
from presscheck.export.axis import unit_name
from presscheck.messages import say
from presscheck.model.found import Found
from presscheck.web.wanted import Wanted

MOST_MONTHS = 60
"""Bars of one drawing: of more months years are drawn."""
HEIGHT = 64
STEP = 10
"""Units of a bar's place in the drawing, which is as wide as there is room; the same months stand in a list beside."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value with how often it stands and where its link leads; ``bar`` is its height in the drawing of months."""

    value: str
    count: int
    address: str
    chosen: bool = False
    bar: float = 0
    least: bool = False
    """Whether it may stand more often than was counted."""


def _between(first: str, last: str) -> Iterator[str]:
    """Every month from one to another: a gap has to look like a gap.

    >>> list(_between("2025-11", "2026-02"))
    ['2025-11', '2025-12', '2026-01', '2026-02']
    """
    start, end = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    yield from (f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1))


class Facets:
    """The facets of what was found; where they are ``cut``, only the latest facts were counted.

    >>> found = Found("水渠", 3, facets=(("month", (("2026-05", 1), ("2026-06", 2))), ("kind", (("figure", 3),))))
    >>> [(one.value, one.bar) for one in Facets(found, Wanted({"q": "水渠"}), "en").months]
    [('2026-05', 32.0), ('2026-06', 64.0)]
    """

    height, step = HEIGHT, STEP

    def __init__(self, found: Found, wanted: Wanted, lang: Lang) -> None:
        self.path = "/facts" if found.of == "facts" else "/find"
        self.wanted, self.lang = wanted, lang
        self.told = dict(found.facets)
        self.cut = found.more

    @property
    def months(self) -> list[Facet]:
        """The months, or, of many, the years, with the height of their bars; those without any stand there too."""
        found = {month: count for month, count in self.told.get("month", ()) if month}
        told = [(month, found.get(month, 0)) for month in _between(min(found), max(found))] if found else []
        if len(told) > MOST_MONTHS:
            years = groupby(told, key=lambda one: one[0][:4])
            told = [(year, sum(count for _, count in months)) for year, months in years]
        most = max((count for _, count in told), default=1)
        return [Facet(name, count, self._in(name), bar=round(HEIGHT * count / most, 1)) for name, count in told]

    def _in(self, name: str) -> str:
        """The same search in a month, or a year: as the form has it, 2026-06 or 2026; closer days asked for stay."""
        since, until = (self.wanted[end] if self.wanted[end].startswith(name) else name for end in ("since", "until"))
        return self.wanted.address(self.path, since=since, until=until)

    @property
    def lists(self) -> list[tuple[str, list[Facet]]]:
        """The other facets that tell anything, by name."""
        out = []
        for name in ("kind", "paper", "speaker", "unit"):
            values = [self._value(name, value, count) for value, count in self.told.get(name, ())]
            if values:
                out.append((name, values))
        return out

    def _value(self, name: str, value: str, count: int) -> Facet:
        chosen = self.wanted[name] == value
        shown = say(f"facts.{value}", self.lang) if name == "kind" else value
        if name == "unit":
            shown = unit_name(value, self.lang)
        path = "/facts" if name != "paper" else self.path
        address = self.wanted.address(path, **{name: "" if chosen else value})
        return Facet(shown, count, address, chosen, least=self.cut and path == "/facts")
