"""Which words a newspaper's readers know and how frequent each is: one word at a time, no grammar.

The broadcasts and laws that trained the 5-gram (``language.ngram``) lack most of what people say on the street, in
posts and in films; this table of 410,000 words has more of it. ``tools/make_lexicon.py`` wrote it and
``docs/lexicon.md`` says from what. How likely a text is by words alone is how likely its best segmentation is: the sum
of its words' log probabilities, the greatest over all ways to cut it.

The words are a tree. The beginnings of n characters lie in one sorted array of keys ``id of the first n-1 << 16 | last
character``; a beginning's place in that array is its id. A step is one ``searchsorted``, for all questions at once, and
most beginnings die within two.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.language.ngram import code_points, ids_by_code_point

LONGEST = 8
"""Characters of the longest word."""
_LENGTHS = frozenset(range(1, LONGEST + 1))
KINDS = ("person", "place", "organisation")
"""What a name may be the name of; bit by bit in the table."""
NOTHING = -1
CELLS = 1 << 18
"""Characters of text weighed in one go."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Vocabulary:
    """The words, their frequencies, and how well they cover a stretch of text.

    >>> lexicon = load()
    >>> "计划" in lexicon, "汁划" in lexicon
    (True, False)
    """

    def __init__(self, table: Mapping[str, NDArray[Any]]) -> None:
        self.recipe: dict[str, Any] = json.loads(table["recipe"].tobytes().decode("utf-8"))
        self.name: str = f"words-{self.recipe['content'][:8]}"
        self.characters: NDArray[np.uint32] = table["characters"]
        self._ids = ids_by_code_point(self.characters)
        self._keys = [_keys(table[f"fanout_{n}"], table[f"last_{n}"]) for n in range(2, LONGEST + 1)]
        self._kinds = [table[f"kind_{n}"] for n in range(1, LONGEST + 1)]
        self._chances = [_chances(table, n) for n in range(1, LONGEST + 1)]
        alone = np.maximum(self._chances[0], table["book"][0])
        self._worth = [alone, *self._chances[1:]]  # in a text, any character may stand alone

    @classmethod
    def open(cls, path: str | Path) -> "Vocabulary":
        """A table written by ``tools/make_lexicon.py``, read from ``path``."""
        with Path(path).open("rb") as file:
            return cls._read(file)

    @classmethod
    def _read(cls, file: IO[bytes]) -> "Vocabulary":
        with np.load(file, allow_pickle=False) as arrays:
            return cls(arrays)

    def __repr__(self) -> str:
        return f"Vocabulary({self.recipe['content'][:8]}, words={len(self)})"

    def __len__(self) -> int:
        return int(self.recipe["words"])

    def __contains__(self, word: str) -> bool:
        return bool(self.frequencies([word])[0] > -np.inf)

    def frequencies(self, words: Sequence[str]) -> Floats:
        """The natural logarithm of each word's probability: (len(words),), -inf for what is no word here.

        >>> often, seldom, never = load().frequencies(["我们", "彷徨", "徨彷"])
        >>> bool(often > seldom > never)
        True
        """
        found = np.full(len(words), -np.inf, dtype=np.float32)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        for n in sorted(_LENGTHS.intersection(map(len, words))):  # most often one word is asked for, not a list
            rows = np.flatnonzero(lengths == n)
            ids = self.encode("".join(words[k] for k in rows.tolist())).reshape(-1, n).astype(np.int64)
            state = np.zeros(len(rows), dtype=np.int64)
            for level, chars in enumerate(ids.T, start=1):
                state = self._step(level, state, chars)
            known = state != NOTHING
            found[rows[known]] = self._chances[n - 1][state[known]]
        return found

    def words(self, length: int) -> list[str]:
        """Every word of so many characters, in the table's order.

        >>> "计划" in load().words(2), len(load().words(9))
        (True, 0)
        """
        if not 0 < length <= LONGEST:
            return []
        told = np.flatnonzero(self._chances[length - 1] > -np.inf)
        columns: list[Ints] = []
        for keys in reversed(self._keys[: length - 1]):
            columns.append(keys[told] & 0xFFFF)
            told = keys[told] >> 16
        columns.append(told)
        ids = np.stack(columns[::-1], axis=1)
        return ["".join(map(chr, row)) for row in self.characters[ids].tolist()]

    def kinds(self, word: str) -> frozenset[str]:
        """What a word may be the name of, of ``KINDS``; a family's pet names count as persons too (宝贝).

        >>> sorted(load().kinds("长春"))
        ['place']
        """
        node = self._node(word)
        bits = 0 if node == NOTHING else int(self._kinds[len(word) - 1][node])
        return frozenset(kind for k, kind in enumerate(KINDS) if bits >> k & 1)

    def encode(self, text: str) -> NDArray[np.int32]:
        """The printed characters as ids, one each; 0 stands for a character that no word has."""
        return self._ids[np.minimum(code_points(text), len(self._ids) - 1)]

    def fit(self, texts: Sequence[str]) -> Floats:
        """How likely each text is by its words alone: the log probability of its best segmentation.

        A character that no word has counts as one, rarer than any. Returns (len(texts),) natural logarithms, 0 for an
        empty text. Made for many short texts at once; compare only texts of the same length.

        >>> right, wrong = load().fit(["今年计划修路", "今年汁划修路"])
        >>> bool(right > wrong + 5)
        True
        """
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ids, starts = self.encode("".join(texts)), np.cumsum(lengths) - lengths
        out = np.zeros(len(texts), dtype=np.float32)
        for rows in _batches(lengths):
            grid = _grid(ids, starts[rows], lengths[rows])
            best = self._forward(self._weigh(grid))
            out[rows] = best[np.arange(len(rows)), lengths[rows]]
        return out

    def swaps(self, text: str, places: Sequence[int], others: NDArray[np.integer[Any]]) -> Floats:
        """How much likelier a paragraph's words are with another character at each place than as it stands.

        ``others`` is (len(places), k) ids of characters to try there (``encode``). Returns (len(places), k) nats.

        >>> lexicon = load()
        >>> gained = lexicon.swaps("他周未去看电影", [2], lexicon.encode("末本")[None])
        >>> int(gained.argmax()), bool(gained[0, 0] > 5)
        (0, True)
        """
        at = np.asarray(places, dtype=np.int64)
        grid = _grid(self.encode(text), np.zeros(1, dtype=np.int64), np.array([len(text)]))
        weights = self._weigh(grid)
        before = self._forward(weights)[0]
        after = _backward(weights[:, 0])
        best = np.full(np.shape(others), -np.inf, dtype=np.float32)
        for first, nodes in enumerate(self._beginnings(grid[0], at)):
            self._try_words(first, nodes, grid[0], at, np.asarray(others, dtype=np.int64), (before, after), best)
        gained: Floats = best - before[len(text)]
        return gained

    def _try_words(
        self,
        first: int,
        nodes: Ints,
        ids: Ints,
        at: Ints,
        others: Ints,
        around: tuple[Floats, Floats],
        best: Floats,
    ) -> None:
        """Raise ``best`` to what words give that start ``first`` characters before each place and cover it."""
        before, after = around
        rows = np.flatnonzero(nodes != NOTHING)
        rows, columns = (side.ravel() for side in np.meshgrid(rows, np.arange(others.shape[1]), indexing="ij"))
        state = nodes[rows]
        for n in range(first + 1, LONGEST + 1):
            more = others[rows, columns] if n == first + 1 else ids[at[rows] + n - first - 1]
            state = self._step(n, state, more)
            alive = state != NOTHING
            rows, columns, state = rows[alive], columns[alive], state[alive]
            if not len(rows):
                return
            starts = at[rows] - first
            told = before[starts] + self._worth[n - 1][state] + after[starts + n]
            best[rows, columns] = np.maximum(best[rows, columns], told)

    def _beginnings(self, ids: Ints, at: Ints) -> Iterator[Ints]:
        """For first = 0, 1, …: the node of the ``first`` characters before each place; nothing where no word has it."""
        yield np.zeros(len(at), dtype=np.int64)
        for first in range(1, LONGEST):
            state = np.where(at >= first, 0, NOTHING)
            for n in range(1, first + 1):
                state = self._step(n, state, ids[at - first + n - 1])
            yield state

    # The tree: a node of level n is the id of a beginning of n characters; that of level 1 is the character's own.

    def _node(self, word: str) -> int:
        if not 0 < len(word) <= LONGEST:
            return NOTHING
        state = np.zeros(1, dtype=np.int64)
        for n, char in enumerate(self.encode(word), start=1):
            state = self._step(n, state, np.array([char], dtype=np.int64))
        return int(state[0])

    def _step(self, n: int, parents: Ints, chars: Ints) -> Ints:
        """The nodes of level n under their parents; nothing where there is none, or no parent or no character."""
        alive = (parents != NOTHING) & (chars != NOTHING)
        if n == 1:
            return np.where(alive, chars, NOTHING)
        keys = self._keys[n - 2]
        found = np.full(len(parents), NOTHING, dtype=np.int64)
        asked = np.flatnonzero(alive)
        wanted = (parents[asked] << 16) | chars[asked]
        places = np.searchsorted(keys, wanted)
        hits = keys[np.minimum(places, len(keys) - 1)] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
        found[asked[hits]] = places[hits]
        return found

    def _weigh(self, grid: Ints) -> Floats:
        """What a word of n characters from each place on is worth: (LONGEST, rows, columns), -inf where none is.

        ``grid`` is (rows, columns + LONGEST) ids, each row padded with nothing.
        """
        rows, columns = grid.shape[0], grid.shape[1] - LONGEST
        weights = np.full((LONGEST, rows * columns), -np.inf, dtype=np.float32)
        flat, places = grid.ravel(), (np.arange(rows)[:, None] * grid.shape[1] + np.arange(columns)).ravel()
        cells, state = np.arange(rows * columns), np.zeros(rows * columns, dtype=np.int64)
        for n in range(1, LONGEST + 1):
            state = self._step(n, state, flat[places + n - 1])
            alive = np.flatnonzero(state != NOTHING)
            cells, places, state = cells[alive], places[alive], state[alive]
            weights[n - 1, cells] = self._worth[n - 1][state]
        return weights.reshape(LONGEST, rows, columns)

    def _forward(self, weights: Floats) -> Floats:
        """The best segmentation of the first 0, 1, … characters of each row: (rows, columns + 1)."""
        _, rows, columns = weights.shape
        best = np.full((columns + 1, rows), -np.inf, dtype=np.float32)
        best[0] = 0
        by_place = np.ascontiguousarray(weights.transpose(0, 2, 1))
        for end in range(1, columns + 1):
            for n in range(1, min(LONGEST, end) + 1):
                np.maximum(best[end], best[end - n] + by_place[n - 1, end - n], out=best[end])
        return best.T


def _backward(weights: Floats) -> Floats:
    """The best segmentation of what follows each place of one text, weights (LONGEST, columns): (columns + 1,)."""
    columns = weights.shape[1]
    best = np.zeros(columns + 1, dtype=np.float32)
    for start in range(columns - 1, -1, -1):
        reach = min(LONGEST, columns - start)
        best[start] = (weights[:reach, start] + best[start + 1 : start + reach + 1]).max()
    return best


def _batches(lengths: Ints) -> Iterator[Ints]:
    """The rows in order of length, as many at a time as make ``CELLS`` characters; empty texts are left out."""
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    while len(order):
        within = lengths[order] * np.arange(1, len(order) + 1) <= CELLS
        count = max(int(within.sum()), 1)
        yield order[:count]
        order = order[count:]


def _grid(ids: NDArray[np.int32], starts: Ints, lengths: Ints) -> Ints:
    """The texts' ids as rows, padded with nothing to the longest text and ``LONGEST`` more."""
    columns = np.arange(int(lengths.max(initial=0)) + LONGEST)
    inside = columns < lengths[:, None]
    grid = np.full(inside.shape, NOTHING, dtype=np.int64)
    grid[inside] = ids[(starts[:, None] + columns)[inside]]
    return grid


def _keys(fanout: NDArray[np.uint16], last: NDArray[np.uint16]) -> Ints:
    """The sorted keys of one level, from how many lie under each beginning one shorter and their last characters."""
    return (np.repeat(np.arange(len(fanout), dtype=np.int64), fanout) << 16) | last


def _chances(table: Mapping[str, NDArray[Any]], n: int) -> Floats:
    """Level n's log probabilities by node, -inf where a beginning is no word."""
    codes, book = table[f"chance_{n}"], table["book"]
    return np.where(codes > 0, book[codes], np.float32(-np.inf))


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """The lexicon that presscheck carries; read once, then kept.

    Raises ``PartMissing`` where the table was not installed.
    """
    table = shipped("lexicon.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/lexicon.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file:
        return Vocabulary._read(file)
