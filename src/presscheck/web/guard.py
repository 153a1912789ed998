"""The guard at the door: who comes, from where, with what; and the rules that every answer gives the browser.

In this order: is the desk called by its own name, is the request of a bearable size, who is it, and, where something
is to be changed, does the request come from one of our own pages. Only then is the desk itself asked. What it answers
is given the rules for the browser, counted, and, where something was to be changed, noted in the log.

Whoever makes a form need not think of it but for one thing: ``{{ csrf_field() }}`` stands first in the form, before any
file (of an upload only the head is looked at, so that it streams on). A script sends the same in ``X-CSRF-Token``. A
program sends ``Authorization: Bearer TOKEN`` or ``X-API-Key``, which no page of another site can send without asking;
it needs no form, and its cookies count for nothing. On a desk of one machine any value will do.
"""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from presscheck.errors import WrongUsage
from presscheck.record.log import Noted
from presscheck.web import bodies, failing, turns
from presscheck.web.book import Book, note, now
from presscheck.web.frame import language, page
from presscheck.web.house import LOOPBACK, House
from presscheck.web.meter import Meter
from presscheck.web.people import Person, csrf_of
from presscheck.web.remembered import TooBusy
from presscheck.web.sessions import Door, Sessions, Tries
from presscheck.web.staff import HOLDER, Staff
from presscheck.web.turns import SAFE, Turns

SESSION = "desk"
"""The cookie of somebody who is signed in."""
DOOR = "door"
"""The cookie of somebody who is about to sign in."""
OPEN = ("/login", "/health", "/language/", "/static/")
"""What is shown without an account."""
NAMES = ("/stories/", "/api/v1/stories/")
"""Where names of the record stand, which may begin with ../: a file is called by its path from the record's folder."""
KNOWN = (*SAFE, "POST", "PUT", "PATCH", "DELETE")
ADDRESS = 8_000
"""Bytes that an address may have, and how many values may stand in it."""
VALUES = 100
HEADS = 32_000
"""Bytes that the heads of a request may have."""
GUESSES = 10
"""Tokens that may be tried in vain from one address within ``WINDOW`` seconds."""
REFUSALS = 60
"""Refusals of strangers that are noted, from one address, within ``WINDOW`` seconds: the log is not theirs to fill."""
WINDOW = 900
GONE = 499
"""The status under which a browser is counted that went away before it was answered."""
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; frame-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every answer tells the browser: nothing is fetched from elsewhere, no script stands in a page."""
STATIC = {"/static/vendor/": "public, max-age=86400", "/static/": "no-cache"}
"""How long a browser may keep what is the same for everybody; ours is asked for again, and not sent where it is old."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the guard knows: the staff, who is signed in, who guessed, what was noted and counted."""

    house: House
    staff: Staff
    sessions: Sessions
    door: Door
    guesses: Tries
    refusals: Tries
    book: Book
    meter: Meter
    turns: Turns

    @classmethod
    def of(cls, house: House, secret: bytes) -> Self:
        """The gate of a desk that was just opened."""
        staff, tries = Staff(house.users, house.token), Tries(GUESSES, WINDOW)
        kept = (staff, Sessions(house.hours), Door(secret), tries, Tries(REFUSALS, WINDOW))
        return cls(house, *kept, Book(house.record), Meter(), Turns())


def add(app: FastAPI) -> None:
    """Put the guard before ``app``."""
    app.state.gate = Gate.of(app.state.house, app.state.secret)
    app.add_middleware(Guard, gate=app.state.gate)


def gate_of(request: Request) -> Gate:
    """The gate that ``request`` came through."""
    gate: Gate = request.app.state.gate
    return gate


class Guard:
    """Stands before the desk."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app = app
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            self.gate.book.flush(5)
        elif scope["type"] == "http":
            await self._guard(Request(scope, receive), send)

    async def _guard(self, request: Request, send: Send) -> None:
        begun = time.perf_counter()
        answer = Answer(request, send, self.gate.house.local)
        try:
            await self._let_in(request, answer)
        except ClientDisconnect:
            answer.status = answer.status or GONE
        except Exception as error:
            if not answer.status:
                await (await failing.bug(request, error))(request.scope, request.receive, answer)
            raise
        finally:
            self._keep(request, answer.status or 500, time.perf_counter() - begun)

    async def _let_in(self, request: Request, answer: "Answer") -> None:
        refused: Response | None
        try:
            refused = self._look_at(request)
            receive = bodies.bounded(request, bodies.allowed(request.url.path, self.gate.house.upload))
            if refused is None and request.method not in SAFE:
                receive = await from_our_page(request, receive, self.gate.house)
        except HTTPException as no:
            refused = await failing.http(request, no)
        except WrongUsage as error:
            refused = failing.told(request, 503, failing.words_of(error, language(request)))
        if refused is None:
            refused = await self._in_turn(request, receive, answer)
        if refused is None:
            return
        if request.method not in SAFE:
            refused.headers["connection"] = "close"  # what the request still brings is not waited for
        await refused(request.scope, request.receive, answer)

    async def _in_turn(self, request: Request, receive: Receive, answer: "Answer") -> Response | None:
        """Ask the desk when it is this request's turn; an answer where that does not come soon enough."""
        kind = turns.kind_of(request.method, request.url.path)
        if kind is None:
            await self.app(request.scope, receive, answer)
            return None
        try:
            turn = await self.gate.turns.take(kind)
        except TimeoutError:
            return failing.told(request, TooBusy.status, failing.words_of(TooBusy(), language(request)))
        with turn:
            answer.begun = turn.give
            await self.app(request.scope, receive, answer)
        return None

    def _look_at(self, request: Request) -> Response | None:
        """Who comes; an answer where they may not come in. Raises ``HTTPException``."""
        request.state.address = address_of(request, self.gate.house)
        request.state.secure = secure(request, self.gate.house)
        request.scope["scheme"] = "https" if request.state.secure else "http"  # links that are whole begin with it
        request.state.program = False
        request.state.session = ""
        bearable(request)
        called(request, self.gate.house)
        request.state.person = person = self._who(request)
        if person or request.url.path.startswith(OPEN):
            return None
        return strangers_way(request)

    def _who(self, request: Request) -> Person | None:
        key = key_of(request)
        if self.gate.house.local:
            request.state.program = key is not None
            return HOLDER
        if key is not None and not request.url.path.startswith(OPEN):
            return self._program(request, key)
        session = self.gate.sessions.find(request.cookies.get(SESSION, ""))
        if session and (person := self.gate.staff.still(session.entry)):
            request.state.session = request.cookies[SESSION]
            return person
        given = request.cookies.get(DOOR, "")
        request.state.session = given if self.gate.door.ours(given) else self.gate.door.give()
        return None

    def _program(self, request: Request, key: str) -> Person:
        """Who a program comes for. Raises ``HTTPException`` 401 or 429."""
        address = request.state.address
        if self.gate.guesses.full(address):
            raise HTTPException(429, headers={"Retry-After": str(WINDOW)})
        entry = self.gate.staff.entry(key)
        if entry is None:
            self.gate.guesses.add(address, key)
            note(request, "wrong token")
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
        request.state.program = True
        return entry.person

    def _keep(self, request: Request, status: int, seconds: float) -> None:
        """Count a request, and note it where it changed something or was to."""
        state: dict[str, Any] = request.scope.get("state", {})
        route = getattr(request.scope.get("route"), "path", "-")
        method = request.method if request.method in KNOWN else "other"
        self.gate.meter.count(method, route, status, seconds)
        where = route if route != "-" else request.url.path[:100]
        lines = state.get("noted") or ([] if method in SAFE else [(f"{method} {where}", {})])
        person, address = state.get("person"), state.get("address", "-")
        if not lines or (person is None and not self.gate.refusals.add(address, f"{time.monotonic_ns()}")):
            return
        for what, told in lines:
            whole = {"method": method, "path": request.url.path[:200], "status": status, **told}
            self.gate.book.write(Noted(now(), person.name if person else "-", address, what, whole))


class Answer:
    """Sends an answer on, with the rules for the browser."""

    def __init__(self, request: Request, send: Send, local: bool) -> None:
        self.request = request
        self.send = send
        self.local = local
        self.status = 0
        self.begun: Callable[[], None] = lambda: None
        """What is done when the answer begins: how long a browser takes over it keeps nobody waiting."""

    async def __call__(self, message: Message) -> None:
        """Send a piece of it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers["Cache-Control"] = self._keeping(headers)
            self.begun()
        await self.send(message)

    def _keeping(self, headers: MutableHeaders) -> str:
        """Whether the browser may keep it: where people sign in, no page; a picture only where it is theirs alone."""
        path, said = self.request.url.path, headers.get("Cache-Control", "")
        for where, how in STATIC.items():
            if path.startswith(where):
                return how
        picture = headers.get("Content-Type", "").startswith("image/") and said.startswith("private")
        return (said or "no-cache") if self.local or picture else "no-store"


# What is looked at


def bearable(request: Request) -> None:
    """See that a request is no longer than a person would need. Raises ``HTTPException`` 400, 404, 414 or 431."""
    path, query = request.scope["path"], request.scope.get("query_string", b"")
    if len(path.encode("utf8", "replace")) + len(query) > ADDRESS or query.count(b"&") >= VALUES:
        raise HTTPException(414)
    if sum(len(name) + len(value) for name, value in request.scope["headers"]) > HEADS:
        raise HTTPException(431)
    if any(char < " " or char == "\x7f" for char in path) or b"%00" in query:
        raise HTTPException(400)
    if ".." in path.replace("\\", "/").split("/") and not path.startswith(NAMES):
        raise HTTPException(404)


def called(request: Request, house: House) -> None:
    """See that the desk is called by its own name: else another site made its own name lead to us.

    Raises ``HTTPException`` 400 or 421.
    """
    name = host_of(request.headers.get("host", ""))
    if not name:
        raise HTTPException(400)
    if not (name in LOOPBACK or name in house.names or not (house.local or house.names)):
        raise HTTPException(421)


def host_of(given: str) -> str:
    """The name in a ``Host`` header, without the port; "" where there is none.

    >>> host_of("Localhost:8765"), host_of("[::1]:8765"), host_of("desk.example."), host_of("a@b"), host_of("::1")
    ('localhost', '::1', 'desk.example', '', '')
    """
    try:
        told = urlsplit(f"//{given}")
        plain = told.netloc == given and not told.username and "@" not in given and (told.port or True)
    except ValueError:
        return ""
    return (told.hostname or "").rstrip(".") if plain else ""


def address_of(request: Request, house: House) -> str:
    """From where a request comes: behind a proxy, what the proxy added last."""
    near = request.client.host if request.client else "-"
    far = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return far[:60] if house.behind_proxy and far else near


def secure(request: Request, house: House) -> bool:
    """Whether the browser came by https."""
    told = request.headers.get("x-forwarded-proto", "") if house.behind_proxy else request.scope.get("scheme", "")
    return told == "https"


def key_of(request: Request) -> str | None:
    """What a program signs in with, in its own header; a page of another site cannot send one without asking us."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return request.headers.get("x-api-key")


def strangers_way(request: Request) -> Response:
    """Where somebody without an account is sent.

    Somebody who follows a link from elsewhere comes without their cookie at first: their browser is asked to come
    again, as from here. Raises ``HTTPException`` 401 where a program asks, or something was to be changed.
    """
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    if request.method not in SAFE or request.url.path.startswith(("/api/v1/", "/iiif/", "/metrics")):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    if request.headers.get("sec-fetch-site") == "cross-site" and request.headers.get("sec-fetch-mode") == "navigate":
        return page(request, "again.html", to=here(asked))
    return RedirectResponse(f"/login?next={quote(asked, safe='/')}" if asked != "/" else "/login", 303)


def here(given: str) -> str:
    """An address of this desk, whatever is given: nobody is sent elsewhere from here.

    >>> here("/find?q=水渠"), here("https://elsewhere.example/a"), here("//elsewhere.example"), here("/\\\\a.example")
    ('/find?q=水渠', '/a', '/', '/')
    """
    try:
        told = urlsplit(given)
    except ValueError:
        return "/"
    if "\\" in given or any(char < " " for char in given):
        return "/"
    return f"/{told.path.lstrip('/')}{f'?{told.query}' if told.query else ''}"


async def from_our_page(request: Request, receive: Receive, house: House) -> Receive:
    """See that a request that changes something was sent by one of our own pages, or by a program; what it brings.

    Raises ``HTTPException`` 403.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin") or origin not in (None, *_ours(request, house)):
        raise HTTPException(403)
    if request.state.program:
        return receive
    given: str | None = request.headers.get("x-csrf-token")
    if given is None:
        given, receive = await bodies.field_of(request, receive)
    if not hmac.compare_digest(given.encode("utf8", "replace"), csrf_of(request).encode()):
        raise HTTPException(403)
    return receive


def _ours(request: Request, house: House) -> list[str]:
    """What a browser that shows our page calls its origin."""
    hosts = [request.headers.get("host", "")]
    if house.behind_proxy:
        hosts += [request.headers.get("x-forwarded-host", "")]
    return [f"{scheme}://{host}" for host in hosts if host for scheme in ("http", "https")]
