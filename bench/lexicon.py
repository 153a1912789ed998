"""What words alone tell of misread characters, beside the 5-gram: captions, posts and news with one wrong each.

usage: python bench/lexicon.py [--shared ../shared/data] [--errors 1000]

Three sets of sentences with one wrong character and the right one: captions read by a machine (faspell_ocr), posts
with slips of the pen (cscd_ns), and the broadcast's sentences of the development months with one character mistaken
for one of its ten nearest look-alikes. Nothing is learned from any. Told for several weights of words and 5-gram:

  pair     the right sentence is likelier than the wrong one, of all slips
  first    the right character gains most of the wrong one's 60 look-alikes, of the slips where it is among them
  found    the same, likeness counted in, above the threshold at which 1 in 1,000 right characters would be changed
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck.hanzi import fold, is_han
from presscheck.language import lexicon, ngram
from presscheck.proofreading import shapes

FIRST_DAY, LAST_DAY = "2025-07-01", "2025-10-31"
WEIGHTS = ((0.0, 1.0), (0.25, 1.0), (0.5, 1.0), (0.75, 0.75), (1.0, 0.5), (1.0, 0.25), (1.0, 0.1), (1.0, 0.0))
LIKENESS = 10.0
NEVER = -40.0
"""Nats of a change that sets characters side by side which the paper never did."""
CLEAN = 1 / 1000
Floats = NDArray[np.float32]


class Slip(NamedTuple):
    """A sentence as it should read, and the place and character at which it was got wrong."""

    right: str
    place: int
    char: str

    @property
    def wrong(self) -> str:
        return self.right[: self.place] + self.char + self.right[self.place + 1 :]


class Scores(NamedTuple):
    """What words and 5-gram gain by each look-alike at each place asked, and how alike they are: (places, 60)."""

    words: Floats
    grams: Floats
    likeness: Floats

    def sum(self, words: float, grams: float) -> Floats:
        return words * self.words + grams * self.grams + LIKENESS * (self.likeness - 1)


def single(pairs: Iterator[tuple[str, str]], most: int) -> list[Slip]:
    """The pairs of wrong and right that differ in one Chinese character, ``most`` at most."""
    out = []
    for wrong, right in pairs:
        wrong, right = fold(wrong), fold(right)
        places = [k for k, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b]
        alike = len(wrong) == len(right) and len(places) == 1
        if alike and is_han(wrong[places[0]]) and is_han(right[places[0]]):
            out.append(Slip(right, places[0], wrong[places[0]]))
    return out[:most]


def captions(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf8").splitlines():
        _, wrong, right = line.split("\t")
        yield wrong, right


def posts(path: Path) -> Iterator[tuple[str, str]]:
    yield from ((row["src"], row["tgt"]) for row in json.loads(path.read_text(encoding="utf8")))


def news(path: Path) -> Iterator[tuple[str, str]]:
    """Sentences of the development months, one character of each mistaken."""
    draw, table = random.Random(0), shapes.drawn()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        items = [item for item in map(json.loads, lines) if FIRST_DAY <= item["date"] <= LAST_DAY]
    texts = [paragraph["text"] for item in items for paragraph in item["paragraphs"]]
    sentences = [sentence for text in texts for sentence in re.findall("[^。！？]+[。！？]", text)]
    for sentence in draw.sample(sentences, 2000):
        places = [k for k, char in enumerate(sentence) if char in table.row]
        if places:
            place = draw.choice(places)
            other = table.characters[int(draw.choice(table.nearest[table.row[sentence[place]]][:10]))]
            yield sentence[:place] + other + sentence[place + 1 :], sentence


def asked(text: str, places: Sequence[int]) -> Scores:
    """The gains of every look-alike at every place."""
    table, words, grams = shapes.drawn(), lexicon.load(), ngram.load()
    rows = np.array([table.row[text[place]] for place in places])
    nearest = table.nearest[rows]
    by_words = words.swaps(text, places, words.encode(table.characters)[nearest])
    by_grams = grams.swaps(text, places, grams.encode(table.characters)[nearest], keep=nearest.shape[1])
    by_grams = np.maximum(by_grams, NEVER)
    return Scores(by_words, by_grams, table.likeness[rows])


def joined(parts: list[Scores]) -> Scores:
    return Scores(*(np.concatenate(side) for side in zip(*parts, strict=True)))


def measure(slips: list[Slip]) -> dict[str, Any]:
    """Every figure of one set."""
    table, words, grams = shapes.drawn(), lexicon.load(), ngram.load()
    by_words = words.fit([slip.right for slip in slips]) - words.fit([slip.wrong for slip in slips])
    by_grams = np.array(
        [grams.swaps(slip.wrong, [slip.place], grams.encode(slip.right[slip.place])[None])[0, 0] for slip in slips]
    ).clip(min=NEVER)
    near = [slip for slip in slips if slip.right[slip.place] in _beside(slip.char)]
    truth = np.array([_beside(slip.char).index(slip.right[slip.place]) for slip in near])
    errors = joined([asked(slip.wrong, [slip.place]) for slip in near])
    places = [[k for k, char in enumerate(slip.right) if char in table.row] for slip in slips]
    clean = joined([asked(slip.right, at) for slip, at in zip(slips, places, strict=True) if at])
    told: dict[str, Any] = {"slips": len(slips), "near": len(near), "clean": len(clean.words)}
    for a, b in WEIGHTS:
        gained, alarms = errors.sum(a, b), clean.sum(a, b).max(axis=1)
        plain = a * errors.words + b * errors.grams
        hit = gained.argmax(axis=1) == truth
        threshold = np.quantile(alarms, 1 - CLEAN)
        told[f"{a:g} words + {b:g} 5-gram"] = {
            "pair": float((a * by_words + b * by_grams > 0).mean()),
            "first": float(((plain.argmax(axis=1) == truth) & (plain.max(axis=1) > 0)).mean()),
            "found": float((hit & (gained.max(axis=1) > threshold)).mean()),
            "threshold": float(threshold),
        }
    return told


def _beside(char: str) -> str:
    table = shapes.drawn()
    return "".join(table.characters[int(k)] for k in table.nearest[table.row[char]]) if char in table.row else ""


def main() -> None:
    """Measure the sets and print a table of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--errors", type=int, default=1000)
    options = parser.parse_args()
    sets = {
        "captions": captions(options.shared / "proofread/faspell_ocr/ocr_train_3575.txt"),
        "posts": posts(options.shared / "proofread/cscd_ns/cscd_dev.json"),
        "news": news(options.shared / "broadcast.jsonl.gz"),
    }
    for name, pairs in sets.items():
        told = measure(single(pairs, options.errors))
        print(name, *(f"{key} {told.pop(key)}" for key in ("slips", "near", "clean")), sep="  ")
        for way, row in told.items():
            print(f"  {way:<26}" + "".join(f"{key} {row[key]:6.1%}  " for key in ("pair", "first", "found")), end="")
            print(f"from {row['threshold']:.1f} nats")


if __name__ == "__main__":
    main()
