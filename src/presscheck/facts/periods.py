"""The times a story tells, in order, each with the days it stands for.

A story tells most of its times by halves: 16日, 去年同期, 当年7月. Which days are meant follows from the day of the
story and from the times told before, so that a story is read from its head to its end.
"""

import bisect
import re
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from presscheck.facts import time_words
from presscheck.facts.misread_days import mended
from presscheck.facts.reckoning import reckon
from presscheck.facts.story import Part, Story
from presscheck.facts.stretches import Stretch, When
from presscheck.facts.time_words import TimeWords
from presscheck.hanzi import fold
from presscheck.language import days
from presscheck.language.calendar import full_dates
from presscheck.language.days import Date
from presscheck.model.fact import Period

_JOIN = re.compile(r"\s?(?:开始|起)?(?:[—―–~～-]{1,2}|至|到)\s?")
_AND, _BETWEEN = re.compile("[和与]"), re.compile("之间|间(?![接断隔谍歇])")
_SINCE = re.compile(r"(?:以来|至今|迄今|以后(?=[，,]))")
_FROM = re.compile(r"(?:之日)?起(?![诉草来点源降飞])|开始")
_GOES_ON = re.compile(r"(?:(?!有)[^，。；：、]){1,12}以来")
_JUST_BEFORE = 5
_CUT_OFF = re.compile(r"截[至止]到?[“\s]?\Z")
_COMPARED = re.compile(r"(?:比|较|与|同|跟|对比|超过|高于|低于|超|持平|达到|接近|追平|相当)于?\Z")
_COMPARED_AFTER = re.compile("[^，。；]{0,12}相比")
_BEGINS = re.compile("起|开始|以来")
_TITLE = re.compile(r"《[^《》]{0,80}》")
_COMING = re.compile(
    r"(?:将|拟|定于|预计|计划|力争|有望|即将|明年|争取|确保|目标)，?[^，。；]{0,6}\Z|(?:持续|延续|延长|推迟|有效期|截止)[^，。；]{0,4}\Z"
)
_TO_COME = re.compile(
    r"(?:之|以)?前(?!往|来|后|夕|列)|起?，?[^，。；至到]{0,10}?(?:将(?!军|士|领)|拟|即将|预计|有望|施行|实施|执行|生效|为止)"
)
_CLAUSE = frozenset("，。；：、（“！？在于自从至到截\n　 ")
_BEFORE, _AFTER = 14, 14


class Dated(NamedTuple):
    """A time at ``start`` to ``end`` of a part's text, and the days it stands for.

    ``words`` are the forms that tell it, two where it goes on from one to another.
    """

    start: int
    end: int
    period: Period
    words: tuple[TimeWords, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """Where in the story something was told: paragraph and sentence."""

    part: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Course:
    """What the story has told so far.

    ``year_weight`` tells how a year was told: 3 with its month, 2 as the topic of a sentence (2025年，…), 1 at the head
    of a clause, else 0.
    """

    anchor: Date | None
    anchor_from: str | None
    limit: Date | None
    day: Date | None = None
    day_at: _Told | None = None
    month: tuple[int, int] | None = None
    year: int | None = None
    year_month: int = 0
    year_weight: int = 0
    year_at: _Told | None = None
    main: Stretch | None = None
    main_at: _Told | None = None
    main_firm: bool = False
    cut_off: bool = False


def read(story: Story) -> tuple[tuple[Dated, ...], ...]:
    """The times of a story, a tuple for each of its parts.

    Times told by halves are counted from the dateline's day, else from the day of the paper, else from the first full
    date that the story prints. Where there is none of them, such a time comes without days: ``start`` and ``end`` are
    ``None``, and it is not vague, for it has days, only the story does not tell them.

    >>> import datetime
    >>> story = Story((Part("body", 0, "前三季度，全县出口增长6%，去年同期增长2%。"),), datetime.date(2026, 11, 20))
    >>> [(dated.period.text, dated.period.start, dated.period.end) for dated in read(story)[0]]
    [('前三季度', '2026-01-01', '2026-09-30'), ('去年同期', '2025-01-01', '2025-09-30')]
    """
    course = _begin(story)
    out: list[tuple[Dated, ...]] = []
    for number, part in enumerate(story.parts):
        times, course = _read_part(part, number, course)
        out.append(times)
    return tuple(out)


def read_text(text: str, published: Date | None = None, dateline: Date | None = None) -> tuple[Dated, ...]:
    """The times of a text that stands by itself.

    >>> import datetime
    >>> read_text("昨日，大桥通车。", datetime.date(2026, 6, 18))[0].period
    <昨日: 2026-06-17 to 2026-06-17>
    """
    return read(Story((Part("body", 0, text),), published, dateline))[0]


def stand(text: str, start: int, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Where in a stretch of a folded text times stand, as far as their words alone tell, and up to where that is.

    How far a time goes on (从7日至…), and whether 第二天 is one, depends on what the story told before: there it ends.
    To read the days of the times takes much longer.

    >>> stand("去年12月，全县出口增长，今年1月至3月下降。", 0, 23)
    (((0, 5),), 13)
    """
    found: list[tuple[int, int]] = []
    words = time_words.find(text, start, end)
    while words is not None:
        goes_on = _JOIN.match(text, words.end) or _AND.match(text, words.end) or _SINCE.match(text, words.end)
        if goes_on or words["near"] == "第二天":
            return tuple(found), words.start
        if reckon(words, When()) is not None:
            found.append((words.start, words.end))
        words = time_words.find(text, words.end, end)
    return tuple(found), end


def _begin(story: Story) -> _Course:
    if story.dateline:
        return _Course(story.dateline, "dateline", max(story.published or story.dateline, story.dateline))
    if story.published:
        return _Course(story.published, "published", story.published)
    first = next((date for part in story.parts for date in full_dates(part.text)), None)
    return _Course(first, "text" if first else None, first)


def _read_part(part: Part, number: int, course: _Course) -> tuple[tuple[Dated, ...], _Course]:
    text = mended(fold(part.text))
    first = time_words.find(text)
    if first is None:
        return (), course
    page = _Page(text, number, tuple(end for _, end in part.sentences), _titles(text))
    times: list[Dated] = []
    words: TimeWords | None = first
    while words is not None:
        told = page.tell(words, course)
        end, course = max(told.end, words.end), told.course
        if told.stretch is not None:
            period = _period(part.text[words.start : end], told.stretch)
            times.append(Dated(words.start, end, period, (words, told.until) if told.until else (words,)))
        words = time_words.find(text, end)
    return tuple(times), course


def _titles(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _TITLE.finditer(text)) if "《" in text else ()


def _period(text: str, stretch: Stretch) -> Period:
    return Period(
        text=text,
        start=_moment(stretch.first, stretch.from_clock),
        end=_moment(stretch.last, stretch.to_clock),
        grain=stretch.grain,
        open=stretch.open,
        vague=stretch.vague,
        anchor=stretch.anchor.isoformat() if stretch.anchor else None,
        anchor_from=stretch.anchor_from,
    )


def _moment(day: Date | None, clock: str | None) -> str | None:
    if day is None:
        return None
    return f"{day.isoformat()}T{clock}" if clock else day.isoformat()


class _Telling(NamedTuple):
    """What words tell: their days, where they end, the story so far, and the words up to which they go on."""

    stretch: Stretch | None
    end: int
    course: _Course
    until: TimeWords | None = None


@dataclass(frozen=True)
class _Page:
    """A part of the story while it is read: its folded text, where its sentences end, and its titles of books."""

    text: str
    number: int
    ends: tuple[int, ...]
    titles: tuple[tuple[int, int], ...]

    def tell(self, words: TimeWords, course: _Course) -> _Telling:
        """What these words tell with those that go on from them (至…, 以来): days, their end, the story so far."""
        stretch = reckon(words, self.when(words, course))
        if stretch is None:
            return _Telling(None, words.end, course)
        before = self.text[max(0, words.start - 5) : words.start]
        cut_off, compared = "截" in before and bool(_CUT_OFF.search(before)), self.compared(words)
        end, until = words.end, None
        joined = self.joined(words, stretch, course)
        if joined is not None:
            stretch, end, until = joined
        elif cut_off and stretch.last is not None and not stretch.vague:
            stretch = _cut(stretch, course.limit)
        if compared and stretch.grain == "month" and words["edge"] == "初":
            stretch = replace(stretch, last=stretch.first, grain="day")
        if not stretch.vague and (since := _SINCE.match(self.text, end)):
            stretch, end = _since(stretch, course), since.end()
        elif not stretch.vague and "以来" in self.text[end : end + 14] and self.goes_on(end, before):
            stretch = _since(stretch, course)
        elif (start := _FROM.match(self.text, end)) and (start[0] != "开始" or before.endswith(("自", "从"))):
            stretch = replace(stretch, open=True)
        if any(start <= words.start < stop for start, stop in self.titles):
            return _Telling(stretch, end, course, until)
        noted = self.note(words, stretch, end, course, cut_off=cut_off, compared=compared)
        return _Telling(stretch, end, noted, until)

    def goes_on(self, end: int, before: str) -> bool:
        """Whether 以来 follows behind a few words: 2015年启动以来, 自2015年大桥开工以来."""
        found = _GOES_ON.match(self.text, end)
        return found is not None and (before.endswith(("自", "从")) or len(found[0]) <= _JUST_BEFORE)

    def compared(self, words: TimeWords) -> bool:
        """Whether what is told is set against that of the time: 比上年, 与上月持平, 由上月的1.2%降至1.1%."""
        before = self.text[max(0, words.start - 5) : words.start]
        if _COMPARED.search(before):
            return True
        if words.row.kind not in ("near_month", "near_quarter") or words["day"] or words["part"]:
            return False
        if before.endswith("和"):
            return bool(_COMPARED_AFTER.match(self.text, words.end))
        return before.endswith(("由", "从")) and not _BEGINS.match(self.text, words.end)

    def place(self, start: int) -> _Told:
        """The paragraph and sentence in which something stands."""
        return _Told(self.number, bisect.bisect_right(self.ends, start))

    def when(self, words: TimeWords, course: _Course) -> When:
        """What is known where the words stand."""
        here = self.place(words.start)
        ahead = self.ahead(words)
        near = 2 if course.day_at == here else int(course.day_at is not None and course.day_at.part == here.part)
        main_here = course.main_at is not None and course.main_at.part == here.part
        # 上月 alone is the one before the day of the story (上月，…开工), 比上月 that before the month told of.
        from_day = words.row.kind in ("near_month", "near_quarter") and not self.compared(words)
        return When(
            anchor=course.anchor,
            anchor_from=course.anchor_from,
            limit=course.limit,
            ahead=ahead,
            year=_year_in_force(words, course, here),
            month=course.month,
            day=course.day if near or words.row.kind == "near_day" else None,
            day_near=near,
            told_year=course.year,
            main_year=course.main.last.year if main_here and course.main and course.main.last else None,
            main=None if from_day else course.main,
            cut_off=course.cut_off,
        )

    def ahead(self, words: TimeWords) -> bool:
        """Whether the words around speak of what is to come."""
        before = self.text[max(0, words.start - _BEFORE) : words.start]
        return bool(_COMING.search(before) or _TO_COME.match(self.text, words.end, words.end + _AFTER))

    def joined(self, words: TimeWords, stretch: Stretch, course: _Course) -> tuple[Stretch, int, TimeWords] | None:
        """The stretch from these words to those after 至, 到, a dash, or 和 … 之间, where it ends, and those words."""
        join = _JOIN.match(self.text, words.end) or _AND.match(self.text, words.end)
        if join is None or stretch.first is None or stretch.open:
            return None
        second = time_words.match(self.text, join.end()) or time_words.match_end(self.text, join.end())
        if second is None:
            return None
        end = second.end
        if join[0] in ("和", "与"):
            between = _BETWEEN.match(self.text, end)
            if between is None:
                return None
            end = between.end()
        after = self.note(words, stretch, words.end, course, cut_off=False, compared=False)
        other = reckon(second, replace(self.when(second, replace(after, year_weight=3)), ahead=True))
        if other is None:
            return None
        if other.vague and other.last:
            return replace(stretch, last=other.last, open=True, grain="span"), end, second
        told = _joined(stretch, other, words, second)
        return (told, end, second) if told else None

    def note(
        self, words: TimeWords, stretch: Stretch, end: int, course: _Course, *, cut_off: bool, compared: bool
    ) -> _Course:
        """The story so far, these words included."""
        if (
            stretch.vague
            or stretch.first is None
            or stretch.last is None
            or words.row.kind in ("same", "ago", "coming")
        ):
            return course
        here = self.place(words.start)
        told = self._day_told(words, stretch, end, here, compared)
        firm = cut_off or (stretch.grain not in ("day", "hour", "minute"))
        kept = course.main_firm and not firm and course.main_at is not None and course.main_at.part == here.part
        if not compared and not kept:
            told |= {"main": stretch, "main_at": here, "main_firm": firm, "cut_off": cut_off}
        return replace(course, **told) if told else course

    def _day_told(self, words: TimeWords, stretch: Stretch, end: int, here: _Told, compared: bool) -> dict[str, Any]:
        """The day, month and year told here, by their names in the course of the story."""
        assert stretch.last is not None
        out: dict[str, Any] = {}
        last = stretch.last if stretch.grain in ("day", "hour", "minute", "span") and not stretch.open else None
        if last is not None and (stretch.grain != "span" or words["day"] or words.row.kind in ("day", "days")):
            out |= {"day": last, "day_at": here}
        if stretch.open or words.row.kind in ("plan", "past", "century", "decade", "years", "era"):
            return out
        dated = stretch.grain in ("day", "month", "hour", "minute") or bool(words["month"])
        told = (stretch.last.year, stretch.last.month)
        if dated:
            out["month"] = told
        if compared:
            return out
        weight = 3 if dated else self._weight(words, end)
        return out | {"year": told[0], "year_month": told[1] if dated else 0, "year_weight": weight, "year_at": here}

    def _weight(self, words: TimeWords, end: int) -> int:
        before = self.text[words.start - 1] if words.start else "。"
        if before not in _CLAUSE:
            return 0
        return 2 if self.text[end : end + 1] in ("，", ",") else 1


def _year_in_force(words: TimeWords, course: _Course, here: _Told) -> int | None:
    """The year of a month or day that is told without one: that of the sentence, or of the tale of the paragraph."""
    if course.year is None or course.year_at is None:
        return None
    if course.anchor is None:
        return course.year
    if course.year_at == here:
        needed = 2 if words.row.kind == "day" else 1
        return course.year if course.year_weight >= needed else None
    if course.year_at.part != here.part or course.year_weight < 3 or course.year == course.anchor.year:
        return None
    month = words.number("month") or words.number("first") or 0
    return course.year if month >= course.year_month > 0 else None


def _cut(stretch: Stretch, limit: Date | None) -> Stretch:
    """截至: the last day, and no later than the day of the paper."""
    last = stretch.last
    if last is not None and limit is not None and stretch.first is not None and stretch.first <= limit < last:
        last = limit
    return replace(stretch, first=last, last=last, grain=stretch.grain if stretch.to_clock else "day")


def _since(stretch: Stretch, course: _Course) -> Stretch:
    if stretch.first is None:
        return replace(stretch, open=True)
    last = max(course.anchor, stretch.first) if course.anchor else None
    return replace(
        stretch, last=last, to_clock=None, open=True, grain="span", anchor=course.anchor, anchor_from=course.anchor_from
    )


def _joined(first: Stretch, second: Stretch, begin: TimeWords, words: TimeWords) -> Stretch | None:
    """One stretch out of two; the second one's year is the next where it would else end before it begins.

    Of two hours the second may leave out the part of the day: 下午5点到6点.
    """
    assert first.first is not None
    if second.first is None or second.last is None:
        return None
    last, clock = second.last, second.to_clock
    if last < first.first and not words["year"] and not words["word"]:
        last = days.later(last, years=1)
    if last == first.first and clock and first.from_clock and clock < first.from_clock:
        after_noon = f"{int(clock[:2]) + 12}{clock[2:]}"
        if (begin["daypart"] or begin["near"]) and not words["daypart"] and first.from_clock < after_noon < "24":
            clock = after_noon
        else:
            last = days.later(last, days=1)
    return None if last < first.first else replace(first, last=last, to_clock=clock, grain="span")
