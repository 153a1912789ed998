"""Who is paired with whom: counties, towns, villages and firms, schools, hospitals, cities.

Words such as 结对, 对口支援 and 结为友好城市 tell that two sides are paired. What each side is, is told by its
last word; a side that is no body and no place (志愿者, 儿童) makes no pairing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.blanked import FIGURE, blanked, filled
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import Token
from presscheck.model.fact import Pairing, Period, Words

LONGEST = 1000
"""No sentence longer than this tells a pairing."""
MOST = 20
"""So many words of a sentence are looked at."""
REACH = 90
"""A clause is read so many characters before the words that tell a pairing and after them."""
_HINTS = ("结对", "对口", "帮扶", "友好", "牵手", "携手", "结为", "结成", "共建")
_CUTS = re.compile("[，；：。！？…“\n]")
_JOINT = re.compile("[、和与及]")
_TELLING = re.compile("获悉|发布|介绍|消息|表示|指出|了解|宣布|透露|公布")
_EACH = re.compile("分别|逐一|一一")
_SHELL, _WORDS = "、（ “”‘’", "的和与及在"
_HE_COUNTY = re.compile("和县(?!城)")
"""A county whose name is a word that joins."""
Span = tuple[int, int]


class Reader(NamedTuple):
    """One row, ready to be compared with a clause."""

    id: str
    words: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    starts: bool


class Sides(NamedTuple):
    """Where the two sides stand in a part, and all the words that tell the pairing."""

    a: Span
    b: Span | None
    whole: Span


def find(said: Sequence[Said]) -> Iterator[Pairing]:
    """The pairings that a story tells, in order; ``said`` are its sentences.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> story = Story((Part("body", 0, "2019年，海州省清河县和临海区结对。"),))
    >>> [(one.a.text, one.b and one.b.text, one.level) for one in find(tuple(sentences.read(story)))]
    [('海州省清河县', '临海区', 'county')]
    """
    for one in said:
        if _worth_reading(one):
            yield from _of_sentence(one)


def _worth_reading(said: Said) -> bool:
    text, start, end = said.part.text, said.sentence.start, said.sentence.end
    return end - start <= LONGEST and _hints(text) and any(text.find(hint, start, end) >= 0 for hint in _HINTS)


@lru_cache(2)
def _hints(text: str) -> bool:
    """Whether a part has any of the hints: asked once for all of its sentences."""
    return any(hint in text for hint in _HINTS)


def _of_sentence(said: Said) -> Iterator[Pairing]:
    text, done = blanked(said), 0
    for word in islice(_any_word().finditer(text), MOST):
        if word.start() < done:
            continue
        for reader in _readers():
            found = list(_read(said, text, word.start(), reader))
            if found:
                yield from found
                done = max(one.evidence.end for one in found) - said.sentence.start
                break


def _read(said: Said, text: str, start: int, reader: Reader) -> Iterator[Pairing]:
    held = next((start + len(word) for word in reader.words if text.startswith(word, start)), None)
    if held is None:
        return
    low = max(0, start - REACH)
    clause = max((cut.end() for cut in _CUTS.finditer(text, low, start)), default=low)
    before = reader.before.search(text[clause:start])
    after = reader.after.match(text, start if reader.starts else held, min(len(text), held + REACH))
    if before is None or after is None or _unsure().search(text[clause:start]):
        return
    end = max(held, after.end())
    groups = {**_spans(before, clause), **_spans(after, 0)}
    if "kinds" in groups:
        yield from _of_kinds(said, groups, (clause + before.start(), end))
        return
    sides = _sides(said, groups, (start, end), reader.id == "kinds")
    if sides:
        yield from (_pairing(said, one) for one in _in_order(said, sides))


def _spans(match: re.Match[str], shift: int) -> dict[str, Span]:
    return {
        name: (low + shift, high + shift) for name in match.groupdict() for low, high in [match.span(name)] if low >= 0
    }


def _sides(said: Said, groups: dict[str, Span], telling: Span, kinds: bool) -> Sides | None:
    """The sides as the part counts them, if both are bodies or places."""
    base = said.sentence.start
    trimmed = {name: _trimmed(said, low + base, high + base) for name, (low, high) in groups.items()}
    a, b = trimmed.get("a"), trimmed.get("b")
    if a is None or ("b" in groups and b is None):
        return None
    if not kinds and not all(_is_side(said, one) for one in (a, b) if one):
        return None
    if b and not _is_definite(said, a, b):
        return None
    spans = [one for one in (a, b, (telling[0] + base, telling[1] + base)) if one]
    return Sides(a, b, (min(low for low, _ in spans), max(high for _, high in spans)))


def _trimmed(said: Said, start: int, end: int) -> Span | None:
    """A side without the words around it: it begins with its figure, where it has one near."""
    text = said.part.text
    for lead in _lead().finditer(text, start, end):
        start = max(start, lead.end())
    for one in said.dated:
        if start <= one.start < end:
            start = max(start, one.end)
    firsts = [one.start for one in said.figures if start <= one.start < end]
    if not any(one.kind in ("place", "country") and one.start == start and one.end < end for one in said.parties):
        start = max(start, _last_verb(said, start, firsts[0] if firsts else end))
    while start < end and _is_shell(said, start):
        start += 1
    while end > start and _is_shell(said, end - 1):
        end -= 1
    return (start, end) if end - start >= 2 else None


def _is_shell(said: Said, place: int) -> bool:
    text = said.part.text
    named = _HE_COUNTY.match(text, place)
    return text[place] in _SHELL or (text[place] in _WORDS and not named and said.alone(place))


def _last_verb(said: Said, start: int, end: int) -> int:
    """Where the last verb before a side ends; words that describe the side (经济较发达的) stay with it."""
    text = said.part.text
    of = text.rfind("的", start, end)
    ends = [
        token.end
        for token in said.sentence.tokens
        if start <= token.start and token.end < end and token.end > of and _is_verb(token)
    ]
    return max(ends, default=start)


def _in_order(said: Said, sides: Sides) -> Iterator[Sides]:
    """Sides that pair in order, taken apart: those of the same kinds (4所学校、2家医院 and 3所学校、1家医院), or 分别.

    Where 分别 tells that they do and there are not as many on both sides, who is paired with whom is not told.
    """
    text = said.part.text
    if sides.b:
        rows_of = [_row(said, side) for side in (sides.a, sides.b)]
        kinds = [[level(text[slice(*one)]) for one in row] for row in rows_of]
        alike = kinds[0] == kinds[1] and None not in kinds[0] and len(set(kinds[0])) > 1
        several, each = min(map(len, kinds)) > 1, _each(text, sides.a, sides.b, sides.whole)
        if several and (alike or (each and len(kinds[0]) == len(kinds[1]) and _are_sides(said, rows_of))):
            yield from (Sides(a, b, sides.whole) for a, b in zip(*rows_of, strict=True))
            return
        if several and each:
            return
    yield sides


def _row(said: Said, side: Span) -> list[Span]:
    """The bodies of a side one by one: those of 和平区、清河县与和田县."""
    found, start = list[Span](), side[0]
    for mark in _JOINT.finditer(said.part.text, *side):
        if mark[0] == "、" or (mark.start() > start + 1 and said.alone(mark.start())):
            found.append((start, mark.start()))
            start = mark.end()
    return [one for one in (*found, (start, side[1])) if one[0] < one[1]]


def _each(text: str, a: Span, b: Span, whole: Span) -> bool:
    """Whether 分别 stands between the sides or behind them."""
    first, second = sorted((a, b))
    return any(_EACH.search(words) for words in (text[first[1] : second[0]], text[second[1] : whole[1]]))


def _are_sides(said: Said, rows_of: Sequence[Sequence[Span]]) -> bool:
    return all(_is_side(said, one) for row in rows_of for one in row)


def _is_verb(token: Token) -> bool:
    return token.tag in ("v", "p", "d") and (len(token.word) > 1 or token.word in "让使由给为向")


def _is_side(said: Said, side: Span) -> bool:
    """Whether the words name bodies or a place, and definite ones: with a figure or a name."""
    text = said.part.text[slice(*side)]
    return not _never().search(text) and (level(text) is not None or _is_place(said, side))


def _is_definite(said: Said, *sides: Span) -> bool:
    """Whether a side has a figure or is named, and not only told by its kind."""
    if any(low <= one.start < high for low, high in sides for one in said.figures):
        return True
    names = [said.part.text[low:high] for low, high in sides]
    return any(name not in _bare_levels() and not _anyone().search(name) for name in names)


def _is_place(said: Said, side: Span) -> bool:
    return any(one.kind in ("place", "country") and (one.start, one.end) == side for one in said.parties)


def level(side: str) -> str | None:
    """What kind of bodies a side is by its last word: ``county``, ``township``, ``village``, ``school`` …

    >>> level("39个沿海县（市、区）"), level("海州省第一医院"), level("宁夏"), level("留守儿童")
    ('county', 'hospital', 'province', None)
    """
    found = _levels().search(side)
    return next((name for name, value in found.groupdict().items() if value), None) if found else None


def _pairing(said: Said, sides: Sides, kind: str | None = None) -> Pairing:
    words = said.part.words
    a = words(*sides.a)
    b = words(*sides.b) if sides.b else None
    return Pairing(
        evidence=words(*sides.whole),
        a=a,
        b=b,
        level=kind or _level_of(a, b),
        programme=_programme(said, sides.whole),
        since=_since(said, sides.whole),
        counts=tuple(
            said.part.text[one.start : one.end]
            for side in (sides.a, sides.b)
            if side
            for one in said.figures
            if side[0] <= one.start and one.end <= side[1]
        ),
    )


def _level_of(a: Words, b: Words | None) -> str | None:
    kinds = rows("facts/pairings")["levels"]["kinds"]
    first = kinds.get(a.text) or level(a.text)
    second = level(b.text) if b else None
    if "enterprise" in (first, second):
        return "enterprise"
    return first or second


def _of_kinds(said: Said, groups: dict[str, Span], whole: Span) -> Iterator[Pairing]:
    """One pairing for each kind of bodies named in a row: 村、企、学校."""
    base, (low, high), figure = said.sentence.start, groups["kinds"], groups["figure"]
    kinds = rows("facts/pairings")["levels"]["kinds"]
    names = [(match.start() + base, match.end() + base) for match in _one_kind().finditer(said.text, low, high)]
    levels = [kinds.get(said.part.text[slice(*one)]) or level(said.part.text[slice(*one)]) for one in names]
    if not all(levels):
        return
    for name, kind in zip(names, levels, strict=True):
        one = _pairing(said, Sides(name, None, (whole[0] + base, whole[1] + base)), kind)
        yield Pairing(
            evidence=one.evidence,
            a=one.a,
            level=kind,
            programme=one.programme,
            since=one.since,
            counts=(said.text[slice(*figure)],),
        )


def _since(said: Said, whole: Span) -> Period | None:
    """The time that the sentence names before the pairing, the nearest one; not that of the telling."""
    text = said.part.text
    told = [one for one in said.dated if one.end <= whole[1] and not one.period.vague]
    if not told or _TELLING.search(text, told[-1].end, whole[0]):
        return None
    return told[-1].period


def _programme(said: Said, whole: Span) -> Words | None:
    """The programme named before the pairing in its sentence."""
    found = list(_programmes().finditer(said.part.text, said.sentence.start, whole[0]))
    return said.part.words(*found[-1].span()) if found else None


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(
        Reader(
            row["id"],
            tuple(sorted(row["words"], key=len, reverse=True)),
            re.compile(_filled(row["before"]), re.VERBOSE),
            re.compile(_filled(row["after"]), re.VERBOSE),
            row.get("starts", False),
        )
        for row in rows("facts/pairings")["pairing"]
    )


def _filled(pattern: str) -> str:
    return filled(pattern, rows("facts/pairings")["pieces"])


@cache
def _any_word() -> re.Pattern[str]:
    words = {word for reader in _readers() for word in reader.words}
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


@cache
def _levels() -> re.Pattern[str]:
    levels = {name: words for name, words in rows("facts/pairings")["levels"].items() if isinstance(words, str)}
    ends = {name: "|".join(sorted(words.split(), key=len, reverse=True)) for name, words in levels.items()}
    places = ends.pop("provinces")
    kinds = "|".join(f"(?P<{name}>{words})" for name, words in ends.items() if name != "province")
    return re.compile(f"(?:(?P<province>{ends['province']}|^(?:{places}))|{kinds})$")


@cache
def _bare_levels() -> frozenset[str]:
    """Words that name a kind of bodies and none of them."""
    levels = rows("facts/pairings")["levels"]
    return frozenset(
        word for name, words in levels.items() if name not in ("provinces", "kinds") for word in words.split()
    )


@cache
def _one_kind() -> re.Pattern[str]:
    return re.compile("村（社区）|县（市、区）|[^、和与及]+")


@cache
def _never() -> re.Pattern[str]:
    return re.compile(rows("facts/pairings")["words"]["never"])


@cache
def _anyone() -> re.Pattern[str]:
    return re.compile(rows("facts/pairings")["words"]["anyone"])


@cache
def _unsure() -> re.Pattern[str]:
    return re.compile(rows("facts/pairings")["words"]["unsure"])


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rows("facts/pairings")["words"]["lead"].replace(r"\ue000", FIGURE))


@cache
def _programmes() -> re.Pattern[str]:
    return re.compile(rows("facts/pairings")["words"]["programme"])
