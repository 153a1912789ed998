"""Numbers of one sentence that a claim gives to one another's words: 5年期为3.0% where the paper has 1年期为3.0%.

By its values alone such a claim is told in the paper. So its figures are set on those of the sentence once by what
they are of, whatever their values, and once only where the values meet; how much likelier the first is tells whether
the claim has crossed them. Both are assignments, in which no figure of the sentence stands for two of the claim.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from presscheck.check.claims import Claim
from presscheck.check.pairs import Pair
from presscheck.check.rulings import FLOOR, MINOR, Answer
from presscheck.record.indicators import set_against

COMPARED = -4.0
"""The log odds from which a figure that agrees is one of the same thing, and the others of its sentence are rivals."""
DOUBTED, CERTAIN = 0.4, 1.2
"""How much likelier, in log odds, other figures of the sentence are: for the claim to stay open, to be contradicted."""
OTHER_BASE = OTHER_NUMBER = 1.5
"""How much less likely, in log odds, a change is that of a claim which sets it against another time, or by which other
numbers name what a figure is of (一年期, 五年期).
"""
RIVALS, KEPT = 5, 64
"""Figures of one sentence that are looked at for one of a claim, and ways to set all of them, the likeliest."""
Places = tuple[int | None, ...]

_NUMBER = re.compile("(?:[0-9]+|[一二三四五六七八九])(?:年期|个月期|号|岁|星|级|类|孩|胎|线|年级|环)")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Crossing:
    """The ``pairs`` of a claim's figures with those whose words they have and whose values they have not.

    ``gap``: how much likelier these are than the figures whose values the claim has, in log odds.
    """

    gap: float
    pairs: tuple[Pair, ...]

    @property
    def certain(self) -> bool:
        """Whether it is so sure that the claim is contradicted."""
        return self.gap > CERTAIN

    @property
    def chance(self) -> float:
        """The chance that the claim has crossed its numbers."""
        return 1 / (1 + math.exp(-self.gap))


def crossing(claim: Claim, told: Sequence[Answer], found: Sequence[Pair]) -> Crossing | None:
    """The surest crossing of a claim's figures in a sentence of the record in which one of them agrees.

    Of a length of time that is said by the way (连续三年) it is enough that the sentence has only another.
    """
    agreeing = [one.agreeing for one in told if one.agreeing and one.agreeing.chance > COMPARED]
    held = [pair for pair in found if not pair.unit_other]
    sentences = dict.fromkeys(_where(pair) for pair in agreeing)
    crossed = [
        _in_sentence([pair for pair in agreeing if _where(pair) == one], [pair for pair in held if _where(pair) == one])
        for one in sentences
    ]
    crossed += _by_the_way(claim, [pair for pair in held if _where(pair) in sentences])
    return max((one for one in crossed if one.gap > DOUBTED and one.pairs), key=lambda one: one.gap, default=None)


def _by_the_way(claim: Claim, held: Sequence[Pair]) -> Iterator[Crossing]:
    """The lengths of time that a claim says by the way, and of which some sentences have only others."""
    for number, figure in enumerate(claim.figures):
        beside = tuple(pair for pair in held if pair.figure == number)
        if figure.fact.quantity.family in MINOR and beside and not any(pair.meets for pair in beside):
            yield Crossing(CERTAIN, beside[:1])


def _where(pair: Pair) -> tuple[str, str, int | None, str]:
    mention, told = pair.other.mention, pair.other.fact.evidence
    return mention.article, told.part, told.paragraph, pair.other.sentence


def _in_sentence(agreeing: Sequence[Pair], held: Sequence[Pair]) -> Crossing:
    """What the figures of a claim that agree with a sentence come to when their values are left aside."""
    rows = [_likeliest(one for one in held if one.figure == pair.figure) for pair in agreeing]
    free, meant = _assigned([{place: _chance(pair) for place, pair in row.items()} for row in rows])
    bound, _ = _assigned([{place: _chance(pair) for place, pair in row.items() if pair.meets} for row in rows])
    chosen = (row[place] for row, place in zip(rows, meant, strict=True) if place is not None)
    return Crossing(free - bound, tuple(pair for pair in chosen if not pair.meets))


def _chance(pair: Pair) -> float:
    """The log odds that both figures are of one thing, by the numbers in its name and what it is set against, too."""
    one, two = pair.claim, pair.other
    bases = one.fact.basis, two.fact.basis
    other_base = all(bases) and len({set_against(base) for base in bases if base}) > 1
    named, told = _numbers(one.clause), _numbers(two.clause)
    return pair.chance - OTHER_BASE * other_base - OTHER_NUMBER * bool(named and told and not named & told)


def _numbers(words: str) -> frozenset[str]:
    """The numbers by which some words name what a figure is of.

    >>> sorted(_numbers("一年期和5年期贷款增加3万元"))
    ['1年期', '5年期']
    """
    return frozenset(found.translate(_DIGITS) for found in _NUMBER.findall(words))


def _likeliest(pairs: Iterable[Pair]) -> dict[int, Pair]:
    """The likeliest figures of a sentence for one of a claim, by where they stand."""
    ranked = sorted(pairs, key=lambda pair: -pair.chance)[:RIVALS]
    return {pair.other.fact.evidence.start: pair for pair in ranked}


def _assigned(rows: Sequence[Mapping[int, float]]) -> tuple[float, Places]:
    """The best sum of chances in which each place is taken once, and the places taken; one may go without, at a cost.

    Row by row the ``KEPT`` best ways so far are gone on with: exact for the few figures of a usual sentence.

    >>> _assigned([{4: 2.0, 9: 1.5}, {4: 1.8}])
    (3.3, (9, 4))
    """
    best: list[tuple[float, Places]] = [(0.0, ())]
    for row in rows:
        grown: dict[frozenset[int | None], tuple[float, Places]] = {}
        for total, places in best:
            for at, chance in ((None, FLOOR), *row.items()):
                way = (total + chance, (*places, at))
                if at is None or at not in places:
                    taken = frozenset(way[1])
                    grown[taken] = max(grown.get(taken, way), way, key=_sum)
        best = sorted(grown.values(), key=_sum, reverse=True)[:KEPT]
    return best[0]


def _sum(way: tuple[float, Places]) -> float:
    return way[0]
