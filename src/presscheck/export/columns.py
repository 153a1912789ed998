"""The columns of the table of facts, the same for CSV and Parquet: names that stay, types, and what each means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from presscheck.model import Fact, Period, Quantity, Words
from presscheck.model.fact import written
from presscheck.model.found import Told

BETWEEN = " | "
"""What stands between the values of a cell that has several."""
PERIODS = ("period", "time", "deadline", "effective", "since")
"""The roles of a time in a fact; each fact has one of them at most."""
DIGITS, PLACES = 28, 10
"""Digits before and after the point of a number that a column of exact decimals can hold."""

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its values (``string``, ``integer``, ``number``, ``boolean``, ``date``)."""

    name: str
    type: str
    means: str


COLUMNS = (
    Column("id", "string", "Id of the fact in the record"),
    Column("kind", "string", "figure, time, quote, act, change, commitment, rule or pairing"),
    Column("article", "string", "Id of the story"),
    Column("version", "integer", "Version of the story; the first is 1"),
    Column("date", "date", "Day of the story"),
    Column("paper", "string", "The newspaper, where it is known"),
    Column("headline", "string", "Headline as printed"),
    Column("part", "string", "Part of the story in which the words stand: body or a head"),
    Column("paragraph", "integer", "Index of the paragraph where the part is body; the first is 0"),
    Column("start", "integer", "Offset of the words in their part as printed, in characters (code points)"),
    Column("end", "integer", "Offset of the first character after them"),
    Column("quote", "string", "The words that say so, exactly as printed"),
    Column("sentence", "string", "The sentence in which they stand, as printed"),
    Column("speaker", "string", "Who says it, where the story does"),
    Column("value", "number", "The number printed, in unit_code"),
    Column("low", "number", "The least that the words allow, in unit_code; empty: not bounded"),
    Column("high", "number", "The most that the words allow, in unit_code; empty: not bounded"),
    Column("low_open", "boolean", "Whether low itself is left out"),
    Column("high_open", "boolean", "Whether high itself is left out"),
    Column("resolution", "number", "Place value of the last printed digit, in unit_code"),
    Column("operator", "string", "=, ~, <, <=, >, >= or range"),
    Column("unit", "string", "Unit as printed"),
    Column("unit_code", "string", "Unit, canonical: CNY, t, %, pp; a counter is its own"),
    Column("unit_family", "string", "What the unit measures"),
    Column("nature", "string", "stock, flow, cumulative, change, rate, points, share, multiple, average, index, …"),
    Column("indicator", "string", "What is counted or measured"),
    Column("subject", "string", "Whose it is"),
    Column("scope", "string", "How far it reaches"),
    Column("period_role", "string", "Which time of the fact the period is: period, time, deadline, effective, since"),
    Column("period_text", "string", "The period as printed"),
    Column("period_start", "string", "Its first day (2026-06-17) or minute (2026-06-17T09:30)"),
    Column("period_end", "string", "Its last day or minute, included"),
    Column("grain", "string", "Unit in which the period is told: year, quarter, month, day …"),
    Column("period_open", "boolean", "Whether its start or end is left open"),
    Column("period_vague", "boolean", "Whether no days can be told"),
    Column("basis", "string", "What a figure is set against, or the law of a rule, as printed"),
    Column("direction", "string", "up, down or flat"),
    Column("modality", "string", "actual, preliminary, estimate, plan, requirement, conditional or denied"),
    Column("polarity", "string", "positive or negative (acts)"),
    Column("part_of", "string", "Id of the figure of which it is a part"),
    Column("same_as", "string", "Id of the figure in the body which a head repeats"),
    Column("agent", "string", "Who acts"),
    Column("action", "string", "What is done; of a change: add, remove or modify"),
    Column("counterpart", "string", "With or to whom"),
    Column("object", "string", "To what"),
    Column("place", "string", "Where"),
    Column("words", "string", "What is said, as printed (quotes)"),
    Column("direct", "boolean", "Whether it stands in quotation marks (quotes)"),
    Column("title", "string", "The speaker's office (quotes)"),
    Column("cue", "string", "The verb of saying (quotes)"),
    Column("who", "string", "Who undertakes it, or whom a rule binds"),
    Column("force", "string", "must, must_not or may (rules)"),
    Column("what", "string", "What is undertaken, demanded, forbidden or allowed"),
    Column("figure", "string", "Id of the figure that a commitment aims at"),
    Column("programme", "string", "The programme of a commitment or pairing"),
    Column("list", "string", "The control list that is changed"),
    Column("items", "string", "What was put on it, taken off it or altered"),
    Column("class_wide", "boolean", "Whether a whole class is listed at once"),
    Column("countries", "string", "For which countries"),
    Column("issuers", "string", "Who changes it"),
    Column("instrument", "string", "By which notice"),
    Column("announced_text", "string", "When a change was announced, as printed"),
    Column("announced_start", "string", "Its first day"),
    Column("announced_end", "string", "Its last day"),
    Column("a", "string", "One side of a pairing"),
    Column("b", "string", "The other side"),
    Column("level", "string", "What the two sides are: county, township, village, enterprise"),
    Column("counts", "string", "Ids or words of the figures of a pairing"),
)
"""Every column, in the order of the table. New ones are added at the end; none is renamed."""


def rows(told: Told) -> Iterator[dict[str, Value]]:
    """The facts of a story as rows: what a fact does not say is left out.

    >>> from presscheck.model import Article, Time
    >>> from presscheck.model.found import FoundFact, Passage, Source
    >>> year = Time(id="f1", evidence=Words("2024年", "body", 0, 0, 5), period=Period("2024年", None, None, "year"))
    >>> found = FoundFact(Source("a7"), Passage("body", 0, 0, 6, "2024年。"), year)
    >>> (row,) = rows(Told(Source("a7"), 1, Article("a7"), (found,)))
    >>> row["id"], row["quote"], row["sentence"], row["grain"]
    ('f1', '2024年', '2024年。', 'year')
    """
    about: dict[str, Value] = {
        "article": told.source.article,
        "version": told.version,
        "date": told.source.date.isoformat() if told.source.date else None,
        "paper": told.source.paper,
        "headline": told.source.headline,
    }
    for found in told.facts:
        place = found.fact.evidence
        here = {"part": place.part, "paragraph": place.paragraph, "start": place.start, "end": place.end}
        words = {"quote": place.text, "sentence": found.passage.quote}
        yield {"id": found.fact.id, "kind": found.fact.kind, **about, **here, **words, **_said(found.fact)}


def _said(fact: Fact) -> dict[str, Value]:
    """What a fact says, field by field; times and quantities are spread over their columns."""
    out: dict[str, Value] = {"speaker": fact.speaker.text if fact.speaker else None}
    for name, value in fact.told():
        if isinstance(value, Quantity):
            out |= _quantity(value)
        elif isinstance(value, Period):
            out |= _period(name, value)
        elif name not in PERIODS and name != "announced":
            out[name] = _cell(value)
    return {name: value for name, value in out.items() if value is not None and name in _NAMES}


_NAMES = frozenset(column.name for column in COLUMNS)


def _quantity(quantity: Quantity) -> dict[str, Value]:
    numbers = {name: getattr(quantity, name) for name in ("value", "low", "high", "resolution")}
    told: Mapping[str, Value] = quantity.to_dict()
    return {**told, **numbers}


def _period(role: str, period: Period) -> dict[str, Value]:
    if role == "announced":
        return {"announced_text": period.text, "announced_start": period.start, "announced_end": period.end}
    return {
        "period_role": role,
        "period_text": period.text,
        "period_start": period.start,
        "period_end": period.end,
        "grain": period.grain,
        "period_open": period.open,
        "period_vague": period.vague,
    }


def _cell(value: Any) -> Value:
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple):
        return BETWEEN.join(one.text if isinstance(one, Words) else str(one) for one in value) or None
    return value if isinstance(value, bool) or value is None else str(value)


def exact(number: Decimal | None) -> Decimal | None:
    """A number as a column of exact decimals holds it; nothing where it has more digits than fit.

    >>> exact(Decimal("27000")), exact(Decimal("1e-12")), exact(Decimal("1e30"))
    (Decimal('27000'), None, None)
    """
    told = written(number)
    if told is None:
        return None
    whole, _, fraction = told.lstrip("-").partition(".")
    return number if len(whole) <= DIGITS and len(fraction) <= PLACES else None
