"""Who the news is about: persons with their offices, bodies, countries, places; where each begins and ends."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.names import with_names
from presscheck.facts.words import Word, words_of


class Party(NamedTuple):
    """One party: where it stands with all its words, what it is, and where its name and its office are.

    ``kind``: ``person``, ``role`` (an office or people without a name), ``organisation``, ``country``, ``place``,
    ``group`` (双方), ``pronoun`` (他). ``title_start`` and ``title_end`` are equal where no office is told, and so are
    ``name_start`` and ``name_end`` where no name is.
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
    return tuple(_parties(words))


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


def _begin(letters: str, start: int, end: int) -> int:
    """Where a party begins: not with a verb, nor with nouns before the country, place or body whose it is."""
    held = start
    while held < end and letters[held] in "nNwFlk":
        held += 1
    if held < end and letters[held] in "CcLO" and held > start:
        return held
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
    return re.compile("|".join(told))
