"""Real reading errors: finished articles set as pages, printed small, spoiled as scans are, and read again.

usage: python bench/scan_errors.py --until 2025-10-31 --out errors.jsonl [--characters 150000] [--seed 1] [--jobs 2]

Every page is drawn at a low resolution and spoiled in one way. The lines that our own reader of pictures gives are laid
against the printed ones by their boxes and put together to paragraphs by the truth, so that nothing of the layout is in
it. A page with too few or too many errors to learn from is made anew, coarser or finer. Written is one JSON row per
paragraph: ``src`` as read, ``tgt`` as printed, ``page``, ``story``, ``part``, ``dpi``, ``kind`` of spoiling, and
``lines``: how many characters each line gave and how sure the recogniser was of it. Paragraphs with a line that was not
found or with more than a fifth of errors are left out. The same seed gives the same rows, whatever ``--jobs``.
"""

import argparse
import json
import logging
import math
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import opencc
import PIL.Image
import pypdfium2
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
from make_dumps import articles  # noqa: E402
from presscheck.intake.printed import PrintedLine  # noqa: E402
from typeset import SetLine, Sheet, sheets, write_pdf  # noqa: E402

RECORD = ROOT.parent / "shared" / "data" / "broadcast.jsonl.gz"
PARTS = {"headline": "headline", "kicker": "kicker", "deck": "deck", "body": "body", "crosshead": "body"}
"""Which part of its story a line of each role belongs to; lines of other roles are left out."""
FINER = 3
"""Strokes are broken or bloated on a picture so many times finer."""
MOST_ERRORS = 0.2
WANTED = (0.004, 0.035)
"""Errors by characters that a page should have."""
TRIES = 3
FULL = 2500
"""Pages with fewer characters of body are not worth reading."""
BATCH = 6
Grey = NDArray[np.uint8]
Row = dict[str, object]


@dataclass(frozen=True)
class Order:
    """One page to be made: what is printed on it, how many pixels high its type is, how it is spoiled, and a seed."""

    number: int
    sheet: Sheet
    pixels: float
    kind: str
    seed: int

    @property
    def dpi(self) -> int:
        return round(72 * self.pixels / body_size(self.sheet))


# ---- spoiling: each way takes a picture FINER times too fine, and gives one of the right size


def smaller(fine: Grey) -> Grey:
    size = (fine.shape[1] // FINER, fine.shape[0] // FINER)
    return np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def plain(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    return smaller(fine)


def blurred(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    return np.asarray(cv2.GaussianBlur(smaller(fine), (0, 0), rng.uniform(0.055, 0.08) * pixels), dtype=np.uint8)


def noisy(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    small = smaller(fine).astype(np.float32)
    grain = rng.normal(0, rng.uniform(1.7, 2.8) * pixels, small.shape)
    return np.clip(0.9 * small + grain, 0, 255).astype(np.uint8)


def pale(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    """Little contrast, and light that falls off to one side."""
    small = smaller(fine).astype(np.float32)
    light = np.linspace(1, rng.uniform(0.75, 0.9), small.shape[1])[None, :]
    told = (200 - (255 - small) * rng.uniform(0.25, 0.4)) * light + rng.normal(0, 5, small.shape)
    return np.clip(told, 0, 255).astype(np.uint8)


def broken(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    """Strokes worn thin, with ink missing in specks."""
    thin = cv2.dilate(fine, np.ones((2, 2), np.uint8))
    specks = cv2.GaussianBlur(rng.random(fine.shape, dtype=np.float32), (0, 0), 1.2)
    told = np.where(specks > np.quantile(specks, 1 - rng.uniform(0.08, 0.16)), 255, thin)
    return smaller(told.astype(np.uint8))


def bloated(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    """Ink that has spread."""
    side = 2 if pixels < 9.5 else 3
    return smaller(np.asarray(cv2.erode(fine, np.ones((side, side), np.uint8)), dtype=np.uint8))


def copied(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    """Black and white only, as a copier or a fax leaves it."""
    small = cv2.resize(smaller(fine), None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    black = np.where(small < rng.uniform(150, 190), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(black, None, fx=1 / 1.5, fy=1 / 1.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def pressed(fine: Grey, rng: np.random.Generator, pixels: float) -> Grey:
    """A small JPEG file."""
    return jpeg(smaller(fine), int(rng.integers(14, 26)))


SPOILED: dict[str, tuple[Callable[[Grey, np.random.Generator, float], Grey], float]] = {
    "plain": (plain, 8.2),
    "blurred": (blurred, 11.0),
    "noisy": (noisy, 10.0),
    "pale": (pale, 10.5),
    "broken": (broken, 13.0),
    "bloated": (bloated, 9.0),
    "copied": (copied, 12.0),
    "pressed": (pressed, 9.5),
}
"""Each way of spoiling, and the height of type in pixels at which it begins to tell."""


def jpeg(grey: Grey, quality: int) -> Grey:
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def scan(order: Order, rng: np.random.Generator) -> tuple[Grey, float]:
    """The page as a spoiled scan, and by how many degrees it is turned (about every other page is)."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.pdf"
        write_pdf(order.sheet, file, order="reading")
        document = pypdfium2.PdfDocument(file)
        fine = document[0].render(scale=FINER * order.dpi / 72).to_pil().convert("L")
        document.close()
    degrees = float(rng.uniform(-1.2, 1.2)) if rng.random() < 0.5 else 0.0
    if degrees:
        fine = fine.rotate(degrees, PIL.Image.Resampling.BICUBIC, fillcolor=255)
    grey = SPOILED[order.kind][0](np.asarray(fine, dtype=np.uint8), rng, order.pixels)
    return jpeg(grey, 80), degrees


# ---- lines read against lines printed


@dataclass(frozen=True)
class Place:
    """Where a printed line stands on the picture: its middle, width and type size in pixels."""

    x: float
    y: float
    width: float
    size: float


def place_of(line: SetLine, order: Order, degrees: float) -> Place:
    scale, turn = order.dpi / 72, math.radians(degrees)
    x, y = line.left + (line.width - order.sheet.width) / 2, line.top + (line.height - order.sheet.height) / 2
    across = x * math.cos(turn) + y * math.sin(turn) + order.sheet.width / 2
    down = y * math.cos(turn) - x * math.sin(turn) + order.sheet.height / 2
    return Place(across * scale, down * scale, line.width * scale, line.size * scale)


def holds(place: Place, read: PrintedLine) -> float:
    """How much of a line read lies on a printed line (0 to 1); nothing where it is another line's height."""
    box = read.box
    if abs(box.top + box.height / 2 - place.y) > 0.6 * place.size:
        return 0.0
    left, right = place.x - place.width / 2, place.x + place.width / 2
    shared = min(right, box.left + box.width) - max(left, box.left)
    return max(shared, 0.0) / max(box.width, 1.0)


def given(places: list[Place], read: list[PrintedLine]) -> dict[int, list[PrintedLine]]:
    """For each printed line what was read of it, from left to right."""
    out: defaultdict[int, list[PrintedLine]] = defaultdict(list)
    for line in read:
        best = max(range(len(places)), key=lambda number: holds(places[number], line))
        if holds(places[best], line) >= 0.6:
            out[best].append(line)
    return {number: sorted(lines, key=lambda line: line.box.left) for number, lines in out.items()}


def rows_of(order: Order, read: list[PrintedLine], degrees: float) -> Iterator[Row]:
    """Paragraphs in the order of their stories, a headline as one; those that were not found whole are left out."""
    printed = [line for line in order.sheet.lines if not line.vertical]
    found = given([place_of(line, order, degrees) for line in printed], read)
    told: defaultdict[tuple[int, str, int | None], list[int]] = defaultdict(list)
    for number, line in sorted(enumerate(printed), key=lambda one: (one[1].story or 0, one[1].place or 0)):
        if line.role in PARTS and line.story is not None:
            told[line.story, PARTS[line.role], line.paragraph].append(number)
    for (story, part, _), numbers in told.items():
        if not all(number in found for number in numbers):
            continue
        pieces = [piece for number in numbers for piece in found[number]]
        src, tgt = "".join(piece.text for piece in pieces), "".join(printed[number].text for number in numbers)
        if Levenshtein.distance("".join(src.split()), "".join(tgt.split())) <= MOST_ERRORS * len(tgt):
            lines = [[len(piece.text), piece.score] for piece in pieces]
            where = {"page": order.number, "story": story, "part": part}
            yield {"src": src, "tgt": tgt, **where, "dpi": order.dpi, "kind": order.kind, "lines": lines}


def read_page(order: Order) -> list[Row]:
    """In a process of its own: the page drawn, spoiled and read; again, finer or coarser, until it is as wanted."""
    from presscheck.intake import image

    logging.disable(logging.WARNING)
    for _ in range(TRIES):
        grey, degrees = scan(order, np.random.default_rng((order.seed, order.number)))
        read, _, _ = image.recognised(PIL.Image.fromarray(grey))
        rows = list(rows_of(order, read, degrees))
        characters, share = rate(rows)
        fair = characters > FULL / 3
        if fair and WANTED[0] <= share <= WANTED[1]:
            return rows
        order = replace(order, pixels=order.pixels * (0.88 if fair and share < WANTED[0] else 1.14))
    return rows if fair and share <= 1.5 * WANTED[1] else []


def orders(items: list[dict[str, object]], seed: int) -> Iterator[Order]:
    """Pages without end in simplified characters, spoiled in every way in turn."""
    rng = random.Random(seed)
    full = (sheet for sheet in sheets(items, seed) if body_characters(sheet) >= FULL)
    for number, (sheet, kind) in enumerate(zip(full, cycle(SPOILED), strict=False)):
        pixels = SPOILED[kind][1] * rng.choice((0.95, 1.0, 1.08, 1.16))
        if not is_traditional(sheet):
            yield Order(number, sheet, pixels, kind, seed)


def is_traditional(sheet: Sheet) -> bool:
    """Some sheets are set in traditional characters: the proofreader is for the others."""
    text = "".join(line.text for line in sheet.lines)
    simplified = opencc.OpenCC("t2s").convert(text)
    return sum(one != other for one, other in zip(text, simplified, strict=False)) > 0.05 * len(text)


def body_size(sheet: Sheet) -> float:
    return median(line.size for line in sheet.lines if line.role == "body")


def body_characters(sheet: Sheet) -> int:
    return sum(len(line.text) for line in sheet.lines if line.role == "body" and not line.vertical)


def fresh(rows: list[Row], seen: set[object]) -> list[Row]:
    """Without paragraphs that another page held already."""
    return [row for row in rows if row["tgt"] not in seen]


def page_line(rows: list[Row]) -> str:
    if not rows:
        return "a page that could not be read as wanted is left out"
    characters, share = rate(rows)
    where = f"page {rows[0]['page']:>3} {rows[0]['dpi']:>4} dpi {rows[0]['kind']!s:10}"
    return f"{where}{len(rows):4} paragraphs {characters:6} characters {100 * share:6.2f} %"


def rate(rows: list[Row]) -> tuple[int, float]:
    """True characters of some rows, and the share of them misread, lost or added."""
    pairs = [("".join(str(row["src"]).split()), "".join(str(row["tgt"]).split())) for row in rows]
    characters = sum(len(tgt) for _, tgt in pairs)
    return characters, sum(Levenshtein.distance(src, tgt) for src, tgt in pairs) / max(characters, 1)


def summary(rows: list[Row]) -> Iterator[str]:
    named: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(f"{int(str(row['dpi'])) // 10 * 10} dpi", []).append(row)
        named.setdefault(str(row["kind"]), []).append(row)
    for name, part in sorted(named.items(), key=lambda one: (not one[0][0].isdigit(), len(one[0]), one[0])):
        characters, share = rate(part)
        yield f"{name:10}{characters:8} characters  {100 * share:5.2f} % errors"
    characters, share = rate(rows)
    yield f"{'all':10}{characters:8} characters  {100 * share:5.2f} % errors, {len(rows)} paragraphs"
    from presscheck.measure.proofreading import errors_of

    kinds = Counter(
        (error.before, error.after) for row in rows for error in errors_of(str(row["src"]), str(row["tgt"]))
    )
    common = [f"{after or '∅'}→{before or '∅'} {count}" for (before, after), count in kinds.most_common(30)]
    yield f"most common, of {kinds.total()}: {'  '.join(common)}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Real reading errors from pages typeset, spoiled and read again.")
    parser.add_argument("--record", type=Path, default=RECORD, help="a JSONL of finished articles")
    parser.add_argument("--since", default="2025-07-01")
    parser.add_argument("--until", default="2025-10-31")
    parser.add_argument("--characters", type=int, default=150_000, help="stop after so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    told: list[Row] = []
    wanted = orders(articles(options.record, options.since, options.until), options.seed)
    with get_context("spawn").Pool(options.jobs) as pool, options.out.open("w", encoding="utf8") as file:
        while rate(told)[0] < options.characters:
            for rows in pool.imap(read_page, list(islice(wanted, BATCH))):
                kept = fresh(rows, {row["tgt"] for row in told})
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
                file.flush()
                told += kept
                print(page_line(kept), flush=True)
    print("\n".join(summary(told)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
