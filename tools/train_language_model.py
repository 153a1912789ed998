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
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kneser_ney import Grams, costs, count, estimate, keep_above, pack
from presscheck.hanzi import fold
from presscheck.language.ngram import BOUNDARY, BOUNDARY_ID, OPENING, LanguageModel

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src/presscheck/data/language_model.npz"
SHARED = ROOT.parent / "shared/data"
LAST_TRAINING_DAY = "2025-06-30"
AFTER_TRAINING = "2025-07-01"
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


class Group(NamedTuple):
    """Left halves of cut paragraphs, and candidates for going on from them: the right halves first, in their order."""

    tails: list[str]
    heads: list[str]


def perplexity(model: LanguageModel, paragraphs: Sequence[str]) -> float:
    """Perplexity a character over whole paragraphs, their ends and unknown characters included."""
    return float(np.exp(-model.log_probs(BOUNDARY.join(paragraphs) + BOUNDARY).mean()))


def cut(paragraphs: Sequence[str], whole: int, seed: str) -> Group:
    """Paragraphs cut at random places, the last ``whole`` of them left whole as wrong candidates."""
    dice = random.Random(seed)
    halves, rest = paragraphs[: len(paragraphs) - whole], paragraphs[len(paragraphs) - whole :]
    places = [dice.randint(LEAST, len(text) - LEAST) for text in halves]
    tails = [text[:place] for text, place in zip(halves, places, strict=True)]
    return Group(tails, [*(text[place:] for text, place in zip(halves, places, strict=True)), *rest])


def groups_of_days(path: Path, size: int, whole: int = 0) -> list[Group]:
    """One group a development day that has enough: ``size`` paragraphs drawn from its items."""
    days: dict[str, list[str]] = defaultdict(list)
    for item in items(path, AFTER_TRAINING, LAST_DEVELOPMENT_DAY):
        days[item["date"]] += [p["text"] for p in item["paragraphs"] if len(p["text"]) >= 2 * LEAST]
    full = {day: paragraphs for day, paragraphs in sorted(days.items()) if len(paragraphs) >= size}
    return [cut(random.Random(day).sample(paragraphs, size), whole, day) for day, paragraphs in full.items()]


def groups_of_posts(posts: Sequence[str], size: int) -> list[Group]:
    """Groups of sentences of other media, in the order of their file."""
    long = [text for text in posts if len(text) >= 2 * LEAST]
    return [cut(long[i : i + size], 0, str(i)) for i in range(0, len(long) - size + 1, size)]


def seam_accuracy(
    model: LanguageModel, groups: Sequence[Group], *, length: int = 4, opening: float = OPENING, shared: bool = False
) -> float:
    """How often the true right half is the one that goes on best from a left half.

    ``shared``: each candidate's scores are first set against their mean over all the group's left halves.
    """
    right = total = 0
    for group in groups:
        scores = model.seams(group.tails, group.heads, length=length, opening=opening)
        if shared:
            scores = scores - np.log(np.exp(scores).mean(axis=0))
        right += int((scores.argmax(axis=1) == np.arange(len(group.tails))).sum())
        total += len(group.tails)
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
            weight = "" if n == model.order or text.endswith("</s>") else f"\t{backoff:.7f}"
            yield f"{min(chance, 0):.7f}\t{text}{weight}"
        if n == 1:
            texts = ["<unk>", "<s>", *words[2:]]
    yield "\n\\end\\"


# --- the commands -------------------------------------------------------------------------------------------------


def sha256(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def favoured(worth: list[NDArray[np.float64]], favour: Sequence[float]) -> list[NDArray[np.float64]]:
    """The worth of n-grams of order 2 and up, times the order's favour; an infinite one keeps them all.

    Relative entropy counts only what the training news would lose. Short n-grams are what other papers share with it.
    """
    pairs = zip(worth[1:], favour, strict=True)
    scaled = [np.full_like(values, np.inf) if np.isinf(factor) else values * factor for values, factor in pairs]
    return [worth[0], *scaled]


def threshold_for(levels: list[Grams], worth: list[NDArray[np.float64]], wanted: int) -> float:
    """The pruning threshold that leaves about ``wanted`` n-grams."""
    low, high = -40.0, 0.0
    for _ in range(30):
        middle = (low + high) / 2
        left = sum(int(mask.sum()) for mask in keep_above(levels, worth, float(np.exp(middle))))
        low, high = (middle, high) if left > wanted else (low, middle)
    return float(f"{np.exp(high):.3g}")


def train(options: argparse.Namespace) -> None:
    """Write the table and print its recipe."""
    corpora, weights = [news_paragraphs(options.news, "", LAST_TRAINING_DAY)], [options.news_weight]
    if options.law_weight:
        corpora.append(law_paragraphs(options.laws))
        weights.append(options.law_weight)
    levels, characters = counted(corpora, options.order)
    estimates, cuts = estimate(levels, weights)
    worth = favoured(costs(levels, estimates, weights), options.favour)
    threshold = threshold_for(levels, worth, options.ngrams) if options.threshold is None else options.threshold
    keep = keep_above(levels, worth, threshold)
    recipe = {
        "method": "interpolated modified Kneser-Ney, relative-entropy pruning, 8-bit codebooks",
        "news": {"sha256": sha256(options.news), "until": LAST_TRAINING_DAY, "weight": options.news_weight},
        "laws": {"sha256": sha256(options.laws), "weight": options.law_weight},
        "counted": [grams.size for grams in levels],
        "discounts": [[[round(value, 4) for value in one] for one in order] for order in cuts],
        "favour": [str(factor) for factor in options.favour],
        "threshold": threshold,
    }
    draft = LanguageModel(pack(levels, estimates, keep, characters, recipe))
    paragraphs = news_paragraphs(options.news, AFTER_TRAINING, LAST_DEVELOPMENT_DAY)
    recipe["development_perplexity"] = round(perplexity(draft, paragraphs), 3)
    table = pack(levels, estimates, keep, characters, recipe)
    np.savez_compressed(options.out, allow_pickle=False, **table)
    print(f"{table['recipe'].tobytes().decode()}\n{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


def evaluate(options: argparse.Namespace) -> None:
    """Print perplexity and seam accuracy on the development months and on other media's sentences."""
    model = LanguageModel.open(options.table)
    news = news_paragraphs(options.news, AFTER_TRAINING, LAST_DEVELOPMENT_DAY)
    posts = [row["tgt"] for row in json.loads(options.posts.read_text(encoding="utf8"))]
    print(f"{model.name}: {options.table.stat().st_size / 1e6:.2f} MB, n-grams {model.sizes} = {sum(model.sizes)}")
    print(f"perplexity a character: news {perplexity(model, news):.3f}, posts {perplexity(model, posts):.1f}")
    halves = groups_of_days(options.news, options.group)
    print(f"seams, true half first among {options.group} of a day, {len(halves)} days:")
    for opening in (1.0, OPENING):
        found = [f"K={k} {seam_accuracy(model, halves, length=k, opening=opening):.4f}" for k in (1, 2, 3, 4)]
        print(f"  opening={opening}: " + ", ".join(found))
    print(f"  opening={OPENING}, K=4, each half set against all tails: {seam_accuracy(model, halves, shared=True):.4f}")
    mixed = groups_of_days(options.news, options.group, options.group // 3)
    others = groups_of_posts(posts, options.group)
    for opening in (1.0, OPENING):
        starts, media = (seam_accuracy(model, groups, opening=opening) for groups in (mixed, others))
        print(f"  opening={opening}, K=4: a third of them starts of paragraphs {starts:.4f}; posts {media:.4f}")


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
    training.add_argument("--news-weight", type=float, default=16.0)
    training.add_argument("--law-weight", type=float, default=1.0, help="0: no law text")
    training.add_argument("--ngrams", type=int, default=6_000_000, help="about how many n-grams to keep")
    training.add_argument("--threshold", type=float, help="pruning threshold, instead of --ngrams; -1 prunes nothing")
    training.add_argument("--favour", type=float, nargs="+", default=[np.inf, 8.0, 2.0, 1.0], help="orders 2 and up")
    measuring = verbs.add_parser("evaluate", help="perplexity and seam accuracy")
    measuring.set_defaults(run=evaluate)
    measuring.add_argument("--group", type=int, default=60, help="cut paragraphs of one day")
    measuring.add_argument("--posts", type=Path, default=SHARED / "proofread/cscd_ns/cscd_dev.json")
    exporting = verbs.add_parser("arpa", help="write the table as ARPA text")
    exporting.set_defaults(run=arpa)
    exporting.add_argument("out", type=Path)
    for verb in (training, measuring):
        verb.add_argument("--news", type=Path, default=SHARED / "broadcast.jsonl.gz")
    for verb in (measuring, exporting):
        verb.add_argument("--table", type=Path, default=TABLE)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
