"""A lone sentence of talk, a caption or a post, read once more by one who knows everyday speech (``everyday``).

What people say is strange to the paper's language, which stumbles at right characters and passes over wrong ones. Where
the user's machine holds a language of everyday speech, every change of one character is weighed anew, and any
character may be what was printed, so far as it looks like what was read. A sentence is mended only as a whole: it is
read again as mended, and every change must be right and every other place settled (``SETTLED``). Otherwise its places
are pointed out and nothing is proposed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
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
"""So many characters count as common; of all that were drawn the likeliest by words and looks are read in their
sentence, and the best of these are weighed."""
SURPRISING = -9.5
"""Nats of a word of several characters under which these may be misread; those of one are asked about anyway."""
LIKENESS, WORTH = 20.0, -8.0
"""What a likeness of one counts more than none in nats, and the least that a change must be worth to be weighed."""
CHOSEN, ADDED = 0.3, 0.5
"""Chances from which a change is made at first, and when the mended sentence is read again."""
SETTLED = 0.33
"""Chance that a sentence is right as mended from which its changes are proposed."""
ALONE = 0.1
"""Chance from which a change that is not made by itself is tried with another one."""
FORMS, FOREIGN = ("look_alike", "variant"), 0.5
"""Rules that set a character as the page would, and the chance that nothing worse is wrong with one that it would never
set there."""
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
        mended = _as_set(passage.text, before, reader, speech)
        most = Tier.LIKELY if strange[start] else Tier.SUSPECT
        told.append(list(_together(passage, before, mended, most)))
    return told


def _as_set(text: str, found: Iterable[Finding], reader: SecondOpinion, speech: Everyday) -> Mended:
    """A sentence mended once its foreign forms are set as the page would set them.

    A recogniser reads a foreign form where it is at a loss: 舊来 is 旧来, and that is 归来. So one that stays, where
    the paper would not print it, makes the whole doubtful (``FOREIGN``).
    """
    forms = {one.start: one for one in found if one.rule in FORMS and one.tier is not Tier.SUSPECT}
    plain = "".join(forms[place].after if place in forms else char for place, char in enumerate(text))
    mended = mend(plain, reader, speech)
    unusual = {place for place, one in forms.items() if one.tier is Tier.LIKELY}
    stays = unusual - {one.start for one in mended.changes}
    return mended._replace(chance=mended.chance * FOREIGN) if stays else mended


def mend(text: str, reader: SecondOpinion, speech: Everyday) -> Mended:
    """A sentence as it most likely reads, changed one character at a time, or two where neither is right alone."""
    if not text.strip():
        return Mended((), 1.0)
    read = partial(weigh, reader=reader, speech=speech)
    told = read(text)
    chosen, changes, sure = _chosen(told, CHOSEN), dict[int, Try](), 0.0
    if not chosen:
        return _two_at_once(text, told, read) or Mended((), float(np.exp(_settled(told, ()))))
    for _ in range(PLACES):
        sure += float(np.log(told.right[chosen]).sum())
        changes |= {told.tries[k].start: told.tries[k] for k in chosen}
        told = read(_changed(text, changes.values()))
        chosen = _chosen(told, ADDED)
        if not chosen:
            break
    sure += float(np.log(told.right[chosen]).sum())
    changes |= {told.tries[k].start: told.tries[k] for k in chosen}
    made = tuple(one for place, one in sorted(changes.items()) if one.after != text[place])
    return Mended(made, float(np.exp(sure + _settled(told, chosen))))


def _two_at_once(text: str, told: Weighed, read: Callable[[str], Weighed]) -> Mended | None:
    """Two changes of which each is right once the other is made: 宽大 may be read 竟犬, and neither mends alone."""
    if not len(told.tries) or told.right.max() < ALONE:
        return None
    one = told.tries[int(told.right.argmax())]
    after = read(_changed(text, [one]))
    others = [k for k in _chosen(after, ADDED) if after.tries[k].start != one.start]
    if not others:
        return None
    other = after.tries[max(others, key=lambda k: after.right[k])]
    chances = _right(after, other), _right(read(_changed(text, [other])), one)
    left = read(_changed(text, [one, other]))
    if min(chances) < ADDED or _chosen(left, ADDED):
        return None
    return Mended(tuple(sorted((one, other))), float(np.prod(chances) * np.exp(_settled(left, ()))))


def _right(told: Weighed, one: Try) -> float:
    """The chance of a change where it is weighed, 0 elsewhere."""
    same = [(each.start, each.after) == (one.start, one.after) for each in told.tries]
    return float(told.right[same].max(initial=0.0))


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
    """Characters that words and looks both would have at a place, whatever its usual look-alikes are."""
    table, words = glyphs.load(), lexicon.load()
    places = [place for place in _doubtful(text, speech) if text[place] in table.row]
    if not places:
        return []
    drawn = table.characters
    by_words = words.swaps(text, places, np.tile(words.encode(drawn), (len(places), 1)))
    by_looks = LIKENESS * (table.beside([text[place] for place in places], len(drawn)) - 1)
    best = np.argpartition(-(by_words + by_looks), TRIED, axis=1)[:, :TRIED]
    cells = [(row, k) for row, place in enumerate(places) for k in best[row].tolist() if drawn[k] != text[place]]
    tried = [_tried(places[row], drawn[k], float(by_looks[row, k])) for row, k in cells]
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
    """The likeliest changes that are likely enough, none at or beside a likelier one.

    What two neighbours would each become is weighed beside the other as it was read (航钱 is 航线 or 船钱, not 船线):
    the second waits until the sentence is read again.
    """
    best: dict[int, int] = {}
    for k in np.argsort(-told.right, kind="stable").tolist():
        place = told.tries[k].start
        if told.right[k] >= least and best.keys().isdisjoint((place - 1, place, place + 1)):
            best[place] = k
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

    A foreign form that the paper would not print there is firm only where all is settled. ``most`` bounds what is
    mended: in the paper's own language everyday speech has no more than a suspicion.
    """
    settled = mended.chance >= SETTLED
    made = mended.changes if settled else ()
    places = {one.start for one in made}
    firm = {(mark.start, mark.after): mark for mark in found if mark.tier is not Tier.SUSPECT}
    for one in made:
        rule = RULES["other" if one.kind == "wide" else one.kind]
        told = Finding(one.start, one.end, one.after, rule, mended.chance, _most(passage.text, one, most))
        yield firm.get((one.start, one.after), told)
    for mark in found:
        if places.isdisjoint(range(mark.start, max(mark.end, mark.start + 1))):
            firm_here = mark.tier is Tier.SURE or (mark.tier is Tier.LIKELY and (settled or mark.rule != "variant"))
            yield mark if firm_here else _pointed_out(passage.text, mark)


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
