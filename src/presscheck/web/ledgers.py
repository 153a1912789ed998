"""The two ledgers: what the record tells of a cooperation programme, and how control lists stand on a day."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

import presscheck.check.programme  # noqa: F401 - so that whoever asks first does not wait until it is read in
from presscheck.check.controls import is_anyones
from presscheck.data import rows
from presscheck.errors import WrongUsage
from presscheck.export import iati
from presscheck.messages import both
from presscheck.model.fact import Period, written
from presscheck.model.found import FoundFact, Passage, Source
from presscheck.model.ledger import Controls, Programme
from presscheck.model.ledger import Sentence as SentenceTold
from presscheck.record import search
from presscheck.recording import Record
from presscheck.web.downloads import named
from presscheck.web.fact_rows import address_of
from presscheck.web.frame import language, page, record
from presscheck.web.people import Person, at_least
from presscheck.web.quoting import quoted
from presscheck.web.remembered import Shelf, version_of
from presscheck.web.wanted import day_of, what_is_wrong

router = APIRouter()
LONGEST = 100
MOST_QUOTED = 12
"""Sentences of one row that are quoted; how many more there are is said."""
SIGNS = {"met": "✓", "short": "✗", "under_way": "…", "acted": "→", "open": "○", "overdue": "!", "undated": "–"}
"""The sign of what became of a promise."""
LOOKS = {"met": "good", "short": "bad", "under_way": "doubt", "acted": "good", "overdue": "bad"}
Reader = Annotated[Person, Depends(at_least("reader"))]
_programmes: Shelf[Programme] = Shelf(16, at_once=2)
_controls: Shelf[Controls] = Shelf(16, at_once=2)
_known: Shelf[tuple[tuple[str, int], ...]] = Shelf(4)


@router.get("/programmes")
def programmes(request: Request, person: Reader, name: str = "", on: str = "") -> Response:
    """A programme followed through the record; without a name the programmes that are known."""
    name, wrong, told = name.strip()[:LONGEST], None, None
    try:
        told = _programme(request, name, on) if name else None
    except WrongUsage as error:
        wrong = what_is_wrong(error, language(request))
    with record(request) as kept:
        known = known_in(kept)
    return page(
        request,
        "programme.html",
        status=400 if wrong else 200,
        name=name,
        on=on[:10],
        told=told,
        wrong=wrong,
        known=known,
        signs=SIGNS,
        looks=LOOKS,
        evidence=evidence,
        sentences=sentences,
        days=days,
    )


def _programme(request: Request, name: str, on: str) -> Programme:
    day = day_of(on, last=True)
    with record(request) as kept:
        return _programmes.get(version_of(kept), (name, day), lambda: kept.programme(name, on=day))


def known_in(kept: Record) -> tuple[tuple[str, int], ...]:
    """The programmes that have a row, with how many stories hold their name: those that the record tells of first."""

    def counted() -> tuple[tuple[str, int], ...]:
        names = [row["name"] for row in rows("check/programmes")["programme"]]
        told = [(name, search.count(kept.store, name)) for name in names]
        return tuple(sorted(told, key=lambda one: -one[1]))

    return _known.get(version_of(kept), "programmes", counted)


@router.get("/programmes.json")
def programme_as_json(request: Request, person: Reader, name: str, on: str = "") -> Response:
    """The ledger as `presscheck programme --json` has it."""
    told = _programme(request, _named(name), on)
    return JSONResponse(told.to_dict(), headers=named("programme", "json", name, on))


@router.get("/programmes.xml")
def programme_as_iati(request: Request, person: Reader, name: str, on: str = "") -> Response:
    """The ledger as an IATI activity."""
    told = _programme(request, _named(name), on)
    return Response(iati.written(told), media_type="application/xml", headers=named("programme", "xml", name, on))


def _named(name: str) -> str:
    if not name.strip():
        raise WrongUsage(**both("web_ledgers.no_name"))
    return name.strip()[:LONGEST]


@router.get("/controls")
def controls(request: Request, person: Reader, name: str = "", on: str = "") -> Response:
    """The control lists, each as it stands on a day, with what was changed when, by whom, for whom."""
    name, wrong, told = name.strip()[:LONGEST], None, None
    try:
        told = _listed(request, name, on)
    except WrongUsage as error:
        wrong = what_is_wrong(error, language(request))
    return page(
        request,
        "controls.html",
        status=400 if wrong else 200,
        name=name,
        on=on[:10],
        told=told,
        wrong=wrong,
        evidence=evidence,
        written=written,
        is_anyones=is_anyones,
        changes=sum(len(one.entries) for one in told.lists) if told else 0,
        days=days,
    )


def _listed(request: Request, name: str, on: str) -> Controls:
    day = day_of(on, last=True)
    with record(request) as kept:
        return _controls.get(version_of(kept), (name, day), lambda: kept.controls(name or None, on=day))


@router.get("/controls.json")
def controls_as_json(request: Request, person: Reader, name: str = "", on: str = "") -> Response:
    """The lists as `presscheck controls --json` has them."""
    return JSONResponse(
        _listed(request, name.strip()[:LONGEST], on).to_dict(), headers=named("controls", "json", name, on)
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that says so: in pieces, its day and story, and the address of its words."""

    pieces: list[tuple[str, str]]
    day: str
    headline: str
    address: str


def evidence(told: tuple[FoundFact, ...]) -> tuple[list[Sentence], int]:
    """The sentences of facts, each once with the words of all its facts marked; and how many more there are."""
    held: dict[tuple[Source, Passage], list[FoundFact]] = {}
    for one in told:
        held.setdefault((one.source, one.passage), []).append(one)
    out = [
        _sentence(source, quoted(passage, *(one.fact for one in facts)), address_of(source.article, facts[0].fact.id))
        for (source, passage), facts in list(held.items())[:MOST_QUOTED]
    ]
    return out, max(len(held) - MOST_QUOTED, 0)


def sentences(told: tuple[SentenceTold, ...]) -> tuple[list[Sentence], int]:
    """Sentences that have no facts of their own."""
    out = [_sentence(one.source, quoted(one.passage), address_of(one.source.article)) for one in told[:MOST_QUOTED]]
    return out, max(len(told) - MOST_QUOTED, 0)


def _sentence(source: Source, pieces: list[tuple[str, str]], address: str) -> Sentence:
    day = source.date.isoformat() if source.date else ""
    return Sentence(pieces, day, source.headline or source.article, address)


def days(period: Period | None) -> str:
    """A period by its days; a whole year or month is short.

    >>> days(Period("去年", "2025-01-01", "2025-12-31", "year")), days(None)
    ('2025', '')
    """
    if period is None or not (period.start or period.end):
        return ""
    first, last = (period.start or "…")[:10], (period.end or "…")[:10]
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    if first[:7] == last[:7] and first.endswith("-01") and last[8:] in ("28", "29", "30", "31"):
        return first[:7]
    return first if first == last else f"{first} – {last}"
