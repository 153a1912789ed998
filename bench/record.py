"""How long it takes to make a record of years of stories, how large it becomes, and how fast words are found in it.

usage: python bench/record.py [--set ARTICLES.jsonl.gz] [--items N] [--jobs 2] [--words 500] [--keep DB]

The articles (by default the broadcast's in ../shared, or the first N) are added by `presscheck add` in a process
of its own; then words drawn from them are found, held against a plain scan, alone and with filters and facets, and
the command is started anew for one. Exits 1 where a goal is missed. Goals for time and size are those of the whole set.
"""

import argparse
import gzip
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

SET = Path(__file__).resolve().parents[2] / "shared" / "data" / "broadcast.jsonl.gz"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
COMMAND = [sys.executable, "-c", "from presscheck.cli import main; main()"]
MINUTES, SHARE, GIGABYTES, FIND, START = 6.0, 5.0, 1.0, 50.0, 1.5
"""Goals: minutes to add all, database bytes for a byte of text, peak memory, p95 of a find (ms), a command (s)."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something measured, and the most (or least) that it may be."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def missed(self) -> bool:
        over = self.most is not None and self.value > self.most
        return over or (self.least is not None and self.value < self.least)

    def __str__(self) -> str:
        goal = "" if self.most is None else f"  (at most {self.most:g})"
        goal = goal if self.least is None else f"  (at least {self.least:g})"
        return f"{self.name:34} {self.value:14,.3f} {self.unit:12}{goal}{'  MISSED' if self.missed else ''}"


def taken(path: Path, items: int | None, folder: Path) -> Path:
    """The first so many articles of a set as a file of their own."""
    if not items:
        return path
    with gzip.open(path, "rt", encoding="utf8") as lines, (folder / "some.jsonl").open("w", encoding="utf8") as out:
        out.writelines(islice(lines, items))
    return folder / "some.jsonl"


def size_of(path: Path) -> tuple[int, int]:
    """The UTF-8 bytes of all words of the articles, and their sentences as facts are read from them."""
    from presscheck.intake.finished import Finished, finished_in
    from presscheck.record.passages import sentences_of, texts_of

    written = sentences = 0
    for one in finished_in(path):
        if isinstance(one, Finished):
            texts = texts_of(one.article)
            written += sum(len(text.words.encode()) for text in texts)
            sentences += sum(1 for text in texts for _ in sentences_of(text))
    return written, sentences


class Memory(threading.Thread):
    """The most memory that a process and its children have had together, in bytes; pages they share count once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.most = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.5):
            self.most = max(self.most, sum(map(_memory, _family(self.process))))


def _family(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(tasks).split():
            yield from _family(int(child))


def _memory(process: int) -> int:
    told = dict(line.split(":", 1) for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines()[1:])
    return int(told.get("Pss", "0 kB").split()[0]) * 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def load(articles: Path, db: Path, jobs: int, whole: bool) -> Iterator[Goal]:
    """Add all, in a process of its own."""
    written, sentences = size_of(articles)
    start = time.perf_counter()
    command = [*COMMAND, "add", str(articles), "--record", str(db), "--jobs", str(jobs), "--json"]
    adding = subprocess.Popen(command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE)
    memory = Memory(adding.pid)
    memory.start()
    out, _ = adding.communicate()
    seconds = time.perf_counter() - start
    memory.done.set()
    (told,) = json.loads(out)
    yield Goal("stories", told["new"])
    yield Goal("facts", told["facts"])
    yield Goal("time to add", seconds / 60, "min", MINUTES if whole else None)
    yield Goal("sentences", sentences / seconds, "a second")
    yield Goal("database", db.stat().st_size / 1e6, "MB")
    yield Goal("database for a byte of text", db.stat().st_size / written, "bytes", SHARE)
    yield Goal("peak memory, children too", memory.most / 1e9, "GB", GIGABYTES)
    connection = sqlite3.connect(db)
    (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    yield Goal("integrity_check ok", answer == "ok", least=1)


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return 1_000 * (time.perf_counter() - start)


def queries(articles: Path, db: Path, count: int) -> Iterator[Goal]:
    """Find words, plainly and with what else can be asked."""
    from presscheck.measure.finding import measure_find
    from presscheck.record.query import Filters
    from presscheck.recording import Record

    report = measure_find(db, articles, words=count)
    print(report.recipe)
    yield Goal("recall", report.finds.recall or 0, least=1)
    yield Goal("precision", report.finds.precision or 0, least=1)
    yield Goal("find, p50", report.milliseconds["p50"], "ms")
    yield Goal("find, p95", report.milliseconds["p95"], "ms", FIND)
    ways = {
        "in a month": ({"since": date(2025, 3, 1), "until": date(2025, 3, 31)}, False),
        "with facets": ({}, True),
        "figures": ({"kind": "figure"}, False),
        "figures, with facets": ({"kind": "figure"}, True),
    }
    with Record(db) as record:
        for name, (asked, facets) in ways.items():
            for word in WORDS:
                record.find(word, Filters(**asked), facets=facets)
            times = [timed(lambda w=word, a=asked, f=facets: record.find(w, Filters(**a), facets=f)) for word in WORDS]
            yield Goal(f"find {name}, p50", statistics.median(times), "ms")
            yield Goal(f"find {name}, p95", sorted(times)[int(0.95 * len(times))], "ms")


WORDS = (
    "经济", "发展", "铁路", "水利", "粮食", "大学", "合作 协议", "同比 增长", "增长 -下降", "亿元", "3.5%", "渠", "桥",
    "田", "航天", "医院", "教育", "“十四五”", "新能源 汽车", "电影",
)  # fmt: skip


def starts(db: Path) -> Iterator[Goal]:
    """The command, started anew."""
    command = [*COMMAND, "find", WORDS[2], "--record", str(db)]
    environment = os.environ | ONE_THREAD
    times = [timed(lambda: subprocess.run(command, env=environment, capture_output=True, check=True)) for _ in range(6)]
    yield Goal("presscheck find, started anew", statistics.median(times[1:]) / 1_000, "s", START)


def main() -> int:
    parser = argparse.ArgumentParser(description="How a record of years of stories is made, and searched.")
    parser.add_argument("--set", type=Path, default=SET)
    parser.add_argument("--items", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="where to leave the record; one that is there is only searched")
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        articles = taken(options.set, options.items, Path(folder))
        db = options.keep or Path(folder) / "record.db"
        steps = [] if db.exists() else [load(articles, db, options.jobs, not options.items)]
        for step in [*steps, queries(articles, db, options.words), starts(db)]:
            for goal in step:
                print(goal, flush=True)
                missed += goal.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
