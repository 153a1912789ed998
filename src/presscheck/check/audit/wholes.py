"""Parts and the wholes they are of, where a text says so: 其中, 中, 占."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presscheck.check.audit.intervals import told
from presscheck.check.audit.lines import FIGURE, TABLE, Line, lines
from presscheck.check.audit.relations import PERSONS, comparable, is_level
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.model import Figure

_AMONG = re.compile("(?<![\u4e00-\u9fff])其中")
_OF_THESE = re.compile(rf"({FIGURE})[^，。；、！？]{{0,16}}中，")
_PARTED = re.compile(
    rf"[。；！？]|另有?|此外|总[计共]|合计|[比较][^，。；]{{0,12}}{FIGURE}|新增|其余|同比|环比|平均|日均|人均"
)
_GOES_ON = re.compile(
    rf"[^，。；、！？有在该过还共另达全总是含包额量值\ue000-\uf8ff]{{0,2}}[、，][^，。；、！？有在该过还共另达全总是含包额量值\ue000-\uf8ff]{{1,12}}({FIGURE})"
)
_MOVED = re.compile(
    r"(?:增加|减少|增长|下降|增产|减产|增|减|多|少|涨|跌|降|超过|高于|低于|升|降低|提高|回升|回落|节约|节省|扩大|缩小)了?$"
)
_SPREAD = re.compile(
    "首次|日均|月均|年均|人均|户均|平均|每[日天月年人户周班次]|均|单日|最[高多大低少]|左右上限|不低于|以上的"
)
_NET = re.compile("[顺逆]差|差额|净|利润|赤字|亏损|盈余|结余|余额增|增量|增加额")
_NO_NOUN = re.compile("其中，?有?$")
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_NO_WHOLES = (
    "ratio",
    "points",
    "multiple",
    "rank",
    "grade",
    "index",
    "score",
    "time",
    "months",
    "workdays",
    "age",
)
BEFORE, AFTER = 14, 8


class Linked(NamedTuple):
    """A part with its whole; ``line`` is the sentence of the part, ``at`` where its sign stands there."""

    line: Line
    whole: Figure
    part: Figure
    at: int


def linked(story: Story) -> Iterator[Linked]:
    """The parts of a story that are told right after their wholes."""
    for group in groups(story):
        yield from group


def groups(story: Story) -> Iterator[list[Linked]]:
    """The parts of a story, those of one list together."""
    before: Line | None = None
    for line in lines(story):
        near = before if before and before.text == line.text and line.start - before.end <= 1 else None
        yield from _among(line, near)
        yield from ([one] for one in _of_these(line))
        before = line


def _among(line: Line, before: Line | None) -> Iterator[list[Linked]]:
    for found in _AMONG.finditer(line.signs):
        ahead = [line.at(one) for one in line.signs[: found.start()] if _signed(one)]
        afar = not ahead
        if not ahead and before and not line.signs[: found.start()].strip("“ ，"):
            ahead = list(before.figures)
        parts = list(_parts(line, found.end()))
        whole = _whole(ahead, [one for one, _ in parts], line) if parts else None
        if whole and not (afar and whole.quantity.family == "currency" and not _alike(line.story, whole, parts[0][0])):
            yield [Linked(line, whole, part, at) for part, at in parts if _may_hold(whole, part, line)]


def _alike(story: Story, whole: Figure, part: Figure) -> bool:
    """Whether both are named by the same words; money of the sentence before may be for anything."""
    return bool(named(story, whole) & named(story, part))


def _whole(ahead: Sequence[Figure], parts: Sequence[Figure], line: Line) -> Figure | None:
    """The nearest amount of the parts' kind before them, where it may be their whole."""
    kind = [one for one in reversed(ahead) if _one_kind(one, parts[0]) and not unlike(line.story, one)]
    if not kind or not _same_kind(kind[0], parts[0]):
        return None
    others = [one for one in kind[1:] if _beside(line.story, one, kind[0])]
    doubtful = any(_holds_more(one, kind[0], part) for one in others for part in parts)
    return None if doubtful else kind[0]


def _beside(story: Story, one: Figure, nearest: Figure) -> bool:
    """Whether nothing but commas parts two figures: 其中 may then be of the first, or of both."""
    first, last = one.evidence, nearest.evidence
    same = (first.part, first.paragraph) == (last.part, last.paragraph)
    return same and not re.search("[。；！？]", story.text_of(first).words[first.end : last.start])


def _holds_more(one: Figure, nearest: Figure, part: Figure) -> bool:
    """Whether a part that is too much for the nearest figure is not for another."""
    values = [told(each.quantity) for each in (one, nearest, part)]
    return values[1].below(values[2]) and not values[0].below(values[2])


def _one_kind(whole: Figure, part: Figure) -> bool:
    same = whole.quantity.family == part.quantity.family or _persons_of_times(whole, part)
    return same and is_level(whole)


def _signed(char: str) -> bool:
    return re.match(FIGURE, char) is not None


def _parts(line: Line, start: int) -> Iterator[tuple[Figure, int]]:
    """The first figure after 其中, and those that go on the same way: 其中石桥3座、木桥4座."""
    stop = _PARTED.search(line.signs, start)
    end = stop.start() if stop else len(line.signs)
    at = next((at for at in range(start, end) if _signed(line.signs[at])), end)
    while at < end:
        first = line.at(line.signs[at])
        yield first, at
        found = _GOES_ON.match(line.signs, at + 1, end)
        if found is None or not comparable(first, line.at(found[1])):
            return
        at = found.start(1)


def _of_these(line: Line) -> Iterator[Linked]:
    """122种产品中，88种…."""
    for found in _OF_THESE.finditer(line.signs):
        whole = line.at(found[1])
        for at in range(found.end(), min(len(line.signs), found.end() + 20)):
            if line.signs[at] in "，。；、":
                break
            if _signed(line.signs[at]):
                part = line.at(line.signs[at])
                same = {clause_around(line.story, each)[1][:6] for each in (whole, part)}
                if _same_kind(whole, part) and _may_hold(whole, part, line) and (_nouns(same) or not is_vague(part)):
                    yield Linked(line, whole, part, at)
                break


def _same_kind(whole: Figure, part: Figure) -> bool:
    """Whether both are amounts counted in the same unit."""
    if not (is_level(whole) and is_level(part)) or whole.quantity.family in _NO_WHOLES:
        return False
    return comparable(whole, part) or _persons_of_times(whole, part)


def _may_hold(whole: Figure, part: Figure, line: Line) -> bool:
    """Whether the one can be the whole of the other: neither a change nor a mean, and of the same things."""
    story = line.story
    if any(unlike(story, one) for one in (whole, part)):
        return False
    return not is_vague(part) or _same_things(story, whole, part)


def _same_things(story: Story, whole: Figure, part: Figure) -> bool:
    """Whether the words name the same: the noun after the whole, or where there is none, those before it."""
    before, after = clause_around(story, part)
    if _NO_NOUN.search(before) and re.match("$|[是都为在已被失]", after):
        return True
    _, noun = clause_around(story, whole)
    words = _pairs(noun[:4]) if len(noun) > 1 else named(story, whole)
    return bool(words & named(story, part))


def _persons_of_times(whole: Figure, part: Figure) -> bool:
    """Persons among person-times: there are at most as many."""
    return whole.quantity.code == "人次" and part.quantity.code in PERSONS


def unlike(story: Story, one: Figure) -> bool:
    """Whether a figure is none of the amounts that add up: a change, a mean, a net amount, the name of a class."""
    before, after = clause_around(story, one)
    return bool(
        _MOVED.search(before)
        or _SPREAD.search(before)
        or _NET.search(before)
        or after.startswith(("/", "级", "以上级"))
    )


def is_vague(one: Figure) -> bool:
    """Whether its counter counts all sorts of things: 个, 项, 种."""
    return one.quantity.code in rows(TABLE)["vague"]["counters"].split()


def _nouns(words: set[str]) -> bool:
    """Whether words have two characters side by side in common."""
    pairs = [{part[at : at + 2] for at in range(len(part) - 1)} for part in words]
    return bool(set.intersection(*pairs)) if pairs else False


def clause_around(story: Story, one: Figure) -> tuple[str, str]:
    """The words of its clause before a figure, and after it."""
    words, told = story.text_of(one.evidence).words, one.evidence
    before = re.split("[，。；：！？]", words[max(0, told.start - 2 * BEFORE) : told.start])[-1]
    return before, re.split("[，。；：！？]", words[told.end : told.end + AFTER])[0]


def named(story: Story, one: Figure) -> set[str]:
    """Each two characters side by side in the words that say what a figure counts."""
    before, after = clause_around(story, one)
    return _pairs(before[-BEFORE:]) | _pairs(after[:AFTER])


def _pairs(words: str) -> set[str]:
    pairs = (words[at : at + 2] for at in range(len(words) - 1))
    return {pair for pair in pairs if _HAN.fullmatch(pair)} - frozenset(rows(TABLE)["vague"]["words"].split())
