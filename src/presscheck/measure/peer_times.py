"""A peer's own test suite for Chinese times: how many of its cases our reader of periods reads.

Every time is found and reckoned by the reader of stories, with the day of the case as the day of the paper; lengths of
time are its figures. What stands here only writes them as the suite does: a calendar assistant gives two days
where a story means one, ends its ranges a day later, and has a minute to count from. Cases whose answer news would not
share stand in ``peer_times.toml``.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.facts import figures, periods, time_words
from presscheck.facts.near_times import at_clock
from presscheck.facts.periods import Dated
from presscheck.facts.stretches import stretch_of
from presscheck.facts.time_words import TimeWords
from presscheck.hanzi import fold
from presscheck.language import days
from presscheck.language.days import Date
from presscheck.measure import peer_ranges
from presscheck.measure.peer_moments import PARTS, Clock, Day, Value, clock_of, day_of, ranged, valued

TABLE = "facts/peer_times"
NOT_RESOLVED = "not resolved"
_BEFORE, _FROM, _AFTER = re.compile("(?:大约)$"), re.compile("(?:从|自从|自)$"), re.compile("之?起|开始|以来")
_LETTERS = {"年": "Y", "月": "M", "周": "W", "星期": "W", "天": "D", "日": "D", "小时": "H", "分钟": "M", "季度": "Q"}
_ANY_DAY = Date(2000, 1, 1)
_CODES = {"yr": "Y", "mo": "M", "wk": "W", "d": "D", "h": "TH", "min": "TM", "s": "TS"}
_SECONDS = {"Y": 31536000, "M": 2592000, "W": 604800, "D": 86400, "TH": 3600, "TM": 60, "TS": 1}


class Answer(NamedTuple):
    """What the suite wants at ``start`` to ``end``: a type of time, and the values it may have."""

    start: int
    end: int
    type: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TimesSuite:
    """Of the supported cases those right as a whole; ``fair`` leaves out those whose convention news does not share.

    ``others`` are the cases that the peer itself does not support, with those we have right of them.
    """

    supported: int
    right: int
    fair: int
    fair_right: int
    wrong: tuple[int, ...]
    others: int
    others_right: int

    def __str__(self) -> str:
        every, fair = self.right / self.supported, self.fair_right / self.fair
        told = f"{self.right}/{self.supported} = {every:.1%}, fair {self.fair_right}/{self.fair} = {fair:.1%}"
        return f"DateTimeModel {told}; not supported by the peer {self.others_right}/{self.others}"


def score(path: Path) -> TimesSuite:
    """The cases of ``DateTimeModel.json``: right where every span, type and value is."""
    cases = json.loads(path.read_text(encoding="utf-8-sig"))
    told = [number for number, case in enumerate(cases) if _supported(case)]
    others = [case for case in cases if not _supported(case)]
    wrong = tuple(number for number in told if not _right(cases[number]))
    unfair = {case["index"] for case in rows(TABLE)["case"]}
    fair = [number for number in told if number not in unfair]
    fair_right = len(fair) - len(set(wrong) - unfair)
    others_right = sum(map(_right, others))
    return TimesSuite(len(told), len(told) - len(wrong), len(fair), fair_right, wrong, len(others), others_right)


def _supported(case: dict[str, Any]) -> bool:
    return not any("python" in case.get(key, "").lower() for key in ("NotSupported", "NotSupportedByDesign"))


def _right(case: dict[str, Any]) -> bool:
    moment = (case.get("Context") or {}).get("ReferenceDateTime", "2000-01-01T00:00:00")
    return read(case["Input"], datetime.datetime.fromisoformat(moment)) == [_wanted(one) for one in case["Results"]]


def _wanted(one: dict[str, Any]) -> Answer:
    return Answer(one["Start"], one["End"] + 1, one["TypeName"].split(".")[1], tuple(one["Resolution"]["values"]))


def read(text: str, now: datetime.datetime) -> list[Answer]:
    """The times that our reader finds in a text of that day, as the suite tells them.

    >>> read("明天", datetime.datetime(2017, 3, 22))[0].values
    ({'timex': '2017-03-23', 'type': 'date', 'value': '2017-03-23'},)
    """
    folded = fold(text)
    dated = periods.read_text(text, now.date())
    told = [*_dated(folded, dated, now), *_lengths(text, dated), *_repeated(folded)]
    return sorted(told, key=lambda one: one.start)


def _dated(text: str, dated: tuple[Dated, ...], now: datetime.datetime) -> Iterator[Answer]:
    for one in dated:
        first, *second = one.words
        told = peer_ranges.of(one.period, first, second[0], now.date()) if second else _single(one, now)
        if told is not None:
            kind, values = told
            yield _widened(text, Answer(one.start, one.end, kind, values), one)


def _widened(text: str, answer: Answer, one: Dated) -> Answer:
    """The suite counts 大约 and 从 with the time they stand before, and 起 behind one that is left open."""
    start, end = answer.start, answer.end
    ranges = len(one.words) == 2 or one.period.open or one.words[0].row.kind in ("years", "months", "days")
    led = (_FROM if ranges else _BEFORE).search(text, max(0, start - 2), start)
    follows = _AFTER.match(text, end) if one.period.open else None
    return answer._replace(start=led.start() if led else start, end=follows.end() if follows else end)


# ---- one day, hour, month or year


Told = tuple[str, tuple[Value, ...]]


def _single(one: Dated, now: datetime.datetime) -> Told | None:
    period, words = one.period, one.words[0]
    if period.open and period.start:
        point = "datetimepoint" if words["day"] else "datetimerange"
        value = {"type": "daterange", "Mod": "since", "sourceEntity": point, "start": period.start}
        return "daterange", ({"timex": _shortest(words, period.start), **value},)
    return _FORMS.get(words.row.kind, _of_day)(one, now)


def _of_day(one: Dated, now: datetime.datetime) -> Told | None:
    """A day, an hour, or an hour of a day."""
    words, period = one.words[0], one.period
    told = Date.fromisoformat(period.start[:10]) if period.start else None
    if period.vague:
        return None
    return _day(day_of(words, told, now.date()), clock_of(words, period.start), period.grain)


def _shortest(words: TimeWords, start: str) -> str:
    return start if words["day"] else start[:7] if words["month"] else start[:4]


def _day(day: Day | None, clock: Clock | None, grain: str) -> Told | None:
    if clock is None:
        return ("date", each_day(day)) if day and grain == "day" else None
    if day is None:
        return _hour(clock)
    if clock.hour is None:
        begin, end = PARTS[clock.part or "MO"]
        return "datetimerange", tuple(
            ranged(f"{day.timex}{clock.timex}", "datetimerange", f"{one} {begin:02}:00:00", f"{one} {end:02}:00:00")
            for one in day.days
        )
    return "datetime", tuple(
        valued(f"{day.timex}{hour.timex}", "datetime", f"{one} {hour.time}", lunar=day.lunar)
        for hour in clock.either()
        for one in day.days
    )


def each_day(day: Day) -> tuple[Value, ...]:
    """The days that a day may be."""
    if not day.days:
        return (valued(day.timex, "date", NOT_RESOLVED),)
    return tuple(valued(day.timex, "date", one, lunar=day.lunar) for one in day.days)


def _hour(clock: Clock) -> Told:
    if clock.hour is None:
        begin, until = PARTS[clock.part or "MO"]
        return "timerange", (ranged(clock.timex, "timerange", f"{begin:02}:00:00", f"{until:02}:00:00"),)
    return "time", tuple(valued(one.timex, "time", one.time) for one in clock.either())


def _ends(one: Dated) -> tuple[Date, Date] | None:
    """The first day, and the day after the last."""
    if one.period.start is None or one.period.end is None:
        return None
    return Date.fromisoformat(one.period.start[:10]), Date.fromisoformat(one.period.end[:10]) + days.ONE_DAY


def _whole(one: Dated, now: datetime.datetime) -> Told | None:
    """A year or a month; this year ends today, and a month without its year is the last and the next."""
    ends, words = _ends(one), one.words[0]
    if ends is None:
        return None
    first, after = ends
    month = words["month"] or words["moon"]
    if not month:
        after = now.date() if words["word"] == "今年" else after
        return "daterange", (ranged(f"{first.year:04}", "daterange", first, after),)
    number = {"正": 1, "冬": 11, "腊": 12}.get(month) or time_words.whole_number(month) or first.month
    if words.row.kind == "era":
        return "daterange", (_month(first.year, number),)
    if words["year"] or words["short"] or words["word"]:
        return "daterange", (_month(first.year, first.month),)
    around = [year for year in (now.year - 1, now.year, now.year + 1) if first.month != now.month or year == now.year]
    last = [year for year in around if (year, first.month) <= (now.year, now.month)][-1]
    return "daterange", tuple(_month(year, first.month, sure=False) for year in (last, last + 1))


def _month(year: int, month: int, *, sure: bool = True) -> Value:
    after = Date(*days.month_later(year, month, 1), 1)
    return ranged(f"{year if sure else 'XXXX':04}-{month:02}", "daterange", Date(year, month, 1), after)


def _era(one: Dated, now: datetime.datetime) -> Told | None:
    """The suite takes the months of an emperor's year, which are lunar, for those of the common calendar."""
    words = one.words[0]
    if not words["day"] or one.period.start is None:
        return _whole(one, now)
    month = {"正": 1, "冬": 11, "腊": 12}.get(words["moon"] or "") or words.number("moon") or 1
    written = f"{one.period.start[:4]}-{month:02}-{words.number('day') or 0:02}"
    return "date", (valued(written, "date", written, lunar=True),)


def _part_of_year(one: Dated, now: datetime.datetime) -> Told | None:
    ends = _ends(one)
    if ends is None:
        return None
    months = round((ends[1] - ends[0]).days / 30.4)
    return "daterange", (ranged(f"({ends[0]},{ends[1]},P{months}M)", "daterange", *ends),)


def _years(one: Dated, now: datetime.datetime) -> Told | None:
    """2016—2020年: in the suite it ends as the last year begins."""
    ends = _ends(one)
    if ends is None:
        return None
    first, last = ends[0], Date(ends[1].year - 1, 1, 1)
    return "daterange", (ranged(f"({first},{last},P{last.year - first.year}Y)", "daterange", first, last),)


def _week(one: Dated, now: datetime.datetime) -> Told | None:
    """A week or its end by its number in the year; one of its days as any day."""
    ends, words = _ends(one), one.words[0]
    if ends is None or words["weekday"]:
        return _of_day(one, now)
    year, number, _ = ends[0].isocalendar()
    return "daterange", (ranged(f"{year}-W{number:02}{'-WE' if words['end'] else ''}", "daterange", *ends),)


def _season(one: Dated, now: datetime.datetime) -> Told | None:
    """The suite names a season of a year, and gives no days for it."""
    letters = {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}.get(one.words[0]["season"] or "")
    if letters is None or one.period.start is None:
        return None
    return "daterange", (valued(f"{one.period.start[:4]}-{letters}", "daterange", NOT_RESOLVED),)


def _decade(one: Dated, now: datetime.datetime) -> Told | None:
    """Ten years; without their century those of this and of the last one."""
    ends = _ends(one)
    if ends is None:
        return None
    first = ends[0].year
    if one.words[0]["century"]:
        return "daterange", (_ten_years(first, f"{first}", f"{first + 10}"),)
    timex = f"XX{first % 100:02}", f"XX{(first + 10) % 100:02}"
    return "daterange", tuple(_ten_years(year, *timex) for year in (1900 + first % 100, 2000 + first % 100))


def _ten_years(first: int, begin: str, end: str) -> Value:
    timex = f"({begin}-01-01,{end}-01-01,P10Y)"
    return ranged(timex, "daterange", Date(first, 1, 1), Date(first + 10, 1, 1))


# ---- counted from the day


def _counted(one: Dated, now: datetime.datetime) -> Told | None:
    """过去十年, 前1周: up to the day itself, which the suite leaves out."""
    words, period = one.words[0], one.period
    if period.start is None or period.end is None or period.vague:
        return None
    length = f"P{words.number('count') or 1}{_LETTERS[words['unit'] or '天']}"
    return "daterange", (ranged(f"({period.start},{period.end},{length})", "daterange", period.start, period.end),)


def _away(one: Dated, now: datetime.datetime) -> Told | None:
    """5天前, 2小时后: a day; for hours and minutes the suite has a moment to count from, where a paper has a day."""
    words, period = one.words[0], one.period
    if period.start is None:
        return None
    seconds = {"小时": 3600, "分钟": 60}.get(words["unit"] or "")
    if seconds is None:
        whole = words["unit"] in ("年", "月")
        day = _same_day(words, now.date()) if whole else Date.fromisoformat(period.start)
        return "date", (valued(day.isoformat(), "date", day),)
    by = (words.number("count") or 0) * seconds * (1 if words.row.kind == "later" else -1)
    moment = now + datetime.timedelta(seconds=by)
    return "datetime", (valued(moment.date().isoformat(), "datetime", moment),)


def _same_day(words: TimeWords, today: Date) -> Date:
    """5年前 is the day itself so many years before, where a paper means the year."""
    sign = 1 if words.row.kind == "later" else -1
    number = sign * (words.number("count") or 0)
    return days.later(today, years=number) if words["unit"] == "年" else days.later(today, months=number)


def _recent(one: Dated, now: datetime.datetime) -> Told | None:
    """最近 is the day itself, with which it ends in a story too."""
    if one.words[0].row.id != "vague_past" or one.period.end is None:
        return None
    return "date", (valued(one.period.end, "date", one.period.end),)


def _lengths(text: str, dated: tuple[Dated, ...]) -> Iterator[Answer]:
    """Lengths of time, which are figures in a story."""
    for one in figures.find(text):
        unit, value = _CODES.get(one.quantity.code or ""), one.quantity.value
        if unit is None or value is None or any(one.start < other.end and other.start < one.end for other in dated):
            continue
        timex, seconds = f"P{unit[:-1]}{value.normalize():f}{unit[-1]}", value * _SECONDS[unit]
        yield Answer(one.start, one.end, "duration", (valued(timex, "duration", f"{seconds.normalize():f}"),))


def _repeated(text: str) -> Iterator[Answer]:
    """What comes again: our reader knows it for a time that has no days."""
    for words in time_words.repeated(text):
        if words["weekday"]:
            day = at_clock(stretch_of((_ANY_DAY, _ANY_DAY), "day"), words)
            clock = clock_of(words, f"{day.first}T{day.from_clock}" if day.from_clock else None)
            timex = f"XXXX-WXX-{words.number('weekday') or 7}{clock.timex if clock else ''}"
        else:
            timex = f"P1{_LETTERS[words['unit'] or '天']}"
        yield Answer(words.start, words.end, "set", (valued(timex, "set", NOT_RESOLVED),))


Form = Callable[[Dated, datetime.datetime], Told | None]
_FORMS: dict[str, Form] = {
    "year": _whole,
    "month": _whole,
    "era": _era,
    "years": _years,
    "week": _week,
    "half": _part_of_year,
    "quarter": _part_of_year,
    "season": _season,
    "decade": _decade,
    "past": _counted,
    "coming": _counted,
    "before": _counted,
    "ago": _away,
    "later": _away,
    "vague": _recent,
}
"""How each kind of words of ours is written in the suite; days and hours by their own parts."""
