"""Coming in, going out, and who has an account here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from presscheck.messages import both
from presscheck.web.book import note
from presscheck.web.frame import house, language, page
from presscheck.web.guard import DOOR, SESSION, WINDOW, gate_of, here
from presscheck.web.people import Person, at_least, known
from presscheck.web.staff import LONGEST

router = APIRouter(include_in_schema=False)
ADMIN = Annotated[Person, Depends(at_least("admin"))]


@router.get("/login")
def come_in(request: Request, next: str = "/") -> Response:
    """The form of the door."""
    if house(request).local or known(request):
        return RedirectResponse(here(next), 303)
    answer = page(request, "login.html", next=here(next), words=None)
    keep(request, answer, DOOR, request.state.session)
    return answer


@router.post("/login")
def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=LONGEST)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Sign in with a token: from now on the browser has a session of its own, under a number it never had before."""
    gate, address = gate_of(request), request.state.address
    if gate.guesses.full(address):
        return _not_in(request, 429, "too_many", here(next))
    entry = gate.staff.entry(token.strip())
    if entry is None:
        gate.guesses.add(address, token)
        note(request, "wrong token")
        return _not_in(request, 401, "wrong_token", here(next))
    gate.sessions.close(request.cookies.get(SESSION, ""))
    request.state.person = entry.person
    note(request, "came in")
    answer = RedirectResponse(here(next), 303)
    keep(request, answer, SESSION, gate.sessions.open(entry, address))
    answer.delete_cookie(DOOR, httponly=True, samesite="strict", secure=request.state.secure)
    return answer


@router.post("/logout")
def go_out(request: Request) -> Response:
    """Sign out: the session ends here, not only in the browser."""
    gate_of(request).sessions.close(request.cookies.get(SESSION, ""))
    note(request, "went out")
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION, httponly=True, samesite="strict", secure=request.state.secure)
    if request.state.secure:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/people")
def staff(request: Request, admin: ADMIN) -> Response:
    """Who has an account, and where they are signed in."""
    gate = gate_of(request)
    people = [(one.person, gate.sessions.count(one.person.name)) for one in gate.staff.entries()]
    return page(request, "people.html", people=people, hours=house(request).hours)


@router.post("/people/{name}/sign-out")
def send_out(request: Request, name: Annotated[str, Path(max_length=40)], admin: ADMIN) -> Response:
    """Sign somebody out everywhere."""
    note(request, "sent out", name=name, browsers=gate_of(request).sessions.close_all(name))
    return RedirectResponse("/people", 303)


def _not_in(request: Request, status: int, row: str, next: str) -> Response:
    words = both(f"web_people.{row}")[language(request)]
    answer = page(request, "login.html", status=status, next=next, words=words)
    if status == 429:
        answer.headers["Retry-After"] = str(WINDOW)
    keep(request, answer, DOOR, request.state.session)
    return answer


def keep(request: Request, answer: Response, name: str, value: str) -> None:
    """Have the browser keep a cookie that no script reads and no other site sends."""
    answer.set_cookie(name, value, httponly=True, samesite="strict", secure=request.state.secure)
