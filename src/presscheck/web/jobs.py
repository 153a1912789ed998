"""The work behind the desk: files that were given to be read are read one after the other, and put into the record."""

import contextlib
import logging
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI

from presscheck.adding import Added, ReadyStories, put_pages, put_stories
from presscheck.errors import Lang, PresscheckError
from presscheck.messages import again, both, warns
from presscheck.readying import Asked, PageFile
from presscheck.record import jobs
from presscheck.record.jobs import Job
from presscheck.record.store import Store
from presscheck.web.apart import MEMORY, UNPACKED, Apart, GaveUp, Order
from presscheck.web.book import now
from presscheck.web.house import House

LOG = logging.getLogger("presscheck.desk")
LOOK = 5.0
"""Seconds after which we look for work that nobody told us of."""
TROUBLES = 50
"""So many lines of a file that are no story are told of."""


class Jobs:
    """Those who read behind the desk, ``house.readers`` of them, each with a process of its own.

    A process is started when there is something to read, or, where ``get_ready`` was called, before.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self._work = threading.Condition()
        self._put = 0
        self._stopping = threading.Event()
        self._early = False
        self._threads: list[threading.Thread] = []

    def get_ready(self) -> None:
        """Have the processes started before there is anything to read."""
        self._early = True

    def start(self) -> None:
        """Begin to work, first with what was left when the program was ended."""
        self._stopping.clear()
        store = Store(self.house.record, write=True)
        try:
            jobs.take_up_again(store, both("web_reading.given_up", tries=jobs.TRIES))
        finally:
            store.close()
        self._threads = [
            threading.Thread(target=self._reader, name="reading", daemon=True) for _ in range(self.house.readers)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lay down the work: what is being read waits until the desk is opened again."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            thread.join()
        self._threads = []

    def wake(self) -> None:
        """Tell that there is work."""
        with self._work:
            self._put += 1
            self._work.notify_all()

    def _reader(self) -> None:
        store = Store(self.house.record, write=True)
        reader = Reader(self.house, store, self._stopping.is_set)
        try:
            if self._early:
                with contextlib.suppress(OSError, GaveUp):  # what it needs to start it may have later
                    reader.get_ready()
            while not self._stopping.is_set():
                seen = self._put
                if not self._worked(reader):
                    with self._work:
                        self._work.wait_for(lambda: self._put != seen or self._stopping.is_set(), LOOK)  # noqa: B023
        finally:
            reader.close()
            store.close()

    def _worked(self, reader: "Reader") -> bool:
        """Whether there was a job to do; whatever becomes of it, the next one is done."""
        try:
            job = jobs.take(reader.store)
            if job:
                reader.do(job)
        except Exception:
            LOG.exception("a job could not be kept track of")
            return False
        return job is not None


class Reader:
    """One who reads: has a process apart, and puts what it made of a file into the record."""

    def __init__(self, house: House, store: Store, stopped: Any) -> None:
        self.house = house
        self.store = store
        self.stopped = stopped
        self.apart: Apart | None = None

    def get_ready(self) -> Apart:
        """The process, started anew where there is none."""
        if self.apart and not self.apart.is_alive():
            self.close()
        self.apart = self.apart or Apart()
        return self.apart

    def close(self) -> None:
        """End the process."""
        if self.apart:
            self.apart.end()
        self.apart = None

    def do(self, job: Job) -> None:
        """Read a file and put it into the record; say what came of it."""
        try:
            added = self._added(job)
        except GaveUp as error:
            again = self.apart is not None
            self.close()
            if error.why == "stopped":
                jobs.put_back(self.store, job.id)
                return
            if error.trace:
                LOG.error("%s: %s", job.file, error.trace)
            jobs.end(self.store, job.id, "failed", {"error": dict(why(self.house, error))})
            if again:
                self.get_ready()
        except Exception as error:
            told = both("web_reading.bug")
            if isinstance(error, PresscheckError):
                told = {"en": error.tell("en"), "zh": error.tell("zh")}
            else:
                LOG.exception("%s", job.file)
            jobs.end(self.store, job.id, "failed", {"error": told})
        else:
            jobs.end(self.store, job.id, "done", told_of(added, self._document(added.name)))

    def _added(self, job: Job) -> Added:
        """What adding the file did. Raises what stops it."""
        with tempfile.TemporaryDirectory(prefix="presscheck-") as folder:
            place, spool = Path(folder, "file"), Path(folder, "stories")
            with place.open("wb") as out:
                jobs.content(self.store, job.id, out)
            order = self._order(job, place, spool)
            ready = self.get_ready().read(order, self.house.seconds, self._count(job), self.stopped)
            if isinstance(ready, ReadyStories):
                with spool.open("rb") as laid_by:
                    return put_stories(self.store, ready, laid_by)
            file = PageFile(job.file, job.file, order.asked, order.before, place.read_bytes())
            added = put_pages(self.store, file, ready)
        if isinstance(added, PresscheckError):
            raise added
        return added

    def _order(self, job: Job, place: Path, spool: Path) -> Order:
        before = self.store.digest_of_document(job.file)
        asked = Asked(**job.asked)
        most = UNPACKED * self.house.upload
        return Order(str(place), job.file, asked, str(self.house.record), before, str(spool), most)

    def _count(self, job: Job) -> Any:
        return lambda done, total: jobs.counted(self.store, job.id, done, total)

    def _document(self, name: str) -> int | None:
        found = self.store.one("SELECT id FROM document WHERE name = ? AND current", (name,))
        return int(found[0]) if found else None


def why(house: House, error: GaveUp) -> Mapping[Lang, str]:
    """Why a file was not read to its end, for people."""
    if error.why == "slow":
        return both("web_reading.slow", seconds=house.seconds)
    if error.why == "memory":
        return both("web_reading.memory", memory=MEMORY // 1_000_000_000)
    return both(f"web_reading.{error.why}")


def told_of(added: Added, document: int | None) -> dict[str, Any]:
    """What is kept of a job that is done: what adding did, the page's number, and what could not be read of it."""
    troubles = [{"en": one.tell("en"), "zh": one.tell("zh")} for one in added.troubles[:TROUBLES]]
    notes = [
        {"page": page.id, "en": again(note, "en"), "zh": again(note, "zh")}
        for page in (added.reading.pages if added.reading else ())
        for note in page.notes
        if not page.lines or warns(note)
    ]
    told = added.to_dict() | {"document": document, "troubles": troubles, "notes": notes}
    return told | {"more_troubles": max(0, len(added.troubles) - TROUBLES)}


def new_job(id: str, who: str, file: str, asked: Asked) -> Job:
    """A job given now."""
    told = {name: one for name, one in asked.to_dict().items() if name in ("date", "ocr", "lang")}
    return Job(id, now(), who, file, told)


@asynccontextmanager
async def at_work(app: FastAPI) -> AsyncIterator[None]:
    """Those behind the desk work as long as it is open."""
    working: Jobs = app.state.jobs
    await anyio.to_thread.run_sync(working.start)
    try:
        yield
    finally:
        await anyio.to_thread.run_sync(working.stop)
        await anyio.to_thread.run_sync(app.state.at_once.close)
