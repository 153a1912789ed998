"""Whose turn it is: few readings go on at once, those who came first go first, and fewer while an edit is under way.

One process works for all, and whatever goes on at once goes on slowly. So readings wait here, not in the middle of
their work, and leave the desk to edits, which never wait here.
"""

import asyncio
import re
from collections import deque
from typing import Self

QUICK, FACTS, LONG, EDIT = "quick", "facts", "long", "edit"
MOST = {QUICK: 4, FACTS: 2, LONG: 2}
"""Readings of each kind that go on at once: pages and stories; facts; what is gathered from many stories. So a page is
not kept waiting by what takes ten times as long."""
MEANWHILE = {QUICK: 3, FACTS: 2, LONG: 1}
"""As many while an edit is under way."""
PATIENCE = 30.0
"""Seconds that a long answer waits for its turn."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""
_LONG = re.compile(r"/(?:api/v1/)?(?:series|programmes|controls|audit|check)(?:[./]|\Z)|/facts\.(?:json|csv)\Z")
_FACTS = re.compile(r"/(?:api/v1/)?facts\Z")
_EDIT = re.compile(r"/(?:corrections|arrangement|arrange|decide|bulk|undo|redo|revert)\Z")
_FREE = re.compile(r"/(?:static|pictures|language)/|/(?:health|metrics|login|marks/crop)\Z")


def kind_of(method: str, path: str) -> str | None:
    """What is asked for, as far as turns go; ``None`` for what never waits and keeps nobody waiting.

    >>> kind_of("GET", "/find"), kind_of("GET", "/facts"), kind_of("GET", "/series.svg"), kind_of("POST", "/check")
    ('quick', 'facts', 'long', 'long')
    >>> kind_of("POST", "/api/v1/documents/7/undo"), kind_of("GET", "/static/desk.css"), kind_of("POST", "/read")
    ('edit', None, None)
    """
    if _LONG.match(path):
        return LONG
    if method not in SAFE:
        return EDIT if _EDIT.search(path) else None
    if _FREE.match(path):
        return None
    return FACTS if _FACTS.match(path) else QUICK


class Turn:
    """One turn: taken before the work, given back when the answer begins, or the work ends otherwise."""

    def __init__(self, turns: "Turns", kind: str) -> None:
        self._turns = turns
        self._kind = kind
        self._taken = True

    def give(self) -> None:
        """Give the turn back; a second time does nothing."""
        if self._taken:
            self._taken = False
            self._turns.given(self._kind)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give()


class Turns:
    """The turns of one desk; all of it is done by the thread that hears who comes."""

    def __init__(self) -> None:
        self._going = dict.fromkeys((*MOST, EDIT), 0)
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {kind: deque() for kind in MOST}

    async def take(self, kind: str) -> Turn:
        """A turn, as soon as it comes. Raises ``TimeoutError`` where a long answer waits too long for it."""
        if kind == EDIT or (self._free(kind) and not self._waiting[kind]):
            self._going[kind] += 1
            return Turn(self, kind)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[kind].append(mine)
        try:
            async with asyncio.timeout(PATIENCE if kind == LONG else None):
                await mine
        except BaseException:
            if not mine.cancelled():  # it came just now
                self.given(kind)
            raise
        return Turn(self, kind)

    def given(self, kind: str) -> None:
        """A turn was given back: it goes to whoever waited longest."""
        self._going[kind] -= 1
        for one, waiting in self._waiting.items():
            while waiting and (waiting[0].done() or self._free(one)):
                mine = waiting.popleft()
                if not mine.done():
                    self._going[one] += 1
                    mine.set_result(None)

    def _free(self, kind: str) -> bool:
        return self._going[kind] < (MEANWHILE if self._going[EDIT] else MOST)[kind]
