"""What stands in quotation marks: whole, over several paragraphs, or with a mark torn or printed in the middle."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_OPENS, _CLOSES = "“「﹁", "”」﹂"
_MARKS = re.compile(r"[“”「」﹁﹂\"＂]")
_ENDS = "。！？!?…"
_LONG = 20
"""A closing mark after fewer characters than this is not taken for one printed in the middle of a speech."""
_SHORT = 10
_FAR = 3
"""How many paragraphs a speech may run on without a mark of its own."""


class Marked(NamedTuple):
    """What stands between two marks: the paragraph's place among the parts, the stretch within the marks.

    ``opened``, ``closed``: whether a mark of its own stands before and behind it. ``goes_on``: it continues what stood
    at the end of the paragraph before.
    """

    part: int
    start: int
    end: int
    opened: bool = True
    closed: bool = True
    goes_on: bool = False


def marked(texts: Sequence[str]) -> tuple[Marked, ...]:
    """Every outermost stretch in marks, in order; marks within a stretch are part of it.

    >>> [(one.start, one.end, one.closed) for one in marked(["他说：“雨停了。”", "“堤坝‘稳’得很"])]
    [(4, 8, True), (1, 8, False)]
    """
    out: list[Marked] = []
    for number, text in enumerate(texts):
        found, strays = _pairs(number, text)
        found = _printed_in_the_middle(text, found, strays)
        first = found[0].start - 1 if found else len(text)
        early = [stray for stray in strays if stray < first]
        if out and not out[-1].closed:
            _go_on(texts, out, number, found, early)
        out += found
    return tuple(out)


def _pairs(number: int, text: str) -> tuple[list[Marked], list[int]]:
    """The outermost pairs of one paragraph, the last perhaps not closed, and closing marks that nothing opened."""
    found: list[Marked] = []
    strays: list[int] = []
    opened: list[int] = []
    marks = _sides(text)
    for place, (at, opens) in enumerate(marks):
        if not opens:
            if not opened:
                strays.append(at)
            elif len(opened) == 1:
                found.append(Marked(number, opened.pop() + 1, at))
            else:
                opened.pop()
        elif len(opened) == 1 and _closes_a_term(text, opened[0] + 1, at, marks[place + 1 : place + 2]):
            found.append(Marked(number, opened.pop() + 1, at))
        elif not opened or _nests(marks, place):
            opened.append(at)
        else:
            found.append(Marked(number, opened[0] + 1, at, closed=False))
            opened = [at]
    if opened:
        found.append(Marked(number, opened[0] + 1, len(text), closed=False))
    return [one for one in found if one.end > one.start], strays


def _sides(text: str) -> list[tuple[int, bool]]:
    """Where each mark stands and whether it opens; straight marks open and close by turns."""
    out, straight = [], False
    for found in _MARKS.finditer(text):
        mark = found.group()
        if mark in _OPENS or mark in _CLOSES:
            out.append((found.start(), mark in _OPENS))
        else:
            straight = not straight
            out.append((found.start(), straight))
    return out


def _closes_a_term(text: str, start: int, at: int, later: list[tuple[int, bool]]) -> bool:
    """Whether an opening mark was printed for the closing one of a name or term (“锆石“ for “锆石”)."""
    alone = not later or later[0][1]
    return alone and at - start <= _SHORT and text[start:at].isalnum()


def _nests(marks: list[tuple[int, bool]], place: int) -> bool:
    """Whether the opening mark at ``place`` within an open stretch is closed twice before another opens."""
    later = [opens for _, opens in marks[place + 1 : place + 3]]
    return later == [False, False]


def _printed_in_the_middle(text: str, found: list[Marked], strays: list[int]) -> list[Marked]:
    """A speech whose closing mark stands too early goes on to the next one, which nothing opened."""
    out = []
    for place, one in enumerate(found):
        until = found[place + 1].start - 1 if place + 1 < len(found) else len(text)
        end = _between(strays, one.end, until) if one.closed and strays else None
        early = one.end - one.start >= _LONG and text[one.end - 1] not in _ENDS
        if end is not None and early and text[end - 1] in _ENDS and _begins_speech(text, one.start - 1):
            one = one._replace(end=end)
        out.append(one)
    return out


def _between(places: list[int], low: int, high: int) -> int | None:
    number = bisect_right(places, low)
    return places[number] if number < len(places) and places[number] < high else None


def _begins_speech(text: str, mark: int) -> bool:
    return mark == 0 or text[mark - 1] in "：:，。！？”"


def _go_on(texts: Sequence[str], out: list[Marked], number: int, found: list[Marked], early: list[int]) -> None:
    """What the paragraph ``number`` has of the speech that the one before left open."""
    last = out[-1]
    if last.part != number - 1 or last.end != len(texts[last.part]):
        return
    if found and found[0].start == 1:
        found[0] = found[0]._replace(goes_on=True)
    elif early:
        found.insert(0, Marked(number, 0, early[0], opened=False, goes_on=True))
    elif any(_closes_unopened(texts[later]) for later in range(number + 1, min(number + 1 + _FAR, len(texts)))):
        found.insert(0, Marked(number, 0, len(texts[number]), opened=False, closed=False, goes_on=True))


def _closes_unopened(text: str) -> bool:
    marks = _sides(text)
    return bool(marks) and not marks[0][1] and marks[0][0] > 0 and text[marks[0][0] - 1] in _ENDS
