"""Does fragment B go on where fragment A breaks off, and are the two of one story? Evidence for every pair.

Seam: the language model's view of the cut, quotation marks and numbers that span it. Cohesion: rare character pairs
and triples that both hold, as names and terms are. Order: how far apart the dump has them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from presscheck.articles.matter import Matter, runs_of, unit
from presscheck.articles.recall import folded
from presscheck.articles.traits import NAMES as TRAITS
from presscheck.language.ngram import LanguageModel

Floats = NDArray[np.float32]

NAMES = (
    "seam", "seam_short", "seam_rank_ahead", "seam_rank_back", "seam_margin_ahead", "seam_margin_back", "cohesion",
    "rare_shared", "cohesion_rank", "next_line", "after", "distance", "two_on", "far", "closes_what_a_opened",
    "digits_meet", "number_goes_on", "latin_meets", "same_opening", "seam_over_others", "matter", "matter_rank_ahead",
    "matter_rank_back", "matter_over_others", "matter_around",
)  # fmt: skip
"""The kinds of pair evidence, in the order of the last axis of ``evidence``."""

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
    counts = [_grams(texts, 2), _grams(texts, 3)]
    likeness = (_cosine(counts[0]) + _cosine(counts[1])) / 2
    held = (counts[1] > 0).astype(np.float32)
    few = np.asarray(held.sum(axis=0)).ravel()
    rare = held[:, (few >= 2) & (few <= max(3, 0.08 * len(texts)))]
    shared = np.log1p((rare @ rare.T).toarray()) / 2
    return np.asarray(likeness, dtype=np.float32) * 3, shared.astype(np.float32)


def _grams(texts: Sequence[str], size: int) -> sparse.csr_array:
    """How often each fragment holds each run of ``size`` characters: (n, runs), marks left out."""
    runs, rows = runs_of(texts, size)
    names, columns = np.unique(runs, return_inverse=True)
    ones = np.ones(len(columns), dtype=np.float32)
    return sparse.csr_array((ones, (rows, columns)), shape=(len(texts), max(1, len(names))))


def _cosine(counts: sparse.csr_array) -> Floats:
    held = np.asarray((counts > 0).sum(axis=0)).ravel()
    weights = np.log((1 + counts.shape[0]) / (1 + held)) ** 2
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * weights[weighted.indices]
    norms = np.sqrt(np.asarray((weighted * weighted).sum(axis=1)).ravel()) + 1e-6
    return np.asarray((weighted @ weighted.T).toarray() / np.outer(norms, norms), dtype=np.float32)
