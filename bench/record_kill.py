"""What a record is worth when things go wrong: adds killed at random moments, two at once, a disk that is full.

usage: python bench/record_kill.py [--set ARTICLES.jsonl.gz] [--items 300] [--kills 50] [--seed 1]

A record of some articles is made. Then, again and again from its copy, `presscheck add` adds more of them with two
processes and is killed (kill -9) at a random moment of the time it takes, most often near its end, when it writes. Each
time the record must hold what it held before or all that was added, pass SQLite's check and that of its index, no
process may go on, no file be left behind, and the same add, done again, must give the very rows of one that was never
stopped. Exits 1 where it does not.
"""

import argparse
import gzip
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

SET = Path(__file__).resolve().parents[2] / "shared" / "data" / "broadcast.jsonl.gz"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
COMMAND = [sys.executable, "-c", "from presscheck.cli import main; main()"]
TABLES = ("document", "page", "article", "content", "term", "fact", "role", "text_idx", "text_data", "text_docsize")
LAST = 0.5
"""Seconds before the end of an add, in which it writes: half of the moments are drawn from these."""


def rows(db: Path) -> str:
    """A hash over all that a record holds, its history apart."""
    told = hashlib.sha256()
    connection = sqlite3.connect(db)
    for table in TABLES:
        for row in connection.execute(f"SELECT * FROM {table}"):
            told.update(repr(row).encode())
    connection.close()
    return told.hexdigest()[:16]


def whole(db: Path) -> bool:
    """Whether SQLite's check and that of the index find everything in order."""
    connection = sqlite3.connect(db)
    told = connection.execute("PRAGMA integrity_check").fetchall()
    connection.execute("INSERT INTO text (text) VALUES ('integrity-check')")
    connection.close()
    return told == [("ok",)]


def adding(articles: Path, db: Path) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "add", str(articles), "--record", str(db), "--jobs", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=os.environ | ONE_THREAD, start_new_session=True, **quiet)


def goes_on(group: int) -> bool:
    """Whether any process of a group still goes on, a few seconds after the first was killed."""
    for _ in range(100):
        states = [_state(path, group) for path in Path("/proc").glob("[0-9]*/stat")]
        if not any(state and state != "Z" for state in states):
            return False
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return True


def _state(path: Path, group: int) -> str:
    try:
        told = path.read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ""
    return told[0] if int(told[2]) == group else ""


def killed(moment: float, articles: Path, start: Path, folder: Path, sums: dict[str, str]) -> tuple[str, list[str]]:
    """One add, killed after so many seconds: what the record holds then, and what is wrong with it."""
    db = folder / "my.db"
    shutil.copy(start, db)
    adder = adding(articles, db)
    time.sleep(moment)
    adder.kill()
    adder.wait()
    wrong = ["a process goes on"] if goes_on(adder.pid) else []
    holds = sums.get(rows(db), "something else")
    wrong += [] if whole(db) else ["not whole"]
    wrong += [] if {one.name for one in folder.iterdir()} <= {"my.db", "my.db-wal", "my.db-shm"} else ["a file left"]
    again = adding(articles, db)
    wrong += [] if again.wait() == 0 else ["adding again failed"]
    wrong += [] if sums.get(rows(db)) == "all" else ["adding again gave other rows"]
    for one in folder.iterdir():
        one.unlink()
    return holds, wrong


def taken(path: Path, items: int, folder: Path) -> tuple[Path, Path]:
    """The first articles of a set in a file, and twice as many in another."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        told = list(islice(lines, 2 * items))
    for name, some in (("some", told[:items]), ("more", told)):
        (folder / f"{name}.jsonl").write_text("".join(some), encoding="utf8")
    return folder / "some.jsonl", folder / "more.jsonl"


def prepared(path: Path, items: int, folder: Path) -> tuple[Path, Path, dict[str, str], float]:
    """The record to start from, the file to add, the sums of what a record may hold, the seconds an add takes."""
    some, more = taken(path, items, folder)
    start, work = folder / "start.db", folder / "work"
    work.mkdir()
    db = work / "my.db"
    assert adding(some, db).wait() == 0
    shutil.copy(db, start)
    begun = time.perf_counter()
    assert adding(more, db).wait() == 0
    seconds = time.perf_counter() - begun
    sums = {rows(start): "what it held", rows(db): "all"}
    db.unlink()
    return start, more, sums, seconds


def main() -> int:
    parser = argparse.ArgumentParser(description="What a record is worth when an add of it is killed.")
    parser.add_argument("--set", type=Path, default=SET)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    seen: Counter[str] = Counter()
    troubles = 0
    with tempfile.TemporaryDirectory() as name:
        start, more, sums, seconds = prepared(options.set, options.items, Path(name))
        print(f"an add of {options.items} articles more takes {seconds:.1f} s")
        for number in range(options.kills):
            late = number % 2 == 1
            moment = chance.uniform(max(0.0, seconds - LAST), seconds) if late else chance.uniform(0.0, seconds)
            holds, wrong = killed(moment, more, start, Path(name) / "work", sums)
            seen[holds] += 1
            troubles += bool(wrong) or holds == "something else"
            print(
                f"{number + 1:3}  killed after {moment:6.2f} s  holds {holds:12}  {', '.join(wrong) or 'well'}",
                flush=True,
            )
    print(f"{options.kills} killed: {dict(seen)}; {troubles} not well")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
