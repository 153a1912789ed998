"""The sentence of the record that is nearest to a claim: for what is told without figures, and for whose they are."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from presscheck.check.apart import apart_traits, clauses_of
from presscheck.check.claims import Claim
from presscheck.check.nearest import WEEKS, fresh, late, timely
from presscheck.check.pairs import Pair
from presscheck.check.sides import days_of, places
from presscheck.check.traits import NEAR_NAMES, Traits, relation
from presscheck.check.weights import Weights
from presscheck.check.words import HEAVY, alike, canonical, cover, denies, moving, weighed
from presscheck.facts import parties
from presscheck.model import Time
from presscheck.record.passages import Text, sentences_of, texts_of
from presscheck.record.store import Kept

HALF = 0.5
"""What words of a headline count for beside those of the sentence."""
READ = 4
"""Sentences that are read beside a claim, the likeliest to answer it."""
RAREST = 3
"""Words of a claim that are looked for by themselves, the rarest."""
BEFORE, AFTER = 20, 75
"""Days before and after a claim's time on which a story of it may stand."""
_FIGURES = NEAR_NAMES.index("figures")


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a story; ``held`` is how much of the claim stands in it, ``around`` with its headline too.

    ``traits`` are what speaks for its being the one that answers the claim: (len(NEAR_NAMES),).
    """

    kept: Kept
    text: Text
    start: int
    end: int
    held: float
    around: float
    traits: Traits

    @property
    def words(self) -> str:
        """The sentence."""
        return self.text.words[self.start : self.end]


def sentences_near(claim: Claim, stories: Iterable[Kept], weights: Weights) -> list[Near]:
    """All sentences of some stories, the likeliest to answer a claim first: by their words, and by when they were told.

    Which they are is learned from claims whose story is known (``tools/train_check.py``).
    """
    asked = _Asked.of(claim)
    out = [near for rank, kept in enumerate(stories) for near in _of_story(asked, kept, rank)]
    return sorted(out, key=lambda one: -weights.sentence(one.traits))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a claim is looked for in every sentence."""

    claim: Claim
    names: tuple[str, ...]
    rarest: Mapping[str, float]
    clauses: tuple[Mapping[str, float], ...]

    @classmethod
    def of(cls, claim: Claim) -> "_Asked":
        rarest = sorted(claim.words, key=lambda word: -claim.words[word])[:RAREST]
        clauses = tuple(filter(None, map(weighed, clauses_of(claim.told))))
        return cls(claim, tuple(_names(claim.text)), dict.fromkeys(rarest, 1.0), clauses)


def _of_story(asked: _Asked, kept: Kept, rank: int) -> Iterator[Near]:
    """The sentences of a story, each with what speaks for it."""
    claim, head = asked.claim, canonical(kept.article.headline or "")
    texts = texts_of(kept.article)
    told = {
        "head": cover(claim.words, head),
        "story": cover(claim.words, _all_of(texts)),
        "rank": math.log1p(rank),
        "timely": timely(kept.date, claim.days),
        "fresh": fresh(kept.date, claim.date),
        "late": late(kept.date, claim.date),
        "old": _weeks(kept, claim),
    }
    for text in texts:
        for _, start, end in sentences_of(text):
            words = canonical(text.words[start:end])
            held, whole = cover(claim.words, words), words + head
            around = HALF * held + HALF * cover(claim.words, whole)
            own = {
                "held": held,
                "alike": alike(claim.told, words),
                "rarest": cover(asked.rarest, words),
                "clause": max((cover(one, words) for one in asked.clauses), default=0.0),
                "names": _share(asked.names, whole),
                "places": _share(claim.places, whole),
                "headline": text.part != "body",
                "lead": text.part == "body" and not text.paragraph and not start,
                "length": math.log1p(len(words)),
            }
            yield Near(kept, text, start, end, held, around, _row(told | own))


def _row(told: Mapping[str, float]) -> Traits:
    return np.array([float(told.get(name, 0.0)) for name in NEAR_NAMES])


def _share(names: Collection[str], text: str) -> float:
    """How many of some names stand in a text: 0 to 1."""
    return sum(name in text for name in names) / len(names) if names else 0.0


def _weeks(kept: Kept, claim: Claim) -> float:
    """How long before a claim a story was told, in log weeks."""
    return math.log1p(max(0, (claim.date - kept.date).days) / WEEKS) if claim.date and kept.date else 0.0


def with_figures(found: Sequence[Near], pairs: Sequence[Pair], figures: int) -> list[Near]:
    """Sentences with how many of a claim's figures have one of the same thing there: 1 where all have."""
    likely: dict[tuple[str, str], dict[int, float]] = {}
    for pair in pairs:
        held = likely.setdefault((pair.other.mention.article, pair.other.sentence.strip()), {})
        held[pair.figure] = max(held.get(pair.figure, 0.0), 1 / (1 + math.exp(-pair.chance)))
    out = []
    for near in found:
        traits = near.traits.copy()
        traits[_FIGURES] = sum(likely.get((near.kept.name, near.words.strip()), {}).values()) / max(1, figures)
        out.append(replace(near, traits=traits))
    return out


def answering(found: Sequence[Near], pairs: Sequence[Pair], figures: int, weights: Weights) -> list[Near]:
    """The sentences that answer a claim best: by their words, and by figures that are of the same thing as the claim's.

    The values of the figures are not looked at.
    """
    told = with_figures(found, pairs, figures)
    return sorted(told, key=lambda near: -weights.sentence(near.traits))[:READ]


def besides_names(claim: Claim, near: Near) -> float | None:
    """What of a claim a sentence and its headline hold besides names: 0 nothing, 1 a rare word; ``None``: it is names.

    A sentence that only names whom a claim is about says nothing of it.
    """
    bare = claim.told
    for name in sorted({*map(canonical, _names(claim.text)), *map(canonical, claim.places)}, key=len, reverse=True):
        bare = bare.replace(name, "，")
    words = weighed(bare)
    if not words:
        return None
    return sum(words.values()) * cover(words, canonical(near.words + (near.kept.article.headline or ""))) / HEAVY


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
        "old": _weeks(near.kept, claim),
        **{f"near_{name}": near.traits[at] for at, name in enumerate(NEAR_NAMES)},
        **apart_traits(claim, whole, _all_of(texts_of(near.kept.article))),
    }


def _all_of(texts: Iterable[Text]) -> str:
    """A story's words, one after another."""
    return canonical("\n".join(text.words for text in texts))


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
