"""The meetings of a programme: its name with the words of a meeting, and the day and place that the sentence tells."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from presscheck.check.programme_stories import Sought, Story
from presscheck.data import rows
from presscheck.language import numerals
from presscheck.model import Period, Time
from presscheck.model.found import FoundFact, Passage
from presscheck.model.ledger import Clash, Meeting, Sentence

_GRAINS = ("day", "span", "month", "quarter", "half", "year")
"""Periods in which a meeting can be told, the finest first."""
_HELD = re.compile("(?:隆重|成功)?(?:召开|举行|举办|开幕(?!式)|闭幕(?!式))")
_AT = re.compile(f"上|期间|{_HELD.pattern}")
_LED = re.compile(r"[，、]?(?:在|于)?")
_INTO = re.compile("(?:将)?于?")
_IN = re.compile(rf"(?:将)?在(?P<place>[一-鿿]{{2,8}}?|京)(?={_HELD.pattern})")
_ORDINAL = re.compile("第(?P<number>[一二三四五六七八九十百0-9]+)[次届]")
_YEAR = re.compile("(?P<year>(?:19|20)[0-9]{2})年$")


def gather(stories: Sequence[Story], wanted: Sought) -> list[Meeting]:
    """Every meeting of the programme once, in the order of its day; those without a day come last.

    A number without a day is that of the one meeting of this number whose day is told.
    """
    groups: dict[tuple[str, int | None, str], list[Meeting]] = defaultdict(list)
    for story in stories:
        for sentence in story.named:
            for one in _in(story, sentence, wanted):
                groups[_key(one, wanted)].append(one)
    for word, number, year in [key for key in groups if key[1] and not key[2]]:
        dated = [key for key in groups if key[:2] == (word, number) and key[2]]
        if len(dated) == 1:
            groups[dated[0]] += groups.pop((word, number, year))
    return sorted(map(_joined, groups.values()), key=lambda one: (_start(one) or "9999", one.ordinal or 0, one.name))


def clashes(stories: Sequence[Story], meetings: Sequence[Meeting]) -> Iterator[Clash]:
    """One numbered meeting that is told of different days."""
    by_number: dict[tuple[int, str], list[Meeting]] = defaultdict(list)
    for one in meetings:
        if one.ordinal and one.period and one.period.start:
            by_number[one.ordinal, _word(one.name)].append(one)
    for held in by_number.values():
        if len({(one.period.start or "")[:4] for one in held if one.period}) > 1:
            told = [sentence for one in held for sentence in one.told]
            facts = tuple(fact for story in stories for fact in story.facts if _stands_in(fact, story, told))
            yield Clash("clash_day", held[0].name, facts)


def _stands_in(found: FoundFact, story: Story, told: Sequence[Sentence]) -> bool:
    return isinstance(found.fact, Time) and any(
        one.source == story.source and one.passage == found.passage for one in told
    )


def _in(story: Story, sentence: Passage, wanted: Sought) -> Iterator[Meeting]:
    for found in _pattern(wanted.names).finditer(sentence.quote):
        ordinal = _ORDINAL.search(found.group())
        number = numerals.read(ordinal["number"]) if ordinal else None
        period, place = _when_and_where(story, sentence, found)
        value = int(number.value) if number and number.value is not None else None
        yield Meeting(found.group(), value, period, place, (Sentence(story.source, sentence),))


def _when_and_where(story: Story, sentence: Passage, found: re.Match[str]) -> tuple[Period | None, str | None]:
    """The day and place of a meeting, where the words right before and after its name tell them.

    1998年6月，在…上; …将于9月4日至6日在北京举行; 2024年…, of which only the year is known.
    """
    quote, end = sentence.quote, found.end()
    into = _INTO.match(quote, end)
    times = [one.fact for one in story.facts if isinstance(one.fact, Time) and one.passage == sentence]
    known = next((time for time in times if into and time.evidence.start - sentence.start == into.end()), None)
    held = _IN.match(quote, known.evidence.end - sentence.start if known else end)
    place = held["place"] if held else None
    if known and _HELD.match(quote, held.end() if held else known.evidence.end - sentence.start):
        return known.period, place
    if _AT.match(quote, end) or held:
        known = next((time for time in reversed(times) if _leads(time, sentence, found)), None)
        if known:
            return known.period, place
    year = _YEAR.search(quote, max(0, found.start() - 5), found.start())
    return Period(year.group(), f"{year['year']}-01-01", f"{year['year']}-12-31", "year") if year else None, place


def _leads(time: Time, sentence: Passage, found: re.Match[str]) -> bool:
    """Whether a time stands right before the name of a meeting."""
    last = time.evidence.end - sentence.start
    between = last <= found.start() and _LED.fullmatch(sentence.quote, last, found.start())
    return bool(between) and time.period.grain in _GRAINS[:3]


def _key(one: Meeting, wanted: Sought) -> tuple[str, int | None, str]:
    """Meetings of one number, or of one name and year, are one meeting."""
    if one.ordinal:
        return _word(one.name), one.ordinal, (_start(one) or "")[:4]
    name = one.name
    for called in sorted(wanted.names, key=len, reverse=True):
        name = name.removeprefix(called)
    return name, None, (_start(one) or "")[:4]


def _joined(held: Sequence[Meeting]) -> Meeting:
    """The meeting with the finest of the days told of it, every place's first word, and all sentences."""
    dated = [one.period for one in held if one.period]
    period = min(dated, key=_breadth, default=None)
    place = next((one.place for one in held if one.place), None)
    told = tuple(dict.fromkeys(sentence for one in held for sentence in one.told))
    return Meeting(held[0].name, held[0].ordinal, period, place, told)


def _breadth(period: Period) -> int:
    return _GRAINS.index(period.grain) if period.grain in _GRAINS else len(_GRAINS)


def _start(one: Meeting) -> str | None:
    return one.period.start if one.period else None


def _word(name: str) -> str:
    words: list[str] = rows("check/programmes")["meetings"]["words"].split()
    return next(word for word in words if name.endswith(word))


def names_one(words: str) -> bool:
    """Whether words end with those of a meeting.

    >>> names_one("主办云海协作峰会"), names_one("新建大棚")
    (True, False)
    """
    return words.endswith(tuple(rows("check/programmes")["meetings"]["words"].split()))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    called = "|".join(sorted(map(re.escape, names), key=lambda one: (-len(one), one)))
    words = "|".join(rows("check/programmes")["meetings"]["words"].split())
    return re.compile(f"(?:{called})[^，。；：、（）“”《》的和与在是]{{0,12}}?(?:{words})")
