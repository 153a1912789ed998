"""Every sentence of a story, read for its facts: its words, its figures and times, and the parties it names."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar

from presscheck.facts import figures, periods, when
from presscheck.facts.cast import Cast, cast_of
from presscheck.facts.figures import Counted
from presscheck.facts.parties import Party, together
from presscheck.facts.periods import Dated
from presscheck.facts.roles import Filled, Told, Trigger
from presscheck.facts.story import Part, Story
from presscheck.facts.tokens import FIGURE, PARTIES, TIME, Hole, Sentence, Token, cut
from presscheck.model.fact import Quote, Words

BACK = 2
"""A time carries on over so many sentences of its paragraph …"""
EARLIER, LEAD = 3, 4
"""… and so many of the last times of earlier paragraphs, and of the first of the lead, over the whole story."""
_DOCUMENT = re.compile("《[^《》]{2,40}》")
_SHELL = "“”‘’（）()、， "
_JOINING = frozenset("的和与及")


class Placed(Protocol):
    """What stands somewhere in a part."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends, half-open."""


Found = TypeVar("Found", bound=Placed)


class _InPart(NamedTuple):
    """What was found in one part of a story, in order; ``spoken`` are its stretches of speech.

    ``reached``: up to where the stretches go, each with those before it; ``begun``: where the first begins of each and
    those behind it.
    """

    counted: Sequence[Counted]
    dated: Sequence[Dated]
    named: Sequence[Party]
    spoken: Sequence[Words]
    reached: Sequence[int]
    begun: Sequence[int]

    def spoken_in(self, start: int, end: int) -> list[Words]:
        """The stretches of speech that meet a sentence."""
        some = self.spoken[bisect_right(self.reached, start) : bisect_left(self.begun, end)]
        return [words for words in some if words.start < end and words.end > start]


@dataclass(frozen=True)
class Said:
    """One sentence of a story with what was found in it; all offsets count its part."""

    part: Part
    sentence: Sentence
    counted: tuple[Counted, ...]
    dated: tuple[Dated, ...]
    parties: tuple[Party, ...]
    before: tuple[when.Named, ...] = ()
    speeches: tuple[Words, ...] = ()

    @cached_property
    def named(self) -> tuple[when.Named, ...]:
        """The times named here, and in the sentences before it in its paragraph."""
        return (*self.before, *(when.Named(one.start, one.end, one.period) for one in self.dated))

    @cached_property
    def rows(self) -> tuple[Party, ...]:
        """The parties, several in a row as one."""
        return together(self.part.text, self.parties)

    @cached_property
    def figures(self) -> tuple[Counted, ...]:
        """The figures that stand by themselves: not those within a time (30年来)."""
        return tuple(apart(self.counted, self.dated))

    def within(self, trigger: Trigger) -> Trigger:
        """The trigger with the tokens that may fill its roles: in speech, those of the speech."""
        tokens = self.sentence.tokens
        start, end = tokens[trigger.first].start, tokens[trigger.last - 1].end
        for words in self.speeches:
            if words.start <= start and end <= words.end and (held := self.sentence.at(words.start, words.end)):
                return trigger._replace(low=held[0], high=min(held[1], trigger.high))
        return trigger

    @property
    def document(self) -> Words | None:
        """The document or programme that the sentence names in its marks."""
        found = _DOCUMENT.search(self.part.text, self.sentence.start, self.sentence.end)
        return self.part.words(*found.span()) if found else None

    @cached_property
    def text(self) -> str:
        """The sentence."""
        return self.part.text[self.sentence.start : self.sentence.end]

    def words(self, filled: Filled | Told) -> Words | None:
        """The words of a role without the marks around them."""
        if isinstance(filled, Told):
            return filled.words
        tokens = self.sentence.tokens
        start, end = tokens[filled.first].start, tokens[filled.last - 1].end
        text = self.part.text
        while start < end and self._is_shell(start, start, end):
            start += 1
        while end > start and self._is_shell(end - 1, start, end):
            end -= 1
        start, end = _closed(text, start, end)
        return self.part.words(start, end) if end > start else None

    def alone(self, place: int) -> bool:
        """Whether the character at a place is a word of its own: 和, but not that of 和田县, or 及 of 及时."""
        held = self.sentence.at(place, place + 1)
        token = self.sentence.tokens[held[0]] if held else None
        if token is None or token.end - token.start == 1:
            return token is not None
        inside = token.start + 1 < place < token.end - 2 and token.tag in PARTIES
        return inside and any((one.start, one.end) == (place, place + 1) for one in self._plain(token))

    def _plain(self, party: Token) -> tuple[Token, ...]:
        """The words of a party, which may be several: 临海区 和 宁港区."""
        return cut(self.part.text, party.start, party.end).tokens

    def _is_of(self, place: int) -> bool:
        """Whether 的 is that of what describes, however it was cut (组 别的), and not of a noun (目的)."""
        held = self.sentence.at(place, place + 1)
        return held is not None and self.sentence.tokens[held[0]].tag not in ("n", *PARTIES)

    def _is_shell(self, place: int, start: int, end: int) -> bool:
        """Whether a mark, or a word that joins, stands at the edge of some words."""
        text = self.part.text
        marked = text[place] in _SHELL and not _pairs(text, start, end)
        return marked or (text[place] in _JOINING and self.alone(place)) or (text[place] == "的" and self._is_of(place))


def read(story: Story, cast: Cast | None = None, quotes: Sequence[Quote] = ()) -> Iterator[Said]:
    """Every sentence of a story, in order; ``cast`` has its parties, ``quotes`` what they say."""
    cast = cast or cast_of(story)
    told: list[tuple[Dated, Part]] = []
    lead: list[tuple[Dated, Part]] = []
    spoken: dict[tuple[str, int | None], list[Words]] = {}
    for words in (words for quote in quotes for words in quote.words):
        spoken.setdefault((words.part, words.paragraph), []).append(words)
    for part, dated, named in zip(story.parts, periods.read(story), cast.found, strict=True):
        speech = spoken.get((part.name, part.paragraph), [])
        reached = list(accumulate((words.end for words in speech), max))
        begun = list(accumulate((words.start for words in reversed(speech)), min))[::-1]
        found = _InPart(figures.find(part.text), dated, named, speech, reached, begun)
        yield from _of_part(part, found, _elsewhere(told, lead))
        here = [(one, part) for one in dated]
        lead = lead or (here if part.name == "body" else [])
        told += here


def _elsewhere(told: Sequence[tuple[Dated, Part]], lead: Sequence[tuple[Dated, Part]]) -> tuple[when.Named, ...]:
    """The last times told in earlier parts, and those of the lead, each once."""
    found = [(*one, when.EARLIER) for one in told[-EARLIER:]] + [(*one, when.LEAD) for one in lead[:LEAD]]
    by_period = {(one.period.start, one.period.end): (one, part, back) for one, part, back in found if one.period.start}
    return tuple(when.Named(one.start, one.end, one.period, back, part) for one, part, back in by_period.values())


def apart(found: Sequence[Found], taken: Sequence[Placed]) -> Sequence[Found]:
    """Those that share no character with any of ``taken``, which stand in order, none over another."""
    if not taken:
        return found
    ends = [one.end for one in taken]
    behind = [bisect_right(ends, one.start) for one in found]
    return [one for one, at in zip(found, behind, strict=True) if at == len(taken) or taken[at].start >= one.end]


def _of_part(part: Part, found: _InPart, elsewhere: tuple[when.Named, ...]) -> Iterator[Said]:
    back: list[tuple[when.Named, ...]] = []
    for start, end in part.sentences:
        mine, times = _within(found.counted, start, end), _within(found.dated, start, end)
        here = _within(found.named, start, end)
        before = [one._replace(back=len(back) - at) for at, told in enumerate(back) for one in told]
        sentence = cut(part.text, start, end, _holes(mine, times, together(part.text, here)))
        speeches = tuple(found.spoken_in(start, end))
        yield Said(part, sentence, mine, times, here, (*elsewhere, *before), speeches)
        back = [*back, tuple(when.Named(one.start, one.end, one.period) for one in times)][-BACK:]


def _within(found: Sequence[Found], start: int, end: int) -> tuple[Found, ...]:
    low = bisect_left(found, start, key=_start)
    return tuple([one for one in found[low : bisect_left(found, end, low, key=_start)] if one.end <= end])


def _start(one: Placed) -> int:
    return one.start


def _holes(counted: Sequence[Counted], dated: Sequence[Dated], named: Sequence[Party]) -> list[Hole]:
    """Times, figures and parties as one word each; where two meet, the one named first here."""
    holes: list[Hole] = [Hole(one.start, one.end, TIME) for one in dated]
    holes = sorted(holes + [Hole(one.start, one.end, FIGURE) for one in apart(counted, holes)])
    return sorted(holes + [Hole(one.start, one.end, one.kind) for one in apart(named, holes)])


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """The words with both brackets: 增加值（现价 goes on to the second; what only closes one begins at or behind it."""
    if not _A_BRACKET.search(text, start, end):
        return start, end
    for opens, closes in _BRACKETS:
        opened = text.rfind(opens, start, end)
        if opened >= 0 and text.find(closes, opened, end) < 0:
            end = end + 1 if text.startswith(closes, end) else opened
        closed = text.find(closes, start, end)
        if closed >= 0 and text.rfind(opens, start, closed) < 0:
            start = start - 1 if start and text.startswith(opens, start - 1) else closed + 1
    return start, end


_BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))
_A_BRACKET = re.compile("[（）()“”《》]")


def _pairs(text: str, start: int, end: int) -> bool:
    """Whether the marks at both ends belong to one another, as in “净边”."""
    return (text[start], text[end - 1]) in (("“", "”"), ("（", "）"), ("‘", "’"), ("(", ")"))
