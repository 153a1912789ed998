"""Times of many years: centuries, decades, plan periods, years from and to."""

from presscheck.facts.stretches import Stretch, When, going_on, stretch_of, table, untold
from presscheck.facts.time_words import TimeWords, whole_number
from presscheck.language import calendar, days
from presscheck.language.days import Date


def years(words: TimeWords, when: When) -> Stretch | None:
    """From one year to another: 2016—2020年."""
    first, last = (printed_year(words[end] or "") for end in ("first", "last"))
    return stretch_of(days.years(first, last), "span") if first and last and first <= last else None


def printed_year(text: str) -> int:
    """A year as printed, in either kind of figures."""
    return int(
        "".join(str(calendar.DIGITS.get(char, char)) for char in text if char.isdigit() or char in calendar.DIGITS)
    )


def century(words: TimeWords, when: When) -> Stretch | None:
    """A part of a century; 本世纪中叶 is 2050."""
    first = _century_start(words, when)
    if first is None:
        return untold("span")
    of = words["of"] or ""
    if of == "以来":
        return going_on(stretch_of(days.years(first, first + 99), "span"), when)
    begin, end = {
        "初": (1, 10),
        "末": (91, 99),
        "上": (1, 50),
        "前": (1, 50),
        "下": (51, 99),
        "后": (51, 99),
        "中": (41, 60),
    }[of[0]]
    if first == 2000 and of == "中叶":
        begin, end = 50, 50
    return stretch_of(
        days.years(first + begin - 1 + (of == "中叶" and first == 2000), first + end - (of != "中叶" or first != 2000)),
        "span",
    )


def _century_start(words: TimeWords, when: When) -> int | None:
    century = words["century"] or ""
    if century[:1] in "上本":
        return 1900 if century.startswith("上") else 2000
    number = whole_number(century)
    return (number - 1) * 100 if number else None


def era(words: TimeWords, when: When) -> Stretch | None:
    """A year of an emperor's era (乾隆五十年); its months are lunar, so that only the year is told.

    The months of the republic's years (民国二十六年七月) are those of the common calendar.
    """
    begin, end = table("eras")[words.groups["era"]]
    number = 1 if words["count"] == "元" else words.number("count") or 0
    year, month = begin + number - 1, words.number("moon") or 0
    if not begin <= year <= end:
        return None
    if words["era"] != "民国" or not 1 <= month <= 12:
        return stretch_of(days.years(year, year), "year")
    one = days.day(year, month, words.number("day") or 0)
    return stretch_of((one, one), "day") if one else stretch_of(days.months(year, month, month), "month")


def decade(words: TimeWords, when: When) -> Stretch | None:
    """A decade, some decades, or a part of one."""
    text = words["decade"] or ""
    if text == "初":
        return None
    digits = [int(char) if char.isdigit() else calendar.DIGITS[char] for char in text if char not in "十0"]
    if not digits:
        return None
    century = _century_start(words, when) if words["century"] else (2000 if digits[0] < 3 else 1900)
    if century is None:
        return untold("span")
    first, last = century + 10 * digits[0], century + 10 * digits[-1] + 9
    of = words["of"] or ""
    if of.startswith("初"):
        last = first + 2
    elif of.startswith(("末", "后")):
        first = last - 2
    elif of.startswith("中"):
        first, last = first + 3, last - 3
    if first > last:
        return None
    stretch = stretch_of(days.years(first, last), "span")
    return going_on(stretch, when) if words["since"] else stretch


def plan(words: TimeWords, when: When) -> Stretch | None:
    """A five-year plan, or a part of it."""
    number = words.number("plan") or 0
    span = days.plan(number)
    of = words["of"] or ""
    if span is None:
        return None
    first, last = span
    count = words.number("count")
    if count:
        return stretch_of(days.years(first.year, first.year + count - 1), "span")
    if of == "以来":
        return going_on(stretch_of(span, "plan"), when)
    if of.startswith("末"):
        return (
            stretch_of((last, last), "day") if of == "末" else stretch_of(days.years(last.year - 1, last.year), "span")
        )
    if of.startswith("初") or of == "开局之年":
        return stretch_of(days.years(first.year, first.year), "year")
    return stretch_of(days.years(last.year, last.year), "year") if of == "收官之年" else stretch_of(span, "plan")


def event(words: TimeWords, when: When) -> Stretch | None:
    """From an event that every reader knows to the day of the story."""
    first: Date = table("events")[words.groups["event"]]
    return going_on(Stretch(first, first, "span"), when)
