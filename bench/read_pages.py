"""How long a page takes, and how much memory: start-up, pages one by one, and a dump of a hundred.

usage: python bench/read_pages.py [FOLDER …]     (folders of text dumps; by default those in ../shared)

Everything runs in fresh processes on one core. A plain workload (JSON and regular expressions) is timed in the same
run: the ratio to it lets two machines, or a busy and an idle one, be compared. Exits 1 where a limit is passed.
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DUMPS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages" / "dumps"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
STARTS = 5
LONG_DUMP_PAGES, LONG_DUMP_BYTES = 100, 1_000_000


@dataclass(frozen=True)
class Row:
    """One thing timed; ``limit`` is None where it is only told."""

    name: str
    value: float
    limit: float | None
    unit: str

    @property
    def kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def told(self, plain: float) -> str:
        """A line of the table; times also as so many plain workloads."""
        ratio = f"{self.value / plain:10.2f} x" if self.unit == "s" else " " * 12
        limit = "" if self.limit is None else f"{'within' if self.kept else 'OVER'} {self.limit:g} {self.unit}"
        return f"{self.name:44}{self.value:10.3f} {self.unit:3}{ratio}   {limit}".rstrip()


def plain_work() -> None:
    """What the machine is compared by: 20 MB of JSON written, read and searched."""
    rows = [{"page": number, "text": "首班车开进水塔村，坐车只要四十分钟。" * 8} for number in range(40_000)]
    text = json.dumps(json.loads(json.dumps(rows, ensure_ascii=False)), ensure_ascii=False)
    found = sum(1 for _ in re.finditer(r"[一二三四五六七八九十]+分钟", text))
    assert found == 320_000


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pages_in(folders: list[Path]) -> list[Path]:
    return [page for folder in folders for page in sorted(folder.glob("*.txt"))]


def long_dump(pages: list[Path], target: Path) -> Path:
    """A dump of 100 pages and 1 MB: pages joined with form feeds, each filled up to its share with more pages."""
    share = LONG_DUMP_BYTES // LONG_DUMP_PAGES
    joined = []
    for number in range(LONG_DUMP_PAGES):
        page, more = "", number
        while len(page.encode()) < share:
            page += pages[more % len(pages)].read_text(encoding="utf8") + "\n"
            more += 1
        joined.append(page.encode()[:share].decode(errors="ignore"))
    target.write_text("\f".join(joined), encoding="utf8")
    return target


def read_all(pages: list[Path]) -> dict[str, Any]:
    """In a process of its own: each page read after the first has loaded everything; peak memory in MB."""
    from presscheck.pipeline import read

    first = seconds(lambda: read(pages[0]))
    each = [seconds(lambda page=page: read(page)) for page in pages]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"first": first, "each": each, "peak": peak / (1e6 if sys.platform == "darwin" else 1e3)}


def alone(*arguments: str) -> tuple[float, str]:
    """Seconds and output of a fresh Python on one core."""
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, *arguments], env=os.environ | ONE_THREAD, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - start, told.stdout


def in_child(pages: list[Path]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(alone(__file__, "--read", *map(str, pages))[1])
    return told


def start_ups(page: Path) -> Iterator[Row]:
    version = "import presscheck.cli; presscheck.cli.main(['--version'])"
    first = f"import pathlib, presscheck.pipeline as p; p.read(pathlib.Path({str(page)!r}))"
    for name, code, limit in (("presscheck --version", version, 1.5), ("import and first page", first, 1.5 + 0.3)):
        yield Row(f"start-up: {name}", statistics.median(alone("-c", code)[0] for _ in range(STARTS)), limit, "s")


def measured(pages: list[Path]) -> Iterator[Row]:
    yield from start_ups(pages[0])
    told = in_child(pages)
    each = sorted(told["each"])
    yield Row("a page, median", statistics.median(each), 0.3, "s")
    yield Row("a page, 95 of 100", each[int(0.95 * (len(each) - 1))], None, "s")
    yield Row("a page, longest", each[-1], None, "s")
    yield Row("peak memory, pages one by one", told["peak"], 300, "MB")
    with tempfile.TemporaryDirectory() as folder:
        long = long_dump(pages, Path(folder) / "hundred.txt")
        told = in_child([long])
        yield Row(f"a dump of {LONG_DUMP_PAGES} pages, {long.stat().st_size / 1e6:.2f} MB", told["first"], 20, "s")
        yield Row("peak memory, that dump read twice", told["peak"], None, "MB")


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--read"]:
        print(json.dumps(read_all([Path(name) for name in arguments[1:]])))
        return 0
    pages = pages_in([Path(name) for name in arguments] or [DUMPS / "columns", DUMPS / "blocks"])
    if not pages:
        print("no dumps (*.txt) to read: name a folder that holds some", file=sys.stderr)
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # inherited by every process started below
    plain = statistics.median(seconds(plain_work) for _ in range(STARTS))
    print(f"{len(pages)} pages on one core; plain workload {plain:.3f} s (x: times that)\n")
    kept = True
    for row in measured(pages):
        print(row.told(plain), flush=True)
        kept = kept and row.kept
    after = statistics.median(seconds(plain_work) for _ in range(STARTS))
    print(f"\nplain workload afterwards {after:.3f} s ({after / plain:.2f} of before)")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
