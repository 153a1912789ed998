"""Train and measure the language model that presscheck carries (``docs/language_model.md``).

    python tools/train_language_model.py train
    python tools/train_language_model.py evaluate
    python tools/train_language_model.py arpa table.arpa
"""

import argparse
import gzip
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from kneser_ney import Estimate, Grams, costs, count, estimate, keep_above, pack
from numpy.typing import NDArray

from presscheck.hanzi import fold
from presscheck.language.ngram import BOUNDARY, BOUNDARY_ID, OPENING, LanguageModel

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src/presscheck/data/language_model.npz"
SHARED = ROOT.parent / "shared/data"
LAST_TRAINING_DAY = "2025-06-30"
LAST_DEVELOPMENT_DAY = "2025-10-31"
LEAST = 12  # characters left on either side of a cut


# --- the text -----------------------------------------------------------------------------------------------------


def items(path: Path, first: str, last: str) -> Iterator[dict[str, Any]]:
    """The broadcast's items from day ``first`` to day ``last``, both included."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            item = json.loads(line)
            if first <= item["date"] <= last:
                yield item


def news_paragraphs(path: Path, first: str, last: str) -> list[str]:
    """Headlines and paragraphs, folded, none empty."""
    found = []
    for item in items(path, first, last):
        found += [item["headline"], *(paragraph["text"] for paragraph in item["paragraphs"])]
    return [fold(text).replace(BOUNDARY, " ") for text in found if text]


def law_paragraphs(path: Path) -> list[str]:
    """The lines of the laws, folded, without the lines that name the files."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        stripped = (line.strip() for line in lines)
        return [fold(line) for line in stripped if line and not line.startswith("====")]


def alphabet(paragraphs: Sequence[str]) -> str:
    """The characters in the order of their ids from 1 on: the edge, then by frequency."""
    often: Counter[str] = Counter()
    for text in paragraphs:
        often.update(text)
    return BOUNDARY + "".join(sorted(often, key=lambda char: (-often[char], char)))


def as_stream(paragraphs: Sequence[str], characters: str) -> NDArray[np.uint16]:
    """Paragraphs as ids, each between two edges (neighbours share one)."""
    text = BOUNDARY + BOUNDARY.join(paragraphs) + BOUNDARY
    points = np.array([ord(char) for char in characters], dtype=np.uint32)
    ids = np.zeros(int(points.max()) + 1, dtype=np.uint16)
    ids[points] = np.arange(1, len(points) + 1)
    return ids[np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)]


def counted(corpora: Sequence[Sequence[str]], order: int) -> tuple[list[Grams], str]:
    """The n-grams of some corpora of paragraphs, counted together, and the alphabet their ids stand for."""
    characters = alphabet([text for corpus in corpora for text in corpus])
    streams = [as_stream(corpus, characters) for corpus in corpora]
    stream = np.concatenate([streams[0][:1], *(part[1:] for part in streams)])
    owner = np.concatenate([[0], *(np.full(len(part) - 1, i) for i, part in enumerate(streams))]).astype(np.uint8)
    return count(stream, owner, order, len(characters) + 1), characters


# --- the measures -------------------------------------------------------------------------------------------------


def perplexity(model: LanguageModel, paragraphs: Sequence[str]) -> float:
    """Perplexity a character over whole paragraphs, their ends and unknown characters included."""
    return float(np.exp(-model.log_probs(BOUNDARY.join(paragraphs) + BOUNDARY).mean()))


def cut_paragraphs(path: Path, size: int) -> list[list[tuple[str, str]]]:
    """One group a development day: ``size`` paragraphs, each cut at a random place."""
    days: dict[str, list[str]] = defaultdict(list)
    after_training = LAST_TRAINING_DAY + "~"  # sorts after the day itself and before the next
    for item in items(path, after_training, LAST_DEVELOPMENT_DAY):
        days[item["date"]] += [p["text"] for p in item["paragraphs"] if len(p["text"]) >= 2 * LEAST]
    groups = []
    for day, paragraphs in sorted(days.items()):
        dice = random.Random(day)
        chosen = dice.sample(paragraphs, min(size, len(paragraphs)))
        places = [dice.randint(LEAST, len(text) - LEAST) for text in chosen]
        groups.append([(text[:place], text[place:]) for text, place in zip(chosen, places, strict=True)])
    return [group for group in groups if len(group) == size]


def seam_accuracy(model: LanguageModel, groups: Sequence[Sequence[tuple[str, str]]], length: int) -> float:
    """How often the true right half is the one that goes on best from a left half."""
    right = total = 0
    for group in groups:
        scores = model.seams([left for left, _ in group], [head for _, head in group], length=length)
        best = scores.argmax(axis=1)
        right += int((best == np.arange(len(group))).sum())
        total += len(group)
    return right / total


# --- the same table for others ------------------------------------------------------------------------------------


def arpa_word(char: str) -> str:
    """A character as a word of an ARPA file: white space by its code point, since words are split at it.

    >>> arpa_word("年"), arpa_word(" ")
    ('年', '<u20>')
    """
    return f"<u{ord(char):x}>" if char.isspace() else char


def arpa_lines(model: LanguageModel) -> Iterator[str]:
    """The table as an ARPA file (log10), for KenLM or SRILM; the edge is ``<s>`` as context and ``</s>`` as target."""
    words = ["<unk>", "</s>", *(arpa_word(chr(point)) for point in model.characters[2:])]
    sizes = model.sizes
    yield "\\data\\"
    yield from (f"ngram {n}={size + (n == 1)}" for n, size in enumerate(sizes, start=1))
    texts = words
    for n in range(1, model.order + 1):
        yield f"\n\\{n}-grams:"
        chances, backoffs = (values / np.log(10) for values in model.entries(n))
        if n == 1:
            yield f"-99\t<s>\t{backoffs[BOUNDARY_ID]:.7f}"
        else:
            texts = [f"{texts[parent]} {words[last]}" for parent, last in model.grams(n)]
        for text, chance, backoff in zip(texts, chances, backoffs, strict=True):
            yield f"{min(chance, 0):.7f}\t{text}" + ("" if n == model.order or text.endswith("</s>") else f"\t{backoff:.7f}")
        if n == 1:
            texts = ["<unk>", "<s>", *words[2:]]
    yield "\n\\end\\"


# --- the commands -------------------------------------------------------------------------------------------------


def sha256(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def threshold_for(levels: list[Grams], worth: list[NDArray[np.float64]], wanted: int) -> float:
    """The pruning threshold that leaves about ``wanted`` n-grams."""
    low, high = -40.0, 0.0
    for _ in range(30):
        middle = (low + high) / 2
        left = sum(int(mask.sum()) for mask in keep_above(levels, worth, float(np.exp(middle))))
        low, high = (middle, high) if left > wanted else (low, middle)
    return float(f"{np.exp(high):.3g}")


def train(options: argparse.Namespace) -> None:
    """Write the table."""
    news = news_paragraphs(options.news, "", LAST_TRAINING_DAY)
    corpora, weights = [news], [float(options.news_weight)]
    if options.law_weight:
        corpora.append(law_paragraphs(options.laws))
        weights.append(float(options.law_weight))
    levels, characters = counted(corpora, options.order)
    estimates, cuts = estimate(levels, weights)
    worth = costs(levels, estimates, weights)
    threshold = options.threshold or threshold_for(levels, worth, options.ngrams)
    recipe = {
        "method": "interpolated modified Kneser-Ney, relative-entropy pruning, 8-bit codebooks",
        "news": {"sha256": sha256(options.news), "until": LAST_TRAINING_DAY, "weight": weights[0]},
        "laws": {"sha256": sha256(options.laws), "weight": options.law_weight},
        "counted": [grams.size for grams in levels],
        "discounts": [[[round(cut, 4) for cut in one] for one in order] for order in cuts],
        "threshold": threshold,
    }
    write(options.out, pack_measured(options, levels, estimates, keep_above(levels, worth, threshold), characters, recipe))


def pack_measured(
    options: argparse.Namespace,
    levels: list[Grams],
    estimates: list[Estimate],
    keep: list[NDArray[np.bool_]],
    characters: str,
    recipe: dict[str, Any],
) -> dict[str, NDArray[Any]]:
    """The table, its perplexity on the development months in its recipe."""
    table = pack(levels, estimates, keep, characters, recipe)
    paragraphs = news_paragraphs(options.news, LAST_TRAINING_DAY + "~", LAST_DEVELOPMENT_DAY)
    recipe["development_perplexity"] = round(perplexity(LanguageModel(table), paragraphs), 4)
    return pack(levels, estimates, keep, characters, recipe)


def write(path: Path, table: dict[str, NDArray[Any]]) -> None:
    """Save the table and print its recipe."""
    np.savez_compressed(path, **table)
    sys.stdout.write(table["recipe"].tobytes().decode() + f"\n{path}: {path.stat().st_size / 1e6:.2f} MB\n")


def evaluate(options: argparse.Namespace) -> None:
    """Print perplexity and seam accuracy on the development months."""
    model = LanguageModel.open(options.table)
    paragraphs = news_paragraphs(options.news, LAST_TRAINING_DAY + "~", LAST_DEVELOPMENT_DAY)
    groups = cut_paragraphs(options.news, options.group)
    print(f"{model.name} {options.table.stat().st_size / 1e6:.2f} MB, {sum(model.sizes)} n-grams")
    print(f"perplexity {perplexity(model, paragraphs):.3f} a character on {sum(map(len, paragraphs))} characters")
    for length in options.length:
        print(f"seams K={length}: {seam_accuracy(model, groups, length):.4f} of {len(groups)} x {options.group}")


def arpa(options: argparse.Namespace) -> None:
    """Write the table as ARPA text."""
    with options.out.open("w", encoding="utf8") as file:
        file.writelines(f"{line}\n" for line in arpa_lines(LanguageModel.open(options.table)))


def main() -> None:
    """Read the command line and carry it out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    training = verbs.add_parser("train", help="write the table")
    training.set_defaults(run=train)
    training.add_argument("--out", type=Path, default=TABLE)
    training.add_argument("--laws", type=Path, default=SHARED / "laws.txt.gz")
    training.add_argument("--order", type=int, default=5)
    training.add_argument("--news-weight", type=float, default=4)
    training.add_argument("--law-weight", type=float, default=1, help="0: no law text")
    training.add_argument("--ngrams", type=int, default=4_500_000, help="about how many n-grams to keep")
    training.add_argument("--threshold", type=float, help="relative-entropy threshold, instead of --ngrams")
    measuring = verbs.add_parser("evaluate", help="perplexity and seam accuracy on the development months")
    measuring.set_defaults(run=evaluate)
    measuring.add_argument("--table", type=Path, default=TABLE)
    measuring.add_argument("--group", type=int, default=60, help="cut paragraphs of one day")
    measuring.add_argument("--length", type=int, nargs="+", default=[1, 2, 3, 4])
    exporting = verbs.add_parser("arpa", help="write the table as ARPA text")
    exporting.set_defaults(run=arpa)
    exporting.add_argument("out", type=Path)
    exporting.add_argument("--table", type=Path, default=TABLE)
    for verb in (training, measuring):
        verb.add_argument("--news", type=Path, default=SHARED / "broadcast.jsonl.gz")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
