"""Who the news is about: persons with their offices, bodies, countries, places; where each begins and ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.facts.names import with_names
from presscheck.facts.words import Word, words_of

_JOINTS = ("、", "和", "及", "以及")
_BEGINS_NONE = "x.、&mtprdfeDs"
"""Letters with which no party begins: those of marks, and of words that are part of none."""
_TITLE = re.compile("《[^《》]{1,80}+》")


class Party(NamedTuple):
    """One party: where it stands with all its words, what it is, and where its name and its office are.

    ``kind``: ``person``, ``role`` (an office or people without a name), ``organisation``, ``country``, ``place``,
    ``event`` (第八届茶博会), ``group`` (双方), ``pronoun`` (他). ``title_start`` and ``title_end`` are equal where no
    office is told, and so are ``name_start`` and ``name_end`` where no name is.
    """

    start: int
    end: int
    kind: str
    name_start: int
    name_end: int
    title_start: int
    title_end: int

    def name(self, text: str) -> str:
        """The name in ``text``; without one, all its words."""
        return text[self.name_start : self.name_end] or text[self.start : self.end]

    def title(self, text: str) -> str:
        """The office in ``text``."""
        return text[self.title_start : self.title_end]


def find(text: str, known: Iterable[str] = ()) -> tuple[Party, ...]:
    """The parties of a text, in order, none within another. ``known`` are names of persons told elsewhere in the story.

    >>> text = "水利部发言人方小舟5日表示，双方谈妥。"
    >>> [(party.kind, party.name(text), party.title(text)) for party in find(text)]
    [('person', '方小舟', '水利部发言人'), ('group', '双方', '')]
    """
    words = with_names(text, words_of(text), known)
    return tuple(_whole(text, _parties(words)))


def together(text: str, found: Iterable[Party]) -> tuple[Party, ...]:
    """The parties with each row of equal ones as one: who acts is the whole row.

    >>> text = "县水务局、县林业局和县公安局发布公告。"
    >>> [text[party.start : party.end] for party in together(text, find(text))]
    ['县水务局、县林业局和县公安局']
    """
    out: list[Party] = []
    for party in found:
        last = out[-1] if out else None
        if last and last.kind == party.kind and text[last.end : party.start] in _JOINTS:
            out[-1] = _body(last.start, party.end, party.kind)
        else:
            out.append(party)
    return tuple(out)


def _parties(words: list[Word]) -> Iterator[Party]:
    letters = "".join([word.kind for word in words])
    for found in _grammar().finditer(letters):
        kind = found.lastgroup or ""
        start, end = found.span()
        if kind in ("organisation", "role", "person", "group"):
            start = _begin(letters, start, end)
        party = _party(words, kind, start, end, letters)
        if party:
            yield party


def _whole(text: str, found: Iterable[Party]) -> Iterator[Party]:
    """The parties, each with what belongs to it beyond its nouns: a short name in brackets, a title, a way's end."""
    before: Party | None = None
    titles = _titles(text)
    for party in found:
        if (before and party.start < before.end) or _within(titles, party.start):
            continue
        if before and _is_short_name(text, before, party):
            before = _body(before.start, party.end + 1, "organisation")
            continue
        if before:
            yield before
        before = _with_rest(text, party)
    if before:
        yield before


def _titles(text: str) -> list[tuple[int, int]]:
    """Where titles stand (《…》): the parties that they name do nothing in the story."""
    return [found.span() for found in _TITLE.finditer(text)] if "《" in text else []


def _within(stretches: list[tuple[int, int]], place: int) -> bool:
    number = bisect_right(stretches, (place, place)) - 1
    return number >= 0 and place < stretches[number][1]


def _is_short_name(text: str, before: Party, party: Party) -> bool:
    """Whether a party in brackets is the body before them by another name."""
    bracketed = text[before.end : party.start] == "（" and text[party.end : party.end + 1] == "）"
    return bracketed and before.kind == party.kind == "organisation"


def _with_rest(text: str, party: Party) -> Party:
    for row, pattern in _rests():
        if party.kind in row["kinds"] and (found := pattern.match(text, party.end)):
            return _body(party.start, found.end(), row["kind"])
    return party


def _body(start: int, end: int, kind: str) -> Party:
    return Party(start, end, kind, start, end, start, start)


@cache
def _rests() -> list[tuple[dict[str, Any], re.Pattern[str]]]:
    return [(row, re.compile(row["pattern"])) for row in rows("facts/parties")["rest"]]


def _begin(letters: str, start: int, end: int) -> int:
    """Where a party begins: not with a verb, nor with nouns before the country, place or body whose it is."""
    held = start
    while held < end and letters[held] in "nNwFlk":
        held += 1
    if held < end and letters[held] in "CcLO" and held > start:
        return held if letters[start:held] != "l" else start
    while start < end - 1 and letters[start] in "wN&、":
        start += 1
    return start


def _party(words: list[Word], kind: str, first: int, last: int, letters: str) -> Party | None:
    if first >= last:
        return None
    start, end = words[first].start, words[last - 1].end
    if kind != "person":
        return Party(start, end, kind, start, start if kind == "role" else end, start, end if kind == "role" else start)
    name = letters.index("P", first, last)
    named = words[name]
    if name > first:
        office = name - 1 if letters[name - 1] == "D" else name
        return Party(start, end, kind, named.start, named.end, start, words[office - 1].end)
    after = named.end if last > name + 1 else end
    return Party(start, end, kind, named.start, named.end, after, end)


@cache
def _grammar() -> re.Pattern[str]:
    table = rows("facts/parties")
    pieces = table["pieces"]
    for name in pieces:
        for piece, pattern in pieces.items():
            pieces[name] = pieces[name].replace("{" + piece + "}", pattern)
    told = []
    for row in table["shape"]:
        pattern = row["pattern"]
        for piece, words in pieces.items():
            pattern = pattern.replace("{" + piece + "}", words)
        told.append(f"(?P<{row['kind']}>{pattern})")
    return re.compile(f"(?![{_BEGINS_NONE}])(?:{'|'.join(told)})")
