"""Facts as rows of a table: what the columns of the desk hold of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.model import Fact, Operator, Period, Quantity, Words
from presscheck.model.found import Found, FoundFact
from presscheck.show.fact_words import days, number, says
from presscheck.show.facts import shortened
from presscheck.web.quoting import quoted

WHOSE = ("subject", "agent", "who", "a", "issuers")
"""The roles that may fill the column of whose it is, the first that is told."""
WHAT = ("indicator", "object", "list", "what", "counterpart", "b")
TIMES = ("period", "time", "deadline", "effective", "announced", "since")


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as the table shows it; ``quote`` is its sentence in pieces, ``address`` leads to its words."""

    id: str
    day: str
    kind: str
    value: str
    unit: str
    indicator: str
    subject: str
    period: str
    speaker: str
    quote: list[tuple[str, str]]
    address: str


def rows(found: Found, lang: Lang) -> Iterator[Row]:
    """The facts found, a row each."""
    return (_row(one, lang) for one in found.facts)


def _row(one: FoundFact, lang: Lang) -> Row:
    fact = one.fact
    told = dict(fact.told())
    quantity = told.get("quantity")
    figure = quantity if isinstance(quantity, Quantity) else None
    value = _value(figure) if figure else visible(_told(fact, lang))
    return Row(
        id=fact.id,
        day=one.source.date.isoformat() if one.source.date else "",
        kind=fact.kind,
        value=value or visible(fact.evidence.text),
        unit=visible(figure.unit or figure.code or "") if figure else "",
        indicator=_first(told, WHAT),
        subject=_first(told, WHOSE),
        period=next((days(told[name], lang) for name in TIMES if isinstance(told.get(name), Period)), ""),
        speaker=visible(fact.speaker.text) if fact.speaker else "",
        quote=quoted(one.passage, fact),
        address=address_of(one.source.article, fact.id),
    )


def _told(fact: Fact, lang: Lang) -> str:
    """What a fact that is no figure tells, in short: a saying and a time by their own words."""
    return shortened(fact.evidence.text) if fact.kind in ("quote", "time") else says(fact, lang, in_words=True)[0].words


def address_of(story: str, fact: str | None = None) -> str:
    """Where a story, and in it the words of a fact, are read.

    >>> address_of("pages/p1.txt#a2", "pages/p1.txt#a2-f7")
    '/stories/pages%2Fp1.txt%23a2?fact=pages%2Fp1.txt%23a2-f7'
    """
    whose = f"/stories/{quote(story, safe='')}"
    return f"{whose}?fact={quote(fact, safe='')}" if fact else whose


def _value(quantity: Quantity) -> str:
    if quantity.value is not None and quantity.operator is not Operator.RANGE:
        return f"{'' if quantity.operator.value == '=' else quantity.operator.value + ' '}{number(quantity.value)}"
    return f"{number(quantity.low) or '…'}–{number(quantity.high) or '…'}"


def _first(told: dict[str, Any], names: tuple[str, ...]) -> str:
    """The words of the first of some fields that a fact tells."""
    return next((words for name in names if (words := _words(told.get(name)))), "")


def _words(value: Any) -> str:
    if isinstance(value, Words):
        return visible(value.text)
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    return visible(value) if isinstance(value, str) else ""
