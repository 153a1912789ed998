"""Opening a record: what is none, what is broken, newer, older, or may not be written is told, and left as it is."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from presscheck import errors
from presscheck.errors import PresscheckError, RecordTrouble
from presscheck.record import opening
from presscheck.record.opening import APPLICATION, MIGRATIONS, open_to_read, open_to_write, ours, writing
from presscheck.recording import Record

from .conftest import canals, dump, told, whole

Make = Callable[[Path], object]


def database(*statements: str) -> Make:
    """Another program's database, or a record that was tampered with."""

    def make(file: Path) -> None:
        connection = sqlite3.connect(file)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return make


@cache
def content() -> bytes:
    """What the file of a record holds, made once."""
    with tempfile.TemporaryDirectory() as folder:
        with Record(Path(folder) / "my.db") as one:
            one.add_articles(canals(30))
        return (Path(folder) / "my.db").read_bytes()


def record(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content())


def damaged(change: Callable[[bytearray], object]) -> Make:
    def make(file: Path) -> None:
        record(file)
        content = bytearray(file.read_bytes())
        change(content)
        file.write_bytes(content)

    return make


def over(start: int, end: int) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        stop = min(end, len(content))
        content[start:stop] = b"\xa5" * (stop - start)

    return change


def cut(share: float) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        del content[int(len(content) * share) :]

    return change


def also(file: Path, *statements: str) -> None:
    record(file)
    database(*statements)(file)


NEITHER = [  # what stands where a record should, what a reader says of it, what a writer
    ("a text", lambda file: file.write_text("县城通了火车。" * 200, encoding="utf8"), "NotARecord", "NotARecord"),
    ("one byte", lambda file: file.write_bytes(b"x"), "NotARecord", "NotARecord"),
    ("a line", lambda file: file.write_bytes(b"SQLite format 3 is what I use\n"), "NotARecord", "NotARecord"),
    ("a folder", Path.mkdir, "NotARecord", "RecordNotWritten"),
    ("another database", database("CREATE TABLE one (two)"), "NotARecord", "NotARecord"),
    ("one with a number", database("PRAGMA application_id = 7"), "NotARecord", "NotARecord"),
    ("one with a version", database("PRAGMA user_version = 1"), "NotARecord", "NotARecord"),
    ("newer", lambda file: also(file, "PRAGMA user_version = 99"), "RecordNewer", "RecordNewer"),
    ("head gone", damaged(over(0, 60)), "RecordBroken", "RecordBroken"),
    ("head damaged", damaged(over(16, 100)), "RecordBroken", "RecordBroken"),
    ("schema damaged", damaged(over(100, 4096)), "RecordBroken", "RecordBroken"),
    ("all but the first page damaged", damaged(over(4096, 1 << 30)), "RecordBroken", "RecordBroken"),
    ("half a record", damaged(cut(0.5)), "RecordBroken", "RecordBroken"),
    ("one page of a record", damaged(cut(0.05)), "RecordBroken", "RecordBroken"),
    ("without a table", lambda file: also(file, "DROP TABLE content"), "RecordBroken", "RecordBroken"),
]


def raised(do: Callable[[], object]) -> str:
    """The trouble that stops something, once it is seen to speak both languages."""
    with pytest.raises(PresscheckError) as error:
        do()
    said = error.value.tell("en"), error.value.tell("zh")
    assert said[0] != said[1]
    assert "my.db" in said[0]
    assert "my.db" in said[1]
    assert isinstance(error.value, RecordTrouble)
    assert error.value.exit_code == 3
    return type(error.value).__name__


def finding(file: Path) -> None:
    with Record(file) as one:
        one.find("水渠")


def adding(file: Path) -> None:
    with Record(file) as one:
        one.add_articles([told("b1", "新桥通车")], name="bridges")


@pytest.mark.parametrize(("make", "reading", "writing"), [row[1:] for row in NEITHER], ids=[row[0] for row in NEITHER])
def test_what_cannot_be_used_is_told_and_left_as_it_is(make: Make, reading: str, writing: str, file: Path) -> None:
    make(file)
    before = file.read_bytes() if file.is_file() else None
    assert raised(lambda: finding(file)) == reading
    assert raised(lambda: adding(file)) == writing
    assert before is None or file.read_bytes() == before


STORIES = [  # what has become of the words of a story in a record that is otherwise in order
    "UPDATE content SET told = x'0199'",
    "UPDATE content SET told = zeroblob(0)",
    "UPDATE content SET facts = zeroblob(40)",
    "UPDATE content SET told = facts",
    "UPDATE content SET told = 'text'",
    "UPDATE article SET day = 1",
]


@pytest.mark.parametrize("statement", STORIES)
def test_a_story_that_cannot_be_unpacked_is_named(statement: str, file: Path) -> None:
    also(file, statement)
    with Record(file) as one, pytest.raises(errors.RecordBroken) as error:
        one.article("c7")
    assert "c7" in error.value.tell("en")
    assert "稿件 c7" in error.value.tell("zh")


@pytest.mark.parametrize("statement", [*STORIES[:3], "DELETE FROM content WHERE id = 8"])
def test_facts_whose_story_cannot_be_unpacked_are_not_counted(statement: str, file: Path) -> None:
    also(file, statement)
    with Record(file) as one, pytest.raises(errors.RecordBroken):
        one.find("乡", facets=True, limit=None)


def test_a_record_that_is_not_there(file: Path) -> None:
    assert raised(lambda: finding(file)) == "RecordMissing"
    assert not file.exists()
    deeper = file.parent / "papers" / "2026" / "my.db"
    adding(deeper)
    assert whole(deeper)


def test_an_empty_file_becomes_a_record_when_something_is_added(file: Path) -> None:
    file.write_bytes(b"")
    assert raised(lambda: finding(file)) == "RecordMissing"
    assert file.read_bytes() == b""
    adding(file)
    assert whole(file)


@pytest.mark.parametrize("name", ["名 称?.db", "a#b%41.db", "file:x.db", ":memory:"])
def test_a_record_may_have_any_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    adding(file)
    assert whole(file)
    with Record(file) as one:
        assert one.find("新桥").total == 1


# Newer and older schemas


def newer_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """A presscheck of tomorrow, whose schema has one change more."""
    (tmp_path / "9999.sql").write_text(script, encoding="utf8")
    shipped = opening.shipped
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, "9999"))
    monkeypatch.setattr(opening, "shipped", lambda name: tmp_path / "9999.sql" if "9999" in name else shipped(name))


CHANGE = "CREATE TABLE seen (day INTEGER); -- one; of two\nINSERT INTO seen VALUES (20260618);"


@pytest.mark.parametrize("act", [finding, adding])
def test_an_older_record_is_brought_to_todays_schema(
    act: Callable[[Path], None], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(file)
    before = dump(file)
    with monkeypatch.context() as tomorrow:
        newer_schema(tomorrow, tmp_path, CHANGE)
        finding(file)
        assert dump(file) == before
        act(file)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT * FROM seen").fetchall() == [(20260618,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    connection.close()
    assert raised(lambda: finding(file)) == "RecordNewer"


def test_a_change_of_schema_that_fails_leaves_the_record_as_it_was(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(file)
    before = dump(file)
    with monkeypatch.context() as tomorrow:
        newer_schema(tomorrow, tmp_path, f"{CHANGE}\nCREATE TABLE article (id);")
        assert raised(lambda: finding(file)) == "RecordBroken"
        assert raised(lambda: adding(file)) == "RecordBroken"
    assert dump(file) == before
    adding(file)
    assert whole(file)


def test_every_change_of_schema_is_shipped() -> None:
    assert list(MIGRATIONS) == sorted(MIGRATIONS)
    assert all(opening.shipped(f"record/{name}.sql").is_file() for name in MIGRATIONS)


def test_a_record_says_what_it_is(file: Path) -> None:
    adding(file)
    content = file.read_bytes()
    assert content[60:64] == len(MIGRATIONS).to_bytes(4, "big")
    assert content[68:72] == APPLICATION.to_bytes(4, "big") == b"prcs"


# What may not be written to, or not be read


@contextmanager
def shut(path: Path, mode: int) -> Iterator[None]:
    """Permissions taken away for a while."""
    before = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def as_nobody(act: Callable[[], object]) -> str | None:
    """What something says that is done by a user who may do nothing: the name of the trouble, or nothing."""
    if not hasattr(os, "fork"):
        pytest.skip("only where one process can become another user")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            act()
            name = "nothing"
        except BaseException as error:
            name = type(error).__name__
        os.write(writing, name.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        name = said.read()
    os.waitpid(child, 0)
    return None if name == "nothing" else name


def opened_all(file: Path) -> None:
    """The way to the temporary folder of the tests, which others may not walk, made free."""
    for folder in file.parents:
        if folder.owner() == file.owner() and folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
            folder.chmod(0o755)


def read_by_hand(file: Path) -> None:
    connection = open_to_read(file)
    assert connection.execute("SELECT count(*) FROM article").fetchone() == (30,)
    connection.close()


def written_by_hand(file: Path) -> None:
    connection = open_to_write(file)
    with ours(file), writing(connection):
        connection.execute("DELETE FROM article")


PERMISSIONS = [  # what a file and its folder allow, what a reader is told, what a writer
    (0o444, 0o555, None, "RecordNotWritten"),
    (0o644, 0o755, None, "RecordNotWritten"),
    (0o000, 0o755, "RecordNotRead", "RecordNotWritten"),
    (0o666, 0o555, None, "RecordNotWritten"),
    (0o444, 0o777, None, "RecordNotWritten"),
    (0o644, 0o700, "RecordMissing", "RecordNotWritten"),
]


@pytest.mark.parametrize(("of_file", "of_folder", "reading", "writing"), PERMISSIONS)
def test_what_may_only_be_read_is_read(
    of_file: int, of_folder: int, reading: str | None, writing: str, tmp_path: Path
) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    file = tmp_path / "papers" / "my.db"
    record(file)
    before = file.read_bytes()
    opened_all(file)
    with shut(file, of_file), shut(file.parent, of_folder):
        assert as_nobody(lambda: read_by_hand(file)) == reading
        assert as_nobody(lambda: written_by_hand(file)) == writing
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == ["my.db"]


def test_a_log_that_was_left_behind_is_not_overlooked(tmp_path: Path) -> None:
    """A killed writer leaves its log; a reader who may write nothing reads it too, or says that it cannot."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    folder = tmp_path / "papers"
    file = folder / "my.db"
    record(file)
    with Record(file) as one:
        one.add_articles([told("b1", "新桥通车")], name="bridges")
        copied = {beside.name: beside.read_bytes() for beside in folder.iterdir() if not beside.name.endswith("-shm")}
    assert "my.db-wal" in copied
    for name, content in copied.items():
        (folder / name).write_bytes(content)
    (folder / "my.db-shm").unlink(missing_ok=True)
    opened_all(file)
    with shut(folder, 0o555):
        assert as_nobody(lambda: read_by_hand(file)) == "RecordNotRead"
    finding(file)
    with Record(file) as one:
        assert one.find("新桥").total == 1


# What SQLite says, in our words

CODES = [
    (sqlite3.SQLITE_FULL, "RecordNotWritten"),
    (sqlite3.SQLITE_READONLY, "RecordNotWritten"),
    (sqlite3.SQLITE_READONLY | 4 << 8, "RecordNotWritten"),
    (sqlite3.SQLITE_IOERR_WRITE, "RecordNotWritten"),
    (sqlite3.SQLITE_CANTOPEN, "RecordNotWritten"),
    (sqlite3.SQLITE_BUSY, "RecordBusy"),
    (sqlite3.SQLITE_LOCKED, "RecordBusy"),
    (sqlite3.SQLITE_CORRUPT, "RecordBroken"),
    (sqlite3.SQLITE_CORRUPT_VTAB, "RecordBroken"),
    (sqlite3.SQLITE_NOTADB, "RecordBroken"),
    (sqlite3.SQLITE_ERROR, "RecordBroken"),
]


@pytest.mark.parametrize(("code", "told"), CODES)
def test_what_goes_wrong_is_told_in_our_words(code: int, told: str, file: Path) -> None:
    error = sqlite3.OperationalError("as SQLite puts it")
    error.sqlite_errorcode = code  # type: ignore[misc]

    def go_wrong() -> None:
        with ours(file):
            raise error

    assert raised(go_wrong) == told


def test_our_own_bugs_are_not_told_as_a_broken_record(file: Path) -> None:
    with pytest.raises(sqlite3.ProgrammingError), ours(file):
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, sqlite3.OperationalError])
def test_what_is_written_within_is_undone(trouble: type[BaseException], file: Path) -> None:
    record(file)
    connection = open_to_write(file)

    def written() -> None:
        with writing(connection):
            connection.execute("DELETE FROM role")
            raise trouble

    with pytest.raises(trouble):
        written()
    assert connection.execute("SELECT count(*) FROM role").fetchone() != (0,)
    assert not connection.in_transaction
    connection.close()


def test_a_record_that_cannot_be_committed_can_be_written_to_later(file: Path) -> None:
    """A full disk may show only at the end; what follows must find no half transaction."""
    record(file)

    class Full(sqlite3.Connection):
        full = True

        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
            if sql == "COMMIT" and self.full:
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *values)  # type: ignore[arg-type]

    connection = sqlite3.connect(file, isolation_level=None, factory=Full)
    with pytest.raises(sqlite3.OperationalError), writing(connection):
        connection.execute("DELETE FROM article")
    connection.full = False
    with writing(connection):
        connection.execute("DELETE FROM role")
    assert connection.execute("SELECT count(*) FROM article").fetchone() == (30,)
    connection.close()


def test_a_writer_that_waits_too_long_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(file)
    before = dump(file)
    monkeypatch.setattr(opening, "PATIENCE", 0)
    other = open_to_write(file)
    with writing(other):
        assert raised(lambda: adding(file)) == "RecordBusy"
        finding(file)
    other.close()
    assert dump(file) == before
