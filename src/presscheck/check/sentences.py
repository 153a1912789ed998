"""The sentence of the record that is nearest to a claim: for what is told without figures, and for whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from presscheck.check.claims import Claim
from presscheck.check.sides import days_of, places
from presscheck.check.traits import relation
from presscheck.check.words import alike, canonical, cover, denies, moving
from presscheck.facts import parties
from presscheck.model import Time
from presscheck.record.passages import Text, sentences_of, texts_of
from presscheck.record.store import Kept

HALF = 0.5
"""What words of a headline count for beside those of the sentence."""
BEFORE, AFTER = 20, 75
"""Days before and after a claim's time on which a story of it may stand."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a story; ``held`` is how much of the claim stands in it, ``around`` with its headline too."""

    kept: Kept
    text: Text
    start: int
    end: int
    held: float
    around: float

    @property
    def words(self) -> str:
        """The sentence."""
        return self.text.words[self.start : self.end]


def nearest_sentence(claim: Claim, stories: Iterable[Kept]) -> Near | None:
    """The sentence that holds most of what a claim tells, by weight."""
    best: Near | None = None
    for kept in stories:
        head = canonical(kept.article.headline or "")
        for text in texts_of(kept.article):
            for _, start, end in sentences_of(text):
                told = canonical(text.words[start:end])
                held = cover(claim.words, told)
                around = HALF * held + HALF * cover(claim.words, told + head)
                if best is None or around > best.around:
                    best = Near(kept, text, start, end, held, around)
    return best


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
    }


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
