"""How well one stretch of newspaper text goes on from another: a character 5-gram, read with numpy alone.

The table is a back-off model (Katz 1987) whose probabilities are interpolated modified Kneser-Ney (Chen and Goodman
1999), pruned and quantised by ``tools/train_language_model.py``. All scores are natural logarithms. A paragraph's edge
is a character of its own, written ``"\\n"``: it is the target where a paragraph ends and the context where one starts.

The n-grams of each order lie in order, by the id of their first n-1 characters and then by the last one; an n-gram's
place there is its id (``followers``). Pairs are asked for most, and have a table of their own (``pairs``).
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing
from presscheck.hanzi import folds
from presscheck.language import followers, pairs

BOUNDARY = "\n"
UNKNOWN_ID = 0
BOUNDARY_ID = 1
ABSENT = followers.ABSENT
ROUNDING = 1e-3
"""Nats by which a sum may be off; nothing is given up for less."""
OPENING = 0.3
"""Share of the heads that open a paragraph; chosen on the development months (``docs/language_model.md``)."""
LATELY = 1 << 13
"""Contexts whose likeliest next characters are remembered."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Table = Mapping[str, NDArray[Any]]
Walk = tuple[Ints, Floats]
"""What the model has in mind before each character of a text, and how likely each one is."""


class LanguageModel:
    """What the paper's language makes of a run of characters, for thousands of questions at once.

    >>> model = load()
    >>> model.seams(["据了解，全市今年计划投"], ["资两亿元。", "张村的王大爷"]).argmax(axis=1).tolist()
    [0]
    """

    def __init__(self, table: Table) -> None:
        self.recipe: dict[str, Any] = json.loads(table["recipe"].tobytes().decode("utf-8"))
        self.order: int = int(self.recipe["order"])
        self.name: str = f"char{self.order}-{self.recipe['content'][:8]}"
        self.characters: NDArray[np.uint32] = table["characters"]
        self._ids = ids_by_code_point(self.characters)
        self._grams = [followers.Followers(table[f"fanout_{n}"], table[f"last_{n}"]) for n in range(2, self.order + 1)]
        self._pairs = pairs.Pairs(self._grams[0].runs, self._grams[0].last, len(self.characters))
        self._chances = [(table[f"chance_{n}"], table[f"chance_book_{n}"]) for n in range(1, self.order + 1)]
        self._backoffs = [(table[f"backoff_{n}"], table[f"backoff_book_{n}"]) for n in range(1, self.order)]
        self._lately = lru_cache(LATELY)(self._likeliest)

    @classmethod
    def open(cls, path: str | Path) -> "LanguageModel":
        """A table written by ``tools/train_language_model.py``, read from ``path``."""
        with Path(path).open("rb") as file:
            return cls._read(file)

    @classmethod
    def _read(cls, file: IO[bytes]) -> "LanguageModel":
        with np.load(file, allow_pickle=False) as arrays:
            return cls(arrays)  # unpacks each array when asked for it, so that they are not all held at once

    def __repr__(self) -> str:
        return f"LanguageModel({self.name}, n-grams={'+'.join(str(n) for n in self.sizes)})"

    @property
    def sizes(self) -> list[int]:
        """How many n-grams the table holds, order by order."""
        return [len(self.characters), *map(len, self._grams)]

    def grams(self, n: int) -> NDArray[np.int64]:
        """The n-grams of order n, 2 or more, as (size, 2): the id of the first n-1 characters, the last character."""
        grams = self._grams[n - 2]
        return np.stack([grams.runs, grams.last], axis=1)

    def entries(self, n: int) -> tuple[Floats, Floats]:
        """Order n's log probabilities and log back-off weights, by id; the weights of the highest order are 0."""
        codes, book = self._chances[n - 1]
        chances = book[codes]
        if n == self.order:
            return chances, np.zeros(len(chances), dtype=np.float32)
        codes, book = self._backoffs[n - 1]
        return chances, book[codes]

    def encode(self, text: str) -> NDArray[np.int32]:
        """The printed characters as ids, one each: 0 stands for a character never seen, 1 for a paragraph's edge.

        Full-width letters and look-alike code points count as their plain form (``hanzi.fold``).
        """
        return self._ids[np.minimum(code_points(text), len(self._ids) - 1)]

    def score(self, contexts: NDArray[np.integer[Any]], targets: NDArray[np.integer[Any]]) -> Floats:
        """How likely each target character is after the few characters before it.

        ``contexts`` is (n, order - 1) ids, right-aligned, with -1 where nothing is known further left; ``targets``
        is (n,) ids. Returns (n,) natural logarithms.
        """
        state = self._no_history(len(targets))
        for column in np.asarray(contexts, dtype=np.int64).T:
            state = self.extend(state, column)[0]
        return self.extend(state, np.asarray(targets, dtype=np.int64))[1]

    def log_probs(self, text: str) -> Floats:
        """How likely each character of a paragraph is after those before it, the first one as a paragraph's start.

        Returns (len(text),) natural logarithms; a ``"\\n"`` in the text ends one paragraph and starts the next.

        >>> load().log_probs("全市今年计划投资两亿元。").shape
        (12,)
        """
        return self.walk(text)[1]

    def walk(self, text: str) -> Walk:
        """What the model has in mind before each character of a text, for ``next_after``, and their ``log_probs``."""
        words = np.concatenate([[BOUNDARY_ID], self.encode(text)]).astype(np.int64)
        state = np.full((len(words), self.order), ABSENT)
        state[:, 0] = words
        for n in range(2, self.order + 1):
            state[1:, n - 1] = self._find(n, state[:-1, n - 2], words[1:])
        before = state[:-1, : self.order - 1]
        return before, self._read_off(before, state[1:])

    def swaps(
        self,
        text: str,
        places: Sequence[int],
        others: NDArray[np.integer[Any]],
        keep: int | None = 8,
        least: Floats | float = -np.inf,
        walk: Walk | None = None,
    ) -> Floats:
        """How much likelier a paragraph is with another character at each place than as it stands.

        ``others`` is (len(places), k) ids of characters to try at each place. Returns (len(places), k) nats; those that
        the paper never set beside either neighbour, and all but the ``keep`` best after one more character, are given
        up there, as -inf; without ``keep`` none is, as is right for text unlike the paper's. So is, as soon as it
        shows, what cannot gain the ``least`` nats that are asked of it. ``walk`` is that of the text, where it is known
        and the text ends with an edge.

        >>> model = load()
        >>> gained = model.swaps("全市今年汁划投资两亿元。", [4], model.encode("计汗")[None])
        >>> int(gained.argmax()), bool(gained[0, 0] > 5)
        (0, True)
        """
        if walk is None:
            text += BOUNDARY
            walk = self.walk(text)
        at, tried = np.asarray(places, dtype=np.int64), np.asarray(others, dtype=np.int64)
        words = np.append(self.encode(text), np.full(self.order, ABSENT)).astype(np.int64)
        felt = at[:, None] + np.arange(self.order)
        own = np.append(walk[1], np.zeros(self.order, dtype=np.float32))[felt].sum(axis=1)
        asked = np.broadcast_to(own[:, None] + least - ROUNDING, tried.shape)
        before = walk[0][at]
        chosen = np.ones(tried.shape, dtype=bool) if keep is None else self._joined(before[:, 0], tried, words[at + 1])
        rows, columns = np.nonzero(chosen)
        state, told = before[rows], np.zeros(len(rows), dtype=np.float32)
        for ahead in range(self.order):
            if keep is None or ahead >= 2:
                able = told >= asked[rows, columns]
                if ahead == 2 and keep is not None:
                    able &= _best(rows, columns, told, tried.shape, keep)
                rows, columns, state, told = rows[able], columns[able], state[able], told[able]
            state, more = self.extend(state, words[at[rows] + ahead] if ahead else tried[rows, columns])
            told = told + more
        chances = np.full(tried.shape, -np.inf, dtype=np.float32)
        chances[rows, columns] = told
        gained: Floats = chances - own[:, None]
        return gained

    def _joined(self, lefts: Ints, tried: Ints, rights: Ints) -> NDArray[np.bool_]:
        """Which characters to try were ever set beside either neighbour of their place."""
        return self.follows(lefts[:, None], tried) | self.follows(tried, rights[:, None])

    def next_after(self, before: Ints, most: int) -> list[str]:
        """The characters that most likely come at some places, by what ``walk`` has in mind there, ``most`` at most.

        Only what followed in the paper itself counts: the successors of the longest ending known to the model.

        >>> model = load()
        >>> "总" in model.next_after(model.walk("会见了习近平总书记")[0][6:7], 8)[0]
        True
        """
        told, open_ = [""] * len(before), np.arange(len(before))
        for n in range(self.order - 1, 0, -1):
            here = open_[before[open_, n - 1] != ABSENT]
            grams, which = np.unique(before[here, n - 1], return_inverse=True)
            firsts, lasts = self._grams[n - 1].under(grams)
            likeliest = [self._lately(n, *ends, most) for ends in zip(firsts.tolist(), lasts.tolist(), strict=True)]
            for row, k in zip(here.tolist(), which.tolist(), strict=True):
                told[row] = likeliest[k]
            open_ = np.setdiff1d(open_, here[(firsts < lasts)[which]], assume_unique=True)
        return told

    def follows(self, ones: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Whether the paper ever set one character right after the other: (n,) of two arrays of ids."""
        return self._pairs.joined(ones, others)

    def _likeliest(self, n: int, first: int, last: int, most: int) -> str:
        """The last characters of the likeliest of some n-grams of the order above n that lie in a row."""
        codes, book = self._chances[n]
        order = np.argsort(-book[codes[first:last]], kind="stable")[:most]
        ids = self._grams[n - 1].last[first + order]
        return "".join(map(chr, self.characters[ids[ids > BOUNDARY_ID]].tolist()))

    def ends(self, texts: Sequence[str]) -> Floats:
        """How likely a paragraph ends after each text: log P(edge | the text's last characters).

        Returns (len(texts),) natural logarithms.

        >>> ends = load().ends(["各项工作按计划推进。", "各项工作按计"])
        >>> bool(ends[0] > ends[1])
        True
        """
        state = self._after(texts)
        return self.extend(state, np.full(len(texts), BOUNDARY_ID, dtype=np.int64))[1]

    def starts(self, texts: Sequence[str], length: int = 4) -> Floats:
        """How likely each text starts a paragraph: the mean log P of its first ``length`` characters after an edge.

        Returns (len(texts),) natural logarithms, 0 for an empty text.
        """
        heads = self._heads(texts, length)
        scores = self._run(self._opening(len(texts)), heads)
        means: Floats = scores.sum(axis=1) / np.maximum((heads != ABSENT).sum(axis=1), 1)
        return means.astype(np.float32)

    def seams(
        self,
        tails: Sequence[str],
        heads: Sequence[str],
        pairs: NDArray[np.integer[Any]] | None = None,
        *,
        length: int = 4,
        opening: float = OPENING,
    ) -> Floats:
        """How much better each head goes on from a tail than it stands without it: as a paragraph's start, or torn off.

        Log P(the head's first ``length`` characters | the tail) - log P(the same | no tail), in nats; without a tail, a
        head opens a paragraph with probability ``opening`` and else has lost what stood before it. ``opening=1``
        compares with a paragraph's start alone. Beyond ``order - 1`` characters both sides are equal, so a greater
        length adds nothing. ``pairs`` is (m, 2) of (tail, head) indices and gives (m,) scores; without it, all tails
        against all heads: (len(tails), len(heads)). An empty head scores 0.

        >>> scores = load().seams(["会议指出，要坚持稳中求"], ["进工作总基调", "记者从会上获悉"])
        >>> (scores > 0).tolist()
        [[True, False]]
        """
        return self.seams_of(tails, heads, [length], pairs, opening)[0]

    def seams_of(
        self,
        tails: Sequence[str],
        heads: Sequence[str],
        lengths: Sequence[int],
        pairs: NDArray[np.integer[Any]] | None = None,
        opening: float = OPENING,
    ) -> list[Floats]:
        """The ``seams`` of several lengths, from one walk."""
        words = self._heads(heads, min(max(lengths), self.order - 1))
        rows, columns = _all_pairs(len(tails), len(heads)) if pairs is None else pairs.astype(np.int64).T
        joined = self._run_after(self._after(tails)[rows], words, columns)
        fresh = self._run(self._opening(len(words)), words)
        torn = self._run(self._no_history(len(words)), words)
        out = []
        for length in lengths:
            alone = _alone(fresh[:, :length].sum(axis=1), torn[:, :length].sum(axis=1), opening)
            scores: Floats = (joined[:, :length].sum(axis=1) - alone[columns]).astype(np.float32)
            out.append(scores.reshape(len(tails), len(heads)) if pairs is None else scores)
        return out

    def _run_after(self, state: Ints, words: Ints, columns: Ints) -> Floats:
        """As ``_run`` of ``words[columns]``; the n-grams that lie within the words are looked up once for all rows."""
        scores = np.zeros((len(state), words.shape[1]), dtype=np.float32)
        within = self._no_history(len(words))
        for k, column in enumerate(words.T):
            own = self._grown(within, column)
            grown, next_words = own[columns], column[columns]
            for n in range(k + 2, self.order + 1):
                grown[:, n - 1] = self._find(n, state[:, n - 2], next_words)
            scores[:, k] = self._read_off(state, grown)
            state, within = grown[:, : self.order - 1], own[:, : self.order - 1]
        return scores

    # The walk: a state holds, for each row, the ids of the n-grams (n = 1 .. order - 1) that end where it stands.

    def _no_history(self, rows: int) -> Ints:
        return np.full((rows, self.order - 1), ABSENT, dtype=np.int64)

    def _opening(self, rows: int) -> Ints:
        state = self._no_history(rows)
        state[:, 0] = BOUNDARY_ID
        return state

    def _after(self, texts: Sequence[str]) -> Ints:
        state = self._no_history(len(texts))
        width = self.order - 1
        tails = [text[-width:] for text in texts]
        known = np.arange(width) >= width - np.array([len(tail) for tail in tails], dtype=np.int64)[:, None]
        words = self._in_rows("".join(tails), known)
        for column in words.T:
            state = self._grown(state, column)[:, : self.order - 1]
        return state

    def _heads(self, texts: Sequence[str], length: int) -> Ints:
        heads = [text[:length] for text in texts]
        known = np.arange(length) < np.array([len(head) for head in heads], dtype=np.int64)[:, None]
        return self._in_rows("".join(heads), known)

    def _in_rows(self, text: str, known: NDArray[np.bool_]) -> Ints:
        """The characters of a text where a table has any, row by row."""
        words = np.full(known.shape, ABSENT, dtype=np.int64)
        words[known] = self.encode(text)
        return words

    def _run(self, state: Ints, words: Ints) -> Floats:
        """Log probabilities (rows, length) of the words, one after the other; 0 where a row has no more words."""
        scores = np.zeros(words.shape, dtype=np.float32)
        for k, column in enumerate(words.T):
            state, scores[:, k] = self.extend(state, column)
        return scores

    def extend(self, state: Ints, words: Ints) -> tuple[Ints, Floats]:
        """The states after one more word each, and the log probability of that word (0 and no history for -1)."""
        grown = self._grown(state, words)
        return grown[:, : self.order - 1], self._read_off(state, grown)

    def _grown(self, state: Ints, words: Ints) -> Ints:
        """The ids of the n-grams (n = 1 .. order) that end with each word."""
        grown = np.empty((len(words), self.order), dtype=np.int64)
        grown[:, 0] = words
        for n in range(2, self.order + 1):
            grown[:, n - 1] = self._find(n, state[:, n - 2], words)
        return grown

    def _find(self, n: int, parents: Ints, words: Ints) -> Ints:
        """Ids of the n-grams ``parent + word``, -1 where the table has none."""
        if n == 2:
            return self._pairs.find(parents, words)
        return self._grams[n - 2].find(parents, words)

    def _read_off(self, state: Ints, grown: Ints) -> Floats:
        """Log P: the longest n-gram found, plus the back-off weight of each longer context on the way down to it."""
        scores = np.zeros(len(grown), dtype=np.float32)
        open_ = grown[:, 0] != ABSENT
        for n in range(self.order, 0, -1):
            here = np.flatnonzero(open_ & (grown[:, n - 1] != ABSENT))
            codes, book = self._chances[n - 1]
            scores[here] += book[codes[grown[here, n - 1]]]
            open_[here] = False
            if n > 1:
                down = np.flatnonzero(open_ & (state[:, n - 2] != ABSENT))
                codes, book = self._backoffs[n - 2]
                scores[down] += book[codes[state[down, n - 2]]]
        return scores


def _alone(fresh: Floats, torn: Floats, opening: float) -> Floats:
    """Log probability of each head when no tail is known, from those at a paragraph's start and without any history."""
    with np.errstate(divide="ignore"):
        alone: Floats = np.logaddexp(np.log(opening) + fresh, np.log1p(-opening) + torn)
    return alone


def code_points(text: str) -> NDArray[np.uint32]:
    """A text as its code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def ids_by_code_point(characters: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Ids by code point, what ``hanzi.fold`` changes by its plain form; the last entry answers for all beyond."""
    folded, plain = np.array(list(folds())), code_points("".join(folds().values()))
    last = max(int(points.max(initial=0)) for points in (characters, folded, plain))
    ids = np.full(last + 2, UNKNOWN_ID, dtype=np.int32)
    ids[characters[1:]] = np.arange(1, len(characters), dtype=np.int32)
    ids[folded] = ids[plain]
    return ids


def _best(rows: Ints, columns: Ints, told: Floats, shape: tuple[int, ...], keep: int) -> NDArray[np.bool_]:
    """Which of some cells are among the ``keep`` best of their row."""
    if shape[1] <= keep:
        return np.ones(len(rows), dtype=bool)
    grid = np.full(shape, -np.inf, dtype=np.float32)
    grid[rows, columns] = told
    among = np.zeros(shape, dtype=bool)
    np.put_along_axis(among, np.argpartition(-grid, keep - 1, axis=1)[:, :keep], True, axis=1)
    kept: NDArray[np.bool_] = among[rows, columns]
    return kept


def _all_pairs(rows: int, columns: int) -> tuple[Ints, Ints]:
    return np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)


@lru_cache(maxsize=1)
def load() -> LanguageModel:
    """The language model of newspaper Chinese that presscheck carries; read once, then kept.

    Raises ``PartMissing`` where the table was not installed.
    """
    table = shipped("language_model.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/language_model.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file:
        return LanguageModel._read(file)
