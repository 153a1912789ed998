"""The sentence of the record that is nearest to a claim: for what is told without figures, and for whose they are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from presscheck.check.apart import apart_traits
from presscheck.check.claims import Claim
from presscheck.check.nearest import WEEKS, fresh, late, timely
from presscheck.check.pairs import Pair
from presscheck.check.sides import days_of, places
from presscheck.check.traits import relation
from presscheck.check.words import alike, canonical, cover, denies, moving
from presscheck.facts import parties
from presscheck.model import Time
from presscheck.record.passages import Text, sentences_of, texts_of
from presscheck.record.store import Kept

HALF = 0.5
"""What words of a headline count for beside those of the sentence."""
TIMELY, FRESH, LATE, FARTHER = 0.1, 0.3, 0.1, 0.03
"""What a sentence gains by the day of its story, and loses by how far down that stands: 1 is all words of the claim."""
FIGURES = 0.6
"""What it gains where all figures of a claim have one of the same thing there."""
BEFORE, AFTER = 20, 75
"""Days before and after a claim's time on which a story of it may stand."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a story; ``held`` is how much of the claim stands in it, ``around`` with its headline too.

    ``score`` sets that right by when the story was told and how near it is as a whole.
    """

    kept: Kept
    text: Text
    start: int
    end: int
    held: float
    around: float
    score: float = 0.0

    @property
    def words(self) -> str:
        """The sentence."""
        return self.text.words[self.start : self.end]


def sentences_near(claim: Claim, stories: Iterable[Kept]) -> list[Near]:
    """All sentences of some stories, the nearest first: by what they tell of a claim, and by when they were told."""
    out = []
    for rank, kept in enumerate(stories):
        head = canonical(kept.article.headline or "")
        day = TIMELY * timely(kept.date, claim.days) + FRESH * fresh(kept.date, claim.date)
        day -= LATE * late(kept.date, claim.date) + FARTHER * math.log1p(rank)
        for text in texts_of(kept.article):
            for _, start, end in sentences_of(text):
                told = canonical(text.words[start:end])
                held = cover(claim.words, told)
                around = HALF * held + HALF * cover(claim.words, told + head)
                out.append(Near(kept, text, start, end, held, around, around + day))
    return sorted(out, key=lambda one: -one.score)


def nearest_sentence(found: Sequence[Near], pairs: Sequence[Pair], figures: int) -> Near | None:
    """The sentence that answers a claim best: by its words, and by figures that are of the same thing as the claim's.

    The values of the figures are not looked at.
    """
    likely: dict[tuple[str, str], dict[int, float]] = {}
    for pair in pairs:
        held = likely.setdefault((pair.other.mention.article, pair.other.sentence.strip()), {})
        held[pair.figure] = max(held.get(pair.figure, 0.0), 1 / (1 + math.exp(-pair.chance)))
    share = FIGURES / max(1, figures)

    def answers(near: Near) -> float:
        return near.score + share * sum(likely.get((near.kept.name, near.words.strip()), {}).values())

    return max(found, key=answers, default=None)


def sentence_traits(claim: Claim, near: Near | None) -> dict[str, float]:
    """How well the nearest sentence answers a claim, and what in it speaks against that."""
    if near is None:
        return {"no_sentence": 1.0}
    told = canonical(near.words)
    whole = told + canonical(near.kept.article.headline or "")
    one, two = moving(claim.text), moving(near.words)
    names = _names(claim.text)
    here, lost = places(near.words), claim.places - places(whole) - places(near.words)
    related = relation(claim.days, _days(near))
    return {
        "day_same": related == "equal",
        "day_other": related == "apart" and near.around > HALF,
        "day_within": related in ("claim_wide", "other_wide", "same_end", "overlap"),
        "place_other": bool(lost) and bool(here - claim.places),
        "place_other_held": near.around * (bool(lost) and bool(here - claim.places)),
        "name_other": any(name not in whole for name in names) and bool(set(_names(near.words)) - set(names)),
        "held": near.held,
        "around": near.around,
        "held_twice": near.around**2,
        "alike": alike(claim.told, told),
        "denied": denies(claim.text) != denies(near.words),
        "opposed": None not in (one, two) and one != two,
        "opposed_held": near.around * (None not in (one, two) and one != two),
        "names_missing": sum(name not in whole for name in names),
        "places_missing": len(claim.places - places(near.words) - places(near.kept.article.headline or "")),
        "out_of_time": _out_of_time(claim, near),
        "in_time": claim.days is not None and not _out_of_time(claim, near),
        "fresh": fresh(near.kept.date, claim.date),
        "late": late(near.kept.date, claim.date),
        "old": math.log1p(max(0, (claim.date - near.kept.date).days) / WEEKS) if claim.date and near.kept.date else 0.0,
        "score": near.score,
        **apart_traits(claim, whole, _all_of(near.kept)),
    }


def _all_of(kept: Kept) -> str:
    """A story's words, one after another."""
    return canonical("\n".join(text.words for text in texts_of(kept.article)))


def _days(near: Near) -> tuple[str, str] | None:
    """The time that a sentence names, if it is one only."""
    told = {
        days_of(one.period)
        for one in near.kept.article.facts
        if isinstance(one, Time)
        and (one.evidence.part, one.evidence.paragraph) == (near.text.part, near.text.paragraph)
        and near.start <= one.evidence.start < near.end
    } - {None}
    return next(iter(told)) if len(told) == 1 else None


def _names(text: str) -> list[str]:
    """The persons and bodies that a claim names."""
    return [canonical(text[one.start : one.end]) for one in parties.find(text) if one.kind != "place"]


def _out_of_time(claim: Claim, near: Near) -> bool:
    day = near.kept.date
    if claim.days is None or day is None:
        return False
    first, last = (date.fromisoformat(one) for one in claim.days)
    return not first - timedelta(BEFORE) <= day <= last + timedelta(AFTER)
