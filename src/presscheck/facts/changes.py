"""Changes to control lists: what was put on a list that bans, restricts or sanctions, what was taken off it.

A change is told by a verb (列入, 移出, 修订 …) with the list's name beside it and what is listed before or after it. Which words
do is said by the rows of ``data/facts/changes.toml``; a list whose name does not say that it controls is no control list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from presscheck.data import rows
from presscheck.facts import control_lists, listed
from presscheck.facts.control_lists import FIGURE, TIME, Reader
from presscheck.facts.sentences import Said
from presscheck.model.fact import Change, Period, Words

LONGEST = 2000
"""No sentence longer than this tells a change."""
REACH = 160
"""A clause is read so many characters before its verb and after it."""
_HINTS = ("列管", "管制", "管控", "清单", "目录", "名单", "名录", "恐怖", "增列", "易制毒", "精神药品", "出口禁令", "不友好国家", "外国代理人")
_CUTS = re.compile("[，；：。！？\n]")
_QUESTION = "？?"


@dataclass(frozen=True)
class Found:
    """One verb that tells a change, with where its parts stand in its part of the story; ``list`` may be empty."""

    reader: Reader
    verb: tuple[int, int]
    clause: int
    items: tuple[int, int] | None
    list: tuple[tuple[int, int], ...]
    by: tuple[int, int] | None
    whole: bool

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last of its words."""
        spans = [self.verb, *self.list, *(one for one in (self.items,) if one)]
        return min(start for start, _ in spans), max(end for _, end in spans)


def find(said: Sequence[Said]) -> Iterator[Change]:
    """The changes to control lists that a story tells, in order; ``said`` are its sentences.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> story = Story((Part("body", 0, "昨天，商务厅将北港公司等9家实体列入不可靠实体清单。"),))
    >>> [(change.action, change.items, change.list) for change in find(tuple(sentences.read(story)))]
    [('add', (<北港公司 body 0:7-11>,), (<不可靠实体清单 body 0:18-25>,))]
    """
    told: list[Change] = []
    for number, one in enumerate(said):
        if not _worth_reading(one):
            continue
        after = said[number + 1] if number + 1 < len(said) and said[number + 1].part is one.part else None
        for change in _of_sentence(one, told):
            told.append(_taking_effect(change, after))
            yield told[-1]


def _worth_reading(said: Said) -> bool:
    text, start, end = said.part.text, said.sentence.start, said.sentence.end
    return end - start <= LONGEST and any(text.find(hint, start, end) >= 0 for hint in _HINTS)


def _of_sentence(said: Said, earlier: Sequence[Change]) -> Iterator[Change]:
    text = _masked(said)
    if text.rstrip("”’」』）) ").endswith(tuple(_QUESTION)):
        return
    told = list(earlier)
    done = 0
    for verb in control_lists.any_verb().finditer(text):
        if verb.start() < done:
            continue
        found = _read(said, text, verb, told)
        if found is None:
            continue
        done = found.span[1] - said.sentence.start
        told.append(_change(said, found, told))
        yield told[-1]


def _masked(said: Said) -> str:
    """The sentence with its figures and times written over, character for character; those within a title stay."""
    chars = list(said.text)
    for mark, found in ((FIGURE, said.figures), (TIME, said.dated)):
        for one in found:
            low, high = one.start - said.sentence.start, one.end - said.sentence.start
            chars[low:high] = mark * (high - low)
    return "".join(chars)


def _read(said: Said, text: str, verb: re.Match[str], told: Sequence[Change]) -> Found | None:
    """The first row that fits the verb, if what it tells is a change."""
    start, end = verb.span()
    clause = max((cut.end() for cut in _CUTS.finditer(text, max(0, start - REACH), start)), default=max(0, start - REACH))
    for reader in control_lists.readers():
        held = reader.verb.match(text, start)
        if held is None:
            continue
        before = reader.before.search(text[clause:start])
        after = reader.after.match(text, held.end(), min(len(text), held.end() + REACH))
        if before is None or after is None:
            continue
        found = _placed(reader, held, clause, before, after, said.sentence.start)
        if _holds(said, text, found, told):
            return found
    return None


def _placed(
    reader: Reader, verb: re.Match[str], clause: int, before: re.Match[str], after: re.Match[str], base: int
) -> Found:
    groups: dict[str, tuple[int, int]] = {}
    for match, shift in ((before, base + clause), (after, base)):
        for name in match.groupdict():
            low, high = match.span(name)
            if low >= 0 and high >= low:
                groups.setdefault(name.partition("_")[0], (low + shift, high + shift))
    items = groups.get("items")
    names = (groups["list"],) if "list" in groups else ()
    place = (verb.start() + base, verb.end() + base)
    return Found(
        reader,
        place,
        clause + base,
        items if items and items[1] > items[0] else None,
        names,
        groups.get("by"),
        reader.id == "whole-class" or "whole" in groups,
    )


def _holds(said: Said, text: str, found: Found, told: Sequence[Change]) -> bool:
    """Whether the list controls, and the change is told as done or decided."""
    base = said.sentence.start
    names = [said.part.text[start:end] for start, end in found.list]
    if names and not found.reader.called and not all(map(_controls, names)):
        if not (told and all(map(control_lists.points_back, map(_bare, names)))):
            return False
    if found.items and not listed.definite(said, found.items):
        return False
    before, after = _surroundings(text, found, base)
    if _unsure().search(before) or _unsure().search(after):
        return False
    return _needs(said, text, found, base)
