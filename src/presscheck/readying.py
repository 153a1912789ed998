"""Making files ready for the record: pages are read, finished stories get their facts, by several processes."""

import errno
import hashlib
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from presscheck import pipeline
from presscheck.errors import FileForbidden, FileMissing, Lang, PageUnreadable, PresscheckError, RecordNotWritten
from presscheck.intake.door import bytes_of
from presscheck.intake.finished import Finished
from presscheck.messages import both
from presscheck.model import Reading
from presscheck.record.entries import Entry, digest_of, entry_of
from presscheck.record.store import Document, Store

BATCH = 200
"""Finished stories that are looked up in the record at once."""
SENT = 20
"""Finished stories that a process is given at once."""
Given = TypeVar("Given")
Done = TypeVar("Done")
Tick = Callable[[int], None]
"""Told how many more stories are done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How page files are to be read for the record: the options of ``pipeline.read``."""

    date: str | None = None
    encoding: str | None = None
    ocr: bool = False
    lexicon: frozenset[str] = frozenset()
    second_opinion: str | None = None
    lang: Lang = "en"

    def to_dict(self) -> dict[str, Any]:
        """The options, as a digest is made of them."""
        return {
            "date": self.date,
            "encoding": self.encoding,
            "ocr": self.ocr,
            "lexicon": sorted(self.lexicon),
            "second_opinion": self.second_opinion,
            "lang": self.lang,
        }


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of pages on its way to the record: its ``name`` there, and the digest it had ``before``.

    ``keep_original`` says whether the bytes of a PDF or a picture are kept too, so that its pages can be shown.
    """

    path: str
    name: str
    asked: Asked
    before: bytes | None = None
    content: bytes | None = field(default=None, repr=False)
    keep_original: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """A file of pages as the record takes it in."""

    document: Document
    entries: tuple[Entry, ...]
    reading: Reading


def ready_pages(file: PageFile) -> Ready | PresscheckError | None:
    """A file of pages made ready; the error that stops it, or nothing where the record holds it as it is."""
    try:
        content = bytes_of(Path(file.path)) if file.content is None else file.content
        sha256 = hashlib.sha256(content).hexdigest()
        digest = digest_of(sha256, file.asked.to_dict(), dict(pipeline.made_by()))
        if digest == file.before:
            return None
        asked = file.asked
        reading = pipeline.read_bytes(
            content,
            file.path,
            date=asked.date,
            encoding=asked.encoding,
            ocr=asked.ocr,
            lang=asked.lang,
            lexicon=asked.lexicon,
            second_opinion=asked.second_opinion,
        )
    except PresscheckError as error:
        return error
    told = reading.to_dict()
    del told["articles"]
    texts = tuple((page.id, page.text) for page in reading.pages)
    document = Document(file.name, "pages", sha256, digest, reading.made_by, told, texts)
    return Ready(document, tuple(entries_of(reading, file.name, digest)), reading)


def entries_of(reading: Reading, name: str, digest: bytes) -> Iterator[Entry]:
    """The stories of a reading as the record takes them in; ``name`` is that of their file."""
    pages = {page.id: page for page in reading.pages}
    for article in reading.articles:
        on = [pages[span.page] for span in article.spans if span.page in pages]
        day = next((page.date for page in on if page.date), article.dateline.date if article.dateline else None)
        paper = next((page.paper for page in on if page.paper), None)
        yield entry_of(article, f"{name}#{article.id}", digest, day, paper)


class Stories:
    """The finished stories of a file that are to be read: those that are new to the record, or changed."""

    def __init__(self, store: Store, tick: Tick) -> None:
        self.store = store
        self.tick = tick
        self.same = 0
        self.troubles: list[PageUnreadable] = []
        self._seen = hashlib.sha256()
        self._made_by = dict(pipeline.made_by())

    def ready(self, given: Iterable[Finished | PageUnreadable], jobs: int) -> Iterator[Entry]:
        """Each of them with its facts, in their order, found by ``jobs`` processes."""
        for entry in each(_entry_of_finished, self._changed(given), jobs, SENT):
            yield entry
            self.tick(1)

    def digest(self, sha256: str | None) -> bytes:
        """The digest of the whole file, or, where there is none, of all its stories."""
        return digest_of(sha256, self._made_by) if sha256 else self._seen.digest()[:16]

    def _changed(self, given: Iterable[Finished | PageUnreadable]) -> Iterator[tuple[Finished, bytes]]:
        rest = iter(given)
        while batch := list(islice(rest, BATCH)):
            self.troubles += [one for one in batch if isinstance(one, PageUnreadable)]
            stories = [(one, self._digest_of(one)) for one in batch if not isinstance(one, PageUnreadable)]
            known = self.store.digests(one.article.id for one, _ in stories)
            new = [(one, digest) for one, digest in stories if known.get(one.article.id) != digest]
            self.same += len(stories) - len(new)
            self.tick(len(batch) - len(new))
            yield from new

    def _digest_of(self, one: Finished) -> bytes:
        day = one.date.isoformat() if one.date else None
        digest = digest_of(one.article.to_dict(), day, one.paper, self._made_by)
        self._seen.update(digest)
        return digest


def _entry_of_finished(given: tuple[Finished, bytes]) -> Entry:
    one, digest = given
    return entry_of(pipeline.finish(one.article, one.date), one.article.id, digest, one.date, one.paper)


def each(task: Callable[[Given], Done], given: Iterable[Given], jobs: int, sent: int = 1) -> Iterator[Done]:
    """``task`` done for each of ``given`` by ``jobs`` processes, in order, and never much ahead of what is taken.

    >>> list(each(len, ["县城", "通了火车"], 1))
    [2, 4]
    """
    if jobs <= 1:
        yield from map(task, given)
        return
    waiting: deque[Future[list[Done]]] = deque()
    rest = iter(given)
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=quietly) as pool:
        try:
            while batch := list(islice(rest, sent)):
                waiting.append(pool.submit(_all, task, batch))
                if len(waiting) > 4 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _all(task: Callable[[Given], Done], batch: Iterable[Given]) -> list[Done]:
    return [task(one) for one in batch]


def quietly() -> None:
    """Leave an interrupt from the keyboard to the process that we work for, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(other: multiprocessing.process.BaseProcess | None) -> None:
    """End when another process does: one that is killed cannot tell us, and we would wait for work for ever."""
    if other:
        other.join()
        os._exit(1)


@contextmanager
def laid_by(record: Path) -> Iterator[IO[bytes]]:
    """A file beside the record for what is ready, gone when we are, however we end. Raises ``RecordNotWritten``."""
    try:
        with tempfile.TemporaryFile(dir=record.resolve().parent) as spool:
            yield spool
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        why = both("record.full") if full else error.strerror or str(error)
        raise RecordNotWritten(file=record, why=why) from error


def taken_up(spool: IO[bytes]) -> Iterator[Entry]:
    """What was laid by, from the first."""
    spool.seek(0)
    while True:
        try:
            yield pickle.load(spool)
        except EOFError:
            return


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes. Raises ``FileMissing`` and ``FileForbidden``."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise FileMissing(file=path) from None
    except OSError as error:
        raise FileForbidden(file=path, why=error.strerror or error) from error
