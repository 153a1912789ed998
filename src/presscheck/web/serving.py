"""Opening the desk: one process, one record, until somebody stops it."""

import asyncio
import contextlib
import socket
import webbrowser
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from presscheck.errors import WrongUsage
from presscheck.messages import both
from presscheck.web import staff
from presscheck.web.app import create_app
from presscheck.web.guard import HEADS
from presscheck.web.house import LOOPBACK, House

WAIT = 5
"""Seconds that answers under way are given when the desk is closed."""
PATIENCE = 20
"""Seconds within which whoever rings at the door must have said what they want."""
CALLERS = 800
"""Browsers' lines that are open at once; each browser opens a few."""


class Punctual(H11Protocol):
    """A line to a browser that is cut where it stays silent, or says what it wants letter by letter."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look at the clock."""
        super().connection_made(transport)
        self.loop.call_later(PATIENCE, self._look, None)

    def _look(self, before: Any) -> None:
        """Cut the line where nothing is under way, and nothing was asked since we looked ``before``."""
        if self.transport.is_closing():
            return
        if self.cycle is before and (before is None or before.response_complete):
            self.transport.close()
            return
        self.loop.call_later(PATIENCE, self._look, self.cycle)


def serve(house: House, ready: Callable[[str], None], *, browser: bool = False) -> None:
    """Keep the desk open until it is interrupted; ``ready`` is told its address, ``browser`` opens it there.

    Raises ``WrongUsage`` where the address cannot be had, or others may come and there are neither accounts nor a
    token, and the troubles of the record's file.
    """
    look_over(house)
    app = create_app(house)
    app.state.jobs.get_ready()
    with _heard(house) as door:
        host, port = door.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        ready(address)
        if browser:
            webbrowser.open(address)
        uvicorn.Server(settings(app)).run(sockets=[door])


def settings(app: Any) -> uvicorn.Config:
    """How the server is set: it is patient, but not with everybody, and believes no header about who comes."""
    return uvicorn.Config(
        app,
        http=Punctual,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CALLERS,
        h11_max_incomplete_event_size=2 * HEADS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=WAIT,
    )


def look_over(house: House) -> None:
    """See that nobody may come who should not. Raises ``WrongUsage``."""
    if house.token is not None and len(house.token) < staff.SHORTEST:
        raise WrongUsage(**both("web_people.short_token", least=staff.SHORTEST))
    if house.users is not None:
        staff.look_over(house.users)
        if not house.token and not staff.read(house.users):
            raise WrongUsage(**both("web_people.nobody", file=house.users))
    if not house.local and house.users is None and house.token is None:
        where = house.host if house.host not in LOOPBACK else ", ".join(house.names) or house.host
        raise WrongUsage(**both("web_people.need_accounts", host=where))


def _heard(house: House) -> socket.socket:
    """The door at which the desk listens."""
    try:
        family, *_, place = socket.getaddrinfo(house.host, house.port, type=socket.SOCK_STREAM)[0]
        with contextlib.ExitStack() as unless:
            door = unless.enter_context(socket.socket(family))
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(place)
            door.listen()  # whoever comes before the server is up waits
            unless.pop_all()
    except OSError as error:
        why = both("web.no_door", host=house.host, port=house.port, why=error.strerror or error)
        raise WrongUsage(**why) from error
    return door
