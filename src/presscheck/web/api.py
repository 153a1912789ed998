"""The same for programs: the verbs as REST, with the JSON of the command line."""

import datetime
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from presscheck.errors import WrongUsage
from presscheck.export.found_forms import Found
from presscheck.export.ledger_forms import Controls, Programme
from presscheck.export.series_forms import Series
from presscheck.export.verdict_forms import Findings, Verdicts
from presscheck.messages import both
from presscheck.web import checking
from presscheck.web.api_answers import WITH_A_BODY, RecordedStory, answers
from presscheck.web.api_forms import AuditedIn, Claimed, Day, FollowedIn, WantedIn
from presscheck.web.frame import page, record
from presscheck.web.people import Person, at_least
from presscheck.web.remembered import Shelf, version_of

router = APIRouter()
MOST_DAYS = 31
"""Days of stories that are held against each other at once."""
KEPT = {"Location": "Where the answer is kept, if that was asked for."}
Reader = Annotated[Person, Depends(at_least("reader"))]
_long: Shelf[Any] = Shelf(32, at_once=2)
"""Answers that may take long: two are worked out at a time, whoever asks."""
Name = Annotated[str, Query(min_length=1, max_length=100)]


@router.get("/api/v1/find", responses=answers(Found), tags=["find"])
def find(request: Request, person: Reader, asked: WantedIn) -> Response:
    """Stories that hold every word of ``q``, or, where filters ask for them, facts."""
    if not asked.q.strip() and not asked.filters.asks_for_facts:
        raise WrongUsage(**both("web_api.nothing_asked"))
    with record(request) as kept:
        told = kept.find(asked.q, asked.filters, limit=asked.limit, offset=asked.offset)
        # Of words in very many stories facets are counted in the latest facts only, which `more` tells.
        spread = kept.find(asked.q, asked.filters, limit=None, facets=True) if asked.facets else told
    return JSONResponse(replace(told, facets=spread.facets, more=told.more or spread.more).to_dict())


@router.get("/api/v1/facts", responses=answers(Found), tags=["find"])
def facts(request: Request, person: Reader, asked: WantedIn) -> Response:
    """Facts by kind, unit, time and names, in the stories that hold every word of ``q``."""
    if not asked.filters.asks_for_facts:
        raise WrongUsage(**both("web_api.no_filter"))
    return find(request, person, asked)


@router.get("/api/v1/series", responses=answers(Series), tags=["find"])
def series(request: Request, person: Reader, asked: FollowedIn) -> Response:
    """One indicator followed through time; every point leads to the words that say so."""
    since, until = asked.days
    with record(request) as kept:
        told = _long.get(
            version_of(kept),
            ("series", asked.model_dump_json()),
            lambda: kept.series(asked.what, by=asked.by, scope=asked.scope, since=since, until=until),
        )
    return JSONResponse(told.to_dict())


@router.get("/api/v1/stories/{name:path}", responses=answers(RecordedStory, 404), tags=["stories"])
def story(request: Request, person: Reader, name: str, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """One story as it is now, or as it was in an older version, with its facts."""
    with record(request) as kept:
        found = kept.article(name, version if version is None or version < 2**31 else None)
    if found is None:
        raise HTTPException(404)
    day = found.date.isoformat() if found.date else None
    told = {"name": found.name, "version": found.version, "current": found.current, "date": day, "paper": found.paper}
    return JSONResponse({**found.article.to_dict(), "record": {**told, "document": found.document}})


@router.post("/api/v1/check", responses=answers(Verdicts, *WITH_A_BODY, headers=KEPT), tags=["check"])
def check(request: Request, person: Reader, asked: Claimed) -> Response:
    """One verdict for each sentence of a text that can be checked."""
    with record(request) as kept:
        verdicts = checking.verdicts(kept, asked.text, asked.date)
    answer = JSONResponse([one.to_dict() for one in verdicts])
    if asked.keep:
        answer.headers["Location"] = checking.kept_under(request, person, asked.text, asked.date, verdicts)
    return answer


@router.get("/api/v1/audit", responses=answers(Findings), tags=["check"])
def audit(request: Request, person: Reader, asked: AuditedIn) -> Response:
    """Figures, days and names of the stories of some days that cannot all be true."""
    if not datetime.timedelta(0) <= asked.until - asked.since < datetime.timedelta(MOST_DAYS):
        raise WrongUsage(**both("web_api.too_many_days", most=MOST_DAYS))
    with record(request) as kept:
        days = asked.since, asked.until
        found = _long.get(version_of(kept), ("audit", *days), lambda: kept.audit(*days))
    return JSONResponse([one.to_dict() for one in found])


@router.get("/api/v1/programmes", responses=answers(Programme), tags=["ledgers"])
def programme(request: Request, person: Reader, name: Name, on: Day | None = None) -> Response:
    """What the record tells of a cooperation programme."""
    with record(request) as kept:
        told = _long.get(version_of(kept), ("programme", name, on), lambda: kept.programme(name, on=on))
    return JSONResponse(told.to_dict())


@router.get("/api/v1/controls", responses=answers(Controls), tags=["ledgers"])
def controls(
    request: Request,
    person: Reader,
    name: Annotated[str | None, Query(max_length=100)] = None,
    on: Day | None = None,
) -> Response:
    """The control lists of the record, as they stand on a day."""
    with record(request) as kept:
        told = _long.get(version_of(kept), ("controls", name, on), lambda: kept.controls(name, on=on))
    return JSONResponse(told.to_dict())


@router.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request, person: Reader) -> Response:
    """The interface as OpenAPI has it: only what is for programs."""
    return JSONResponse(request.app.openapi())


@router.get("/api/docs", include_in_schema=False)
def documentation(request: Request, person: Reader) -> Response:
    """The interface as a page to try it on."""
    return page(request, "api.html")
