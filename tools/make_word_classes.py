"""Sort the words of news by the company they keep: classes for the labeller of roles, which has seen few sentences.

    python tools/make_word_classes.py ARTICLES.jsonl.gz --until 2025-06-30 --out src/presscheck/data/word_classes.npz

Words that stand beside the same words are alike. Counts of neighbours (one and two places off, each side by itself) are
weighed by their positive pointwise mutual information, brought down to ``--width`` numbers by a singular value
decomposition (Levy and Goldberg 2014), and sorted by k-means into few wide and many narrow classes.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import rjieba
from scipy.cluster.vq import kmeans2
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from gold_facts import _lines

COMMON = 20000
SEEN = 8
NEIGHBOURS = 4000
WIDTH = 80
CLASSES = (48, 400)


def sentences(path: Path, until: str) -> list[list[str]]:
    """Every paragraph of the articles up to a day, in words; digits are one word."""
    out = []
    for article in _lines(path):
        if article["date"] <= until:
            out += [_words(paragraph["text"]) for paragraph in article["paragraphs"]]
    return out


def _words(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word, _ in rjieba.tag(text, hmm=False)]


def counted(texts: list[list[str]]) -> tuple[list[str], csr_matrix]:
    """The commoner words, and for each how often which other stands beside it, place by place."""
    words = [
        word for word, count in Counter(word for text in texts for word in text).most_common(COMMON) if count >= SEEN
    ]
    number = {word: at for at, word in enumerate(words)}
    rows, columns = [], []
    for text in texts:
        ids = [number.get(word, -1) for word in text]
        for away in (1, 2):
            for one, two in zip(ids, ids[away:], strict=False):
                if one >= 0 and two >= 0:
                    if two < NEIGHBOURS:
                        rows.append(one)
                        columns.append(two + (away - 1) * 2 * NEIGHBOURS)
                    if one < NEIGHBOURS:
                        rows.append(two)
                        columns.append(one + ((away - 1) * 2 + 1) * NEIGHBOURS)
    shape = (len(words), 4 * NEIGHBOURS)
    return words, csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def vectors(counts: csr_matrix, width: int) -> np.ndarray:
    """Words as points: those that keep the same company lie close together."""
    table = counts.tocoo()
    by_row, by_column = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    expected = by_row[table.row] * by_column[table.col] / by_column.sum()
    told = np.log(np.maximum(table.data / expected, 1.0))
    left, strength, _ = svds(csr_matrix((told, (table.row, table.col)), shape=table.shape), k=width, random_state=0)
    points = left * np.sqrt(strength)
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)


def main() -> None:
    """Count, sort, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--until", default="9")
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args()
    words, counts = counted(sentences(told.articles, told.until))
    points = vectors(counts, told.width)
    classes = [kmeans2(points, count, minit="++", seed=0, iter=30)[1] + 1 for count in CLASSES]
    np.savez_compressed(told.out, words=np.array(words), classes=np.stack(classes).astype(np.uint16))
    print(f"{len(words)} words, {told.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
