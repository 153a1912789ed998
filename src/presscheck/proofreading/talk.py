"""A lone sentence of talk, a caption or a post, read once more by one who knows everyday speech (``everyday``).

What people say is strange to the paper's language, which stumbles at right characters and passes over wrong ones. Where
the user's machine holds a language of everyday speech, every change of one character is weighed anew, and any common
character may be what was printed, so far as it looks like what was read. A sentence is mended only as a whole: it is
read again as mended, and every change must be right and every other place settled (``SETTLED``). Otherwise its places
are pointed out and nothing is proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck import data, hanzi
from presscheck.language import lexicon
from presscheck.model import Tier
from presscheck.proofreading import doubts, evidence, glyphs
from presscheck.proofreading.everyday import Everyday
from presscheck.proofreading.misread import LITTLE, NUMERALS, RULES
from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.second_opinion import SecondOpinion
from presscheck.proofreading.shapes import SLOPE
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.tries import Stumbles, Try, tries

KINDS = ("wide", "alike", "page", "other", "stray")
"""Changes of one character for another; ``wide`` are those that only everyday speech proposes."""
AROUND = 8
"""Characters on either side within which words are cut anew after a change."""
COMMON, TRIED, KEPT = 3500, 20, 4
"""So many common characters may stand at a place; of those the likeliest by words and looks are read in their sentence,
and the best of these are weighed."""
SURPRISING = -9.5
"""Nats of a word of several characters under which these may be misread; those of one are asked about anyway."""
LIKENESS, WORTH = 20.0, -8.0
"""What a likeness of one counts more than none in nats, and the least that a change must be worth to be weighed."""
CHOSEN, ADDED = 0.3, 0.5
"""Chances from which a change is made at first, and when the mended sentence is read again."""
SETTLED = 0.4
"""Chance that a sentence is right as mended from which its changes are proposed."""
PLACES = 2
"""Times a mended sentence is read again."""
TRAITS = (
    *evidence.TRAITS,
    *doubts.TRAITS,
    "talk_gain",
    "talk_gain_small",
    "talk_lead",
    "talk_lead_alike",
    "talk_mean",
    "likeness",
    "characters",
    "is_common",
    *(f"is_{kind}" for kind in KINDS[:4]),
)
Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]


class Weighed(NamedTuple):
    """The changes of a sentence, the traits of each, and its chances: to be right, and that its place is misread."""

    tries: tuple[Try, ...]
    right: Floats
    wrong_there: Floats


class Mended(NamedTuple):
    """A sentence with its changes, at most one a place, and the chance that it is right as it then reads."""

    changes: tuple[Try, ...]
    chance: float


def find(sheet: Sheet, found: list[list[Finding]], reader: SecondOpinion, speech: Everyday) -> list[list[Finding]]:
    """What is wrong in each passage of a page of little text, after what every rule ``found`` there."""
    if len(sheet.text) >= LITTLE:
        return found
    strange, told = Stumbles.of(sheet).strange, []
    for start, passage, before in zip(sheet.starts, sheet.passages, found, strict=True):
        mended, most = mend(passage.text, reader, speech), Tier.LIKELY if strange[start] else Tier.SUSPECT
        told.append(list(_together(passage, before, mended, most)))
    return told


def mend(text: str, reader: SecondOpinion, speech: Everyday) -> Mended:
    """A sentence as it most likely reads, changed one character at a time."""
    if not text.strip():
        return Mended((), 1.0)
    changes, sure, settled = dict[int, Try](), 0.0, 0.0
    for again in range(PLACES + 1):
        told = weigh(_changed(text, changes.values()), reader, speech)
        chosen = _chosen(told, ADDED if again else CHOSEN)
        settled = _settled(told, chosen)
        if not chosen:
            break
        sure += float(np.log(told.right[chosen]).sum())
        changes |= {told.tries[k].start: told.tries[k] for k in chosen}
    made = tuple(one for place, one in sorted(changes.items()) if one.after != text[place])
    return Mended(made, float(np.exp(sure + settled)))


def weigh(text: str, reader: SecondOpinion, speech: Everyday) -> Weighed:
    """Every change of one character of a sentence with its chances."""
    told, traits = traits_of(text, reader, speech)
    right, wrong = (
        1 / (1 + np.exp(-(traits @ weights + bias))) for weights, bias in (_weights("right"), _weights("wrong"))
    )
    return Weighed(told, right, wrong)


def traits_of(text: str, reader: SecondOpinion, speech: Everyday) -> tuple[tuple[Try, ...], Matrix]:
    """Every change of one character of a sentence with its traits: (changes, len(TRAITS))."""
    sheet = Sheet.of([Passage("body", 0, text)])
    stumbles = Stumbles.of(sheet)
    usual = [one for one in tries(sheet, stumbles) if one.kind in KINDS]
    known = {(one.start, one.after) for one in usual}
    told = (*usual, *(one for one in wide(text, speech) if (one.start, one.after) not in known))
    if not told:
        return (), np.zeros((0, len(TRAITS)), dtype=np.float32)
    usually = evidence.evidence(sheet, stumbles, told)
    asked = doubts.asked(told, np.zeros(len(told)))
    opinions = doubts.opinions(sheet, told, asked, usually, reader)
    return told, np.concatenate([usually, opinions, _talk(text, told, speech)], axis=1)


def wide(text: str, speech: Everyday) -> list[Try]:
    """Common characters that words and looks both would have at a place, whatever its usual look-alikes are."""
    table, words = glyphs.load(), lexicon.load()
    places = [place for place in _doubtful(text, speech) if text[place] in table.row]
    if not places:
        return []
    common = table.characters[:COMMON]
    by_words = words.swaps(text, places, np.tile(words.encode(common), (len(places), 1)))
    by_looks = LIKENESS * (table.beside([text[place] for place in places], COMMON) - 1)
    best = np.argpartition(-(by_words + by_looks), TRIED, axis=1)[:, :TRIED]
    cells = [(row, k) for row, place in enumerate(places) for k in best[row].tolist() if common[k] != text[place]]
    tried = [_tried(places[row], common[k], float(by_looks[row, k])) for row, k in cells]
    rows, columns = np.array(cells).T
    worth = 0.5 * (_gains(text, tried, speech) + by_words[rows, columns]) + by_looks[rows, columns]
    return list(_best(worth.tolist(), tried))


def _tried(place: int, char: str, look: float) -> Try:
    return Try(place, place + 1, char, "wide", glyphs.channel(look / LIKENESS + 1))


def _best(worth: Sequence[float], tried: Sequence[Try]) -> Iterator[Try]:
    """The best changes of each place."""
    by_place: dict[int, list[tuple[float, Try]]] = {}
    for score, one in zip(worth, tried, strict=True):
        by_place.setdefault(one.start, []).append((-score, one))
    for told in by_place.values():
        yield from (one for score, one in sorted(told)[:KEPT] if -score > WORTH)


def _doubtful(text: str, speech: Everyday) -> list[int]:
    """The places of Chinese characters that stand alone or in a surprising word."""
    told = [piece for piece in speech.pieces(text) if piece.end - piece.start == 1 or piece.worth < SURPRISING]
    return [place for piece in told for place in range(piece.start, piece.end) if hanzi.is_han(text[place])]


def _gains(text: str, told: Sequence[Try], speech: Everyday) -> Floats:
    """How much likelier everyday speech is after each change, in nats."""
    places = sorted({(one.start, one.end) for one in told})
    number = {place: k for k, place in enumerate(places)}
    around = [(text[max(start - AROUND, 0) : start], text[end : end + AROUND]) for start, end in places]
    as_is = [left + text[start:end] + right for (start, end), (left, right) in zip(places, around, strict=True)]
    rows = [number[one.start, one.end] for one in told]
    changed = [around[row][0] + one.after + around[row][1] for row, one in zip(rows, told, strict=True)]
    worth = speech.worth([*as_is, *changed])
    gained: Floats = worth[len(places) :] - worth[rows]
    return gained


def _talk(text: str, told: Sequence[Try], speech: Everyday) -> Matrix:
    """What everyday speech and looks say of each change."""
    gained, table, every = _gains(text, told, speech), glyphs.load(), np.ones(len(told))
    channels = np.array([one.channel for one in told])
    columns: tuple[NDArray[Any], ...] = (
        gained,
        np.clip(gained, -8, 8),
        _lead(told, gained),
        _lead(told, gained + LIKENESS / SLOPE * channels),
        every * -float(speech.worth([text])[0]) / len(text),
        table.likeness("".join(text[one.start] for one in told), "".join(one.after for one in told)),
        every * sum(map(hanzi.is_han, text)),
        np.array([table.row.get(one.after, COMMON) < COMMON for one in told]),
        *(np.array([one.kind == kind for one in told]) for kind in KINDS[:4]),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _lead(told: Sequence[Try], scores: Floats) -> Floats:
    """By how much each change leads the best other one of its place."""
    given: dict[int, list[float]] = {}
    for one, score in zip(told, scores.tolist(), strict=True):
        given.setdefault(one.start, [-np.inf]).append(score)
    best = {place: sorted(here)[:-3:-1] for place, here in given.items()}
    lead = [
        score - best[one.start][score == best[one.start][0]] for one, score in zip(told, scores.tolist(), strict=True)
    ]
    clipped: Floats = np.clip(np.array(lead), -10, 10)
    return clipped


def _chosen(told: Weighed, least: float) -> list[int]:
    """The likeliest change of each place, if it is likely enough."""
    best: dict[int, int] = {}
    for k in np.argsort(-told.right, kind="stable").tolist():
        if told.right[k] >= least:
            best.setdefault(told.tries[k].start, k)
    return sorted(best.values())


def _settled(told: Weighed, chosen: Sequence[int]) -> float:
    """How likely all is right but what stands at or beside the changes, as the logarithm of the chance."""
    near = {told.tries[k].start + beside for k in chosen for beside in (-1, 0, 1)}
    open_: dict[int, float] = {}
    for one, wrong in zip(told.tries, told.wrong_there.tolist(), strict=True):
        if one.start not in near:
            open_[one.start] = max(open_.get(one.start, 0.0), min(wrong, 0.999))
    return float(np.log1p(-np.array([*open_.values(), 0.0])).sum())


def _changed(text: str, changes: Iterable[Try]) -> str:
    told = list(text)
    for one in changes:
        told[one.start] = one.after
    return "".join(told)


def _together(passage: Passage, found: Sequence[Finding], mended: Mended, most: Tier) -> Iterator[Finding]:
    """The findings of a passage: what is firm stays, suspects are pointed out only, and what is settled is mended.

    ``most`` bounds what is mended: in the paper's own language everyday speech has no more than a suspicion.
    """
    made = mended.changes if mended.chance >= SETTLED else ()
    places = {one.start for one in made}
    firm = {(mark.start, mark.after): mark for mark in found if mark.tier is not Tier.SUSPECT}
    for one in made:
        rule = RULES["other" if one.kind == "wide" else one.kind]
        told = Finding(one.start, one.end, one.after, rule, mended.chance, _most(passage.text, one, most))
        yield firm.get((one.start, one.after), told)
    for mark in found:
        if places.isdisjoint(range(mark.start, max(mark.end, mark.start + 1))):
            yield mark if mark.tier is not Tier.SUSPECT else _pointed_out(passage.text, mark)


def _most(text: str, one: Try, most: Tier) -> Tier:
    """The highest tier of a change; one of a figure is a suspect."""
    figure = any(char in NUMERALS or char.isascii() for char in text[one.start] + one.after)
    return Tier.SUSPECT if figure else most


def _pointed_out(text: str, one: Finding) -> Finding:
    """A suspect without its proposal."""
    start = min(one.start, max(len(text) - 1, 0))
    end = max(one.end, start + 1)
    return Finding(start, end, text[start:end], "stumbles", one.confidence, Tier.SUSPECT)


@cache
def _weights(side: str) -> tuple[Floats, float]:
    row = data.rows("talk")[side]
    return np.array([row.get(name, 0.0) for name in TRAITS]), row["bias"]
