"""Days and hours as a peer's test suite writes them, with the last and the next day where either may be meant."""

import datetime
import re
from dataclasses import dataclass
from typing import NamedTuple

from presscheck.facts.time_words import whole_number
from presscheck.language import days
from presscheck.language.calendar import year as printed_year
from presscheck.language.days import Date

Groups = dict[str, str]
Value = dict[str, str]
NEAR = {"今": 0, "昨": -1, "明": 1, "前": -2, "后": 2, "去": -1}
PARTS = {"MO": (8, 12), "AF": (12, 16), "EV": (16, 20)}
_LATE = ("下午", "傍晚", "晚上", "晚间", "夜里", "晚")
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Day:
    """A day: its TIMEX, and the days it may be (the last, the next, or the one); none where no calendar has it."""

    timex: str
    days: tuple[Date, ...]
    lunar: bool = False


class Clock(NamedTuple):
    """An hour of the day, or with ``hour`` ``None`` a part of it; ``sure`` where it is told which half of the day."""

    hour: int | None
    minute: int | None
    second: int | None
    part: str | None
    sure: bool

    @property
    def timex(self) -> str:
        """The hour as TIMEX has it."""
        if self.hour is None:
            return f"T{self.part}"
        told = [part for part in (self.hour, self.minute, self.second) if part is not None]
        return "T" + ":".join(f"{part:02}" for part in told)

    @property
    def time(self) -> datetime.time:
        """The hour as a time of day."""
        return datetime.time((self.hour or 0) % 24, self.minute or 0, self.second or 0)

    def later_half(self) -> "Clock":
        """The same hour after noon."""
        return self._replace(hour=(self.hour or 0) + 12)


def day_of(groups: Groups, today: Date) -> Day:
    """The day that the parts of a pattern tell."""
    for year, month, number in (("y", "m", "d"), ("yy", "mm", "dd"), ("sy", "sm", "sd")):
        if year in groups:
            full = groups[year] if len(groups[year]) == 4 else f"20{groups[year]}"
            return dated(int(full), int(groups[month]), int(groups[number]), today)
    if "am" in groups:
        return dated(None, int(groups["am"]), int(groups["ad"]), today)
    if "near" in groups:
        one = days.later(today, days=NEAR[groups["near"]])
        return Day(one.isoformat(), (one,))
    if "month" not in groups and "moon" not in groups and "weekday" in groups:
        return _weekday(groups["weekday"], today)
    return _printed(groups, today)


def _printed(groups: Groups, today: Date) -> Day:
    moon = groups.get("moon")
    number = whole_number(groups["day"]) or 0
    lunar = "lunar" in groups or moon in ("正", "腊") or groups["day"].startswith("初")
    name = groups.get("month") or moon
    if name is None:
        return _day_alone(number, today)
    month = {"正": 1, "腊": 12}.get(name) or whole_number(name) or 0
    return dated(year_of(groups), month, number, today, lunar=lunar)


def year_of(groups: Groups) -> int | None:
    """The year as printed, in full or by its last two figures."""
    if "short" in groups:
        number = int(groups["short"])
        return number + (1900 if number > 50 else 2000)
    if "year" not in groups:
        return None
    told = groups["year"].strip()
    return printed_year(told) or int(told)


def dated(year: int | None, month: int, number: int, today: Date, *, lunar: bool = False) -> Day:
    """A day with its month; without a year, the last and the next such day."""
    written = f"-{month:02}-{number:02}"
    if year is not None:
        one = days.day(year, month, number)
        return Day(f"{year:04}{written}", (one,) if one else (), lunar)
    past = (days.day(today.year - back, month, number) for back in range(9))
    coming = (days.day(today.year + on, month, number) for on in range(9))
    last = next((one for one in past if one and one < today), None)
    following = next((one for one in coming if one and one >= today), None)
    return Day(f"XXXX{written}", tuple(one for one in (last, following) if one), lunar)


def _day_alone(number: int, today: Date) -> Day:
    around = [days.day(*days.month_later(today.year, today.month, by), number) for by in range(-3, 4)]
    last = [one for one in around if one and one < today]
    following = [one for one in around if one and one >= today]
    return Day(f"XXXX-XX-{number:02}", (last[-1], following[0]))


def _weekday(name: str, today: Date) -> Day:
    number = 7 if name in "日天" else whole_number(name) or 7
    last = days.later(today, days=-((today.isoweekday() - number - 1) % 7 + 1))
    return Day(f"XXXX-WXX-{number}", (last, days.later(last, days=7)))


def clock_of(groups: Groups) -> Clock:
    """The hour that the parts of a pattern tell."""
    part = groups.get("part")
    if "hour" not in groups:
        return Clock(None, None, None, _part_of_day(part or ""), True)
    hour = whole_number(groups["hour"]) or 0
    minute = groups.get("minute")
    if (part in _LATE and 1 <= hour < 12) or (part == "中午" and hour < 4):
        hour += 12
    minutes = _MINUTES.get(minute, whole_number(minute)) if minute else None
    second = int(groups["second"]) if "second" in groups else None
    return Clock(hour, minutes, second, part, part is not None or hour > 12 or hour == 0 or second is not None)


def _part_of_day(word: str) -> str:
    if word in _LATE:
        return "AF" if word == "下午" else "EV"
    return "MO"


def lasting(seconds: int) -> str:
    """How long a range lasts, in hours, minutes and seconds.

    >>> lasting(9000), lasting(461 * 3600)
    ('PT2H30M', 'PT461H')
    """
    hours, rest = divmod(seconds, 3600)
    told = zip((hours, *divmod(rest, 60)), "HMS", strict=True)
    return "PT" + "".join(f"{number}{unit}" for number, unit in told if number)


def named(found: re.Match[str]) -> Groups:
    """The parts of a pattern that are there, without the numbers that keep their names apart."""
    return {name.rsplit("_", 1)[0]: value for name, value in found.groupdict().items() if value}
