"""Whatever stops an add, nothing is lost and nothing doubled: killed, two at once, a full disk, readers meanwhile."""

import json
import os
import pickle
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from presscheck import adding
from presscheck.errors import PresscheckError
from presscheck.record import opening
from presscheck.recording import Record

from .conftest import Told, canals, dump, told, whole

if not hasattr(os, "fork"):
    pytest.skip("processes are forked here to be quick", allow_module_level=True)

BEFORE = canals(8)
MORE = [told("c2", "第2号水渠停水", "北坡乡第2号水渠检修。"), *canals(20, first=8)]
"""One story that has changed, and twenty new ones."""
BESIDE = {"my.db", "my.db-wal", "my.db-shm"}


def put(file: Path, stories: list[Told], name: str = "more") -> str:
    with Record(file) as record:
        return record.add_articles(stories, name=name).state


def apart(task: Callable[[], object]) -> tuple[int, int]:
    """A task in a process of its own: the process, and where what it gives is to be read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        given: object = task()
    except PresscheckError as error:
        given = type(error).__name__, error.tell("en"), error.tell("zh")
    except BaseException as error:
        given = repr(error)
    os.write(writing, pickle.dumps(given))
    os._exit(0)


def given_by(process: tuple[int, int]) -> Any:
    """What a task in a process of its own gave; nothing where it was killed."""
    child, reading = process
    with os.fdopen(reading, "rb") as said:
        content = said.read()
    os.waitpid(child, 0)
    return pickle.loads(content) if content else None


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, Any], dict[str, Any]]:
    """A record's file, all it holds, and all it holds once more is added."""
    file = tmp_path_factory.mktemp("states") / "my.db"
    put(file, BEFORE, "first")
    content, before = file.read_bytes(), dump(file)
    put(file, MORE)
    return content, before, dump(file)


# Killed


def killed_at(moment: int, seen: list[int]) -> None:
    """Have this process killed when it comes to the so-manieth of its steps: statements and stories laid by."""

    def step(*_: object) -> None:
        seen[0] += 1
        if seen[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    connect, plain = opening._connect, pickle.dump

    def traced(file: Path, mode: str) -> sqlite3.Connection:
        connection = connect(file, mode)
        connection.set_trace_callback(step)
        return connection

    def laid_by(*given: Any) -> None:
        plain(*given)
        step()

    opening._connect = traced
    adding.pickle.dump = laid_by  # type: ignore[attr-defined]


def steps(file: Path, moment: int, stories: list[Told]) -> Any:
    """How many steps adding took; nothing where it was killed."""

    def task() -> int:
        seen = [0]
        killed_at(moment, seen)
        put(file, stories)
        return seen[0]

    return given_by(apart(task))


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_add_leaves_the_record_as_it_was(
    seed: int, file: Path, states: tuple[bytes, dict[str, Any], dict[str, Any]]
) -> None:
    content, before, after = states
    file.write_bytes(content)
    many = steps(file, -1, MORE)
    assert dump(file) == after
    for moment in random.Random(seed).sample(range(1, many), 5):
        file.write_bytes(content)
        assert steps(file, moment, MORE) is None
        assert {one.name for one in file.parent.iterdir()} <= BESIDE
        assert dump(file) in (before, after)
        assert whole(file)
        assert put(file, MORE) in ("changed", "new", "same")
        assert dump(file) == after


def test_an_add_killed_before_it_is_done_has_put_nothing(
    file: Path, states: tuple[bytes, dict[str, Any], dict[str, Any]]
) -> None:
    content, before, _ = states
    file.write_bytes(content)
    many = steps(file, -1, MORE)
    for moment in (many // 3, many // 2, many - 1):
        file.write_bytes(content)
        assert steps(file, moment, MORE) is None
        assert dump(file) == before


@pytest.mark.parametrize("moment", [1, 4, 6, 9, 14, 22, 30])
def test_a_record_killed_while_it_is_made_can_be_made_again(moment: int, file: Path) -> None:
    assert steps(file, moment, MORE) is None
    assert put(file, MORE) == "new"
    assert whole(file)
    assert len(dump(file)["article"]) == len(MORE)


WAITING = """
import os, sys, time
from pathlib import Path
from presscheck.readying import each

def wait(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(600)

if __name__ == "__main__":
    list(each(wait, range(9), 2))
"""


def goes(child: int) -> bool:
    try:
        return Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def until(true: Callable[[], bool]) -> bool:
    """Whether something comes true within a minute."""
    for _ in range(600):
        if true():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells from /proc whether a process goes on")
def test_a_killed_add_leaves_no_process_behind(tmp_path: Path) -> None:
    script, seen = tmp_path / "waiting.py", tmp_path / "seen"
    script.write_text(WAITING, encoding="utf8")
    seen.mkdir()
    adder = subprocess.Popen([sys.executable, script, seen])
    assert until(lambda: len(list(seen.iterdir())) == 2)
    adder.kill()
    adder.wait()
    assert until(lambda: not any(goes(int(one.name)) for one in seen.iterdir()))


# Two at once


@pytest.mark.parametrize("there", [True, False], ids=["to a record", "to none yet"])
def test_the_same_added_twice_at_once_is_added_once(there: bool, file: Path, tmp_path: Path) -> None:
    for attempt in range(4):
        once, twice = tmp_path / f"once{attempt}" / "my.db", tmp_path / f"twice{attempt}" / "my.db"
        for one in (once, twice) if there else ():
            put(one, BEFORE, "first")
        put(once, MORE)
        both = [apart(lambda twice=twice: put(twice, MORE)) for _ in range(2)]  # type: ignore[misc]
        assert Counter(map(given_by, both)) == {"new": 1, "same": 1}
        assert dump(twice) == dump(once)
        assert whole(twice)


@pytest.mark.parametrize("there", [True, False], ids=["to a record", "to none yet"])
def test_what_is_added_at_once_is_all_there(there: bool, tmp_path: Path) -> None:
    for attempt in range(8):
        file = tmp_path / str(attempt) / "my.db"
        if there:
            put(file, BEFORE, "first")
        lists = [(f"list{number}", canals(12, first=100 * (number + 1))) for number in range(3)]
        adders = [apart(lambda file=file, name=name, some=some: put(file, some, name)) for name, some in lists]  # type: ignore[misc]
        assert [given_by(one) for one in adders] == ["new"] * 3
        with Record(file) as record:
            names = [kept.name for kept in record.store.every()]
        assert sorted(names) == sorted(
            one["id"] for some in [*(BEFORE for _ in range(there)), *(b for _, b in lists)] for one in some
        )
        assert whole(file)


def test_readers_go_on_while_one_writes_and_see_all_or_nothing(file: Path) -> None:
    put(file, BEFORE, "first")
    adders = apart(lambda: [put(file, canals(15, first=100 * number), f"list{number}") for number in range(1, 9)])
    seen = set()
    while os.waitpid(adders[0], os.WNOHANG) == (0, 0):
        with Record(file) as record:
            seen.add(record.find("水渠").total)
    with Record(file) as record:
        seen.add(record.find("水渠").total)
    assert {(count - 8) % 15 for count in seen} == {0}
    assert max(seen) == 8 + 8 * 15
    os.close(adders[1])


def test_a_reader_that_stays_open_sees_what_is_added(file: Path) -> None:
    put(file, BEFORE, "first")
    with Record(file) as reader:
        assert reader.find("水渠").total == 8
        assert given_by(apart(lambda: put(file, MORE))) == "new"
        assert reader.find("水渠").total == 28


# The disk is full


def is_told_as_not_written(given: Any) -> bool:
    kind, english, chinese = given
    assert "my.db: it cannot be written to (" in english
    assert "my.db：无法写入（" in chinese
    return bool(kind == "RecordNotWritten")


@pytest.mark.parametrize("more", range(4))
def test_a_database_that_may_not_grow(
    more: int, file: Path, states: tuple[bytes, dict[str, Any], dict[str, Any]]
) -> None:
    content, before, after = states
    file.write_bytes(content)
    pages = len(content) // 4096

    def task() -> None:
        with Record(file) as record:
            record.to_write().connection.execute(f"PRAGMA max_page_count = {pages + more}")
            record.add_articles(MORE, name="more")

    given = given_by(apart(task))
    assert is_told_as_not_written(given)
    assert "(the disk is full)" in given[1]
    assert "（磁盘已满）" in given[2]
    assert dump(file) == before
    assert whole(file)
    put(file, MORE)
    assert dump(file) == after


def test_what_follows_on_a_full_disk_in_the_same_record(file: Path) -> None:
    """The record stays usable: what fits goes in, what does not fit is told."""
    put(file, BEFORE, "first")
    with Record(file) as record:
        connection = record.to_write().connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        for _ in range(2):
            with pytest.raises(PresscheckError):
                record.add_articles(MORE, name="more")
        assert record.find("水渠").total == 8
        connection.execute("PRAGMA max_page_count = 100000")
        assert record.add_articles(MORE, name="more").state == "new"
    assert whole(file)


@pytest.mark.parametrize(
    ("kilobytes", "why"),
    [(1, "the disk is full"), (8, "the disk is full"), (40, "the disk reports"), (70, "the disk reports")],
)
def test_files_that_may_not_grow(
    kilobytes: int, why: str, file: Path, states: tuple[bytes, dict[str, Any], dict[str, Any]]
) -> None:
    """There is no room for what is laid by, or none for the log of the database."""
    content, before, after = states
    file.write_bytes(content)

    def task() -> None:
        with Record(file) as record:
            record.to_write()
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))
            record.add_articles(MORE, name="more")

    given = given_by(apart(task))
    assert is_told_as_not_written(given)
    assert f"({why}" in given[1]
    assert {one.name for one in file.parent.iterdir()} <= BESIDE
    assert dump(file) == before
    assert whole(file)
    put(file, MORE)
    assert dump(file) == after


FULL = """
import json, sys
from pathlib import Path
from presscheck.errors import PresscheckError
from presscheck.recording import Record
for one in sys.argv[2:]:
    with Record(sys.argv[1]) as record:
        try:
            print(json.dumps([record.add(one).state]))
        except PresscheckError as error:
            print(json.dumps([type(error).__name__, error.tell("en"), error.tell("zh")]))
"""


@pytest.mark.skipif(not shutil.which("unshare") or os.getuid() != 0, reason="only root can mount a small disk")
def test_a_small_disk(tmp_path: Path) -> None:
    """A disk of 600 KB: the first file fits, the second does not, the third fits again."""
    script, disk, out = tmp_path / "full.py", tmp_path / "disk", tmp_path / "out.db"
    script.write_text(FULL, encoding="utf8")
    disk.mkdir()
    lists = [tmp_path / f"{name}.jsonl" for name in ("small", "large", "tiny")]
    for one, stories in zip(lists, (BEFORE, canals(600, first=100), canals(2, first=50)), strict=True):
        one.write_text("".join(f"{json.dumps(story)}\n" for story in stories))
    mounted = "mount -t tmpfs -o size=600k none $0 && shift 0 && $1 $2 $0/my.db $4 $5 $6 && cp $0/my.db* $3/"
    out.mkdir()
    command = ["unshare", "--mount", "sh", "-c", mounted, disk, sys.executable, script, out, *lists]
    done = subprocess.run(command, capture_output=True, text=True)
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("no small disk can be mounted here")
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == third == ["new"]
    assert is_told_as_not_written(second)
    assert "(the disk is full)" in second[1]
    with Record(out / "my.db") as record:
        assert sorted(kept.name for kept in record.store.every()) == sorted(
            one["id"] for one in [*BEFORE, *canals(2, first=50)]
        )
    assert whole(out / "my.db")
