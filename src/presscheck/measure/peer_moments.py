"""Our days and hours as a peer's test suite writes them, with the last and the next day where either may be meant.

Nothing is found here: each function takes a time that our reader told, with the words that told it.
"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from presscheck.facts.time_words import TimeWords, whole_number
from presscheck.language import days
from presscheck.language.days import Date

Value = dict[str, str]
PARTS = {"MO": (8, 12), "AF": (12, 16), "EV": (16, 20)}
"""The hours of each part of the day in the suite."""
_PART_WORDS = {"午后": "AF", "下午": "AF", "傍晚": "EV", "晚": "EV", "夜": "EV"}
_MOONS = {"正": 1, "冬": 11, "腊": 12}


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
        return datetime.time(self.hour or 0, self.minute or 0, self.second or 0)

    def either(self) -> tuple["Clock", ...]:
        """The hour, before noon and after it where the words do not say."""
        if self.sure or self.hour is None or self.hour >= 12:
            return (self,)
        return self, self._replace(hour=self.hour + 12)


def day_of(words: TimeWords, told: Date | None, today: Date, begin: TimeWords | None = None) -> Day | None:
    """The day that words name, which our reader took to be ``told``; ``None`` where they name an hour alone.

    After ``begin``, the words before 至, a day alone is of the same month.
    """
    if words.row.kind == "lunar":
        return _lunar(words, told, today)
    month, number = words.number("month"), words.number("day")
    if words["weekday"] and not words["near"] and words.row.kind == "week":
        return _weekday(words, told, today)
    if number is None or words["year"] or words["short"] or words["word"] or words["near"]:
        return _exact(words, told, month, number)
    if begin is not None and told is not None and (begin["year"] or begin["short"] or begin["word"]):
        return _exact(words, told, month, number)
    if month is not None:
        return _dated(f"XXXX-{month:02}-{number:02}", _years_around(month, number, today), told)
    if begin is not None and told is not None and begin["month"]:
        return _dated(f"XXXX-{told.month:02}-{number:02}", _years_around(told.month, number, today), told)
    return _dated(f"XXXX-XX-{number:02}", _months_around(number, today), told)


def _exact(words: TimeWords, told: Date | None, month: int | None, number: int | None) -> Day | None:
    if words.row.kind == "clock":
        return None
    if told is None:
        return Day(f"{words['year']}-{month or 0:02}-{number or 0:02}", ())
    return Day(told.isoformat(), (told,))


def _dated(timex: str, around: tuple[Date, ...], told: Date | None) -> Day:
    """The last and the next such day, where ours is one of them; else ours alone."""
    if told is None:
        return Day(timex, ())
    return Day(timex, around if told in around else (told,))


def _years_around(month: int, number: int, today: Date) -> tuple[Date, ...]:
    past = (days.day(today.year - back, month, number) for back in range(9))
    coming = (days.day(today.year + on, month, number) for on in range(9))
    last = next((one for one in past if one and one < today), None)
    following = next((one for one in coming if one and one >= today), None)
    return tuple(one for one in (last, following) if one)


def _months_around(number: int, today: Date) -> tuple[Date, ...]:
    around = [days.day(*days.month_later(today.year, today.month, by), number) for by in range(-3, 4)]
    return [one for one in around if one and one < today][-1], next(one for one in around if one and one >= today)


def _weekday(words: TimeWords, told: Date | None, today: Date) -> Day:
    number = words.number("weekday") or 7
    last = days.later(today, days=-((today.isoweekday() - number - 1) % 7 + 1))
    return _dated(f"XXXX-WXX-{number}", (last, days.later(last, days=7)), told)


def _lunar(words: TimeWords, told: Date | None, today: Date) -> Day | None:
    """A day of the lunar calendar goes by its own month and number, with a flag that says so."""
    moon = words["moon"] or ""
    month = _MOONS.get(moon) or whole_number(moon) or 1
    number = words.number("number") or 1
    if told is None:
        return None
    written = f"-{month:02}-{number:02}"
    if words["year"] or words["word"]:
        one = days.day(told.year, month, number)
        return Day(f"{told.year:04}{written}", (one,) if one else (), lunar=True)
    around = _years_around(month, number, today)
    return Day(f"XXXX{written}", around if told.year in {one.year for one in around} else (told,), lunar=True)


def clock_of(words: TimeWords, told: str | None) -> Clock | None:
    """The hour that words name, which our reader took to be ``told`` (2026-06-17T09:30); ``None`` for a day alone."""
    part = words["daypart"] or (words["near"] if words.row.kind == "near_day" else None)
    if words["hour"] is None:
        name = _part(part or "")
        return Clock(None, None, None, name, True) if name else None
    if told is None or "T" not in told:
        return None
    hour, minute = (int(number) for number in told.split("T")[1].split(":"))
    second = words.number("second")
    sure = words["daypart"] is not None or _part(part or "") is not None or hour == 0 or second is not None
    return Clock(hour, minute if words["minute"] not in (None, "整") else None, second, None, sure)


def _part(word: str) -> str | None:
    """The part of the day that a word names, of the three that the suite has."""
    late = next((part for ending, part in _PART_WORDS.items() if ending in word), None)
    return late or ("MO" if word[-1:] in tuple("晨早午间") or word in ("早上", "拂晓") else None)


def lasting(seconds: int) -> str:
    """How long a range lasts, in hours, minutes and seconds.

    >>> lasting(9000), lasting(461 * 3600)
    ('PT2H30M', 'PT461H')
    """
    hours, rest = divmod(seconds, 3600)
    told = zip((hours, *divmod(rest, 60)), "HMS", strict=True)
    return "PT" + "".join(f"{number}{unit}" for number, unit in told if number)


def valued(timex: str, kind: str, value: object, *, lunar: bool = False) -> Value:
    """One value of the suite."""
    flag = {"isLunar": "True"} if lunar else {}
    return {"timex": timex, "type": kind, **flag, "value": str(value)}


def ranged(timex: str, kind: str, start: object, end: object) -> Value:
    """One value of the suite that has a start and an end."""
    return {"timex": timex, "type": kind, "start": str(start), "end": str(end)}
