"""Years, halves, quarters, seasons and months as a story tells them."""

import datetime
from dataclasses import replace

from presscheck.facts.stretches import (
    Stretch,
    When,
    Year,
    counted_from,
    going_on,
    in_year,
    named_year,
    nearness,
    stretch_of,
    untold,
)
from presscheck.facts.time_words import TimeWords
from presscheck.language import days
from presscheck.language.days import Date, Span


def year(words: TimeWords, when: When) -> Stretch | None:
    """A year, or its edge (去年底); 年内 and 年底 alone are of the year in force, or of the story's day."""
    edge, within = words["edge"], words["within"]
    told_year = named_year(words, when) or _year_unnamed(words, when)
    number = told_year.number
    if number is None or not 1 <= number <= 9998:
        return untold("day" if edge else "year")
    span, grain = (days.years(number, number), "year") if within or not edge else _year_edge(number, edge)
    told = counted_from(span, grain, told_year.anchor, told_year.anchor_from)
    return going_on(told, when) if words["since"] else told


def _year_unnamed(words: TimeWords, when: When) -> Year:
    if when.year is not None or when.anchor is None:
        return Year(when.year)
    # In January and February, 年底 looks back.
    back = words["edge"] in ("底", "末", "终") and when.anchor.month <= 2 and not when.ahead
    return Year(when.anchor.year - back, when.anchor, when.anchor_from)


def _year_edge(number: int, edge: str) -> tuple[Span, str]:
    if edge == "初":
        return days.months(number, 1, 1), "month"
    if edge.startswith("中"):
        return days.months(number, 6, 6), "month"
    last = Date(number, 12, 31)
    return (last, last), "day"


def half(words: TimeWords, when: When) -> Stretch | None:
    """A half of a year; 下半年 is that of the year of the story even before it begins."""
    number = 1 if words["half"] in ("上", "前") else 2
    if number == 2 and named_year(words, when) is None and when.year is None and when.anchor:
        # The second half of the year, before it has begun, is the one to come.
        return _edged((stretch_of(days.half(when.anchor.year, 2), "half", when)), words, when)
    return _edged(in_year(words, when, lambda year: days.half(year, number), "half"), words, when)


def quarter(words: TimeWords, when: When) -> Stretch | None:
    """A quarter, or its edge (三季度末)."""
    number = {"首": 1, "末": 4}.get(words["quarter"] or "") or words.number("quarter") or 0
    return _edged(in_year(words, when, lambda year: days.quarter(year, number), "quarter"), words, when)


def near_quarter(words: TimeWords, when: When) -> Stretch | None:
    """The last, this or the next quarter; 上季度 goes back from a quarter that the figures are of."""
    if when.anchor is None:
        return untold("quarter")
    told = when.main if when.main and when.main.grain == "quarter" and (words["near"] or "").startswith("上") else None
    start = told.first if told and told.first else when.anchor
    year, month = days.month_later(start.year, start.month, 3 * nearness(words))
    return _edged(stretch_of(days.quarter(year, (month + 2) // 3), "quarter", when), words, when)


def _edged(stretch: Stretch, words: TimeWords, when: When) -> Stretch:
    """The first or the last day of a stretch, where the words name its edge."""
    edge = words["edge"]
    if edge == "以来":
        return going_on(stretch, when)
    if not edge or stretch.first is None:
        return stretch
    one = stretch.first if edge == "初" else stretch.last
    return replace(stretch, first=one, last=one, grain="day")


def firsts(words: TimeWords, when: When) -> Stretch | None:
    """Months counted up from January: 前三季度, 前9个月."""
    last = 3 * (words.number("quarters") or 0) or words.number("months") or 0
    if not 1 <= last <= 12:
        return None
    return in_year(words, _ended(when, last), lambda year: days.months(year, 1, last), "span")


def _ended(when: When, last: int) -> When:
    """Months that are counted up have ended: in January 前11个月 are those of the year before."""
    if when.anchor is None or when.limit is None or when.ahead:
        return when
    ended = days.months(when.anchor.year, 1, last)[1] <= when.limit + datetime.timedelta(days=7)
    return when if ended or when.year else replace(when, limit=Date(when.anchor.year, 1, 1) - days.ONE_DAY)


def months(words: TimeWords, when: When) -> Stretch | None:
    """From one month to another: 1—10月."""
    first, last = words.number("first") or 0, words.number("last") or 0
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None

    def span_of(year: int) -> Span:
        ends = year if last >= first else year + 1
        return Date(year, first, 1), days.month_end(ends, last)

    return in_year(words, when if first > 1 or last < first else _ended(when, last), span_of, "span")


def season(words: TimeWords, when: When) -> Stretch | None:
    """A season of a year, by months; winter goes on into the next year."""
    season = words["season"]
    year = named_year(words, when)
    if words["word"] in (None, "今", "去") and year is None and when.anchor:
        year = Year(when.anchor.year - (words["word"] == "去"), when.anchor, when.anchor_from)
    if year is None or year.number is None:
        return untold("span")
    if season == "冬":
        number = year.number - (words["word"] == "今" and when.anchor is not None and when.anchor.month < 7)
        span = (Date(number, 12, 1), days.month_end(number + 1, 2))
    else:
        first, last = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "暑": (7, 8)}[season or "春"]
        span = days.months(year.number, first, last)
    return counted_from(span, "span", year.anchor, year.anchor_from)


def month(words: TimeWords, when: When) -> Stretch | None:
    """A month, or a part of it (6月上旬, 10月底)."""
    number = words.number("month") or 0
    if not 1 <= number <= 12:
        return None
    return _part(in_year(words, when, lambda year: days.months(year, number, number), "month"), words["part"])


def _part(stretch: Stretch, part: str | None) -> Stretch:
    """上旬, 月初, 底 of a month."""
    if not part or stretch.first is None:
        return stretch
    year, month = stretch.first.year, stretch.first.month
    if part[-1] in "底末":
        last = days.month_end(year, month)
        return replace(stretch, first=last, last=last, grain="day")
    number = {"上": 1, "月": 1, "初": 1, "中": 2, "下": 3}[part[0]]
    first, last = days.third(year, month, number)
    return replace(stretch, first=first, last=last, grain="span")


def _month_of(when: When) -> Date | None:
    """A day of the month that the figures are of, where they are of one, or of its last day (4月末)."""
    main = when.main
    if main is None or main.first is None or main.last is None:
        return None
    if main.grain == "month":
        return main.first
    ended = main.grain == "day" and main.last == days.month_end(main.last.year, main.last.month)
    return main.last if ended and when.main_year is not None else None


def near_month(words: TimeWords, when: When) -> Stretch | None:
    """The last, this or the next month, the month told last (当月), or a day of it (本月15日).

    上月 goes back from the month that the figures are of.
    """
    near = words["near"] or ""
    told = _month_of(when) if near.startswith("上") else None
    start = told or when.anchor
    by_text = near[0] in "当同次" and when.month is not None
    if by_text and when.month:
        start = Date(*when.month, 1)
    if start is None:
        return untold("month")
    year, month = days.month_later(start.year, start.month, nearness(words))
    told_from = (start, "text") if by_text or told else (when.anchor, when.anchor_from)
    stretch = counted_from(days.months(year, month, month), "month", *told_from)
    number = words.number("day")
    if number:
        one = days.day(year, month, number)
        return replace(stretch, first=one, last=one, grain="day")
    return _part(stretch, words["part"])
