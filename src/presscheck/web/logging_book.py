"""Who did what at the desk."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.record.log import Noted, Sought, noted
from presscheck.web.frame import language, page, record
from presscheck.web.guard import gate_of
from presscheck.web.people import Person, at_least

router = APIRouter(include_in_schema=False)
PAGE = 50
"""Lines of the log on a page."""
PATIENCE = 2
"""Seconds that the page waits for what was just noted."""
DAY = r"^(\d{4}-\d\d-\d\d)?$"
LATEST = 2**53
KNOWN = ("came in", "went out", "wrong token", "sent out")
"""What is noted of the door itself, as it stands in the log; it is shown in the reader's language."""
ADMIN = Annotated[Person, Depends(at_least("admin"))]


def sought(
    request: Request,
    who: Annotated[str, Query(max_length=100)] = "",
    what: Annotated[str, Query(max_length=100)] = "",
    address: Annotated[str, Query(max_length=100)] = "",
    day: Annotated[str, Query(pattern=DAY)] = "",
    until: Annotated[str, Query(pattern=DAY)] = "",
) -> Sought:
    """Which lines are wanted."""
    words = {said(one, language(request)): one for one in KNOWN}
    what = what.strip()
    return Sought(who.strip(), words.get(what, what), address.strip(), day, until)


def said(what: str, lang: Lang) -> str:
    """What a line says was done, in ``lang`` where it is one of ours.

    >>> said("came in", "zh"), said("POST /check", "zh")
    ('登录', 'POST /check')
    """
    return say(f"web_people.did_{what.replace(' ', '_')}", lang) if what in KNOWN else what


WANTED = Annotated[Sought, Depends(sought)]
BEFORE = Annotated[int | None, Query(ge=1, le=LATEST)]


@router.get("/log")
def log_book(request: Request, admin: ADMIN, wanted: WANTED, before: BEFORE = None) -> Response:
    """The log, the newest lines first."""
    lines = _lines(request, wanted, PAGE, before)
    return page(request, "log.html", lines=lines, wanted=wanted, said=said, **_ways(wanted, lines, before))


@router.get("/log.json")
def log_for_programs(
    request: Request,
    admin: ADMIN,
    wanted: WANTED,
    before: BEFORE = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """The same for programs; ``next`` is the ``before`` of the page after."""
    lines = _lines(request, wanted, limit, before)
    following = lines[-1].id if len(lines) == limit else None
    return JSONResponse({"lines": [one.to_dict() for one in lines], "next": following})


def _lines(request: Request, wanted: Sought, limit: int, before: int | None) -> tuple[Noted, ...]:
    gate_of(request).book.flush(PATIENCE)
    with record(request) as kept:
        return noted(kept.store, wanted, limit=limit, before=before)


def _ways(wanted: Sought, lines: tuple[Noted, ...], before: int | None) -> dict[str, Any]:
    """The addresses of the pages around this one."""
    asked = {name: value for name in Sought.__slots__ if (value := getattr(wanted, name))}
    older = {**asked, "before": lines[-1].id} if len(lines) == PAGE else None
    return {
        "older": f"/log?{urlencode(older)}" if older else None,
        "newest": f"/log?{urlencode(asked)}" if before else None,
        "programs": f"/log.json?{urlencode(asked)}",
    }
