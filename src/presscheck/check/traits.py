"""What speaks for two figures being of the same thing, in numbers; their values are not looked at.

Whether they may be compared is learned from claims whose answer is known (``tools/train_check.py``).
"""

import datetime
import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from presscheck.check.nearest import WEEKS, fresh, late
from presscheck.check.sides import Days, Side
from presscheck.check.words import HEAVY, cover, weighed
from presscheck.check.words import alike as shared
from presscheck.record import indicators
from presscheck.record.placing import Placed, place

RELATIONS = ("none", "claim_none", "other_none", "equal", "apart", "same_end", "claim_wide", "other_wide", "overlap")
"""How the period of a claim stands to that of a figure."""
NAMES = (
    "bias", "words", "focus", "words_or_head", "other_focus", "other_indicator", "alike", "unit", "kind", "way",
    "other_way", "places", "places_missing", "other_places", "both_national", "national_or_none", "modality",
    "headline", "subject", "rank", "told_soon", "fresh", "late", "old", "claim_lost", "other_lost", "around",
    "other_around", "same_counter", "quiet_places", "placed_same", "placed_kind", "placed_other", "placed_not",
    *(f"days_{one}" for one in RELATIONS),
)  # fmt: skip
NEAR_NAMES = (
    "held", "head", "story", "alike", "rarest", "clause", "names", "places", "timely", "fresh", "late", "old", "rank",
    "headline", "lead", "length", "figures",
)  # fmt: skip
"""What speaks for a sentence being the one that answers a claim; the values of its figures are not looked at."""
SOON = datetime.timedelta(days=40)
"""Figures are told at most so long after the period they are of."""
Traits = NDArray[np.float64]
_AT = {name: number for number, name in enumerate(NAMES)}


def traits(claim: Side, other: Side, rank: int) -> Traits:
    """What speaks for two figures being of the same thing: (len(NAMES),); ``rank`` is that of the other's story."""
    told: dict[str, float] = {"bias": 1.0, "rank": math.log1p(rank)}
    told |= _by_words(claim, other)
    told |= _by_places(claim, other)
    told["unit"] = claim.fact.quantity.code == other.fact.quantity.code
    told["kind"] = claim.kind == other.kind
    told["way"] = claim.way is not None and claim.way == other.way
    told["other_way"] = None not in (claim.way, other.way) and claim.way != other.way
    told["modality"] = claim.fact.modality == other.fact.modality
    told["headline"] = other.fact.evidence.part != "body"
    related = relation(claim.days, other.days)
    told[f"days_{related}"] = 1.0
    told |= _by_day(claim, other)
    told["told_soon"] = related == "other_none" and _soon(claim.days, other.mention.date)
    out = np.zeros(len(NAMES))
    for name, value in told.items():
        out[_AT[name]] = value
    return out


def with_placing(told: Traits, claim: Side, other: Side) -> Traits:
    """The traits, with what the record's series would say: the same measure and period, the same measure, another."""
    out = told.copy()
    if (how := placed(claim, other)) is not None:
        out[_AT[f"placed_{how}"]] = 1.0
    return out


def _by_words(claim: Side, other: Side) -> dict[str, float]:
    return {
        "words": cover(claim.words, other.told),
        "focus": cover(claim.focus, other.told),
        "words_or_head": cover(claim.words, other.told + other.head),
        "other_focus": cover(other.focus, claim.told),
        "other_indicator": cover(weighed(other.indicator), claim.told) if other.indicator else 0.5,
        "alike": shared(claim.clause, other.clause),
        "claim_lost": lost(claim.focus, other.told),
        "other_lost": lost(other.focus, claim.told),
        "around": cover(weighed(claim.clause + claim.tail), other.clause + other.tail),
        "other_around": cover(weighed(other.clause + other.tail), claim.told),
        "same_counter": claim.fact.quantity.unit == other.fact.quantity.unit,
        "subject": cover(weighed(other.subject), claim.told) if other.subject else 0.5,
    }


def _by_day(claim: Side, other: Side) -> dict[str, float]:
    """When the other's story was told, seen from the day of the claim."""
    date, day = claim.mention.date, other.mention.date
    since = (date - day).days if date and day else 0
    return {"fresh": fresh(day, date), "late": late(day, date), "old": math.log1p(max(0, since) / WEEKS)}


def _by_places(claim: Side, other: Side) -> dict[str, float]:
    held = other.places | other.head_places
    elsewhere = bool(other.lead_places or (other.head_places and not other.national))
    return {
        "places": bool(claim.places) and claim.places <= held,
        "places_missing": bool(claim.places - held),
        "other_places": bool(other.lead_places - claim.places),
        "both_national": claim.national and other.national,
        "quiet_places": not claim.places and not other.lead_places,
        "national_or_none": (claim.national or not claim.places) and elsewhere,
    }


def lost(words: Mapping[str, float], text: str) -> float:
    """How much of some words does not stand in a text, by weight: 1 is a rare word."""
    return sum(words.values()) * (1 - cover(words, text)) / HEAVY


def relation(claim: Days | None, other: Days | None) -> str:
    """How two periods stand to each other.

    >>> relation(("2025-01-01", "2025-12-31"), ("2025-06-01", "2025-06-30")), relation(None, None)
    ('claim_wide', 'none')
    """
    if claim is None or other is None:
        return "none" if claim is other else "claim_none" if claim is None else "other_none"
    if claim == other:
        return "equal"
    if claim[1] < other[0] or other[1] < claim[0]:
        return "apart"
    if claim[1] == other[1]:
        return "same_end"
    if claim[0] <= other[0] and other[1] <= claim[1]:
        return "claim_wide"
    return "other_wide" if other[0] <= claim[0] and claim[1] <= other[1] else "overlap"


def _soon(days: Days | None, told: datetime.date | None) -> bool:
    if days is None or told is None:
        return False
    return days[0] <= told.isoformat() <= (datetime.date.fromisoformat(days[1]) + SOON).isoformat()


@lru_cache(1 << 12)
def _asked(name: str) -> indicators.Asked:
    return indicators.asked(name)


def _placed(claim: Side, asked: indicators.Asked) -> Placed | str | None:
    """The place of a claim's figure: as people say it, a change of more than a month is one against the year before."""
    period = claim.mention.fact.period
    return place(claim.mention, asked, None if period is None or period.grain in ("month", "day") else "同比")


def placed(claim: Side, other: Side) -> str | None:
    """How the two stand by the rules of series, where the claim names what the other's figure counts.

    ``same`` measure and period, the same ``kind`` of another period, an ``other`` measure, or ``not`` to be placed.
    """
    name = other.fact.indicator.text if other.fact.indicator else ""
    if len(name) < 2 or not _asked(name).pattern.search(claim.mention.text):
        return None
    here, there = _placed(claim, _asked(name)), place(other.mention, _asked(name))
    if not (isinstance(here, Placed) and isinstance(there, Placed)):
        return "not"
    one, two = here.kind, there.kind
    if (one.indicator, one.scope, one.nature, one.family) != (two.indicator, two.scope, two.nature, two.family):
        return "other"
    if one.basis != two.basis:
        return "other"
    same = (here.period.start, here.period.end) == (there.period.start, there.period.end)
    return "same" if same else "kind"
