"""What was worked out of a record and may be asked again: kept until the record changes, and not more than so much."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from presscheck.errors import PresscheckError
from presscheck.recording import Record

Answer = TypeVar("Answer")
PATIENCE = 30.0
"""Seconds that a long answer waits for its turn."""
_VERSION = """SELECT (SELECT max(id) FROM history), (SELECT max(id) FROM step), (SELECT max(id) FROM article)"""


class TooBusy(PresscheckError):
    """As many long answers as can be are being worked out."""

    status = 503
    exit_code = 2
    says = {  # noqa: RUF012
        "en": "Others are waiting for long answers just now.",
        "zh": "此刻有多人在等候耗时较长的结果。",
    }
    advice = {"en": "Ask again in a minute.", "zh": "请过一分钟再试。"}  # noqa: RUF012


class Shelf(Generic[Answer]):
    """Answers by what was asked, the least lately asked for given up first. Threads share it.

    ``at_once`` of them are worked out at a time, so that long answers leave the desk to others too.

    >>> shelf: Shelf[str] = Shelf(2)
    >>> [shelf.get((), one, lambda: f"answer to {one}") for one in ("a", "b", "a")][-1]
    'answer to a'
    >>> shelf.get((), "a", lambda: "never asked"), shelf.held((), "c")
    ('answer to a', None)
    """

    def __init__(self, most: int, at_once: int = 40) -> None:
        self.most = most
        self._turns = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, version: Hashable, asked: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer to what is asked of a record in a version, worked out where it is not here. Raises ``TooBusy``."""
        answer = self.held(version, asked)
        if answer is not None:
            return answer
        if not self._turns.acquire(timeout=PATIENCE):
            raise TooBusy
        try:
            answer = self.held(version, asked)  # somebody who asked the same may have been before us
            if answer is None:
                answer = work()
                self.keep(version, asked, answer)
            return answer
        finally:
            self._turns.release()

    def held(self, version: Hashable, asked: Hashable) -> Answer | None:
        """The answer where it is here."""
        with self._lock:
            if (version, asked) in self._held:
                self._held.move_to_end((version, asked))
            return self._held.get((version, asked))

    def keep(self, version: Hashable, asked: Hashable, answer: Answer) -> None:
        """Put an answer here."""
        with self._lock:
            self._held[version, asked] = answer
            while len(self._held) > self.most:
                self._held.popitem(last=False)


def version_of(record: Record) -> Hashable:
    """What tells the state of a record from any other: its file, and the last of all that was done to its stories."""
    return (str(record.path), record.lang, *record.store.one(_VERSION))
