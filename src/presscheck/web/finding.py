"""Finding: stories by any word, facts by what they say and of whom, each leading to its words."""

from functools import partial
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from presscheck.errors import WrongUsage
from presscheck.export import record as exports
from presscheck.messages import both
from presscheck.model.found import Found
from presscheck.record.entries import KINDS
from presscheck.recording import Record
from presscheck.web import facets, stories
from presscheck.web.downloads import named
from presscheck.web.fact_rows import rows
from presscheck.web.frame import language, page, record
from presscheck.web.people import Person, at_least
from presscheck.web.quoting import quoted
from presscheck.web.remembered import Shelf, version_of
from presscheck.web.wanted import DEEPEST, FIELDS, PAGE, ROLES, Wanted, wanted_of, what_is_wrong

router = APIRouter()
router.include_router(stories.router)
MOST_TAKEN = 5_000
"""Facts that are written down at once; more of them are for `presscheck export`."""
MOST_IN_JSON = 1_000
Reader = Annotated[Person, Depends(at_least("reader"))]
_kept: Shelf[Found] = Shelf(128)
"""Pages of searches that were made lately: who goes back, or shares a link, asks the same again."""
_facets: Shelf[Found] = Shelf(256)
"""How what was found is spread, which is the same on every page of it."""


@router.get("/find")
def find(request: Request, person: Reader) -> Response:
    """Stories that hold every word, or, where filters ask for them, facts; with ways to narrow it down."""
    wanted = wanted_of(request.query_params)
    told = _found(request, wanted, facts=False) if wanted.given else None
    return _shown(request, "find.html", wanted, told)


@router.get("/facts")
def facts(request: Request, person: Reader) -> Response:
    """Facts as a table, the latest or the oldest first."""
    wanted = wanted_of(request.query_params)
    told = _found(request, wanted, facts=True) if wanted.given else None
    return _shown(request, "facts.html", wanted, told)


def _found(request: Request, wanted: Wanted, *, facts: bool) -> "tuple[Found, Found] | WrongUsage":
    """What was found, or why this cannot be looked for: that is told beside the form, not instead of it."""
    try:
        filters = wanted.filters(facts=facts)
        with record(request) as kept:
            spread = "facets" in request.query_params
            return found_in(kept, wanted, facts=filters.asks_for_facts, spread=spread)
    except WrongUsage as error:
        return error


def found_in(kept: Record, wanted: Wanted, *, facts: bool, spread: bool = False) -> tuple[Found, Found]:
    """One page of a search, remembered until the record changes; and its facets, where they are asked for or known.

    Raises what ``find`` raises.
    """
    filters = wanted.filters(facts=facts)
    asked = tuple((name, wanted[name]) for name in FIELDS)
    version = version_of(kept)
    look = partial(kept.find, wanted["q"], filters)
    told = _kept.get(
        version,
        (facts, asked, wanted.page, wanted.oldest),
        lambda: look(limit=PAGE, offset=wanted.offset, oldest=wanted.oldest),
    )
    counted = _facets.held(version, (facts, asked))
    if counted is None and spread:
        counted = _facets.get(version, (facts, asked), lambda: look(facets=True, limit=None))
    return told, Found(told.query, 0, of=told.of) if counted is None else counted


def _shown(
    request: Request, template: str, wanted: Wanted, told: "tuple[Found, Found] | WrongUsage | None"
) -> Response:
    found, counted = told if isinstance(told, tuple) else (None, None)
    wrong = what_is_wrong(told, language(request)) if isinstance(told, WrongUsage) else None
    pages = -(-found.total // PAGE) if found is not None else 0
    return page(
        request,
        template,
        status=400 if wrong else 200,
        wanted=wanted,
        found=found,
        wrong=wrong,
        pages=min(pages + (1 if found is not None and found.more else 0), DEEPEST),
        facets=facets.Facets(counted, wanted, language(request)) if counted is not None else None,
        kinds=KINDS,
        roles=ROLES,
        quoted=quoted,
        rows=partial(rows, lang=language(request)),
        says=partial(stories.says_shortly, lang=language(request)),
    )


@router.get("/find/facets")
def spread(request: Request, person: Reader) -> Response:
    """How what was found is spread: it is counted while the reader looks at the first of it."""
    wanted = wanted_of(request.query_params)
    facts = "facts" in request.query_params or wanted.filters().asks_for_facts
    with record(request) as kept:
        _, counted = found_in(kept, wanted, facts=facts, spread=True)
    return page(request, "narrow.html", facets=facets.Facets(counted, wanted, language(request)))


@router.get("/facts.json")
def facts_as_json(request: Request, person: Reader) -> Response:
    """The facts found, as `presscheck find --json` tells them."""
    wanted = wanted_of(request.query_params)
    with record(request) as kept:
        told = kept.find(wanted["q"], wanted.filters(facts=True), limit=MOST_IN_JSON, oldest=wanted.oldest)
    return JSONResponse(told.to_dict(), headers=named("facts", "json", *wanted.told.values()))


@router.get("/facts.csv")
def facts_as_csv(request: Request, person: Reader, excel: bool = True) -> Response:
    """The facts found, a row each, the earliest story first; raises ``WrongUsage`` where they are too many."""
    wanted = wanted_of(request.query_params)
    with record(request) as kept:
        filters = wanted.filters(facts=True)
        told = kept.find(wanted["q"], filters, limit=0)
        if told.total > MOST_TAKEN:
            raise WrongUsage(**both("web_find.too_many", most=MOST_TAKEN))
        table = exports.lines(kept.told(wanted["q"], filters), "csv", excel=excel)
        head, *written = islice(table, MOST_TAKEN + 2)
    if len(written) > MOST_TAKEN:  # where words are looked for, not all was counted before
        raise WrongUsage(**both("web_find.too_many", most=MOST_TAKEN))
    return Response(
        head + "".join(written),
        media_type="text/csv; charset=utf-8",
        headers=named("facts", "csv", *wanted.told.values()),
    )
