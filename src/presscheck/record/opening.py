"""Opening a record: is it one, is it whole, can this version read it, may it be written?"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presscheck.data import shipped
from presscheck.errors import (
    NotARecord,
    RecordBroken,
    RecordBusy,
    RecordMissing,
    RecordNewer,
    RecordNotRead,
    RecordNotWritten,
    RecordTrouble,
)
from presscheck.messages import both
from presscheck.record.open_marks import fill, weigh

APPLICATION = 0x70726373
"""What tells a record from any other SQLite file."""
MIGRATIONS = ("0001", "0002", "0003")
"""Every change of the schema in order; a record says in its ``user_version`` how many of them it has had."""
_FILLED = {"0002": fill, "0003": weigh}
"""What else a change of the schema asks for: rows that SQL alone cannot make of those that are there."""
READ_AS_IT_STANDS = 2
"""A record of so many changes can be read where it may not be written to; an older one has to be brought on first."""
PATIENCE = 600
"""Seconds that a writer waits for another."""
_WHY = {
    sqlite3.SQLITE_FULL: "record.full",
    sqlite3.SQLITE_READONLY: "record.read_only",
    sqlite3.SQLITE_IOERR: "record.disk_error",
    sqlite3.SQLITE_CANTOPEN: "record.not_opened",
    sqlite3.SQLITE_PERM: "record.forbidden",
}
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_HEAD = b"SQLite format 3\0"
_MARKS = """SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),
(SELECT count(*) FROM sqlite_master)"""
"""What tells a record, read at one moment: another program may just be making it."""
_LEAST = 100
"""Bytes that the head of a database has; a shorter file is none, and none that may be written over."""


@contextmanager
def ours(file: Path) -> Iterator[None]:
    """Tell what goes wrong with a record's file as one of our own errors."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _told(file, error) from error


def _told(file: Path, error: sqlite3.Error) -> RecordTrouble:
    code = _code(error)
    if code in _LOCKED:
        return RecordBusy(file=file, seconds=PATIENCE)
    if code in _WHY:
        return RecordNotWritten(file=file, why=both(_WHY[code]))
    return RecordBroken(file=file, why=str(error))


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def open_to_read(file: Path) -> sqlite3.Connection:
    """A record to be read; others may go on writing to it meanwhile.

    One that may not be written to, or lies where nothing may, is read as it stands. An empty file is none yet. Raises
    ``RecordMissing``, ``NotARecord``, ``RecordBroken``, ``RecordNewer`` and ``RecordNotRead``.
    """
    if not os.path.exists(file):
        raise RecordMissing(file=file)
    if not os.path.isfile(file):
        raise NotARecord(file=file)
    if not os.access(file, os.R_OK):
        raise RecordNotRead(file=file, why=both("record.forbidden"))
    free = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    shut = "ro" if _has_more(file) else "ro&immutable=1"
    with ours(file):
        try:
            return _opened(file, "rw" if free else shut)
        except sqlite3.OperationalError as error:
            if _code(error) not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
                raise
            raise RecordNotRead(file=file, why=both(_WHY[_code(error)])) from error


def _has_more(file: Path) -> bool:
    """Whether what was written last stands in a log beside the record; without one nobody can be writing.

    Then no log is begun either: one that a reader leaves behind who may write nothing stands in the way of writers.
    """
    beside = file.with_name(f"{file.name}-wal")
    try:
        return beside.stat().st_size > 0
    except OSError:  # there is none, or whoever wrote to the record has just taken it away
        return False


def open_to_write(file: Path) -> sqlite3.Connection:
    """A record to be added to, made where there is none, brought to today's schema where it is older.

    Raises ``NotARecord``, ``RecordBroken``, ``RecordNewer``, ``RecordNotWritten`` and ``RecordBusy``.
    """
    if os.path.isdir(file):
        raise RecordNotWritten(file=file, why=both("record.folder"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordNotWritten(file=file, why=error.strerror or str(error)) from error
    if os.path.exists(file) and not os.access(file, os.W_OK):
        raise RecordNotWritten(file=file, why=both("record.read_only"))
    if not os.access(file.parent, os.W_OK):
        raise RecordNotWritten(file=file, why=both("record.shut_folder"))
    with ours(file):
        return _opened(file, "rwc", new=True)


def _opened(file: Path, mode: str, *, new: bool = False) -> sqlite3.Connection:
    """A record, open and of today's schema; where it may be ``new``, an empty file is made one."""
    connection = _connect(file, mode)
    try:
        version = _version(connection, file)
        if version == 0 and not new:
            raise RecordMissing(file=file)
        if version == 0:
            _keep_a_log(connection)
        if version < (READ_AS_IT_STANDS if mode.startswith("ro") else len(MIGRATIONS)):
            _migrate(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Let what is written go to a log first, so that readers go on; where two make a record at once, one waits."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _code(error) not in _LOCKED or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """How many migrations the record has had; 0 for an empty file. Raises where it is none, or a newer one."""
    if 0 < file.stat().st_size < _LEAST:
        raise NotARecord(file=file)
    try:
        application, version, tables = connection.execute(_MARKS).fetchone()
    except sqlite3.DatabaseError as error:
        if _code(error) == sqlite3.SQLITE_NOTADB and not _was_one(file):
            raise NotARecord(file=file) from error
        raise
    if application != APPLICATION and (tables or application or version):
        raise NotARecord(file=file)
    if version > len(MIGRATIONS):
        raise RecordNewer(file=file, theirs=version, ours=len(MIGRATIONS))
    return int(version)


def _was_one(file: Path) -> bool:
    """Whether a file that is no database was a record before it was damaged, as what is left of its head says.

    It is looked into only here: to close a record that is in use by the same program would undo its locks.
    """
    with file.open("rb") as opened:
        head = opened.read(_LEAST)
    return head.startswith(_HEAD) or head[68:72] == APPLICATION.to_bytes(4, "big")


def _migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring the schema to today's, whole or not at all; of two who try at once the second finds it done."""
    with writing(connection):
        for number in range(_version(connection, file), len(MIGRATIONS)):
            for statement in _statements(shipped(f"record/{MIGRATIONS[number]}.sql").read_text(encoding="utf8")):
                connection.execute(statement)
            if MIGRATIONS[number] in _FILLED:
                _FILLED[MIGRATIONS[number]](connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: run together they would end the transaction they stand in.

    >>> list(_statements("CREATE TABLE a (b); -- one; of two\\nCREATE TABLE c (d);\\n"))
    ['CREATE TABLE a (b);', '-- one; of two\\nCREATE TABLE c (d);']
    """
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within is written at once, or nothing of it; another writer is waited for."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
