"""Count, estimate, prune and quantise the character n-grams of newspaper text.

Interpolated modified Kneser-Ney (Chen and Goodman 1999), relative-entropy pruning (Stolcke 1998), in numpy: an n-gram's
id is its rank among ``id of its first n-1 characters << 16 | last character``, so that each order is one sort.

More than one corpus may be counted together: each keeps its own discounts, and its discounted counts are multiplied by
its weight. With one corpus of weight 1 this is modified Kneser-Ney as in the textbook.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck.language.ngram import ABSENT, BOUNDARY_ID

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Masks = list[NDArray[np.bool_]]
Cuts = tuple[float, float, float]
BOOK = 256


@dataclass(frozen=True, slots=True)
class Grams:
    """All n-grams of one order, sorted by key. ``counts`` and ``adjusted`` are (corpora, n-grams)."""

    parent: Ints  # the n-gram without its last character, among those of the order below
    last: Ints
    suffix: Ints  # the n-gram without its first character, among those of the order below
    counts: Ints
    opens: NDArray[np.bool_]  # starts at a paragraph's edge
    adjusted: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    @property
    def size(self) -> int:
        """How many n-grams."""
        return len(self.last)

    def under(self, values: NDArray[Any], parents: int) -> Reals:
        """The sum of ``values`` over each parent's n-grams."""
        return np.bincount(self.parent, weights=values, minlength=parents).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One order's probabilities, and the weight with which its contexts fall back (natural numbers, not logs)."""

    chance: Reals
    backoff: Reals  # of the n-grams as contexts; 1 where none follows


# --- counting -----------------------------------------------------------------------------------------------------


def count(stream: NDArray[np.uint16], corpus_of: NDArray[np.uint8], order: int, symbols: int) -> list[Grams]:
    """Count the n-grams of a stream of paragraphs, ``edge text edge text … edge``; none reaches across an edge.

    ``corpus_of`` names the corpus each character belongs to. Adjusted counts are Kneser-Ney's: how many characters
    stand to the left of an n-gram; its plain count for the highest order and where it starts at an edge.
    """
    corpora = int(corpus_of.max(initial=0)) + 1
    at = np.arange(1, len(stream))
    ids = stream.astype(np.int64)
    levels = [_letters(stream, corpus_of, corpora, symbols)]
    left = _run_lengths(stream)
    for n in range(2, order + 1):
        at = at[left[at] >= n - 1]
        grams, places = _grams(ids[at - 1], stream[at], ids[at], corpus_of[at], corpora)
        opens = grams.parent == BOUNDARY_ID if n == 2 else levels[-1].opens[grams.parent]
        levels.append(replace(grams, opens=opens))
        ids = np.full(len(stream), ABSENT, dtype=np.int64)
        ids[at] = places
    return _adjust(levels)


def _run_lengths(stream: NDArray[np.uint16]) -> Ints:
    """How far back the last edge before each character lies."""
    places = np.arange(len(stream))
    edges = np.maximum.accumulate(np.where(stream == BOUNDARY_ID, places, 0))
    lengths = np.zeros(len(stream), dtype=np.int64)
    lengths[1:] = places[1:] - edges[:-1]
    return lengths


def _letters(stream: NDArray[np.uint16], corpus_of: NDArray[np.uint8], corpora: int, symbols: int) -> Grams:
    counts = np.stack([np.bincount(stream[1:][corpus_of[1:] == c], minlength=symbols) for c in range(corpora)])
    none = np.zeros(symbols, dtype=np.int64)
    return Grams(none, np.arange(symbols), none, counts, np.zeros(symbols, dtype=bool))


def _grams(
    parents: Ints, lasts: NDArray[np.uint16], suffixes: Ints, corpus_of: NDArray[np.uint8], corpora: int
) -> tuple[Grams, Ints]:
    keys, places = np.unique((parents << 16) | lasts, return_inverse=True)
    suffix = np.empty(len(keys), dtype=np.int64)
    suffix[places] = suffixes
    counts = np.stack([np.bincount(places[corpus_of == c], minlength=len(keys)) for c in range(corpora)])
    return Grams(keys >> 16, keys & 0xFFFF, suffix, counts, np.zeros(0, dtype=bool)), places


def _adjust(levels: list[Grams]) -> list[Grams]:
    done = []
    for n, grams in enumerate(levels, start=1):
        adjusted = grams.counts
        if n < len(levels):
            above = levels[n]
            left = [np.bincount(above.suffix[seen > 0], minlength=grams.size) for seen in above.counts]
            adjusted = np.where(grams.opens, grams.counts, np.stack(left))
        done.append(replace(grams, adjusted=adjusted))
    return done


# --- estimating ---------------------------------------------------------------------------------------------------


def discounts(adjusted: Ints) -> Cuts:
    """Modified Kneser-Ney's three discounts, for counts of 1, 2 and more (Chen and Goodman 1999, equation 26).

    A text too small to have counts of each kind gets fixed ones.
    """
    ones, twos, threes, fours = (int((adjusted == n).sum()) for n in range(1, 5))
    if not min(ones, twos, threes):
        return 0.5, 1.0, 1.5
    ratio = ones / (ones + 2 * twos)
    one, two, more = 1 - 2 * ratio * twos / ones, 2 - 3 * ratio * threes / twos, 3 - 4 * ratio * fours / threes
    return one, max(two, 0.0), max(more, 0.0)


def estimate(levels: list[Grams], weights: list[float]) -> tuple[list[Estimate], list[list[Cuts]]]:
    """The probability of every n-gram and the back-off weight of every context; with them, the discounts by order."""
    lower = np.full(levels[0].size, 1 / levels[0].size)
    chances, backoffs, recipe = [], [], []
    for n, grams in enumerate(levels, start=1):
        contexts = 1 if n == 1 else levels[n - 2].size
        kept, mass, spare = np.zeros(grams.size), np.zeros(contexts), np.zeros(contexts)
        recipe.append([discounts(adjusted) for adjusted in grams.adjusted])
        for adjusted, weight, cuts in zip(grams.adjusted, weights, recipe[-1], strict=True):
            cut = np.array([0.0, *cuts])[np.minimum(adjusted, 3)]
            kept += weight * (adjusted - cut)
            mass += weight * grams.under(adjusted, contexts)
            spare += weight * grams.under(cut, contexts)
        seen = mass > 0
        backoff = np.where(seen, spare / np.where(seen, mass, 1), 1.0)
        below = lower[grams.suffix] if n > 1 else lower
        lower = kept / np.where(seen, mass, 1)[grams.parent] + backoff[grams.parent] * below
        chances.append(lower)
        backoffs.append(backoff)
    backoffs = [*backoffs[1:], np.ones(levels[-1].size)]
    return [Estimate(*pair) for pair in zip(chances, backoffs, strict=True)], recipe


# --- pruning ------------------------------------------------------------------------------------------------------


def costs(levels: list[Grams], estimates: list[Estimate], weights: list[float]) -> list[Reals]:
    """What leaving out each n-gram alone would cost: the rise in relative entropy, in nats a character (Stolcke 1998).

    Contexts count as often as they were seen in the (weighted) text, not as the lower orders guess (Chelba 2010).
    """
    share = np.array(weights)
    total = float((levels[0].counts * share[:, None]).sum())
    out = [np.full(levels[0].size, np.inf)]
    for n in range(2, len(levels) + 1):
        grams, above = levels[n - 1], levels[n - 2]
        chance, below = estimates[n - 1].chance, estimates[n - 2].chance[grams.suffix]
        often = (share @ above.counts) / total
        rest = np.maximum(1 - grams.under(chance, above.size), 1e-12)[grams.parent]
        rest_below = np.maximum(1 - grams.under(below, above.size), 1e-12)[grams.parent]
        shift = np.log((rest + chance) / (rest_below + below)) - np.log(rest / rest_below)
        drop = np.log(below) + np.log((rest + chance) / (rest_below + below)) - np.log(chance)
        out.append(-often[grams.parent] * (chance * drop + rest * shift))
    return out


def keep_above(levels: list[Grams], worth: list[Reals], threshold: float) -> Masks:
    """Which n-grams stay: those worth more than the threshold, and those that longer ones that stay begin with."""
    keep = [values > threshold for values in worth]
    keep[0][:] = True
    for n in range(len(levels), 1, -1):
        keep[n - 2][levels[n - 1].parent[keep[n - 1]]] = True
    return keep


# --- quantising and packing ---------------------------------------------------------------------------------------


def codebook(values: Reals, size: int = BOOK) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """``values`` as codes into ``size`` means, each of an equal stretch between the least and the greatest.

    Stretches of equal width bound the error; shares of equal number lost the few extreme weights that matter most (the
    fall-back from a paragraph's edge), and seams with them.
    """
    if not len(values):
        return np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.float32)
    low, high = float(values.min()), float(values.max())
    codes = np.minimum((values - low) * (size / max(high - low, 1e-9)), size - 1).astype(np.uint8)
    often = np.bincount(codes, minlength=size)
    means = np.bincount(codes, weights=values, minlength=size) / np.maximum(often, 1)
    return codes, means.astype(np.float32)


def pack(
    levels: list[Grams], estimates: list[Estimate], keep: Masks, characters: str, recipe: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    """The table of the n-grams that stay, as arrays for ``LanguageModel``.

    Back-off weights are those with which the pruned probabilities sum to one; both are quantised afterwards, those of
    single characters excepted (few, and used most).
    """
    points = np.array([0, *(ord(char) for char in characters)], dtype=np.uint32)
    table: dict[str, NDArray[Any]] = {"characters": points}
    full = np.log(estimates[0].chance)  # of every n-gram counted, as the pruned model has it
    table["chance_1"], table["chance_book_1"] = np.arange(len(full), dtype=np.uint16), full.astype(np.float32)
    for n in range(2, len(levels) + 1):
        grams, mask = levels[n - 1], keep[n - 1]
        below, chance = full[grams.suffix], np.log(estimates[n - 1].chance)
        weights = _backoffs(grams, mask, chance, below, levels[n - 2].size)
        full = np.where(mask, chance, weights[grams.parent] + below)
        fanout = np.bincount(grams.parent[mask], minlength=len(keep[n - 2]))[keep[n - 2]]
        table[f"fanout_{n}"] = fanout.astype(np.uint16)
        table[f"last_{n}"] = grams.last[mask].astype(np.uint16)
        table[f"chance_{n}"], table[f"chance_book_{n}"] = codebook(chance[mask])
        codes = _backoff_codes(weights[keep[n - 2]], fanout, exact=n == 2)
        table[f"backoff_{n - 1}"], table[f"backoff_book_{n - 1}"] = codes
    full_recipe = {**recipe, "order": len(levels), "sizes": [int(mask.sum()) for mask in keep]}
    full_recipe["content"] = content_hash(table)
    table["recipe"] = np.frombuffer(
        json.dumps(full_recipe, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8
    )
    return table


def _backoffs(grams: Grams, keep: NDArray[np.bool_], chance: Reals, below: Reals, contexts: int) -> Reals:
    """Logs of the weights that share out, over what was not kept, what the kept n-grams leave."""
    taken = np.bincount(grams.parent[keep], weights=np.exp(chance[keep]), minlength=contexts)
    given = np.bincount(grams.parent[keep], weights=np.exp(below[keep]), minlength=contexts)
    return np.log(np.maximum(1 - taken, 1e-9)) - np.log(np.maximum(1 - given, 1e-9))


def _backoff_codes(weights: Reals, fanout: Ints, *, exact: bool) -> tuple[NDArray[Any], NDArray[np.float32]]:
    if exact:
        return np.arange(len(weights), dtype=np.uint16), weights.astype(np.float32)
    followed = fanout > 0
    codes, book = codebook(weights[followed], BOOK - 1)
    all_codes = np.zeros(len(weights), dtype=np.uint8)
    all_codes[followed] = codes + 1  # code 0: no n-gram goes on from here, weight 1
    return all_codes, np.concatenate([np.zeros(1, dtype=np.float32), book])


def content_hash(table: dict[str, NDArray[Any]]) -> str:
    """SHA-256 of the table's arrays, its recipe apart."""
    sha = hashlib.sha256()
    for name in sorted(table):
        if name != "recipe":
            sha.update(name.encode() + b"\0" + np.ascontiguousarray(table[name]).tobytes())
    return sha.hexdigest()
