"""Times counted back or on from a day: 三年来, 未来五年, 去年同期; and those that no calendar tells."""

from dataclasses import replace

from presscheck.facts.month_days import day_of_month
from presscheck.facts.stretches import Stretch, When, named_year, stretch_of, untold
from presscheck.facts.time_words import TimeWords, whole_number
from presscheck.language import days
from presscheck.language.days import Date

_UNITS = {
    "年": "year",
    "月": "month",
    "周": "week",
    "星期": "week",
    "天": "day",
    "日": "day",
    "小时": "hour",
    "分钟": "minute",
    "季度": "quarter",
}


def _back(of: Date, number: int, unit: str, half: bool, *, sign: int) -> Date:
    """The day so many units before (``sign`` -1) or after a day."""
    if unit == "小时":
        return days.later(of, days=sign * max(1, number // 24))
    months = {"年": 12, "月": 1, "季度": 3}.get(unit)
    if months:
        return days.later(of, months=sign * (months * number + (months // 2 if half else 0)))
    return days.later(of, days=sign * number * {"周": 7, "星期": 7}.get(unit, 1))


def _counted(words: TimeWords) -> tuple[int, str, bool] | None:
    text, unit = words["count"] or "", words["unit"] or ""
    if text == "半":
        return 0, unit, True
    number = whole_number(text)
    return None if number is None else (number, unit, words["half"] == "半")


def past(words: TimeWords, when: When) -> Stretch | None:
    """So many years, days or hours up to the day of the story: 三年来, 过去24小时.

    A few days or hours that someone tells of on a day of his own (24日称，过去一周) go up to that day.
    """
    counted = _counted(words)
    loose = words["half"] in ("多", "余") or (words["nearly"] and (counted is None or counted[0] > 10))
    if counted is None or loose:
        return vague(words, when)
    number, unit, half = counted
    if when.day is not None and when.day_near == 2 and unit in ("天", "日", "小时", "周", "星期"):
        first = _back(when.day, number, unit, half, sign=-1)
        return Stretch(first, when.day, _span_or_hours(unit), anchor=when.day, anchor_from="text")
    if words.row.id == "in_years" and when.main_year and when.main and _lasts(when.main, number):
        return replace(when.main, anchor=when.main.last, anchor_from="text")
    if when.anchor is None:
        return untold("span")
    return stretch_of((_back(when.anchor, number, unit, half, sign=-1), when.anchor), _span_or_hours(unit), when)


def _lasts(main: Stretch, number: int) -> bool:
    """Whether the period told last lasts so many years: 2012年至2022年，十年间."""
    return main.first is not None and main.last is not None and main.last.year - main.first.year in (number, number - 1)


def _span_or_hours(unit: str) -> str:
    return "hour" if unit == "小时" else "span"


def coming(words: TimeWords, when: When) -> Stretch | None:
    """So many years or days from the day of the story on: 未来三年."""
    counted = _counted(words)
    if counted is None or words["half"] in ("多", "余"):
        return replace(vague(words, when), last=None)
    if when.anchor is None:
        return untold("span")
    number, unit, half = counted
    last = _back(when.anchor, number, unit, half, sign=1)
    return stretch_of((when.anchor, last), "hour" if unit == "小时" else "span", when)


def ago(words: TimeWords, when: When) -> Stretch | None:
    """So many years, months or days before the day of the story."""
    counted = _counted(words)
    if counted is None or words["half"] in ("多", "余"):
        return vague(words, when)
    number, unit, half = counted
    if unit == "日" and (number > 9 or when.ahead):
        # A term: 26日前 is by the 26th, 3日前 three days ago.
        return day_of_month(number, replace(when, ahead=True))
    if when.anchor is None:
        return untold(_UNITS[unit])
    one = _moved(when.anchor, number, unit, half, sign=-1)
    if unit == "年" and not half:
        return stretch_of(days.years(one.year, one.year), "year", when)
    if unit in ("年", "月"):
        return stretch_of(days.months(one.year, one.month, one.month), "month", when)
    return stretch_of((one, one), _UNITS[unit] if unit in ("小时", "分钟") else "day", when)


def later(words: TimeWords, when: When) -> Stretch | None:
    """So many years or days after what was told: 一年后, 两天后.

    Where a year or day was told, but too far off to count from, no days can be told; where none was, it counts from
    the story's day.
    """
    counted = _counted(words)
    if counted is None or words["half"] in ("多", "余"):
        return replace(vague(words, when), last=None)
    number, unit, half = counted
    if unit == "年" and not half and when.told_year:
        return replace(
            stretch_of(days.years(when.told_year + number, when.told_year + number), "year"), anchor_from="text"
        )
    told = when.day if when.day_near else None
    if told is None and (when.told_year or when.anchor is None):
        return replace(vague(words, when), last=None) if when.told_year else untold(_UNITS[unit])
    base = told or when.anchor
    assert base is not None
    one = _moved(base, number, unit, half, sign=1)
    span = (one, one)
    if unit in ("年", "月"):
        span = (
            days.years(one.year, one.year) if unit == "年" and not half else days.months(one.year, one.month, one.month)
        )
    stretch = stretch_of(span, _UNITS[unit], when)
    return replace(stretch, anchor=told, anchor_from="text") if told else stretch


def _moved(of: Date, number: int, unit: str, half: bool, *, sign: int) -> Date:
    """The day so many units away; hours and minutes mostly stay on the day."""
    if unit in ("小时", "分钟"):
        return days.later(of, days=sign * (number // (24 if unit == "小时" else 1440)))
    return _back(of, number, unit, half, sign=sign)


def each(words: TimeWords, when: When) -> Stretch | None:
    """What comes again (每年6月10日) has no days."""
    return None


def vague(words: TimeWords, when: When) -> Stretch:
    """A time that no calendar tells; what looks back ends with the day of the story."""
    past = words.row.past
    return Stretch(
        None, when.anchor if past else None, "span", vague=True, anchor=when.anchor, anchor_from=when.anchor_from
    )


def same(words: TimeWords, when: When) -> Stretch | None:
    """同期: the same days of another year as the period that the figures are of."""
    main = when.main
    if main is None or main.first is None or main.last is None:
        return _same_unknown(words, when)
    first, last = main.first, main.last
    if words["same"] in ("期", "同期") and when.cut_off and first == last:
        first = Date(last.year, 1, 1)
    if words["same"] in ("月", "当月") and when.month:
        first, last = Date(*when.month, 1), days.month_end(*when.month)
    by = _years_apart(words, last, when)
    return Stretch(
        _shift(first, by),
        _shift(last, by),
        main.grain if first == main.first else "span",
        anchor=main.last,
        anchor_from="text",
    )


def _same_unknown(words: TimeWords, when: When) -> Stretch | None:
    if when.anchor is None or words["same"] == "同期":
        return untold("span")
    by = _years_apart(words, when.anchor, when)
    first, last = Date(when.anchor.year, 1, 1), when.anchor
    if words["same"] in ("月", "当月"):
        year, month = when.month or (when.anchor.year, when.anchor.month)
        first, last = days.months(year, month, month)
    elif words["same"] == "日":
        first = last
    return stretch_of((_shift(first, by), _shift(last, by)), "span", when)


def _years_apart(words: TimeWords, last: Date, when: When) -> int:
    if words["same"] == "同期":
        return 0
    if words["word"] in ("去年", "上年", "上一年"):
        return -1
    if words["word"] == "前年":
        return -2
    year = named_year(words, when)
    return year.number - last.year if year and year.number else -1


def _shift(day: Date, by: int) -> Date:
    """The same day of another year; the end of February stays the end of February."""
    if day.month == 2 and day == days.month_end(day.year, 2) and day.year + by >= 1:
        return days.month_end(day.year + by, 2)
    return days.later(day, years=by)
