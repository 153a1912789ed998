"""Our reading of pictures of pages beside RapidOCR called plainly: time, character recall, peak memory.

usage: python bench/read_images.py [--truth FOLDER] [--free] [IMAGE …]     (by default the pictures in ../shared)

Each reader works in a process of its own, on one thread pinned to one core, on the same pictures; what it loads first
is not timed. Left to itself RapidOCR's runtime starts a thread for every core and ties each to its own, which no
pinning from outside can stop, so it is told to use one; with ``--free`` it takes as many as it likes, unpinned. Exits 1
where we are slower, recall less, or take more memory than the limit.
"""

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
OURS, PLAIN, FREE = "presscheck", "rapidocr", "rapidocr-free"
MEMORY_LIMIT = 1500
Reader = Callable[[Path], list[str]]


@dataclass(frozen=True)
class Page:
    """One picture as one reader read it: seconds, and the lines it gave."""

    name: str
    seconds: float
    lines: list[str]


@dataclass(frozen=True)
class Run:
    """All pictures as one reader read them, and the most memory it took (MB)."""

    pages: list[Page]
    peak: float

    @property
    def seconds(self) -> float:
        return sum(page.seconds for page in self.pages)


def reader(name: str, first: Path) -> Reader:
    """What gives the lines of a picture, everything it needs loaded: it has read a corner of the first one."""
    import PIL.Image

    with PIL.Image.open(first) as picture:
        sheet = picture.convert("RGB").crop((0, 0, 640, 480))
    logging.disable(logging.WARNING)
    if name == OURS:
        from presscheck.intake import image, take_in

        image.recognised(sheet)
        return lambda path: [page.words(line.span) for page in take_in(path) for line in page.lines]
    import cv2
    import numpy as np
    from rapidocr import RapidOCR

    single = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    if name == PLAIN:
        cv2.setNumThreads(1)
    engine = RapidOCR(params=single if name == PLAIN else None)
    engine(np.asarray(sheet))
    return lambda path: list(engine(str(path)).txts or ())


def read_all(name: str, images: list[Path]) -> dict[str, Any]:
    """In a process of its own: every picture read, and the most memory that took."""
    read = reader(name, images[0])
    told = []
    for image in images:
        start = time.perf_counter()
        lines = read(image)
        told.append({"name": image.name, "seconds": time.perf_counter() - start, "lines": lines})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"pages": told, "peak": peak / (1e6 if sys.platform == "darwin" else 1e3)}


def in_child(name: str, images: list[Path]) -> Run:
    command = [sys.executable, __file__, "--read", name, *map(str, images)]
    told = subprocess.run(command, env=os.environ | ONE_THREAD, check=True, stdout=subprocess.PIPE, text=True).stdout
    last = json.loads(told.splitlines()[-1])
    return Run([Page(**page) for page in last["pages"]], last["peak"])


def recall(page: Page, truth: list[str]) -> tuple[int, int]:
    """True characters read rightly, and all of them."""
    from presscheck.measure.characters import score_lines

    score = score_lines(page.name, truth, page.lines)
    return score.characters - score.misread - score.lost, score.characters


def share(pairs: list[tuple[int, int]]) -> float:
    return sum(right for right, _ in pairs) / max(sum(of for _, of in pairs), 1)


def truth_of(image: Path, folder: Path) -> list[str]:
    from presscheck.measure.characters import printed_lines

    stem = image.name.partition(".")[0]
    path = next(path for path in (folder / f"{stem}.json", folder / f"{stem}.pdf") if path.exists())
    return printed_lines(path)


def compare(images: list[Path], folder: Path, readers: tuple[str, str]) -> bool:
    """Print both readers side by side; whether we keep all limits."""
    runs = {name: in_child(name, images) for name in readers}
    truths = [truth_of(image, folder) for image in images]
    found = {
        name: [recall(page, true) for page, true in zip(runs[name].pages, truths, strict=True)] for name in readers
    }
    print(f"{'picture':26}{'seconds':>22}{'ratio':>8}{'recall %':>22}")
    for i, image in enumerate(images):
        ours, plain = (runs[name].pages[i].seconds for name in readers)
        both = "".join(f"{100 * share([found[name][i]]):11.2f}" for name in readers)
        print(f"{image.name:26}{ours:11.1f}{plain:11.1f}{ours / plain:8.2f}{both}")
    ours, plain = (runs[name] for name in readers)
    ratio = ours.seconds / plain.seconds
    shares = [share(found[name]) for name in readers]
    both = "".join(f"{100 * each:11.2f}" for each in shares)
    print(f"{'all':26}{ours.seconds:11.1f}{plain.seconds:11.1f}{ratio:8.2f}{both}")
    print(f"{'peak memory, MB':26}{ours.peak:11.0f}{plain.peak:11.0f}        (limit {MEMORY_LIMIT})")
    return ratio <= 1 and shares[0] >= shares[1] and ours.peak < MEMORY_LIMIT


def main() -> int:
    parser = argparse.ArgumentParser(description="Our reading of pictures of pages beside RapidOCR called plainly.")
    parser.add_argument("images", nargs="*", type=Path)
    parser.add_argument("--truth", type=Path, default=DATA / "typeset", help="JSON or PDFs named as the pictures are")
    parser.add_argument("--free", action="store_true", help="RapidOCR takes as many threads as it likes")
    parser.add_argument("--read", choices=(OURS, PLAIN, FREE), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read_all(options.read, options.images)))
        return 0
    images = options.images or sorted((DATA / "images").glob("*.*"))
    if not images:
        print("no pictures to read: name some", file=sys.stderr)
        return 2
    if hasattr(os, "sched_setaffinity") and not options.free:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # inherited by both readers
    return 0 if compare(images, options.truth, (OURS, FREE if options.free else PLAIN)) else 1


if __name__ == "__main__":
    sys.exit(main())
