"""Loose characters: three or more in a row that no word holds and that the paper never set side by side.

So a phrase stands that lost a character or was torn. A name stands so too; what may be one is passed over, and so is
what the page prints twice.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from presscheck import data, hanzi
from presscheck.language import lexicon, ngram
from presscheck.model import Tier
from presscheck.proofreading.passage import Finding
from presscheck.proofreading.sheet import Sheet

LEAST = 3
"""So many characters in a row are loose."""
LONG = 4
"""Characters of the longest word that may hold them."""
RARE = -10.5
"""Nats of a character by itself under which it is one of names."""
BESIDE = 12
"""Characters before a place within which a quotation or a title is opened that it stands in."""
CONFIDENCE = 0.5


def find(sheet: Sheet) -> dict[int, list[Finding]]:
    """Every run of loose characters on a page that may be no name, told under its passage's number.

    >>> from presscheck.proofreading.passage import Passage
    >>> (found,) = find(Sheet.of([Passage("body", 0, "干部走村入户，带动智双帮、群众增收")]))[0]
    >>> found.start, found.end
    (9, 12)
    """
    told = dict[int, list[Finding]]()
    for start, end in _runs(sheet):
        if not _may_be_name(sheet, start, end):
            number, place = sheet.at(start)
            words = sheet.text[start:end]
            found = Finding(place, place + end - start, words, "stumbles", CONFIDENCE, Tier.SUSPECT)
            told.setdefault(number, []).append(found)
    return told


def _runs(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Where characters stand loose: the first one and the one after the last."""
    text, apart = sheet.text, np.append(sheet.walk[0][2:, 1] == ngram.ABSENT, [False, False])
    seeds = [k for k in np.flatnonzero(apart[:-1] & apart[1:]).tolist() if _all_han(text[k : k + LEAST])]
    held = _held(text, sorted({place for seed in seeds for place in range(seed, seed + LEAST)}))
    end = 0
    for seed in seeds:
        if seed >= end and held.isdisjoint(range(seed, seed + LEAST)):
            end = seed + LEAST
            while apart[end - 1] and hanzi.is_han(text[end]) and end not in held:
                end += 1
            yield seed, end


def _all_han(words: str) -> bool:
    return all(map(hanzi.is_han, words))


def _held(text: str, places: list[int]) -> set[int]:
    """Of some places those that a word covers."""
    asked: dict[str, list[int]] = {}
    for place in places:
        for length in range(2, LONG + 1):
            for start in range(max(place - length + 1, 0), place + 1):
                asked.setdefault(text[start : start + length], []).append(place)
    often = lexicon.load().frequencies(list(asked))
    return {place for places, known in zip(asked.values(), often > -np.inf, strict=True) if known for place in places}


def _may_be_name(sheet: Sheet, start: int, end: int) -> bool:
    text, number = sheet.text, sheet.at(start)[0]
    run, before = text[start:end], text[max(start - BESIDE, 0) : start]
    names, surnames = _names(), data.rows("names")["persons"]["surnames"]
    return (
        not sheet.passages[number].prose
        or not hanzi.is_han(before[-1:] or " ")
        or before[-1] in data.rows("loose")["bearers"]["ends"]
        or any(char in surnames for char in before[-2:] + run[0])
        or not names.isdisjoint(run + text[end : end + 2])
        or "·" in before[-5:] + text[end : end + 5]
        or any(before.rfind(opened) > before.rfind(closed) for opened, closed in ("“”", "《》"))
        or sheet.strings[text[start : start + LEAST]] > 1
        or bool(ngram.load().entries(1)[0][ngram.load().encode(run)].min() < RARE)
    )


@cache
def _names() -> frozenset[str]:
    return frozenset("".join(data.rows("loose")["passed_over"].values()))
