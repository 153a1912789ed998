"""The log book of the desk: what people do is noted at once, and written behind them, so that nobody waits for it."""

import datetime
import json
import logging
import threading
from collections import deque
from pathlib import Path
from typing import Any

from starlette.requests import HTTPConnection

from presscheck.errors import PresscheckError
from presscheck.record import log
from presscheck.record.log import Noted
from presscheck.record.store import Store

LOG = logging.getLogger("presscheck.desk")
MOST = 10_000
"""Lines that may wait while another writes to the record; beyond them the oldest go to the log of the server."""
LONGEST = 200
"""Characters of a value that are kept; the log tells what was done, it is no copy of what was read."""
NEVER = ("token", "password", "csrf", "cookie", "authorization")
"""What is not noted, whatever its value."""


def note(request: HTTPConnection, what: str, **told: Any) -> None:
    """Have the log say ``what`` was done by this request, and ``told`` belongs to it: short values, no whole text.

    A request that changes something and notes nothing is noted as its method and address.
    """
    lines: list[tuple[str, dict[str, Any]]] = request.scope.setdefault("state", {}).setdefault("noted", [])
    lines.append((what[:LONGEST], short(told)))


def short(told: dict[str, Any]) -> dict[str, Any]:
    """Values as the log keeps them.

    >>> short({"stories": 3, "token": "abc", "file": "county.txt"})
    {'stories': 3, 'file': 'county.txt'}
    """
    kept = {name: one for name, one in list(told.items())[:20] if not any(word in name.lower() for word in NEVER)}
    plain = (bool, int, float, type(None))
    return {name: one if isinstance(one, plain) else str(one)[:LONGEST] for name, one in kept.items()}


def now() -> str:
    """The time as it stands in the log."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Book:
    """Writes lines into the record, one after the other, by a thread that lives while there are some."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self._waiting: deque[Noted] = deque()
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def write(self, line: Noted) -> None:
        """Note a line; it is in the record soon."""
        with self._lock:
            self._waiting.append(line)
            if len(self._waiting) > MOST:
                _lost([self._waiting.popleft()])
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="log book", daemon=True)
                self._writer.start()

    def flush(self, seconds: float) -> None:
        """Wait until what was noted is in the record, but not for long."""
        writer = self._writer
        if writer:
            writer.join(seconds)

    def _write(self) -> None:
        while lines := self._next():
            try:
                store = Store(self.record, write=True)
                try:
                    log.note(store, lines)
                finally:
                    store.close()
            except Exception as error:  # whatever it is, the next lines are written
                LOG.error("%s", error, exc_info=None if isinstance(error, PresscheckError) else error)
                _lost(lines)

    def _next(self) -> list[Noted]:
        with self._lock:
            lines = list(self._waiting)
            self._waiting.clear()
            if not lines:
                self._writer = None
            return lines


def _lost(lines: list[Noted]) -> None:
    """Where the record cannot be written to, the server's own log holds the lines."""
    for one in lines:
        told = json.dumps(one.to_dict(), ensure_ascii=False)
        LOG.error("log: %s", told.encode("utf8", "backslashreplace").decode())
