"""Which characters are printed where a recogniser reads another: counted on lines that we draw, spoil and read.

python tools/make_confusions.py RECORD --readings FILE [--lines 20000] [--fonts DIRECTORY] [--seed 1]

``misread_lines`` makes the lines of the training months of RECORD and of the characters of GB 2312. Each reading is put
down in FILE at once, and a FILE that is there is gone on with, so that nothing is lost; the table depends on the seed
and on how many lines there are. A Chinese character read for another counts where the text on both sides agrees.

Most pairs are too rare to be counted. How often one is misread for the other is foreseen from how alike the two look
(``shapes.npz``), what chance the recogniser gave the one where the other was printed, whatever it read, and how common
both are. Their weights are fitted to the misreadings themselves (Poisson regression, traits taken
from one half of the lines and misreadings from the other); the counts then draw each expectation to themselves.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from presscheck import hanzi

Row = dict[str, Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/presscheck/data/confusions.npz"
SHAPES = ROOT / "src/presscheck/data/shapes.npz"
TRAIN_UNTIL = "2025-06-30"
MOST_ERRORS = 0.3
"""A line with more errors tells nothing."""
RUN = 2
"""So many characters in a row may be misread and still count."""
TENTHS = 10
"""Readings tell chances in tenths of a nat below 1."""
UNLIKE = 0.55
"""The likeness of two characters that are not among each other's nearest."""
TRACE, UNSEEN = 0.05, 3.0
"""Traces from which a pair is looked at, and how many places count as showing what is usual."""
PRIOR = 1.0
"""How many misreadings what is expected weighs against those counted."""
CANDIDATES = 40
LEANING = 0.7
"""The power of its frequency by which a candidate is chosen; it was tuned on development pages."""
STEPS = 16
"""Chances are kept in so many steps a nat."""
WIDE = 21
"""Bits of a code point: a pair is one number, printed << WIDE | read."""


class Counts(NamedTuple):
    """What was printed, what was misread for it, and the traces of all it might have been misread for.

    ``misread`` and ``traces`` go by pairs (sorted, see ``WIDE``); traces are square roots of the recogniser's chances.
    """

    printed: Counter[str]
    misread: Counter[int]
    pairs: Ints
    traces: Floats
    kinds: Counter[str]


def pair(printed: str, read: str) -> int:
    """One number for two characters.

    >>> pair("日", "目") >> WIDE == ord("日")
    True
    """
    return ord(printed) << WIDE | ord(read)


def aligned(printed: str, read: str) -> Iterator[tuple[int, int]]:
    """The places of a line and of its reading that stand for each other, one for one.

    Where characters were misread they count if there are few and the text on both sides agrees.

    >>> list(aligned("渠水上北坡", "渠木上北城坡"))
    [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5)]
    >>> list(aligned("渠水上北坡", "渠木北坡"))
    [(0, 0), (3, 2), (4, 3)]
    """
    blocks = list(Levenshtein.opcodes(printed, read))
    for place, block in enumerate(blocks):
        beside = blocks[max(place - 1, 0) : place] + blocks[place + 1 : place + 2]
        short = block.src_end - block.src_start <= RUN
        alone = short and all(other.tag == "equal" for other in beside)
        if block.tag == "equal" or (block.tag == "replace" and alone):
            yield from zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)


def kinds_of(printed: str, read: str) -> Counter[str]:
    """How many characters of a line were misread, lost and added, by kind.

    >>> sorted(kinds_of("渠水上北坡，", "渠木上北坡。。").items())
    [('added', 1), ('han for han', 1), ('mark for mark', 1), ('printed', 6)]
    """
    told = Counter(printed=len(printed))
    for edit in Levenshtein.editops(printed, read):
        if edit.tag == "replace":
            both = (read[edit.dest_pos], printed[edit.src_pos])
            told[" for ".join("han" if hanzi.is_han(char) else "mark" for char in both)] += 1
        else:
            told["lost" if edit.tag == "delete" else "added"] += 1
    return told


def count(rows: Iterable[Row]) -> Counts:
    """All that lines and their readings say."""
    printed, misread, kinds = Counter[str](), Counter[int](), Counter[str]()
    true, likely, tenths = list[str](), list[str](), list[int]()
    for row in rows:
        kinds.update(kinds_of(row["printed"], row["read"]))
        if Levenshtein.distance(row["printed"], row["read"]) > MOST_ERRORS * len(row["printed"]):
            kinds["printed in lines left out"] += len(row["printed"])
            continue
        for place, other in aligned(row["printed"], row["read"]):
            char, told = row["printed"][place], row["read"][other]
            if hanzi.is_han(char) and hanzi.is_han(told):
                printed[char] += 1
                misread[pair(char, told)] += char != told
                true.append(char * len(row["likely"][other]))
                likely.append(row["likely"][other])
                tenths += row["unlikely"][other]
    return Counts(printed, +misread, *_traces(_points(true), _points(likely), np.array(tenths)), kinds)


def _points(texts: Sequence[str]) -> Ints:
    return np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _traces(true: Ints, likely: Ints, tenths: Ints) -> tuple[Ints, Floats]:
    pairs, places = np.unique(true << WIDE | likely, return_inverse=True)
    traces = np.bincount(places, weights=np.exp(-tenths / TENTHS / 2), minlength=len(pairs))
    han = np.array([hanzi.is_han(chr(int(read))) for read in pairs & (1 << WIDE) - 1], dtype=bool)
    kept = han & (pairs >> WIDE != pairs & (1 << WIDE) - 1)
    return pairs[kept], traces[kept]


class Evidence(NamedTuple):
    """Lines thrown together and sentences put together, as if both were misread at the same rate.

    ``expected`` is, for each character, how many misreadings there were if all characters were as easily misread.
    """

    expected: dict[int, float]
    counts: Counts
    rate: float


def evidence(rows: Sequence[Row]) -> Evidence:
    """What all lines say; the rate is the sentences'."""
    expected = dict[int, float]()
    rate = 0.0
    for loose in (True, False):
        part = count(row for row in rows if row["loose"] == loose)
        rate = part.misread.total() / max(part.printed.total(), 1)
        for char, times in part.printed.items():
            expected[ord(char)] = expected.get(ord(char), 0.0) + times * rate
    return Evidence(expected, count(rows), rate)


def looked_at(counts: Counts, alike: dict[int, float]) -> Ints:
    """The pairs of which anything is known, either way round."""
    known = np.array(sorted({*alike, *counts.misread}), dtype=np.int64)
    known = np.concatenate([known, counts.pairs[counts.traces >= TRACE]])
    return np.unique(np.concatenate([known, turned(known)]))


def turned(pairs: Ints) -> Ints:
    """The same pairs with what is printed and what is read changed round."""
    return (pairs & (1 << WIDE) - 1) << WIDE | pairs >> WIDE


def alike(shapes: Path = SHAPES) -> dict[int, float]:
    """The likeness of characters that are among the nearest of one another."""
    with np.load(shapes) as arrays:
        points, nearest, likeness = arrays["characters"].astype(np.int64), arrays["nearest"], arrays["likeness"] / 255
    pairs = (points[:, None] << WIDE | points[nearest]).ravel()
    return dict(zip(pairs.tolist(), likeness.ravel().tolist(), strict=True))


def traits(pairs: Ints, counts: Counts, likeness: dict[int, float], common: Counter[str]) -> Floats:
    """What lets expect how often a pair is misread: (len(pairs), 6), the first of them 1."""
    back = turned(pairs)
    near = [
        max(likeness.get(one, UNLIKE), likeness.get(other, UNLIKE))
        for one, other in zip(pairs.tolist(), back.tolist(), strict=True)
    ]
    looks = np.array(near)
    seen = np.vectorize(lambda point: common[chr(point)] + 1.0, otypes=[float])
    columns = [looks, looks**2, _trace(pairs, counts), np.log(seen(pairs >> WIDE)), np.log(seen(back >> WIDE))]
    out: Floats = np.stack([np.ones(len(pairs)), *columns], axis=1)
    return out


def _trace(pairs: Ints, counts: Counts) -> Floats:
    """How strongly each pair's second character shone through where the first was printed, as a logarithm."""
    at = np.searchsorted(counts.pairs, pairs).clip(0, len(counts.pairs) - 1)
    found = np.where(counts.pairs[at] == pairs, counts.traces[at], 0.0)
    times = np.vectorize(lambda point: float(counts.printed[chr(point)]), otypes=[float])(pairs >> WIDE)
    typical = found.sum() / max(times.sum(), 1.0)
    out: Floats = np.log((found + UNSEEN * typical) / (times + UNSEEN))
    return out


def fitted(known: Floats, misread: Floats, expected: Floats) -> Floats:
    """Weights of the traits by Poisson regression: misread ~ expected * exp(known @ weights)."""
    middle, spread = known[:, 1:].mean(axis=0), known[:, 1:].std(axis=0) + 1e-9
    scaled = np.concatenate([known[:, :1], (known[:, 1:] - middle) / spread], axis=1)
    weights = np.zeros(scaled.shape[1])
    weights[0] = math.log(misread.sum() / expected.sum())
    for _ in range(40):
        told = expected * np.exp((scaled @ weights).clip(-30, 5))
        slope = scaled.T @ (misread - told) - 0.01 * weights
        bend = (scaled * told[:, None]).T @ scaled + 0.01 * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope).clip(-1, 1)
    out: Floats = weights / np.concatenate([[1.0], spread])
    out[0] -= float((out[1:] * middle).sum())
    return out


def channel(
    rows: Sequence[Row], likeness: dict[int, float], common: Counter[str]
) -> tuple[Ints, Floats, Floats, Evidence]:
    """The pairs, ln P(read | printed) of each at the rate of the sentences, the weights of the traits, all evidence."""
    halves = [evidence([row for k, row in enumerate(rows) if k // 2 % 2 == half]) for half in (0, 1)]
    whole = evidence(rows)
    pairs = looked_at(whole.counts, likeness)
    weights = np.mean(
        [
            fitted(traits(pairs, one.counts, likeness, common), *_counted(pairs, other))
            for one, other in (halves, halves[::-1])
        ],
        axis=0,
    )
    foreseen = np.exp(traits(pairs, whole.counts, likeness, common) @ weights)
    misread, expected = _counted(pairs, whole)
    chances = (misread + PRIOR) / (expected + PRIOR / foreseen) * whole.rate
    return pairs, np.log(chances), weights, whole


def _counted(pairs: Ints, told: Evidence) -> tuple[Floats, Floats]:
    """How often each pair was misread, and how often its printed character could have been."""
    misread = np.array([told.counts.misread[one] for one in pairs.tolist()], dtype=float)
    return misread, np.array([told.expected.get(one, 0.0) for one in (pairs >> WIDE).tolist()])


def table(pairs: Ints, chances: Floats, common: Counter[str], read: set[int]) -> dict[str, NDArray[Any]]:
    """For each character as read the printed ones that are worth a try, likeliest first, as they are kept.

    They are chosen by ln P(read | printed) and by how common they are, for rare characters are misread oftener but
    seldom printed; of those outside GB 2312 only what was ``read`` for another has any. ``characters`` are code points,
    ``printed`` (characters, CANDIDATES) counts them, and ``chances`` are steps of ``1 / STEPS`` nat below 1. A place
    without a candidate has the character itself and 255.
    """
    kept = np.isin(pairs & (1 << WIDE) - 1, np.array(sorted(read)))
    pairs, chances = pairs[kept], chances[kept]
    seen = np.array([common[chr(point)] + 1.0 for point in (pairs >> WIDE).tolist()])
    points = np.unique(np.concatenate([pairs >> WIDE, pairs & (1 << WIDE) - 1]))
    row, true = np.searchsorted(points, pairs & (1 << WIDE) - 1), np.searchsorted(points, pairs >> WIDE)
    best = _first(np.lexsort((true, -(chances + LEANING * np.log(seen)), row)), row)
    order = best[np.lexsort((true[best], -chances[best], row[best]))]
    steps = np.round(-chances[order] * STEPS).clip(0, 254)
    printed = np.tile(np.arange(len(points), dtype=np.uint16)[:, None], CANDIDATES)
    kept_chances = np.full(printed.shape, 255, dtype=np.uint8)
    printed[row[order], _rank(order, row)] = true[order]
    kept_chances[row[order], _rank(order, row)] = steps
    return {"characters": points.astype(np.uint32), "printed": printed, "chances": kept_chances}


def _rank(order: Ints, row: Ints) -> Ints:
    """Of pairs in an order that goes row by row, which each is in its row."""
    return np.arange(len(order)) - np.searchsorted(row[order], row[order])


def _first(order: Ints, row: Ints) -> Ints:
    return order[_rank(order, row) < CANDIDATES]


def readings(options: argparse.Namespace, paragraphs: Sequence[str]) -> list[Row]:
    """The lines that were read before, and those that are wanted still."""
    import misread_lines

    file: Path = options.readings
    rows = [json.loads(line) for line in file.open(encoding="utf8")] if file.is_file() else []
    copy = misread_lines.copy_of(paragraphs, _alphabet())
    faces = misread_lines.faces_in(options.fonts)
    with file.open("a", encoding="utf8", buffering=1) as out:
        for drawn, read in misread_lines.lines(copy, faces, options.seed, range(len(rows), options.lines)):
            row = {"printed": drawn.text, **read._asdict(), "loose": drawn.loose, "kind": drawn.kind}
            row["read"] = row.pop("text")
            print(json.dumps(row, ensure_ascii=False, separators=(",", ":")), file=out)
            rows.append(row)
    return rows[: options.lines]


def _alphabet() -> list[str]:
    import make_shapes

    return make_shapes.characters()


def main() -> None:
    """Draw and read what is not read yet, count, write the table and say what it is made of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--readings", type=Path, required=True, help="a JSONL of lines read; gone on with")
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from make_dumps import articles

    items = articles(options.record, "0000", TRAIN_UNTIL)
    paragraphs = [part["text"] for item in items for part in item["paragraphs"]]
    common = Counter(char for text in paragraphs for char in text)
    rows = readings(options, paragraphs)
    pairs, chances, weights, whole = channel(rows, alike(), common)
    # Readings outside GB 2312 have a row only where they were seen.
    told = {one & (1 << WIDE) - 1 for one in whole.counts.misread} | set(map(ord, _alphabet()))
    arrays: dict[str, Any] = table(pairs, chances, common, told)
    np.savez_compressed(TABLE, **arrays, rate=np.float32(whole.rate), weights=weights.astype(np.float32))
    print(f"{len(rows)} lines, {len(pairs)} pairs, weights {np.round(weights, 3).tolist()}")
    for name, loose in (("thrown together", True), ("sentences", False)):
        part = count(row for row in rows if row["loose"] == loose)
        print(name, f"{part.misread.total()} of {part.printed.total()} misread;", dict(part.kinds.most_common()))


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tools")]
    main()
