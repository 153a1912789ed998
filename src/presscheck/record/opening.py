"""Opening a record: is it one, is it whole, can this version read it, may it be written?"""

import os
import sqlite3
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
    RecordNotWritten,
    RecordTrouble,
)
from presscheck.messages import both

APPLICATION = 0x70726373
"""What tells a record from any other SQLite file."""
MIGRATIONS = ("0001",)
"""Every change of the schema in order; a record says in its ``user_version`` how many of them it has had."""
PATIENCE = 600
"""Seconds that a writer waits for another."""
_FULL = {sqlite3.SQLITE_FULL: "record.full", sqlite3.SQLITE_READONLY: "record.read_only"}
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


@contextmanager
def ours(file: Path) -> Iterator[None]:
    """Tell what goes wrong with a record's file as one of our own errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(file, error) from error


def _told(file: Path, error: sqlite3.Error) -> RecordTrouble:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BROKEN:
        return RecordBroken(file=file, why=str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return RecordBusy(file=file, seconds=PATIENCE)
    if code in _FULL:
        return RecordNotWritten(file=file, why=both(_FULL[code]))
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return RecordNotWritten(file=file, why=str(error))
    return RecordBroken(file=file, why=str(error))


def open_to_read(file: Path) -> sqlite3.Connection:
    """A record to be read; others may go on writing to it meanwhile.

    One that may not be written to, or lies where nothing may, is read as it stands. Raises ``RecordMissing``,
    ``NotARecord``, ``RecordBroken`` and ``RecordNewer``.
    """
    if not file.is_file():
        raise RecordMissing(file=file)
    free = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    with ours(file):
        connection = _connect(file, "rw" if free else "ro")
        try:
            return _checked(connection, file)
        except sqlite3.OperationalError:
            connection.close()  # read-only, and no reader's file beside it: nobody can be writing
            return _checked(_connect(file, "ro&immutable=1"), file)


def open_to_write(file: Path) -> sqlite3.Connection:
    """A record to be added to, made where there is none, brought to today's schema where it is older.

    Raises ``NotARecord``, ``RecordBroken``, ``RecordNewer``, ``RecordNotWritten`` and ``RecordBusy``.
    """
    if file.is_dir() or (file.exists() and not os.access(file, os.W_OK)):
        raise RecordNotWritten(file=file, why=both("record.folder" if file.is_dir() else "record.read_only"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordNotWritten(file=file, why=error.strerror or str(error)) from error
    with ours(file):
        connection = _connect(file, "rwc")
        version = _version(connection, file)
        if version < len(MIGRATIONS):
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, file)
        return connection


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _checked(connection: sqlite3.Connection, file: Path) -> sqlite3.Connection:
    version = _version(connection, file)
    if version == 0:
        raise NotARecord(file=file)
    if version < len(MIGRATIONS):
        _migrate(connection, file)
    return connection


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """How many migrations the record has had; 0 for an empty file. Raises where it is none, or a newer one."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (tables or application or version):
        raise NotARecord(file=file)
    if version > len(MIGRATIONS):
        raise RecordNewer(file=file, theirs=version, ours=len(MIGRATIONS))
    return int(version)


def _migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring the schema to today's, whole or not at all; of two who try at once the second finds it done."""
    with writing(connection):
        for number in range(_version(connection, file), len(MIGRATIONS)):
            for statement in _statements(shipped(f"record/{MIGRATIONS[number]}.sql").read_text(encoding="utf8")):
                connection.execute(statement)
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
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
