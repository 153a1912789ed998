"""Does fragment B go on where fragment A breaks off, and are the two of one story? Evidence for every pair.

Seam: the language model's view of the cut, quotation marks and numbers that span it. Cohesion: rare character pairs
and triples that both hold, as names and terms are. Order: how far apart the dump has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from presscheck.articles.matter import Matter, runs_of, unit
from presscheck.articles.recall import folded
from presscheck.articles.traits import NAMES as TRAITS
from presscheck.language.ngram import LanguageModel

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NAMES = (
    "seam", "seam_short", "seam_rank_ahead", "seam_rank_back", "seam_margin_ahead", "seam_margin_back", "cohesion",
    "rare_shared", "cohesion_rank", "next_line", "after", "distance", "two_on", "far", "closes_what_a_opened",
    "digits_meet", "number_goes_on", "latin_meets", "same_opening", "seam_over_others", "matter", "matter_rank_ahead",
    "matter_rank_back", "matter_over_others", "matter_around",
)  # fmt: skip
"""The kinds of pair evidence, in the order of the last axis of ``evidence``."""

PAIRS = 1 << 19
"""How many pairs of fragments that hold a run are weighed at once, at most; memory grows with it."""

_COLUMN = {name: index for index, name in enumerate(TRAITS)}


def evidence(texts: Sequence[str], traits: Floats, model: LanguageModel, matter: Matter) -> Floats:
    """Evidence that fragment j directly follows fragment i: (n, n, len(NAMES)).

    ``traits`` is what ``presscheck.articles.traits.traits`` gives for the same texts.
    """
    lines = [folded(text) for text in texts]
    whole, first = model.seams_of(lines, lines, (4, 1))
    seam: Floats = np.clip(whole, -20, 30) / np.float32(10)
    short: Floats = np.clip(first, -12, 14) / np.float32(5)
    likeness, rare = cohesion(lines)
    planes: list[Floats] = [seam, short, *_ranks(seam), likeness, rare, _rank(likeness, 1)]
    planes += _order(len(lines))
    planes += _spanning(lines, traits)
    alike: Floats = matter.same_story(lines) / np.float32(10)
    planes += [_over_others(seam), alike, _rank(alike, 1), _rank(alike, 0), _over_others(alike)]
    planes.append(_around(matter.vectors(lines), matter.temperature))
    return np.stack(planes, axis=-1).astype(np.float32)


def _around(vectors: Floats, temperature: np.float32) -> Floats:
    """The matter of i with the two lines above it against that of j with the two below it: a lone line says little."""
    padded = np.pad(vectors, ((2, 2), (0, 0)))
    above, below = padded[:-4] + padded[1:-3] + padded[2:-2], padded[2:-2] + padded[3:-1] + padded[4:]
    return np.asarray(unit(above) @ unit(below).T * (temperature / 10), dtype=np.float32)


def _without_self(table: Floats, value: float) -> Floats:
    out = table.copy()
    np.fill_diagonal(out, value)
    return out


def _rank(table: Floats, axis: int) -> Floats:
    """The ``ranks`` of the entries, each fragment behind itself last."""
    return ranks(_without_self(table, -np.inf), axis)


def ranks(table: Floats, axis: int) -> Floats:
    """One over the rank of each entry along ``axis``: 1 for the greatest, near 0 for the many."""
    order = np.argsort(-table, axis=axis, kind="stable")
    worth = (1.0 / np.arange(1.0, table.shape[axis] + 1)).astype(np.float32)
    out = np.empty_like(table)
    np.put_along_axis(out, order, worth[:, None] if axis == 0 else worth, axis=axis)
    return out


def _margin(table: Floats, axis: int) -> Floats:
    """How far each entry is ahead of the best other entry along ``axis``."""
    bare = _without_self(table, -9.0)
    if bare.shape[axis] < 2:
        return np.zeros_like(bare)
    top = -np.sort(-bare, axis=axis)
    first, second = np.take(top, [0], axis=axis), np.take(top, [1], axis=axis)
    return np.clip(bare - np.where(bare == first, second, first), -3, 3)


def _over_others(table: Floats) -> Floats:
    """How much each entry is over what its column has on average (the table holds tenths of log odds)."""
    bare = _without_self(table, -9.0).astype(np.float64) * 10
    usual = np.log(np.exp(bare).mean(axis=0))
    out: Floats = np.clip((bare - usual) / 10, -3, 3).astype(np.float32)
    return out


def _ranks(seam: Floats) -> list[Floats]:
    return [_rank(seam, 1), _rank(seam, 0), _margin(seam, 1), _margin(seam, 0)]


def _order(count: int) -> list[Floats]:
    steps = np.arange(count)[None, :] - np.arange(count)[:, None]
    return [
        (steps == 1).astype(np.float32),
        (steps > 0).astype(np.float32),
        (np.log1p(np.abs(steps)) / 4).astype(np.float32),
        (steps == 2).astype(np.float32),
        (np.abs(steps) > 30).astype(np.float32),
    ]


def _spanning(texts: Sequence[str], traits: Floats) -> list[Floats]:
    opens, closes = traits[:, _COLUMN["left_open"]], traits[:, _COLUMN["never_opened"]]
    quotes = np.outer(opens > 0, closes > 0) - np.outer(opens > 0, closes == 0) * 0.5 - np.outer(opens == 0, closes > 0)
    digit_end = np.array([text[-1:].isdigit() for text in texts])
    digit_start = np.array([text[:1].isdigit() for text in texts])
    unit_start = traits[:, _COLUMN["starts_number"]] > 0
    latin_end = np.array([text[-1:].isascii() and text[-1:].isalpha() for text in texts])
    latin_start = np.array([text[:1].isascii() and text[:1].isalpha() for text in texts])
    opening = np.array([text[:2] for text in texts])
    return [
        quotes.astype(np.float32),
        np.outer(digit_end, digit_start).astype(np.float32),
        np.outer(digit_end, unit_start & ~digit_start).astype(np.float32),
        np.outer(latin_end, latin_start).astype(np.float32),
        (opening[:, None] == opening[None, :]).astype(np.float32),
    ]


def cohesion(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """How much two fragments speak of the same things: their weighted character pairs and triples, and the rare ones.

    Both (n, n). A pair or triple weighs the more, the fewer fragments of the page hold it.

    >>> likeness, _ = cohesion(["云州大桥通车", "云州大桥全长两公里", "小麦丰收"])
    >>> bool(likeness[0, 1] > likeness[0, 2])
    True
    """
    pairs, triples = _grams(texts, 2), _grams(texts, 3)
    likeness = (_cosine(pairs) + _cosine(triples)) / 2 * 3
    few = (triples.holders >= 2) & (triples.holders <= max(3, 0.08 * len(texts)))
    shared = _shared(triples, few[triples.runs].astype(np.float64)).astype(np.float32)
    return likeness.astype(np.float32), np.asarray(np.log1p(shared) / 2, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Grams:
    """The runs of characters that each of ``size`` fragments holds: entries of fragment, run and how often.

    The entries are in the order of the runs; ``holders`` is how many fragments hold each run.
    """

    size: int
    fragments: Ints
    runs: Ints
    counts: Ints
    holders: Ints


def _grams(texts: Sequence[str], size: int) -> _Grams:
    """The runs of ``size`` characters, marks left out."""
    found, whose = runs_of(texts, size)
    names, runs = np.unique(found, return_inverse=True)
    entries, counts = np.unique(runs * len(texts) + whose, return_counts=True)
    runs, fragments = np.divmod(entries, max(1, len(texts)))
    return _Grams(len(texts), fragments, runs, counts, np.bincount(runs, minlength=len(names)))


def _cosine(grams: _Grams) -> Floats:
    worth = np.log((1 + grams.size) / (1 + grams.holders)) ** 2
    products = _shared(grams, (1 + np.log(grams.counts.astype(np.float32))) * worth[grams.runs])
    norms = np.sqrt(np.diagonal(products)) + 1e-6
    return np.asarray(products / np.outer(norms, norms), dtype=np.float32)


def _shared(grams: _Grams, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every two fragments, the product of the weights of each run that both hold, summed up."""
    sums = np.zeros(grams.size**2)
    firsts = (np.cumsum(grams.holders) - grams.holders)[grams.runs]
    holders = grams.holders[grams.runs]
    each = max(1, PAIRS // max(1, grams.size))
    for start in range(0, len(holders), each):
        here, many = firsts[start : start + each], holders[start : start + each]
        ones = np.repeat(np.arange(start, start + len(many)), many)
        others = np.arange(len(ones)) + np.repeat(here - np.cumsum(many) + many, many)
        cells = grams.fragments[ones] * grams.size + grams.fragments[others]
        np.add.at(sums, cells, weights[ones] * weights[others])
    return sums.reshape(grams.size, grams.size)
