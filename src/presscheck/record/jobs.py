"""Work that waits for its turn or is being done: files on their way into the record, kept in it until they are read."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from presscheck.errors import Lang
from presscheck.record.opening import ours, writing
from presscheck.record.store import Store

TRIES = 3
"""So often a job is begun that the end of the program broke off."""
ENDED = ("done", "failed", "cancelled")
_ROW = "SELECT id, at, who, file, asked, state, done, total, tries, told FROM job"


@dataclass(frozen=True, slots=True)
class Job:
    """A file that somebody gave the desk to read: what it is called, when it came, how it is to be read.

    ``state`` is ``waiting``, ``running``, or one of ``ENDED``; ``done`` of ``total`` stories are read where they can be
    counted; ``told`` says what came of it, or what went wrong, in both languages.
    """

    id: str
    at: str
    who: str
    file: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    state: str = "waiting"
    done: int = 0
    total: int = 0
    tries: int = 0
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


def keep(store: Store, job: Job, content: IO[bytes], size: int) -> None:
    """Keep a job with the ``size`` bytes of its file, piece by piece: it may be large. Raises a record's troubles."""
    with ours(store.file), writing(store.connection):
        number = store.connection.execute(
            "INSERT INTO job (id, at, who, file, asked, state, bytes) VALUES (?, ?, ?, ?, ?, 'waiting', zeroblob(?))",
            (job.id, job.at, job.who, job.file, json.dumps(dict(job.asked)), size),
        ).lastrowid
        assert number is not None
        with store.connection.blobopen("job", "bytes", number) as blob:
            shutil.copyfileobj(content, blob)


def kept(store: Store, id: str) -> Job | None:
    """The job under ``id``, where there is one."""
    row = store.one(f"{_ROW} WHERE id = ?", (id,))
    return _job(row) if row else None


def latest(store: Store, who: str | None = None, limit: int = 50) -> tuple[Job, ...]:
    """The latest jobs, those of one person or of all."""
    where = "" if who is None else "WHERE who = :who"
    rows = store.all(f"{_ROW} {where} ORDER BY rowid DESC LIMIT :limit", {"who": who, "limit": limit})
    return tuple(map(_job, rows))


def ahead(store: Store, id: str) -> int:
    """How many jobs come before this one."""
    sql = """SELECT count(*) FROM job WHERE state IN ('waiting', 'running')
    AND rowid < (SELECT rowid FROM job WHERE id = ?)"""
    return int(store.one(sql, (id,))[0])


def take(store: Store) -> Job | None:
    """Take the job that has waited longest, so that nobody else does."""
    first = "SELECT id FROM job WHERE state = 'waiting' ORDER BY rowid LIMIT 1"
    if store.one(first) is None:
        return None  # to look is to disturb no writer
    with ours(store.file), writing(store.connection):
        found = store.connection.execute(first).fetchone()
        if found:
            store.connection.execute("UPDATE job SET state = 'running', tries = tries + 1 WHERE id = ?", found)
    return kept(store, found[0]) if found else None


def content(store: Store, id: str, out: IO[bytes]) -> None:
    """Write the bytes of a job's file to ``out``."""
    found = store.one("SELECT rowid FROM job WHERE id = ? AND bytes IS NOT NULL", (id,))
    if found:
        with ours(store.file), store.connection.blobopen("job", "bytes", found[0], readonly=True) as blob:
            shutil.copyfileobj(blob, out)


def counted(store: Store, id: str, done: int, total: int) -> None:
    """Say how far a job is."""
    _write(store, "UPDATE job SET done = ?, total = ? WHERE id = ?", (done, total, id))


def end(store: Store, id: str, state: str, told: Mapping[str, Any]) -> None:
    """End a job; the bytes of its file are no longer needed."""
    sql = "UPDATE job SET state = ?, told = ?, bytes = NULL WHERE id = ?"
    _write(store, sql, (state, json.dumps(dict(told), ensure_ascii=False), id))


def cancel(store: Store, id: str) -> bool:
    """Take back a job that still waits; whether it did."""
    sql = "UPDATE job SET state = 'cancelled', bytes = NULL WHERE id = ? AND state = 'waiting'"
    return _write(store, sql, (id,)) == 1


def put_back(store: Store, id: str) -> None:
    """Let a job wait again that was begun and laid down, as if it had not been begun."""
    _write(store, "UPDATE job SET state = 'waiting', tries = tries - 1 WHERE id = ? AND state = 'running'", (id,))


def take_up_again(store: Store, given_up: Mapping[Lang, str]) -> None:
    """Let jobs wait again that were begun when the program was ended; one that was begun too often fails.

    ``given_up`` is what such a one is told, in both languages.
    """
    if store.one("SELECT 1 FROM job WHERE state = 'running'") is None:
        return
    told = json.dumps({"error": dict(given_up)}, ensure_ascii=False)
    with ours(store.file), writing(store.connection):
        run = store.connection.execute
        too_often = "UPDATE job SET state = 'failed', told = ?, bytes = NULL WHERE state = 'running' AND tries >= ?"
        run(too_often, (told, TRIES))
        run("UPDATE job SET state = 'waiting', done = 0, total = 0 WHERE state = 'running'")


def _write(store: Store, sql: str, values: tuple[Any, ...]) -> int:
    with ours(store.file), writing(store.connection):
        return store.connection.execute(sql, values).rowcount


def _job(row: tuple[Any, ...]) -> Job:
    id, at, who, file, asked, state, done, total, tries, told = row
    return Job(id, at, who, file, json.loads(asked), state, done, total, tries, json.loads(told) if told else {})
