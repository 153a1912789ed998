"""Reading in a process apart: a file made to do harm can end or fill that process, and never the desk.

It is kept when it has read a file, with all its tables loaded, so that the next one is read at once.
"""

import contextlib
import multiprocessing
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from presscheck.errors import PageUnreadable, PresscheckError, TooLarge
from presscheck.intake.finished import GZIP, finished_in, holds_finished
from presscheck.readying import Asked, PageFile, Stories, quietly, ready_pages, sha256_of

MEMORY = 8_000_000_000
"""Bytes of address space that the process may take, where the system lets us say so."""
UNPACKED = 10
"""So many times larger than it came may a packed file be when it is unpacked."""
OUT_OF_MEMORY = 3
STARTING = 120.0
"""Seconds in which a process is ready."""
HASTE = 0.2
"""Seconds in which the first file comes that does not wait until all is loaded."""
LOOK = 0.2
"""Seconds after which we look whether we are to stop."""
TICKS = 0.5
"""Seconds between two words on how far the reading is."""
PIECE = 1 << 20
Told = TypeVar("Told", bound=PresscheckError)


class GaveUp(Exception):
    """A process was ended, or ended by itself; ``why`` is ``stopped``, ``slow``, ``memory``, ``broken`` or ``bug``."""

    def __init__(self, why: str, trace: str = "") -> None:
        self.why = why
        self.trace = trace
        super().__init__(f"{why}\n{trace}" if trace else why)


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be read: where its bytes lie, what it is called, and what the record held ``before``.

    ``spool`` is where finished stories are laid by, ``most`` the bytes that they may unpack to.
    """

    path: str
    name: str
    asked: Asked
    record: str
    before: bytes | None
    spool: str
    most: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the reading is: so many stories of so many."""

    done: int
    total: int


class Apart:
    """The process, as the desk knows it."""

    def __init__(self, memory: int = MEMORY) -> None:
        self.answers, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self.process = context.Process(target=serve, args=(theirs, memory), name="presscheck-reader", daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False

    def read(self, order: Order, seconds: float, count: Callable[[int, int], None], stopped: Callable[[], bool]) -> Any:
        """What is made of a file: as ``ready_pages`` or ``ready_stories`` gives it, or the error that stops it.

        ``seconds`` may pass without anything being done; ``count`` is told how many stories are; ``stopped`` is asked
        whether to go on. Raises ``GaveUp``; the process is of no more use then.
        """
        if not self.ready:
            self._heard(STARTING, stopped)
            self.ready = True
        with self._broken():
            self.answers.send(order)
        while isinstance(told := self._heard(seconds, stopped), Counted):
            count(told.done, told.total)
        if isinstance(told, GaveUp):
            raise told
        return told

    def _heard(self, seconds: float, stopped: Callable[[], bool]) -> Any:
        until = time.monotonic() + seconds
        with self._broken():
            while not self.answers.poll(LOOK):
                if stopped():
                    raise GaveUp("stopped")
                if time.monotonic() > until:
                    raise GaveUp("slow")
            return self.answers.recv()

    @contextlib.contextmanager
    def _broken(self) -> Any:
        """Tell of a process that is no more."""
        try:
            yield
        except (EOFError, OSError) as error:
            self.process.join(STARTING)
            raise GaveUp("memory" if self.process.exitcode == OUT_OF_MEMORY else "broken") from error

    def is_alive(self) -> bool:
        """Whether nobody ended it while it waited."""
        return self.process.is_alive()

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.answers.close()


def serve(answers: Connection, memory: int) -> None:
    """The work of the process: read every file it is given, until no more come."""
    quietly()
    _bound_memory(memory)
    try:
        answers.send("ready")
        if not answers.poll(HASTE):  # what is to be read at once loads what it needs
            _get_ready()
        while True:
            answers.send(_answered(answers.recv(), answers))
    except (EOFError, OSError):
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _answered(order: Order, answers: Connection) -> Any:
    try:
        return _read(order, answers)
    except PresscheckError as error:
        return _named(error, order.name)
    except MemoryError:
        raise
    except Exception:
        return GaveUp("bug", traceback.format_exc())


def _named(error: Told, name: str) -> Told:
    """An error that calls the file what its sender does."""
    return type(error)(**{**error.values, "file": name})


def _read(order: Order, answers: Connection) -> Any:
    if holds_finished(order.name):
        return _stories(order, answers)
    path = Path(order.path)
    return ready_pages(PageFile(order.name, order.name, order.asked, order.before, path.read_bytes()))


def _stories(order: Order, answers: Connection) -> Any:
    """Finished stories, counted first; nothing where the record holds the file as it is."""
    from presscheck import pipeline
    from presscheck.adding import ready_stories
    from presscheck.record.entries import digest_of
    from presscheck.record.store import Store

    path = Path(order.path)
    sha256 = sha256_of(path)
    if digest_of(sha256, dict(pipeline.made_by())) == order.before:
        return None
    store = Store(Path(order.record))
    try:
        tick = _Ticks(answers, _lines(path, order))
        with open(order.spool, "wb") as spool:
            found = (_named(one, order.name) if isinstance(one, PageUnreadable) else one for one in finished_in(path))
            return ready_stories(Stories(store, tick), found, order.name, sha256, spool)
    finally:
        store.close()


class _Ticks:
    """Tells now and then how many stories are done."""

    def __init__(self, answers: Connection, total: int) -> None:
        self.answers, self.total, self.done, self.last = answers, total, 0, 0.0

    def __call__(self, count: int) -> None:
        self.done += count
        if time.monotonic() > self.last + TICKS:
            self.last = time.monotonic()
            self.answers.send(Counted(self.done, self.total))


def _lines(path: Path, order: Order) -> int:
    """How many lines a file has when it is unpacked. Raises ``TooLarge`` where it is too much."""
    import gzip

    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    lines = size = 0
    with contextlib.suppress(EOFError, OSError), gzip.open(path) if packed else path.open("rb") as file:
        while piece := file.read(PIECE):
            lines += piece.count(b"\n")
            size += len(piece)
            if size > order.most:
                limit = order.most // 1_000_000
                raise TooLarge(file=order.name, size=f"> {limit}", limit=limit)
    return lines


def _get_ready() -> None:
    """Load all that reading a page needs, by reading one."""
    from presscheck import pipeline
    from presscheck.data import shipped
    from presscheck.intake import pdf, pdf_child  # noqa: F401

    pdf_child.get_ready()
    pipeline.read_bytes(shipped("demo/yunzhou-daily.txt").read_bytes(), "yunzhou-daily.txt")


def _bound_memory(bytes: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows cannot, and others may not let us
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (min(bytes, most) if most >= 0 else bytes, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
