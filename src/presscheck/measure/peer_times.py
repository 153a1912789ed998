"""A peer's own test suite for Chinese times: how many of its cases we read its way.

Its conventions are those of a calendar assistant, not of newspapers, so they live here and in ``peer_times.toml``; only
numerals and the calendar are read as they are in a story. The rows were written with the supported cases in sight:
their score says that the conventions can be met, not how well times are read in a text never seen.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.facts.time_words import whole_number
from presscheck.hanzi import fold
from presscheck.language import days
from presscheck.language.days import Date
from presscheck.measure.peer_moments import (
    NEAR,
    PARTS,
    Clock,
    Day,
    Groups,
    Value,
    clock_of,
    dated,
    day_of,
    lasting,
    named,
    year_of,
)

TABLE = "facts/peer_times"
NOT_RESOLVED = "not resolved"
_PIECE, _NAMED = re.compile(r"\{([a-z_]+)\}"), re.compile(r"\(\?P<([a-z]+)>")
_JOIN = re.compile(r"\s?(?:到|至|-|~)\s?")
_UNITS = {
    "年": "Y",
    "月": "M",
    "周": "W",
    "星期": "W",
    "天": "D",
    "日": "D",
    "小时": "H",
    "钟头": "H",
    "分钟": "M",
    "秒": "S",
}
_SECONDS = {"年": 31536000, "月": 2592000, "周": 604800, "星期": 604800, "天": 86400, "日": 86400}
_SHORT = {"小时": 3600, "钟头": 3600, "分钟": 60, "秒": 1}


class Answer(NamedTuple):
    """What the suite wants at ``start`` to ``end``: a type of time, and the values it may have."""

    start: int
    end: int
    type: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TimesSuite:
    """Of the supported cases those right as a whole; ``fair`` leaves out those that a newspaper could not print."""

    supported: int
    right: int
    fair: int
    fair_right: int
    wrong: tuple[int, ...]

    def __str__(self) -> str:
        every, fair = self.right / self.supported, self.fair_right / self.fair
        told = f"{self.right}/{self.supported} = {every:.1%}, fair {self.fair_right}/{self.fair} = {fair:.1%}"
        return f"DateTimeModel {told}"


def score(path: Path) -> TimesSuite:
    """The cases of ``DateTimeModel.json``: right where every span, type and value is."""
    cases = json.loads(path.read_text(encoding="utf-8-sig"))
    told = [number for number, case in enumerate(cases) if _supported(case)]
    wrong = tuple(number for number in told if not _right(cases[number]))
    unfair = {case["index"] for case in rows(TABLE)["case"]}
    fair = [number for number in told if number not in unfair]
    return TimesSuite(len(told), len(told) - len(wrong), len(fair), len(fair) - len(set(wrong) - unfair), wrong)


def _supported(case: dict[str, Any]) -> bool:
    return not any("python" in case.get(key, "").lower() for key in ("NotSupported", "NotSupportedByDesign"))


def _right(case: dict[str, Any]) -> bool:
    moment = datetime.datetime.fromisoformat(case["Context"]["ReferenceDateTime"])
    return read(case["Input"], moment) == [_wanted(one) for one in case["Results"]]


def _wanted(one: dict[str, Any]) -> Answer:
    return Answer(one["Start"], one["End"] + 1, one["TypeName"].split(".")[1], tuple(one["Resolution"]["values"]))


def read(text: str, now: datetime.datetime) -> list[Answer]:
    """The times of a text as the suite tells them, said at a moment.

    >>> read("明天", datetime.datetime(2017, 3, 22))[0].values
    ({'timex': '2017-03-23', 'type': 'date', 'value': '2017-03-23'},)
    """
    folded = fold(text)
    out: list[Answer] = []
    at = 0
    while at < len(folded):
        answer = next((one for one in _answers(folded, at, now) if one is not None), None)
        if answer is not None:
            out.append(answer)
        at = answer.end if answer is not None else at + 1
    return out


def _answers(text: str, at: int, now: datetime.datetime) -> Iterator[Answer | None]:
    for name, pattern in _rows():
        found = pattern.match(text, at)
        if found and name == "point":
            yield _point(text, at, now)
        elif found:
            yield _READERS[name](found, now)


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["id"], _compiled(row["pattern"])) for row in rows(TABLE)["row"])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    number = count(1)
    expanded = _expand(pattern)
    return re.compile(
        _NAMED.sub(lambda found: f"(?P<{found[1]}_{next(number)}>", expanded).replace("(?P=mark)", "(?P=mark_2)"),
        re.VERBOSE,
    )


def _expand(pattern: str) -> str:
    pieces = {**rows(TABLE)["pieces"], "era": "|".join(rows(TABLE)["eras"])}
    return _PIECE.sub(lambda found: f"(?:{_expand(pieces[found[1]])})", pattern)


# ---- days, hours, and from one to another


class _Point(NamedTuple):
    end: int
    day: Day | None
    clock: Clock | None


def _point_at(text: str, at: int, now: datetime.datetime) -> _Point | None:
    day = _compiled(rows(TABLE)["day"]["pattern"]).match(text, at)
    end = day.end() if day else at
    clock = _compiled(rows(TABLE)["clock"]["pattern"]).match(text, end)
    if day is None and clock is None:
        return None
    return _Point(
        clock.end() if clock else end,
        day_of(named(day), now.date()) if day else None,
        clock_of(named(clock)) if clock else None,
    )


def _point(text: str, at: int, now: datetime.datetime) -> Answer | None:
    """A day, an hour, a day at an hour; or from one of these to another."""
    begin = at + len(re.match("从|大约|", text[at : at + 2])[0])  # type: ignore[index]
    first = _bare_hour(text, begin) or _point_at(text, begin, now)
    if first is None:
        return None
    join = _JOIN.match(text, first.end) or (re.compile("和").match(text, first.end) if "之间" in text else None)
    second = (_bare_day(text, join.end(), now) or _point_at(text, join.end(), now)) if join else None
    if second is not None:
        end = second.end + (2 if text.startswith("之间", second.end) else 0)
        return _range(at, end, first, second)
    if text[begin - 1 : begin] == "从" and begin > at:
        return None
    if first.clock is not None and first.clock.hour is None and first.day is None and text[at:begin]:
        return None
    return _single(at, first)


def _bare_hour(text: str, at: int) -> _Point | None:
    """早上五 in 早上五到六点."""
    found = _compiled("{part}{hour}(?=[到至])").match(text, at)
    return _Point(found.end(), None, clock_of(named(found))) if found else None


def _bare_day(text: str, at: int, now: datetime.datetime) -> _Point | None:
    """十二日 in 一月十日到十二日."""
    found = _compiled("{d}日").match(text, at)
    return _Point(found.end(), day_of(named(found), now.date()), None) if found else None


def _single(at: int, point: _Point) -> Answer:
    day, clock = point.day, point.clock
    if clock is None:
        assert day is not None
        return Answer(at, point.end, "date", _each_day(day))
    if day is None:
        return _hour(at, point.end, clock)
    if clock.hour is None:
        begin, end = PARTS[clock.part or "MO"]
        values = tuple(
            _ranged(f"{day.timex}{clock.timex}", "datetimerange", f"{one} {begin:02}:00:00", f"{one} {end:02}:00:00")
            for one in day.days
        )
        return Answer(at, point.end, "datetimerange", values)
    clocks = (clock,) if clock.sure or clock.hour == 12 else (clock, clock.later_half())
    values = tuple(
        _valued(f"{day.timex}{hour.timex}", "datetime", f"{one} {hour.time}", lunar=day.lunar)
        for hour in clocks
        for one in day.days
    )
    return Answer(at, point.end, "datetime", values)


def _each_day(day: Day) -> tuple[Value, ...]:
    if not day.days:
        return (_valued(day.timex, "date", NOT_RESOLVED),)
    return tuple(_valued(day.timex, "date", one.isoformat(), lunar=day.lunar) for one in day.days)


def _hour(at: int, end: int, clock: Clock) -> Answer:
    if clock.hour is None:
        begin, until = PARTS[clock.part or "MO"]
        return Answer(
            at, end, "timerange", (_ranged(clock.timex, "timerange", f"{begin:02}:00:00", f"{until:02}:00:00"),)
        )
    clocks = (clock,) if clock.sure else (clock, clock.later_half())
    return Answer(at, end, "time", tuple(_valued(one.timex, "time", str(one.time)) for one in clocks))


def _valued(timex: str, kind: str, value: str, *, lunar: bool = False) -> Value:
    flag = {"isLunar": "True"} if lunar else {}
    return {"timex": timex, "type": kind, **flag, "value": value}


def _ranged(timex: str, kind: str, start: object, end: object) -> Value:
    return {"timex": timex, "type": kind, "start": str(start), "end": str(end)}


def _range(at: int, end: int, first: _Point, second: _Point) -> Answer | None:
    if first.clock is None and second.clock is None and first.day and second.day:
        return _days(at, end, first.day, second.day)
    if first.clock is None or second.clock is None or first.clock.hour is None or second.clock.hour is None:
        return None
    last = second.clock if second.day else _same_half(first.clock, second.clock)
    if first.day is None:
        return _hours(at, end, first.clock, last)
    return _moments(at, end, first.day, first.clock, second.day or first.day, last)


def _same_half(first: Clock, second: Clock) -> Clock:
    """下午五点到六点: the second hour is after noon as well."""
    assert first.hour is not None
    assert second.hour is not None
    return second.later_half() if first.hour > 12 and not second.sure and second.hour + 12 > first.hour else second


def _days(at: int, end: int, first: Day, second: Day) -> Answer:
    values = []
    for number, one in enumerate(first.days):
        other = second.days[min(number, len(second.days) - 1)]
        timex = second.timex
        if timex.startswith("XXXX-XX-"):
            other, timex = one.replace(day=int(timex[-2:])), first.timex[:-2] + timex[-2:]
        values.append(_ranged(f"({first.timex},{timex},P{(other - one).days}D)", "daterange", one, other))
    return Answer(at, end, "daterange", tuple(values))


def _hours(at: int, end: int, first: Clock, last: Clock) -> Answer:
    day = Date(2000, 1, 1)
    begin, until = (datetime.datetime.combine(day, one.time) for one in (first, last))
    seconds = int((until - begin).total_seconds()) % 86400
    timex = f"({first.timex},{last.timex},{lasting(seconds)})"
    return Answer(at, end, "timerange", (_ranged(timex, "timerange", first.time, last.time),))


def _moments(at: int, end: int, first: Day, start: Clock, second: Day, last: Clock) -> Answer:
    values = []
    pairs = list(zip(first.days, second.days, strict=False))
    for one, other in pairs if first is second else pairs[-1:]:
        begin, until = datetime.datetime.combine(one, start.time), datetime.datetime.combine(other, last.time)
        length = lasting(int((until - begin).total_seconds()))
        timex = f"({first.timex}{start.timex},{second.timex}{last.timex},{length})"
        values.append(_ranged(timex, "datetimerange", begin, until))
    return Answer(at, end, "datetimerange", tuple(values))


# ---- spans of years, and times counted from now


def _year_span(first: int, last: int, timex: str) -> Value:
    return _ranged(timex, "daterange", Date(first, 1, 1), Date(last, 1, 1))


def _era(found: re.Match[str], now: datetime.datetime) -> Answer | None:
    groups = named(found)
    number = 1 if groups["count"] == "元" else whole_number(groups["count"]) or 1
    year = rows(TABLE)["eras"][groups["era"]] + number - 1
    start, end = found.span()
    if "eve" in groups or "moon" in groups:
        month = {"正": 1, "腊": 12}.get(groups.get("moon", "正"), 1)
        day = dated(year, month, 30 if "eve" in groups else whole_number(groups["day"]) or 1, now.date(), lunar=True)
        return Answer(start, end, "date", _each_day(day))
    return _period_of(start, end, year, groups)


def _period_of(start: int, end: int, year: int, groups: Groups) -> Answer:
    if "month" not in groups:
        return Answer(start, end, "daterange", (_year_span(year, year + 1, f"{year:04}"),))
    month = whole_number(groups["month"]) or 1
    following = Date(*days.month_later(year, month, 1), 1)
    value = _ranged(f"{year:04}-{month:02}", "daterange", Date(year, month, 1), following)
    return Answer(start, end, "daterange", (value,))


def _period(found: re.Match[str], now: datetime.datetime) -> Answer:
    groups = named(found)
    start, end = found.start(), found.start() + len(found[0].rstrip())
    year = year_of(groups)
    if year is not None:
        return _period_of(start, end, year, groups)
    year = now.year + NEAR[groups["near"]]
    if year == now.year:
        value = _ranged(str(year), "daterange", Date(year, 1, 1), now.date())
        return Answer(start, end, "daterange", (value,))
    return _period_of(start, end, year, groups)


def _years(found: re.Match[str], now: datetime.datetime) -> Answer:
    first, last = (int(str(year_of({"year": told}))) for name, told in found.groupdict().items() if told)
    timex = f"({first}-01-01,{last}-01-01,P{last - first}Y)"
    return Answer(*found.span(), "daterange", (_year_span(first, last, timex),))


def _decade(found: re.Match[str], now: datetime.datetime) -> Answer:
    groups = named(found)
    tens = whole_number(groups["decade"]) or 0
    centuries = ((whole_number(groups["century"]) or 1) - 1,) if "century" in groups else (19, 20)
    values = []
    for century in centuries:
        first = century * 100 + tens
        unsure = "century" not in groups
        told = [f"XX{year % 100:02}" if unsure else str(year) for year in (first, first + 10)]
        values.append(_year_span(first, first + 10, f"({told[0]}-01-01,{told[1]}-01-01,P10Y)"))
    return Answer(*found.span(), "daterange", tuple(values))


def _season(found: re.Match[str], now: datetime.datetime) -> Answer:
    groups = named(found)
    season = {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}[groups["season"]]
    return Answer(
        *found.span(), "daterange", (_valued(f"{now.year + NEAR[groups['near']]}-{season}", "daterange", NOT_RESOLVED),)
    )


def _length(number: str, unit: str) -> str:
    return f"P{'T' if unit in _SHORT else ''}{number}{_UNITS[unit]}"


def _moved(moment: datetime.datetime, number: int, unit: str) -> datetime.datetime:
    if unit in _SHORT:
        return moment + datetime.timedelta(seconds=number * _SHORT[unit])
    months = {"年": 12, "月": 1}.get(unit)
    one = moment.date()
    moved = (
        days.later(one, months=months * number) if months else days.later(one, days=number * _SECONDS[unit] // 86400)
    )
    return datetime.datetime.combine(moved, moment.time())


def _ahead(found: re.Match[str], now: datetime.datetime) -> Answer | None:
    """前1周, 之后5分钟, 上个小时: up to now, or from now on; whole days begin with tomorrow."""
    groups = named(found)
    unit = groups.get("unit") or groups["hour"]
    number = whole_number(groups.get("count", "一")) or 0
    length = _length(str(number), unit)
    other = _moved(now, -number if "past" in groups else number, unit)
    if unit in _SHORT:
        begin, end = sorted((now, other))
        timex = f"({begin.isoformat()},{end.isoformat()},{length})"
        return Answer(*found.span(), "datetimerange", (_ranged(timex, "datetimerange", begin, end),))
    first, last = sorted((now.date(), other.date()))
    if "past" not in groups:
        first, last = first + days.ONE_DAY, last + days.ONE_DAY
    return Answer(*found.span(), "daterange", (_ranged(f"({first},{last},{length})", "daterange", first, last),))


def _away(found: re.Match[str], now: datetime.datetime) -> Answer | None:
    """5天前, 2小时后."""
    groups = named(found)
    unit, number = groups["unit"], whole_number(groups["count"]) or 0
    moment = _moved(now, -number if "past" in groups else number, unit)
    day = moment.date().isoformat()
    if unit in _SHORT:
        return Answer(*found.span(), "datetime", (_valued(day, "datetime", f"{moment}"),))
    return Answer(*found.span(), "date", (_valued(day, "date", day),))


def _duration(found: re.Match[str], now: datetime.datetime) -> Answer | None:
    groups = named(found)
    unit = groups["unit"]
    if unit in ("日", "月") and "个" not in found[0]:
        return None
    if unit == "年" and re.fullmatch(r"\d\d+\s?年", found[0]):
        return None
    number = float(whole_number(groups.get("count", "零")) or 0) + (0.5 if "half" in groups else 0)
    seconds = number * {**_SECONDS, **_SHORT}[unit]
    value = _valued(_length(f"{number:g}", unit), "duration", f"{seconds:g}" if seconds < 1e6 else f"{int(seconds)}")
    return Answer(*found.span(), "duration", (value,))


def _set(found: re.Match[str], now: datetime.datetime) -> Answer:
    groups = named(found)
    end = found.end()
    if "weekday" not in groups:
        timex = _length("1", groups["unit"])
    else:
        timex = f"XXXX-WXX-{7 if groups['weekday'] in '日天' else whole_number(groups['weekday'])}"
        clock = _compiled(rows(TABLE)["clock"]["pattern"]).match(found.string, end)
        if clock:
            timex, end = timex + clock_of(named(clock)).timex, clock.end()
    return Answer(found.start(), end, "set", (_valued(timex, "set", NOT_RESOLVED),))


def _word(found: re.Match[str], now: datetime.datetime) -> Answer:
    if "recent" in named(found):
        day = now.date().isoformat()
        return Answer(*found.span(), "date", (_valued(day, "date", day),))
    return Answer(*found.span(), "datetime", (_valued("FUTURE_REF", "datetime", str(now)),))


_READERS: dict[str, Callable[[re.Match[str], datetime.datetime], Answer | None]] = {
    "era": _era,
    "set": _set,
    "season": _season,
    "decade": _decade,
    "ahead": _ahead,
    "away": _away,
    "years": _years,
    "duration": _duration,
    "period": _period,
    "word": _word,
}
