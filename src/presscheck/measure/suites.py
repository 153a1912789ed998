"""``presscheck measure suite``: numbers, sums and times held against test suites, each in its own conventions."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from presscheck import __version__
from presscheck.errors import FileMissing, Lang, PageUnreadable
from presscheck.facts.tables import digest, fact_tables
from presscheck.measure import news40, news40_times, peer_suite, peer_times
from presscheck.measure.report import Ingredients
from presscheck.messages import say

PEER_ROWS = ("facts/peer_suite.toml", "facts/peer_times.toml")
TIMES = "DateTime/DateTimeModel"


class Row(NamedTuple):
    """One line of a suite: how many of its cases are right, and of how many.

    ``fair`` leaves out cases whose conventions newspapers do not share: right, and of how many.
    """

    name: str
    right: int
    wanted: int
    fair: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        told: dict[str, Any] = {"name": self.name, "right": self.right, "wanted": self.wanted}
        return told | ({"fair_right": self.fair[0], "fair_wanted": self.fair[1]} if self.fair else {})


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """How many cases of a suite are right, line by line; ``extra`` counts what was found where nothing is marked.

    >>> report = SuiteReport("news40", (Row("value", 79, 80),), {}, Ingredients("7c1e", "9f02", "0.1.0"))
    >>> report.recipe
    'suite.news40 = 79/80 | suite:7c1e | tables:9f02 | v:0.1.0'
    """

    name: str
    rows: tuple[Row, ...]
    extra: dict[str, int]
    made_of: Ingredients

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        told = " ".join(f"{row.right}/{row.wanted}" for row in self.rows)
        made_of = self.made_of
        return f"suite.{self.name} = {told} | suite:{made_of.pages} | tables:{made_of.model} | v:{made_of.version}"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        rows = [row.to_dict() for row in self.rows]
        return {"suite": self.name, "rows": rows, "extra": self.extra, "recipe": self.recipe}

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        return (*(line for row in self.rows for line in _line(row, lang)), *self._extra(lang), self.recipe)

    def _extra(self, lang: Lang) -> Iterator[str]:
        for name, count in self.extra.items():
            yield say("measure.suite_extra", lang, what=_name(name, lang), count=count)


def _line(row: Row, lang: Lang) -> Iterator[str]:
    share = f"{row.right / row.wanted:.4f}" if row.wanted else "–"
    told = say("measure.suite_row", lang, what=_name(row.name, lang), right=row.right, wanted=row.wanted, share=share)
    if row.fair:
        right, wanted = row.fair
        share = f"{right / wanted:.4f}" if wanted else "–"
        told += say("measure.suite_fair", lang, right=right, wanted=wanted, share=share)
    yield told


def _name(name: str, lang: Lang) -> str:
    """A line's name: a file's stays as it is."""
    return name if "/" in name else say(f"measure.suite_{name}", lang)


def measure_suite(name: str, path: Path) -> SuiteReport:
    """Hold our reading against a suite: ``recognizers``, a folder of its files, or ``news40``, a file.

    Raises ``FileMissing``, and ``PageUnreadable`` where a file is not of the form it should be.
    """
    read, files = SUITES[name]
    there = [path / file for file in files] if files else [path]
    for file in there:
        if not file.is_file():
            raise FileMissing(file=file)
    try:
        rows, extra = read(path)
    except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
        raise PageUnreadable(file=path) from error
    told = hashlib.sha256()
    for file in there:
        told.update(file.read_bytes())
    made_of = Ingredients(told.hexdigest()[:8], digest((*fact_tables(), *PEER_ROWS))[:8], __version__)
    return SuiteReport(name, rows, extra, made_of)


def _recognizers(folder: Path) -> tuple[tuple[Row, ...], dict[str, int]]:
    rows = [Row(one.name, one.right, one.supported, (one.fair_right, one.fair)) for one in peer_suite.score(folder)]
    times = peer_times.score(folder / f"{TIMES}.json")
    return (*rows, Row(TIMES, times.right, times.supported, (times.fair_right, times.fair))), {}


def _news40(file: Path) -> tuple[tuple[Row, ...], dict[str, int]]:
    """Figures, each level with the one before; times that have days, and the words of all times."""
    figures, times = news40.score_figures(file), news40_times.score(file)
    levels = ("value", "unit", "operator", "surface")
    rows = [Row(f"figure_{level}", getattr(figures, level), figures.wanted) for level in levels]
    dated = [row for row in times.rows if row.start is not None]
    rows.append(Row("time_days", sum(row.right for row in dated), len(dated)))
    rows.append(Row("time_words", sum(row.spanned for row in times.rows), len(times.rows)))
    return tuple(rows), {"figures": figures.spurious, "times": len(times.extra)}


Read = Callable[[Path], tuple[tuple[Row, ...], dict[str, int]]]
SUITES: dict[str, tuple[Read, tuple[str, ...]]] = {
    "recognizers": (_recognizers, (*(f"{name}.json" for name in peer_suite.MODELS), f"{TIMES}.json")),
    "news40": (_news40, ()),
}
"""What reads each suite, and the files it has where it is a folder."""
