"""Wherein a sentence tells otherwise than a claim: what of the claim it lacks, and what it says in its place.

Words of one class (``word_classes``, words that keep the same company) stand in one role: where a sentence lacks 成都
and has 杭州 that the claim lacks, one was put in the place of the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from presscheck.check.claims import Claim
from presscheck.check.words import HEAVY, canonical, cover, denies, moving, opposed, planned, utmost, weighed
from presscheck.facts import word_classes

_CLAUSES = re.compile("[，；：。！？,;]")
_NOW = re.compile("目前|现在|如今|眼下|最新")
_ONLY = re.compile("只有|仅|才|总共就|光")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[日号]")
ENOUGH = 0.3
"""The least share of a clause's words that one of the sentence must hold to be set beside it."""


def apart_traits(claim: Claim, told: str, story: str) -> dict[str, float]:
    """What a sentence, as ``told``, lacks of a claim and what it has in its place; ``story`` is all of its story."""
    lost = {word: weight for word, weight in claim.words.items() if not _stands(word, told)}
    others = {word: weight for word, weight in weighed(told).items() if not _stands(word, claim.told)}
    put = dict(_swapped(lost, others))
    nowhere = [weight for word, weight in lost.items() if not _stands(word, story)]
    return {
        "swapped": max(put.values(), default=0.0) / HEAVY,
        "swapped_all": sum(put.values()) / HEAVY,
        "swapped_held": cover({word: weight for word, weight in claim.words.items() if word not in put}, told),
        "lost": max(lost.values(), default=0.0) / HEAVY,
        "lost_all": sum(lost.values()) / HEAVY,
        "more": max(others.values(), default=0.0) / HEAVY,
        "nowhere": max(nowhere, default=0.0) / HEAVY,
        "nowhere_all": sum(nowhere) / HEAVY,
        "story": cover(claim.words, story),
        "heavy": sum(claim.words.values()) / HEAVY,
        **_manner(claim, told),
        **_by_clauses(claim.told, told),
    }


def _stands(word: str, text: str) -> bool:
    return word in text or (len(word) > 2 and cover({word: 1.0}, text) > ENOUGH)


def _swapped(lost: Mapping[str, float], others: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The words that a sentence lacks where it has one of the same class that the claim lacks, each with its weight."""
    classes = word_classes.load()
    have = {kind for word in others if (kind := classes.of(word)[-1])}
    for word, weight in lost.items():
        if classes.of(word)[-1] in have:
            yield word, weight


def _manner(claim: Claim, told: str) -> dict[str, float]:
    days, own = set(_DAY.findall(told)), set(_DAY.findall(claim.told))
    return {
        "plan": planned(told) and not planned(claim.told),
        "plan_claim": planned(claim.told) and not planned(told),
        "most_lost": bool(utmost(claim.told) - utmost(told)),
        "most_more": bool(utmost(told) - utmost(claim.told)),
        "now": bool(_NOW.search(claim.told)),
        "only": bool(_ONLY.search(claim.told)),
        "day_lost": bool(own - days) and bool(days),
        "day_held": bool(own & days),
    }


def _by_clauses(claim: str, told: str) -> dict[str, float]:
    """How the clauses of a claim and those of the sentence nearest to each speak: for the same, or the opposite."""
    out = {"clause_opposed": 0.0, "clause_way": 0.0, "clause_denied": 0.0, "clause_agrees": 0.0, "clause_least": 1.0}
    theirs = clauses_of(told)
    for clause in clauses_of(claim):
        words = weighed(clause)
        held, best = max(((cover(words, one), one) for one in theirs), default=(0.0, ""))
        out["clause_least"] = min(out["clause_least"], cover(words, told)) if words else out["clause_least"]
        if held < ENOUGH:
            continue
        one, two = moving(clause), moving(best)
        _raise(out, "clause_opposed", held * opposed(clause, best))
        _raise(out, "clause_way", held * (None not in (one, two) and one != two))
        _raise(out, "clause_agrees", held * (one is not None and one == two))
        _raise(out, "clause_denied", held * (denies(clause) != denies(best)))
    return out


def _raise(out: dict[str, float], name: str, value: float) -> None:
    out[name] = max(out[name], value)


def clauses_of(text: str) -> Sequence[str]:
    """The clauses of a sentence, each folded.

    >>> clauses_of("云州大桥通车，全长30公里。")
    ['云州大桥通车', '全长30公里']
    """
    return [one for one in map(canonical, _CLAUSES.split(text)) if one.strip()]
