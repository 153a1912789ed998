"""Days told by how near they are to the day of the story, weeks, and hours."""

from dataclasses import replace

from presscheck.facts.stretches import Stretch, When, nearness, stretch_of, table, untold
from presscheck.facts.time_words import TimeWords
from presscheck.language import days
from presscheck.language.days import Date

_LATE = (
    "下午",
    "午后",
    "傍晚",
    "晚上",
    "晚间",
    "夜间",
    "夜里",
    "深夜",
    "晚",
    "夜",
    "当晚",
    "今晚",
    "昨晚",
    "明晚",
    "前晚",
    "昨夜",
    "今夜",
)
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}


def near_day(words: TimeWords, when: When) -> Stretch | None:
    """A day told by its nearness: 昨日 counts from the day of the story, 当天 from the day told last."""
    near = words["near"] or ""
    if near in table("days_told") and when.day is not None:
        one = days.later(when.day, days=table("days_told")[near])
        told = Stretch(one, one, "day", anchor=when.day, anchor_from="text")
        return at_clock(told, words, near)
    if when.anchor is None:
        return untold("day")
    if near == "第二天":
        return None
    offset = table("days").get(near)
    one = days.later(when.anchor, days=table("days_told")[near] if offset is None else offset)
    return at_clock(stretch_of((one, one), "day", when), words, near)


def week(words: TimeWords, when: When) -> Stretch | None:
    """A week, or a day of one; a weekday alone is the latest, unless what is told is to come."""
    if when.anchor is None:
        return untold("week")
    number = words.number("weekday")
    if number is None and words["weekday"]:
        number = 7  # 星期日, 星期天
    by = nearness(words) * (2 if (words["near"] or "")[:2] in ("上上", "下下") else 1)
    if words["near"] is None and number is not None:
        one = _weekday_near(when.anchor, number, when.ahead)
        return at_clock(stretch_of((one, one), "day", when), words)
    monday, sunday = days.week(days.later(when.anchor, days=7 * by))
    if words["end"]:
        return at_clock(stretch_of((sunday - days.ONE_DAY, sunday), "span", when), words)
    if number is None:
        return stretch_of((monday, sunday), "week", when)
    one = monday + (number - 1) * days.ONE_DAY
    return at_clock(stretch_of((one, one), "day", when), words)


def before(words: TimeWords, when: When) -> Stretch | None:
    """The week, month or year before the one told (较前一周): seven days up to the day told, or the story's."""
    unit, main = words["unit"] or "", when.main
    if unit == "年":
        last = when.told_year or (when.anchor.year if when.anchor else None)
        return stretch_of(days.years(last - 1, last - 1), "year") if last else untold("year")
    if unit == "月":
        start = main.first if main and main.first and main.grain == "month" else when.anchor
        if start is None:
            return untold("month")
        year, month = days.month_later(start.year, start.month, -1)
        return stretch_of(days.months(year, month, month), "month", when)
    if main and main.first and main.grain == "week":
        return stretch_of((main.first - 7 * days.ONE_DAY, main.first - days.ONE_DAY), "week")
    told = when.day or when.anchor
    return stretch_of((days.later(told, days=-7), told), "span", when) if told else untold("span")


def _weekday_near(anchor: Date, number: int, ahead: bool) -> Date:
    back = (anchor.isoweekday() - number) % 7
    return days.later(anchor, days=-back if not ahead or back == 0 else 7 - back)


def clock(words: TimeWords, when: When) -> Stretch | None:
    """An hour of the day told last in the paragraph, else of the day of the story."""
    one = when.day or when.anchor
    anchored = ("text" if when.day else when.anchor_from) if one else None
    return at_clock(Stretch(one, one, "day", anchor=one, anchor_from=anchored), words)


def at_clock(stretch: Stretch, words: TimeWords, near: str = "") -> Stretch:
    """A day at an hour, where the words name the hour; a part of the day alone (上午) stays a day."""
    hour = words.number("hour")
    if hour is None or stretch.first is None:
        return stretch
    minute = _MINUTES.get(words["minute"] or "整", words.number("minute")) or 0
    part = words["daypart"] or near
    if (part in _LATE and 1 <= hour < 12) or (part in ("中午", "午间") and hour < 4):
        hour += 12
    elif part in ("凌晨", "午夜") and hour == 12:
        hour = 0
    first = stretch.first
    if hour == 24 or (part in _LATE and hour == 12):
        hour, first = 0, days.later(first, days=1)
    clock = f"{hour:02}:{minute:02}"
    return replace(
        stretch,
        first=first,
        last=first,
        from_clock=clock,
        to_clock=clock,
        grain="minute" if words["minute"] else "hour",
    )
