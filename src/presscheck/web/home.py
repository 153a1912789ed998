"""The first screen: three doors."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from presscheck.web.frame import COOKIE, page
from presscheck.web.guard import here

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """Read a page, find a fact, check a claim."""
    return page(request, "home.html")


@router.get("/language/{lang}")
def speak(request: Request, lang: str) -> Response:
    """Speak ``lang`` from now on, and go on where the reader was."""
    answer = RedirectResponse(here(request.headers.get("referer", "")), 303)
    if lang in ("zh", "en"):
        answer.set_cookie(COOKIE, lang, max_age=31_536_000, samesite="lax")
    return answer
