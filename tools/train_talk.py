"""Learn what the evidence for a change in a lone sentence of talk is worth, beside a language of everyday speech.

python tools/train_talk.py FOLDER LONE.jsonl

FOLDER holds a language of everyday speech as ``--second-opinion`` wants it; nothing of it goes into the package but how
much its word counts beside the other traits. The lone sentences are those of ``make_lone_sentences.py``: every second
that was read by machine, and every tenth of the rest. Written is ``src/presscheck/data/talk.toml``.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from presscheck.measure.proofread import Item
from presscheck.measure.proofreading import errors_of
from presscheck.proofreading.second_opinion import opinion
from presscheck.proofreading.talk import TRAITS, traits_of
from train_proofreader import _true, fit

TABLE = Path(__file__).resolve().parents[1] / "src/presscheck/data/talk.toml"
READ = (range(0, 4000, 2), range(19000, 20200, 2))
"""The rows of the file that were drawn, spoiled and read, every second; more of them give no better weights."""
EVERY = 10


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """The sentences that are learned from, as read and as printed."""
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines()):
        if any(number in read for read in READ) or number % EVERY == 0:
            told = json.loads(line)
            yield told["src"], told["tgt"]


def main() -> None:
    """Weigh, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("lone", type=Path)
    parser.add_argument("--out", type=Path, default=TABLE)
    options = parser.parse_args()
    reader = opinion(options.folder)
    traits, sides = [], {"right": [], "wrong": []}
    for number, (src, tgt) in enumerate(rows(options.lone)):
        told, given = traits_of(src, reader, reader.speech)
        misread, item = errors_of(src, tgt), Item("body", src, tgt)
        traits.append(given)
        for one in told:
            for side, true in zip(sides.values(), _true(item, misread, one, one.start), strict=True):
                side.append(true)
        if number % 1000 == 0:
            print(f"{number} sentences, {len(sides['right'])} changes", file=sys.stderr)
    every = np.concatenate(traits)
    lines = ["# What each trait of a change in a sentence of talk counts, in nats of log odds (tools/train_talk.py).\n"]
    for side, true in sides.items():
        weights, bias = fit(every, np.array(true))
        kept = ((name, weight) for name, weight in zip(TRAITS, weights.tolist(), strict=True) if abs(weight) >= 5e-5)
        lines += [f"\n[{side}]\nbias = {bias:.4f}\n", *(f"{name} = {weight:.4f}\n" for name, weight in kept)]
    options.out.write_text("".join(lines), encoding="utf8")


if __name__ == "__main__":
    main()
