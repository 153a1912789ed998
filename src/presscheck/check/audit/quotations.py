"""The same words of the same speaker, quoted in two stories and not alike: a character or a figure was changed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from presscheck.check.audit.places import Place
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Quote, Words
from presscheck.model.verdict import Finding

LEAST, GRAM = 12, 6
"""Quotations are compared from so many characters on; two that may be the same share so many in a row."""
MOST_CHANGED, SHARE = 3, 0.12
"""So many characters differ at most, and so large a share."""
DAYS, COMMON = 31, 8
_WORDS = re.compile(r"[\w.%％]")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch of direct speech, its marks left out; ``at`` tells where each character stands."""

    story: Story
    quote: Quote
    words: Words
    text: str
    at: tuple[int, ...]


def across(stories: Sequence[Story], lang: Lang) -> Iterator[Finding]:
    """Direct quotations of one speaker, within a month, that differ by a character or two."""
    said = [one for story in stories for one in _said(story)]
    seen = set()
    for one, two in _pairs(said):
        for first, last, other_first, other_last in _changed(one, two):
            found = _finding((one, first, last), (two, other_first, other_last), lang)
            if found.operands not in seen:
                seen.add(found.operands)
                yield found


def _said(story: Story) -> Iterator[_Said]:
    for fact in story.article.facts:
        if not isinstance(fact, Quote) or not fact.direct or not fact.speaker:
            continue
        for words in fact.words:
            at = tuple(place for place, char in enumerate(words.text) if _WORDS.match(char))
            if len(at) >= LEAST:
                yield _Said(story, fact, words, "".join(words.text[place] for place in at), at)


def _pairs(said: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Quotations of one speaker that have some characters in a row in common."""
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        speaker = one.quote.speaker.text if one.quote.speaker else ""
        for at in range(0, len(one.text) - GRAM + 1):
            held[speaker, one.text[at : at + GRAM]].append(number)
    groups = {tuple(sorted(set(some))) for some in held.values()}
    pairs = {pair for some in groups if len(some) <= COMMON for pair in combinations(some, 2)}
    for first, second in sorted(pairs):
        if said[first].text != said[second].text and _one_time(said[first], said[second]):
            yield said[first], said[second]


def _one_time(one: _Said, two: _Said) -> bool:
    days = one.story.source.date, two.story.source.date
    return None in days or abs((days[0] - days[1]).days) <= DAYS  # type: ignore[operator]


def _changed(one: _Said, two: _Said) -> list[tuple[int, int, int, int]]:
    """The stretches in which they differ, where the shorter is but for them a part of the longer; else none."""
    codes = SequenceMatcher(None, one.text, two.text, autojunk=False).get_opcodes()
    if codes and codes[0][0] in ("insert", "delete"):
        codes = codes[1:]
    if codes and codes[-1][0] in ("insert", "delete"):
        codes = codes[:-1]
    changes = [code[1:] for code in codes if code[0] != "equal"]
    same = sum(code[2] - code[1] for code in codes if code[0] == "equal")
    sizes = [max(last - first, other_last - other_first) for first, last, other_first, other_last in changes]
    few = 0 < sum(sizes) <= MOST_CHANGED and sum(sizes) <= SHARE * same
    changes = [_with_one_before(*one) for one in changes]
    return changes if few and same >= LEAST - MOST_CHANGED and len(changes) <= 2 else []


def _with_one_before(first: int, last: int, other_first: int, other_last: int) -> tuple[int, int, int, int]:
    """A change, where nothing stands on one side with the character before it: so words can be put in or left out."""
    if (first == last or other_first == other_last) and first and other_first:
        return first - 1, last, other_first - 1, other_last
    return first, last, other_first, other_last


def _finding(one: tuple[_Said, int, int], two: tuple[_Said, int, int], lang: Lang) -> Finding:
    places = [_place(*one), _place(*two)]
    printed = [place.printed for place in places]
    slip = all(len(words) <= 2 for words in printed) or not any(map(_FIGURE.search, printed))
    repairs = (places[0].repair(printed[1]), places[1].repair(printed[0])) if slip else ()
    speaker = one[0].quote.speaker
    who = speaker.text if speaker else ""
    words = say("audit.quotations_differ", lang, who=who, one=_near(places[0]), two=_near(places[1]))
    told = tuple(place.told for place in places)
    level = "proofread" if repairs else "error"
    return Finding("quoted-differently", level, words, (one[0].quote.id, two[0].quote.id), told, repairs=repairs)


def _place(said: _Said, first: int, last: int) -> Place:
    """Where a changed stretch stands; where nothing stands, the character before it."""
    if first == last:
        first = max(first - 1, 0)
        last = first + 1
    start, end = said.words.start + said.at[first], said.words.start + said.at[last - 1] + 1
    return Place(said.story, said.story.text_of(said.words), start, end)


def _near(place: Place) -> str:
    return place.text.words[max(0, place.start - 6) : place.end + 6]
