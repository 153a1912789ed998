"""``presscheck measure series``: the points of series held against figures that people looked at.

A judgement is stand-off: the figure's story, paragraph and offsets, what was asked, and what the figure truly tells
(value in its unit, period, whose). No text is kept. Looked at are the main strand of each series and the two behind it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from presscheck import __version__
from presscheck.errors import FileMissing, Lang, PageUnreadable
from presscheck.facts.tables import digest, fact_tables
from presscheck.measure.pairs import nothing_to_measure
from presscheck.measure.report import Ingredients
from presscheck.messages import say
from presscheck.model.fact import written
from presscheck.model.series import Measure, Mention, Point, Series

LOOKED_AT = 3
"""So many strands of each series are looked at."""
WRONG = ("value", "period", "scope", "foreign")
"""What may be wrong with a point; ``foreign``: it is of another indicator, nature or basis."""

Told = Callable[[str, str | None], Series]
"""Gathers a series of what is asked for, by a grain or ``None``."""
Judgement = Mapping[str, Any]


class Place(NamedTuple):
    """A figure as something asked for was looked for in it."""

    what: str
    article: str
    paragraph: int | None
    start: int


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """How many points are right, what is wrong with the others, how many nobody looked at, what is missing.

    >>> SeriesReport(Counter(right=19, period=1), 2, 0, Ingredients("7c1e", "9f02", "0.1.0")).recipe
    'series.points.right = 0.9500 | gold:7c1e(20) | tables:9f02 | v:0.1.0'
    """

    counts: Counter[str]
    unseen: int
    missing: int
    made_of: Ingredients

    @property
    def points(self) -> int:
        """Points that were looked at."""
        return sum(self.counts.values())

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        share = f"{self.counts['right'] / self.points:.4f}" if self.points else "–"
        made_of = self.made_of
        gold = f"gold:{made_of.pages}({self.points}) | tables:{made_of.model} | v:{made_of.version}"
        return f"series.points.right = {share} | {gold}"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        wrong = {name: self.counts[name] for name in WRONG}
        told = {"points": self.points, "right": self.counts["right"], "wrong": wrong}
        return told | {"unseen": self.unseen, "missing": self.missing, "recipe": self.recipe}

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        wrong = {name: self.counts[name] for name in WRONG}
        told = say("series.measured", lang, points=self.points, right=self.counts["right"], **wrong)
        return told, say("series.not_measured", lang, unseen=self.unseen, missing=self.missing), self.recipe


def measure_series(gold: Path, told: Told) -> SeriesReport:
    """Gather every series that was judged and hold its points against the judgements.

    ``told`` gathers from a record that holds the stories judged. Raises ``FileMissing``, ``PageUnreadable`` where the
    file is not of the form it should be, and ``WrongUsage`` where it holds no judgement.
    """
    lines = read_judgements(gold)
    if not lines:
        raise nothing_to_measure(gold)
    content = hashlib.sha256(gold.read_bytes()).hexdigest()[:8]
    return score(lines, told, Ingredients(content, digest(fact_tables())[:8], __version__))


def read_judgements(gold: Path) -> list[Judgement]:
    """The judgements of a file; its line of ``indicators`` says for which the file was made, before any was looked at.

    Raises ``FileMissing`` and ``PageUnreadable``.
    """
    if not gold.is_file():
        raise FileMissing(file=gold)
    try:
        told = [json.loads(line) for line in gold.read_text(encoding="utf8").splitlines() if line.strip()]
        return [line for line in told if "indicators" not in line and place_of(line)]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PageUnreadable(file=gold) from error


def score(lines: Iterable[Judgement], told: Told, made_of: Ingredients) -> SeriesReport:
    """Count what is right; a point that stands in several strands is counted once for each."""
    judged = {place_of(line): line for line in lines}
    counts: Counter[str] = Counter()
    seen: set[tuple[str, Measure, str, str]] = set()
    reached: set[Place] = set()
    unseen = 0
    for what, by in dict.fromkeys((line["what"], line["by"]) for line in judged.values()):
        for measure, point in _looked_at(told(what, by)):
            places = [_place(what, one) for one in point.mentions]
            reached.update(places)
            key = (what, measure, point.period.start or "", point.period.end or "")
            if key in seen:
                continue
            seen.add(key)
            verdict = next((_verdict(judged[one], measure, point) for one in places if one in judged), None)
            unseen += verdict is None
            counts.update([verdict] if verdict else [])
    missing = sum(line["right"] and place not in reached for place, line in judged.items())
    return SeriesReport(counts, unseen, missing, made_of)


def _looked_at(series: Series) -> Iterator[tuple[Measure, Point]]:
    for strand in series.strands[:LOOKED_AT]:
        for point in strand.points:
            yield strand.measure, point


def place_of(line: Judgement) -> Place:
    """Where the figure of a judgement stands."""
    return Place(line["what"], line["article"], line["paragraph"], line["start"])


def _place(what: str, mention: Mention) -> Place:
    words = mention.fact.evidence
    return Place(what, mention.article, words.paragraph, words.start)


def _verdict(line: Judgement, measure: Measure, point: Point) -> str:
    """``right``, or what is wrong with a point by what its figure truly tells."""
    if line["wrong"] == "foreign" or line["indicator"] != measure.indicator:
        return "foreign"
    period = [point.period.start, point.period.end]
    if (written(point.value), measure.code) != (line["value"], line["unit"]):
        return "value"
    if period != line["period"]:
        return "period"
    return "right" if measure.scope == line["scope"] else "scope"
