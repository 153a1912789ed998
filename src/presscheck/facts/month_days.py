"""Days of a month, by the common calendar or the lunar one, and feasts."""

import datetime
from dataclasses import replace

from presscheck.facts.near_times import at_clock
from presscheck.facts.parts_of_year import near_month
from presscheck.facts.stretches import Stretch, When, in_year, named_year, stretch_of, table, untold
from presscheck.facts.time_words import TimeWords, whole_number
from presscheck.language import days
from presscheck.language.days import Date, Span

LATELY = 3
"""A day so few days back is meant even where the words around speak of what is to come."""
A_MONTH = 31
"""So many days at most the new year's feast goes on."""
_SHORT = {
    "清明节": "清明",
    "端午节": "端午",
    "中秋节": "中秋",
    "国庆节": "国庆",
    "劳动节": "五一",
    "五一劳动节": "五一",
    "元旦节": "元旦",
}


def day(words: TimeWords, when: When) -> Stretch | None:
    """A day with its month, or without it (16日)."""
    number, month = words.number("day"), words.number("month")
    if number is None:
        return None
    if month is None:
        return at_clock(day_of_month(number, when), words)
    if not 1 <= month <= 12:
        return None

    def span_of(year: int) -> Span | None:
        one = days.day(year, month, number)
        return (one, one) if one else None

    return at_clock(in_year(words, when, span_of, "day"), words)


def day_of_month(number: int, when: When) -> Stretch:
    """A day without its month: the next after the day told last, or the latest such day that is not to come."""
    if when.day is not None and (when.day_near == 2 or when.limit is None):
        one = _day_from(when.day, number)
        if one and (when.limit is None or one <= when.limit or when.ahead or when.day > when.limit):
            return Stretch(one, one, "day", anchor=when.day, anchor_from="text")
    if when.anchor is None or when.limit is None:
        return untold("day")
    latest = _latest_day(number, when)
    if when.day is not None and when.day_near and latest and (when.limit - latest).days > 7:
        one = _day_from(when.day, number)
        if one and one <= when.limit:
            return Stretch(one, one, "day", anchor=when.day, anchor_from="text")
    return stretch_of((latest, latest), "day", when) if latest else untold("day")


def _latest_day(number: int, when: When) -> Date | None:
    assert when.limit is not None
    months = (days.month_later(when.limit.year, when.limit.month, -back) for back in range(3))
    this, *before = (days.day(year, month, number) for year, month in months)
    latest = next((one for one in (this, *before) if one and one <= when.limit), None)
    # What someone says on the day before about the days to come is still said on the day before.
    if this and this > when.limit and when.ahead and not (latest and (when.limit - latest).days <= LATELY):
        return this
    return latest


def _day_from(told: Date, number: int) -> Date | None:
    """The first day with this number not before one that was told."""
    same = days.day(told.year, told.month, number)
    if same and same >= told:
        return same
    return days.day(*days.month_later(told.year, told.month, 1), number)


def month_days(words: TimeWords, when: When) -> Stretch | None:
    """From one day of a month to another: 9月11—13日."""
    first, last = words.number("first") or 0, words.number("last") or 0
    month = words.number("month")
    if words["moon"]:
        near = TimeWords(words.row, words.start, words.end, {"near": (words["moon"] or "")[0]})
        whole = near_month(near, when)
        month, when = (
            (whole.first.month, replace(when, year=whole.first.year)) if whole and whole.first else (None, when)
        )
    if month is None:
        begin = day_of_month(first, when)
        if begin.first is None:
            return untold("span")
        end = _day_from(begin.first, last) or begin.first
        return replace(begin, last=end, grain="span")
    if not 1 <= month <= 12:
        return None

    def span_of(year: int) -> Span | None:
        one, other = days.day(year, month, first), days.day(year, month, last)
        return (one, other) if one and other and one <= other else None

    return in_year(words, when, span_of, "span")


def lunar(words: TimeWords, when: When) -> Stretch | None:
    """A day of the lunar calendar; vague where it is of a leap month."""
    moon = words["moon"]
    leap = bool(moon and moon.startswith("闰"))
    name = (moon or "").removeprefix("闰")
    month = {"正": 1, "冬": 11, "腊": 12}.get(name) or (whole_number(name) if name else 1) or 0
    number = words.number("number") or 0
    if not moon and words["number"] == "三十":
        month = 12
    if leap or not 1 <= month <= 12:
        return Stretch(None, when.anchor, "day", vague=True, anchor=when.anchor, anchor_from=when.anchor_from)

    def span_of(year: int) -> Span | None:
        one = days.lunar(year - (not moon and month == 12), month, number)
        return (one, one) if one else None

    if words.row.id == "end_lunar":
        return _new_year_until(when.day, month, number)
    named = named_year(words, when)
    if month == 12 and named is not None and named.number and when.anchor and words["word"]:
        # 今年 may mean the year that ends with this month, or the one in which it ends: the nearer one.
        near = min((named.number - 1, named.number), key=lambda year: _away(span_of(year), when.anchor))
        return at_clock(stretch_of(span_of(near), "day", when), words)
    return at_clock(in_year(words, replace(when, year=None) if when.anchor else when, span_of, "day"), words)


def _new_year_until(day: Date | None, month: int, number: int) -> Stretch | None:
    """The end of 除夕至初三, 正月初一至初三: the next such day of the first month after the one told."""
    found = [days.lunar(day.year + by, month, number) for by in (0, 1)] if day else []
    last = next((one for one in found if one and day and 0 <= (one - day).days < A_MONTH), None)
    return stretch_of((last, last), "day") if last else None


def _away(span: Span | None, anchor: Date | None) -> int:
    return abs((span[0] - anchor).days) if span and anchor else datetime.timedelta.max.days


def festival(words: TimeWords, when: When) -> Stretch | None:
    """A feast, or the days off that go with it; vague where only about it (中秋前夕)."""
    name, of = words["festival"] or "", words["of"] or ""
    short = _SHORT.get(name, name)
    off = of[:1] in tuple("期假长小黄") and short in table("days_off")

    def span_of(year: int) -> Span | None:
        one = _feast(name, year)
        return _days_off(short, year, one) if one and off else (one, one) if one else None

    if of in ("前夕", "前后"):
        around = in_year(words, when, span_of, "day")
        return replace(around, vague=True, first=None)
    return in_year(words, when, span_of, "span" if off else "day")


def _days_off(name: str, year: int, feast: Date) -> Span:
    """The days off that go with a feast: as announced for the year, else as is usual."""
    announced = table("days_off_of").get(str(year), {}).get(name)
    if announced:
        return announced[0], announced[1]
    before, after = table("days_off")[name]
    return days.later(feast, days=-before), days.later(feast, days=after)


def _feast(name: str, year: int) -> Date | None:
    if name in table("feasts"):
        return Date(year, *table("feasts")[name])
    if name in table("lunar_feasts"):
        return days.lunar(year - (name in ("除夕", "小年", "腊八", "腊八节")), *table("lunar_feasts")[name])
    return days.clear_and_bright(year) if name.startswith("清明") else None
