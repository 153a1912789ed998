"""The strands of a series and the points of one, laid out for a page: what differs, what was told, and by whom."""

from dataclasses import dataclass

from presscheck.errors import Lang
from presscheck.export.axis import Scale, period_name, scale
from presscheck.export.points import ALARMING, Quoted, latest, main_mention, sentence
from presscheck.export.text import visible
from presscheck.export.titles import counts, interval, kind
from presscheck.messages import say
from presscheck.model.series import Mention, Point, Series, Strand
from presscheck.show.fact_words import number
from presscheck.web.fact_rows import address_of

SIGNS = {"single": "○", "agreed": "●", "revised": "▲", "disputed": "◆"}
"""The sign of each state, which says the same as its colour."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A strand by what tells it from the others."""

    number: int
    indicator: str
    scope: str
    nature: str
    unit: str
    grain: str
    counts: str


@dataclass(frozen=True, slots=True)
class Told:
    """A mention of a point: its sentence in three, its day, and the address of its words."""

    quoted: Quoted
    day: str
    headline: str
    paper: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A point as the table shows it: the sentence that tells it best, all that agree, and what contradicts it."""

    period: str
    value: str
    between: str
    state: str
    sign: str
    alarming: bool
    day: str
    best: Told | None
    mentions: tuple[Told, ...]
    others: tuple[Told, ...]


def listed(series: Series, lang: Lang) -> list[Listed]:
    """The strands, the one that answers best first."""
    return [_listed(at, one, lang) for at, one in enumerate(series.strands, 1)]


def _listed(at: int, strand: Strand, lang: Lang) -> Listed:
    told = strand.measure
    return Listed(
        at,
        visible(told.indicator),
        visible(told.scope or ""),
        kind(told, lang),
        scale(strand, lang).unit,
        say(f"chart.by_{told.grain}", lang),
        counts(strand, lang),
    )


def points(strand: Strand, lang: Lang) -> list[Row]:
    """The points of a strand in order of time."""
    unit = scale(strand, lang)
    return [_row(one, strand, unit, lang) for one in strand.points]


def _row(point: Point, strand: Strand, unit: Scale, lang: Lang) -> Row:
    best, last = main_mention(point, strand.measure), latest(point)
    return Row(
        period=period_name(point.period, strand.measure.grain, lang),
        value=number(unit.of(point.value)),
        between=interval(point, strand.measure, unit, lang),
        state=point.state,
        sign=SIGNS[point.state],
        alarming=point.state in ALARMING,
        day=last.date.isoformat() if last and last.date else "",
        best=told_of(best) if best else None,
        mentions=tuple(told_of(one) for one in point.mentions if one is not best),
        others=tuple(map(told_of, point.others)),
    )


def told_of(mention: Mention) -> Told:
    """A mention as a page quotes it."""
    return Told(
        sentence(mention),
        mention.date.isoformat() if mention.date else "",
        visible(mention.headline or mention.article),
        visible(mention.paper or ""),
        address_of(mention.article, mention.fact.id),
    )
