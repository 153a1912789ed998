"""What a claim comes to: all its figures, and the sentence nearest to it, weighed together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.check.claims import Claim
from presscheck.check.entailment import entailed
from presscheck.check.pairs import LIKELY, Pair
from presscheck.check.sentences import Near, sentence_traits
from presscheck.check.sides import Side
from presscheck.check.traits import NAMES
from presscheck.facts.context import Vectors

FLOOR = -6.0
"""The log odds of a figure for which nothing comparable was found."""
MINOR = ("duration", "time", "age", "months")
"""Families of units in which people count by the way (连续三年); a claim hardly ever turns on them."""
SHOWN = ("fresh", "late", "old", "other_lost", "claim_lost", "other_around", "around", "modality", "other_way")
"""Traits of the deciding pairs that are weighed again with the whole claim."""
_AT = {name: number for number, name in enumerate(NAMES)}
_TENS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record holds for one figure of a claim: the likeliest pair that meets it, and that does not."""

    figure: Side
    agreeing: Pair | None
    differing: Pair | None
    slipped: Pair | None
    first: Pair | None

    @property
    def agrees(self) -> float:
        """The log odds of the pair that meets."""
        return max(self.agreeing.chance, FLOOR) if self.agreeing else FLOOR

    @property
    def differs(self) -> float:
        """The log odds of the pair that does not."""
        return max(self.differing.chance, FLOOR) if self.differing else FLOOR


def answers(claim: Claim, found: Sequence[Pair]) -> list[Answer]:
    """The answer to every figure of a claim that it may turn on."""
    out = []
    for number, figure in enumerate(claim.figures):
        if figure.fact.quantity.family in MINOR and len(claim.figures) > 1:
            continue
        own = [pair for pair in found if pair.figure == number]
        plain = [pair for pair in own if not pair.unit_other]
        agreeing = max((one for one in plain if one.meets), key=_chance, default=None)
        standing = (one for one in plain if not one.meets and not _outrun(one, agreeing))
        differing = max(standing, key=_chance, default=None)
        slipped = max((one for one in own if one.unit_other), key=_chance, default=None)
        out.append(Answer(figure, agreeing, differing, slipped, max(plain, key=_chance, default=None)))
    return out


def _outrun(told: Pair, later: Pair | None) -> bool:
    """Whether a figure that was told as over so much is one of a count that went on, as a later story tells it."""
    if later is None or later.chance < LIKELY or told.other.high is not None or told.other.low is None:
        return False
    one, two = told.other.mention.date, later.other.mention.date
    return one is not None and two is not None and one < two


def _chance(pair: Pair) -> float:
    return pair.chance


def exactness(side: Side) -> float:
    """How many digits a figure is told to: 0 where it is all but open, 6 at most."""
    if not side.value or side.low is None or side.high is None:
        return 0.0
    share = float((side.high - side.low) / abs(side.value))
    return min(6.0, max(0.0, -math.log10(max(share, 1e-6))))


def claim_traits(
    claim: Claim, found: Sequence[Pair], told: Sequence[Answer], nearest: Sequence[Near], read: Vectors
) -> dict[str, float]:
    """What speaks for and against a claim, in numbers: ``told`` are the answers that the pairs ``found`` come to.

    ``read`` are the scores of the ``nearest`` sentences, read beside the claim: (len(nearest), 3).
    """
    near = nearest[0] if nearest else None
    out = {f"sentence_{name}": float(value) for name, value in sentence_traits(claim, near).items()}
    out["one"] = 1.0
    out["no_figure"] = not told
    out |= entailed(read)
    held = [one for one in told if one.first or one.slipped]
    if told:
        out["figures_missing"] = 1 - len(held) / len(told)
    if held:
        out |= _of_best(max(held, key=lambda one: one.agrees + exactness(one.figure) / 2))
        out |= _of_worst(max(held, key=lambda one: one.differs - one.agrees), held)
        out |= _of_all(held)
    if held and near is not None:
        out |= _of_sentence([_there(found, one.figure, near) for one in told])
        out |= _beside(held, near)
    return out


def _there(found: Sequence[Pair], figure: Side, near: Near) -> list[Pair]:
    """The pairs of a figure that stand in the nearest sentence."""
    return [pair for pair in found if pair.claim is figure and _stands_in(pair, near)]


def _stands_in(pair: Pair | None, near: Near) -> bool:
    if pair is None or pair.other.mention.article != near.kept.name:
        return False
    return pair.other.sentence.strip() == near.words.strip()


def _of_sentence(held: Sequence[list[Pair]]) -> dict[str, float]:
    """How the figures of a claim stand to those of one sentence, the nearest: met, told otherwise, or not there."""
    first = [max(pairs, key=_chance) for pairs in held if pairs]
    firm = [one.chance for one in first if not one.meets and not one.unit_other]
    return {
        "there_met": sum(one.meets for one in first) / len(held),
        "there_any": sum(any(one.meets for one in pairs) for pairs in held) / len(held),
        "there_lack": 1 - len(first) / len(held),
        "there_least": min((max(one.chance, FLOOR) for one in first if one.meets), default=FLOOR),
        "there_differs": max([FLOOR, *firm]),
        "there_first": max((max(one.chance, FLOOR) for one in first), default=FLOOR),
    }


def _beside(held: Sequence[Answer], near: Near) -> dict[str, float]:
    """Whether the figures that decide stand in the nearest sentence, or in its story."""
    best = max(held, key=lambda one: one.agrees).agreeing
    worst = max(held, key=lambda one: one.differs - one.agrees).differing
    return {
        "best_there": _stands_in(best, near),
        "worst_there": _stands_in(worst, near),
        "best_story": best is not None and best.other.mention.article == near.kept.name,
        "worst_story": worst is not None and worst.other.mention.article == near.kept.name,
    }


def _has(pair: Pair | None, trait: str) -> float:
    return float(pair.traits[_AT[trait]]) if pair else 0.0


def _of_best(one: Answer) -> dict[str, float]:
    exact = exactness(one.figure)
    return {
        "best": one.agrees,
        "best_exact": max(one.agrees, -3) * exact / 3,
        "exact": exact,
        "best_gap": one.agrees - one.differs,
        "best_placed": _has(one.agreeing, "placed_same"),
        "best_placed_other": _has(one.agreeing, "placed_other"),
        "best_placed_kind": _has(one.agreeing, "placed_kind"),
        "best_equal": _has(one.agreeing, "days_equal"),
        "best_apart": _has(one.agreeing, "days_apart"),
        "best_words": _has(one.agreeing, "words"),
        "best_place_missing": _has(one.agreeing, "places_missing"),
        "best_other_place": _has(one.agreeing, "other_places"),
        **{f"best_{name}": _has(one.agreeing, name) for name in SHOWN},
    }


def _of_worst(one: Answer, held: Sequence[Answer]) -> dict[str, float]:
    gap = one.differs - one.agrees
    ratio = _ratio(one)
    return {
        "worst": one.differs,
        "worst_gap": gap,
        "worst_gap_up": max(gap, 0.0),
        "worst_equal": _has(one.differing, "days_equal"),
        "worst_apart": _has(one.differing, "days_apart"),
        "worst_focus": _has(one.differing, "other_focus"),
        "worst_words": _has(one.differing, "words"),
        "worst_sure": math.prod(_has(one.differing, trait) for trait in ("days_equal", "other_focus", "words")),
        "worst_placed_other": _has(one.differing, "placed_other"),
        "worst_placed_kind": _has(one.differing, "placed_kind"),
        "worst_kind": _has(one.differing, "kind"),
        "worst_place_missing": _has(one.differing, "places_missing"),
        "worst_other_place": _has(one.differing, "other_places"),
        "worst_placed": _has(one.differing, "placed_same") * (1 - _has(one.agreeing, "placed_same")),
        **{f"worst_{name}": _has(one.differing, name) for name in SHOWN},
        "tenfold": any(abs(ratio - tens) < 0.03 for tens in _TENS),
        "close": ratio < 0.02 and gap > 0,
        "middling": 0.02 <= ratio < 0.5,
        "slipped": max((max(one.slipped.chance, FLOOR) if one.slipped else FLOOR for one in held), default=FLOOR),
        "slipped_any": any(one.slipped for one in held),
    }  # fmt: skip


def _ratio(one: Answer) -> float:
    """How many powers of ten lie between a claim's value and the likeliest one that differs."""
    other = one.differing.other.value if one.differing else None
    if not other or not one.figure.value:
        return 0.0
    return abs(math.log10(abs(float(other / one.figure.value))))


def _of_all(held: Sequence[Answer]) -> dict[str, float]:
    return {
        "least": min(one.agrees for one in held),
        "all_placed": all(_has(one.agreeing, "placed_same") for one in held),
        "all_first": all(bool(one.first and one.first.meets) for one in held),
        "other_way": any(_has(one.agreeing, "other_way") for one in held),
        "several": len(held) > 1,
    }
