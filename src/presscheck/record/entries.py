"""A story made ready for the record: packed, and laid out by all that it can be asked for."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from presscheck.model import Article, Fact, Figure, Period, Words
from presscheck.record.characters import clean, tokens, words
from presscheck.record.figures import kept_figures
from presscheck.record.open_marks import open_marks
from presscheck.record.packing import pack
from presscheck.record.paragraphs import kept_times
from presscheck.record.passages import texts_of

KINDS = ("figure", "time", "quote", "act", "change", "commitment", "rule", "pairing")
"""The kinds of facts, each with its place as number in the record; new ones are added at the end."""
ROLES = (
    "indicator", "subject", "scope", "speaker", "agent", "counterpart", "place", "who", "a", "b", "issuers",
    "countries", "list", "instrument", "programme",
)  # fmt: skip
"""The roles whose names are kept to be asked for, each with its place as number; new ones are added at the end."""
_TIMES = ("period", "time", "deadline", "announced", "effective", "since")


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact by what it can be asked for; ``roles`` are numbers of ``ROLES`` with the names that fill them."""

    kind: int
    unit: str | None
    speaker: str | None
    first: int | None
    last: int | None
    roles: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as the record takes it in. ``day`` is a number (20260618), ``digest`` tells one that changed.

    ``told`` is the story without its facts, but with its figures once more, small, and the times by which they are
    dated; ``marks`` are its open corrections: tier, place and how sure each is.
    """

    name: str
    day: int | None
    paper: str | None
    digest: bytes
    told: bytes
    facts: bytes
    chars: str
    words: str
    rows: tuple[FactRow, ...]
    marks: tuple[tuple[int, int, float], ...] = ()


def entry_of(
    article: Article, name: str, digest: bytes, day: datetime.date | None = None, paper: str | None = None
) -> Entry:
    """The entry of a story that is to be called ``name``.

    >>> entry_of(Article("a1", headline="县城通了火车"), "20260618-01", b"").chars.strip()
    '县 城 通 了 火 车'
    """
    told = article.to_dict()
    facts = told.pop("facts")
    told["times"] = list(kept_times(article, day))
    told["figures"] = list(kept_figures(texts_of(article), article.facts))
    parts = tuple(_parts(article))
    return Entry(
        name=name,
        day=number_of(day),
        paper=paper and clean(paper),
        digest=digest,
        told=pack(told),
        facts=pack(facts),
        chars=tokens(*parts, *_better(article, parts)),
        words=words(*parts),
        rows=tuple(map(_row, article.facts)),
        marks=open_marks(told),
    )


def _parts(article: Article) -> Iterator[str]:
    """The words of a story, part by part; a byline or dateline within a paragraph stands there."""
    dateline = article.dateline.text if article.dateline else None
    within = {one.part for one in article.inside}
    heads = {"kicker": article.kicker, "headline": article.headline, "deck": article.deck, "byline": article.byline}
    heads["dateline"] = dateline
    yield from (text for part, text in heads.items() if text and part not in within)
    yield from (paragraph.text for paragraph in article.paragraphs)


def _better(article: Article, printed: Iterable[str]) -> Iterator[str]:
    """The parts that read otherwise once they are corrected: both are searched, so that no bad correction hides one."""
    seen = set(printed)
    for apply in ("sure", "likely"):
        for part in _parts(article.corrected(apply)):
            if part not in seen:
                seen.add(part)
                yield part


def _row(fact: Fact) -> FactRow:
    told = {name: value for name, value in chain(fact.told(), [("speaker", fact.speaker)]) if value}
    period = next((told[name] for name in _TIMES if isinstance(told.get(name), Period)), None)
    return FactRow(
        kind=KINDS.index(fact.kind),
        unit=fact.quantity.code if isinstance(fact, Figure) else None,
        speaker=clean(fact.speaker.text) if fact.speaker else None,
        first=_day(period.start) if period else None,
        last=_day(period.end) if period else None,
        roles=tuple(dict.fromkeys(_roles(told))),
    )


def _roles(told: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for number, role in enumerate(ROLES):
        value = told.get(role, ())
        for one in (value,) if isinstance(value, Words) else value:
            yield number, clean(one.text)


def _day(moment: str | None) -> int | None:
    return int(moment[:10].replace("-", "")) if moment else None


def number_of(day: datetime.date | None) -> int | None:
    """A day as the record counts it.

    >>> number_of(datetime.date(2026, 6, 18))
    20260618
    """
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int | None) -> datetime.date | None:
    """The day that a number of the record stands for.

    >>> day_of(20260618)
    datetime.date(2026, 6, 18)
    """
    return None if number is None else datetime.date(number // 10_000, number // 100 % 100, number % 100)


def digest_of(*told: Any) -> bytes:
    """What tells whether anything differs: 16 bytes over the JSON of ``told``.

    >>> digest_of({"a": 1}) == digest_of({"a": 1}), digest_of({"a": 1}) == digest_of({"a": 2})
    (True, False)
    """
    written = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).digest()[:16]
