"""What a reader is told when something goes wrong: what, why, and what to do, and nothing of our inside."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from presscheck.errors import (
    HandsCrossed,
    Lang,
    NotApplicable,
    PageUnreadable,
    PartMissing,
    PresscheckError,
    RecordBusy,
    WrongUsage,
)
from presscheck.messages import both
from presscheck.web.frame import language, page
from presscheck.web.people import NotAllowed

STATUS: tuple[tuple[type[PresscheckError], int], ...] = (
    (NotAllowed, 403),
    (HandsCrossed, 409),
    (NotApplicable, 422),
    (WrongUsage, 400),
    (PageUnreadable, 422),
    (PartMissing, 501),
    (RecordBusy, 503),
)
"""The status that tells of each family of errors; any other is 500."""
ROWS = {
    401: "web_people.sign_in_first",
    403: "web_people.not_from_here",
    404: "web.not_found",
    405: "web.not_so",
    408: "web_people.too_slow",
    412: "web_api.stale",
    413: "web.too_large",
    414: "web_people.too_long",
    421: "web_people.wrong_host",
    429: "web_people.too_many",
    431: "web_people.too_long",
}
"""What is said where a request is refused."""
UNBEARABLE: tuple[type[Exception], ...] = (UnicodeError, OverflowError)
"""What a request can bring that no file and no record can hold: half a character, a number of thirty digits."""
LOG = logging.getLogger("presscheck.desk")


def add(app: FastAPI) -> None:
    """Have ``app`` tell of errors in our way; of our own mistakes the guard at the door tells, see ``bug``."""
    app.add_exception_handler(PresscheckError, _ours)
    app.add_exception_handler(HTTPException, http)
    for kind in UNBEARABLE:
        app.add_exception_handler(kind, _unbearable)
    app.add_exception_handler(RequestValidationError, _invalid)


def told(request: Request, status: int, words: str) -> Response:
    """An error as a page, or, where a program asks, as a problem (RFC 9457)."""
    if request.url.path.startswith(("/api/v", "/iiif/")) or request.url.path.endswith(".json"):
        problem = {"type": "about:blank", "title": words, "status": status}
        return JSONResponse(problem, status, media_type="application/problem+json")
    return page(request, "error.html", status=status, words=words)


def status_of(error: PresscheckError) -> int:
    """The status that tells of an error."""
    given: int | None = getattr(error, "status", None)
    return given or next((status for kind, status in STATUS if isinstance(error, kind)), 500)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, PresscheckError)
    return told(request, status_of(error), words_of(error, language(request)))


def words_of(error: PresscheckError, lang: Lang) -> str:
    """What is said of an error at the desk: advice that leads to the command line is of no use here.

    >>> words_of(WrongUsage(en="There is no such day.", zh="没有这一天。"), "en")
    'There is no such day.'
    """
    return error.says[lang].format(**error.values) if error.advice is WrongUsage.advice else error.tell(lang)


async def http(request: Request, error: Exception) -> Response:
    """What is said where a request is refused."""
    assert isinstance(error, HTTPException)
    row = ROWS.get(error.status_code, "web.refused")
    answer = told(request, error.status_code, both(row)[language(request)])
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = ", ".join(dict.fromkeys(".".join(map(str, one["loc"][1:])) for one in error.errors()))
    return told(request, 422, both("web.wrong_fields", fields=places)[language(request)])


async def _unbearable(request: Request, error: Exception) -> Response:
    LOG.warning("%s %s", request.method, request.url.path, exc_info=error)
    return told(request, 400, both("web.refused")[language(request)])


async def bug(request: Request, error: Exception) -> Response:
    """What is said of our own mistakes: nothing of our inside."""
    LOG.error("%s %s: %r", request.method, request.url.path, error)  # the server itself tells the whole story
    return told(request, 500, both("web.bug")[language(request)])
