"""The learned judgement of threads: from evidence to the chance that one fragment follows another.

Ten small networks with one or two hidden layers, learned by ``tools/train_threads.py`` on pages set from finished
articles, kept as plain tables in ``data/threads.npz`` and run with numpy alone:

* ``columns`` and ``fragments``: which fragment follows which, which opens a story, which closes one, on dumps read
  column by column and on dumps in arbitrary order;
* ``steps``: on dumps read column by column, which waiting story goes on next (``queues``);
* ``columns_again`` and ``fragments_again``: the same once whole stories are in view (``second_reading``);
* ``boxes``, ``boxes_again``: the same on pages with geometry, whose places speak too (``places``);
* ``boxes_roles``: on such pages, what each block is, by its type and place beside its words;
* ``join``, ``boxes_join``: given that B follows A, is B the rest of a torn paragraph, and is it head, crosshead or
  body?
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.articles import places, queues, seams, second_reading, traits
from presscheck.errors import PartMissing
from presscheck.model import Role

Floats = NDArray[np.float32]

SECOND = "+"
"""What the name of a second network of the same kind ends with."""
HEAD, CROSSHEAD, BODY = range(3)
"""The roles ``join`` tells apart."""
ROLES = (
    Role.KICKER, Role.HEADLINE, Role.DECK, Role.BYLINE, Role.DATELINE, Role.BODY, Role.CROSSHEAD, Role.JUMP_FROM,
    Role.JUMP_TO, Role.CAPTION, Role.CREDIT, Role.TABLE, Role.FURNITURE,
)  # fmt: skip
"""The roles ``boxes_roles`` tells apart; advertisements and labels over columns of briefs are furniture."""


@dataclass(frozen=True, slots=True)
class Chances:
    """What the judge makes of a page of n fragments, as log odds.

    ``follows`` is (n, n): row i, column j for "j directly follows i"; ``opens`` and ``closes`` are (n,).
    """

    follows: Floats
    opens: Floats
    closes: Floats


class Judge:
    """The networks, as learned."""

    def __init__(self, tables: Mapping[str, NDArray[Any]], recipe: Mapping[str, Any]) -> None:
        self.tables = tables
        self.recipe = recipe
        kinds = {
            "traits": traits.NAMES, "evidence": seams.NAMES, "steps": queues.NAMES,
            "pairs_again": second_reading.PAIR_NAMES, "ends_again": second_reading.END_NAMES,
            "place_traits": places.TRAITS, "places": places.NAMES, "roles": [role.value for role in ROLES],
        }  # fmt: skip
        if any(self.recipe.get(kind) != list(names) for kind, names in kinds.items()):
            raise PartMissing(part="data/threads.npz of this version", command="python tools/train_threads.py")

    @property
    def name(self) -> str:
        """The networks' name and the first letters of their hash."""
        return f"threads-{self.recipe['content'][:8]}"

    def chances(self, company: Floats, evidence: Floats, manner: str) -> Chances:
        """How likely each fragment follows each, opens and closes a story, in a dump of that ``manner``.

        ``company`` is (n, d) from ``in_company``, ``evidence`` is (n, n, e) from ``seams.evidence``.
        """
        follows = self._mean(manner, lambda name: self._pairs(name, company, evidence))
        _forbid(follows, manner)
        opens = self._mean(manner, lambda name: self._deep(name, "opens", company))
        closes = self._mean(manner, lambda name: self._deep(name, "closes", company))
        return Chances(follows, opens[:, 0], closes[:, 0])

    def roles(self, company: Floats) -> Floats:
        """The chances of each of ``ROLES`` for the blocks of a page with geometry: (n, len(ROLES))."""
        odds = self._mean("boxes_roles", lambda name: self._deep(name, "", company))
        raw = np.exp(odds - odds.max(axis=1, keepdims=True))
        chances: Floats = raw / raw.sum(axis=1, keepdims=True)
        return chances

    def steps(self, table: Floats) -> Floats:
        """The log odds of each possible step through a column dump: (m, kinds) of ``queues.steps`` to (m,)."""
        return self._mean("steps", lambda name: self._deep(name, "", table))[:, 0]

    def again(self, evidence: Floats, opening: Floats, closing: Floats, manner: str) -> Chances:
        """The chances once more, from the tables of ``second_reading``."""
        network = f"{manner}_again"
        follows = self._mean(network, lambda name: self._deep(name, "", evidence))[..., 0]
        _forbid(follows, manner)
        opens = self._mean(network, lambda name: self._deep(name, "opens", opening))
        closes = self._mean(network, lambda name: self._deep(name, "closes", closing))
        return Chances(follows, opens[:, 0], closes[:, 0])

    def joins(
        self, company: Floats, evidence: Floats, before: list[int], after: list[int], network: str = "join"
    ) -> tuple[Floats, Floats]:
        """For each fragment ``after[k]`` behind ``before[k]`` (-1: nothing): its role, and whether it was torn off.

        Returns (m, 3) chances of head, crosshead and body, and (m,) chances that it goes on the same paragraph.
        """
        blank = np.zeros((1, company.shape[1]), dtype=np.float32)
        first = np.concatenate([company, blank])[before]
        seam = np.where(np.array(before)[:, None] >= 0, evidence[before, after], 0)
        given = np.concatenate([first, company[after], seam.astype(np.float32)], axis=1)
        out = self._mean(network, lambda name: self._deep(name, "", given))
        roles = np.exp(out[:, :3] - out[:, :3].max(axis=1, keepdims=True))
        torn = 1 / (1 + np.exp(-out[:, 3]))
        return roles / roles.sum(axis=1, keepdims=True), np.where(np.array(before) >= 0, torn, 0)

    def _mean(self, network: str, run: Callable[[str], Floats]) -> Floats:
        """The mean of what the networks of one kind say, one or two of them.

        Two learned from other pages err elsewhere (deep ensembles: Lakshminarayanan, Pritzel and Blundell 2017).
        """
        told = [run(name) for name in (network, f"{network}{SECOND}") if f"{name}.out.weight" in self.tables]
        out: Floats = sum(told[1:], start=told[0]) / np.float32(len(told))
        return out

    def _pairs(self, network: str, company: Floats, evidence: Floats) -> Floats:
        before, after = self._layer(f"{network}.before", company), self._layer(f"{network}.after", company)
        hidden = _relu(before[:, None] + after[None, :] + self._layer(f"{network}.evidence", evidence))
        return self._layer(f"{network}.out", _relu(self._layer(f"{network}.hidden", hidden)))[..., 0]

    def _deep(self, network: str, part: str, given: Floats) -> Floats:
        """A part with one hidden layer; without a name it is the network itself."""
        first, last = (part, f"{part}_out") if part else ("hidden", "out")
        return self._layer(f"{network}.{last}", _relu(self._layer(f"{network}.{first}", given)))

    def _layer(self, name: str, given: Floats) -> Floats:
        # Small products are at times told invalid though every number is finite: numpy issue 24067, OpenBLAS 1924.
        with np.errstate(invalid="ignore"):
            out: Floats = given @ self.tables[f"{name}.weight"] + self.tables[f"{name}.bias"]
        return out


def _forbid(follows: Floats, manner: str) -> None:
    """Nothing follows itself; in a dump read column by column nothing follows what stands after it."""
    np.fill_diagonal(follows, -np.inf)
    if manner == "columns":
        follows[np.tril_indices(len(follows))] = -np.inf


def _relu(given: Floats) -> Floats:
    return np.maximum(given, 0)


def in_company(table: Floats, evidence: Floats) -> Floats:
    """Each fragment's traits beside those of the lines before and after it, and how much any other fragment wants it.

    ``table`` is (n, t) of traits; returns (n, 3 t + 8). After the traits: the best seam into it and out of it, from
    anywhere on the page, from what stands before it and to what stands after it; and of the run of head lines it
    stands in, its length, its place there, whether a byline or dateline follows that run, and whether text breaks off
    before it.
    """
    blank = np.zeros((1, table.shape[1]), dtype=np.float32)
    seam = evidence[..., 0].copy()
    np.fill_diagonal(seam, -3)
    forward = np.where(np.triu(np.ones(seam.shape, dtype=bool), 1), seam, -3)
    wanted = [seam.max(axis=0), seam.max(axis=1), forward.max(axis=0), forward.max(axis=1)]
    beside = [table, np.concatenate([blank, table[:-1]]), np.concatenate([table[1:], blank])]
    return np.concatenate([*beside, np.stack(wanted, axis=1), _head_runs(table)], axis=1).astype(np.float32)


def in_place(company: Floats, table: Floats, known: places.Relations) -> Floats:
    """``company`` beside what place and type say of each fragment, of those next above and below it, and of its head.

    ``table`` is (n, p) of ``places.traits``; returns (n, d + 4 p).
    """
    blank = np.concatenate([table, np.zeros((1, table.shape[1]), dtype=np.float32)])
    none = len(table)
    above = np.where(known.above.any(axis=0), known.above.argmax(axis=0), none) if none else known.head
    below = np.where(known.below.any(axis=1), known.below.argmax(axis=1), none) if none else known.head
    return np.concatenate([company, table, blank[above], blank[below], blank[known.head]], axis=1).astype(np.float32)


def _head_runs(table: Floats) -> Floats:
    """Of the run of head lines a fragment stands in: length, place, credit after it, broken text before: (n, 4)."""
    heads, credits_ = traits.is_head(table), traits.is_credit(table)
    out = np.zeros((len(table), 4), dtype=np.float32)
    start = 0
    for index in range(len(table)):
        if not heads[index]:
            start = index + 1
        elif index + 1 == len(table) or not heads[index + 1]:
            run = slice(start, index + 1)
            out[run, 0] = min(index + 1 - start, 4) / 4
            out[run, 1] = np.minimum(np.arange(index + 1 - start), 4) / 4
            out[run, 2] = index + 1 < len(table) and credits_[index + 1]
            out[run, 3] = start > 0 and not table[start - 1, traits.ENDS_SENTENCE]
    return out


@lru_cache(maxsize=1)
def load() -> Judge:
    """The judge that ships with the package, read once. Raises ``PartMissing`` where it was not installed."""
    table = data.shipped("threads.npz")
    if not table.is_file():
        raise PartMissing(part="presscheck/data/threads.npz", command="pip install --force-reinstall presscheck")
    with table.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        recipe = json.loads(arrays["recipe"].tobytes().decode("utf-8"))
        return Judge({name: arrays[name] for name in arrays.files if name != "recipe"}, recipe)
