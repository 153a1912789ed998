"""Days and numerals as newspapers print them: 六月十七日, 二〇二六年, 2026年6月17日."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from presscheck.hanzi import fold

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TENS = re.compile(r"(?P<tens>[一二三四五六七八九]?)十(?P<ones>[一二三四五六七八九]?)")
_YEAR = r"(?:(?:19|20)\d\d|一九[〇○零一二三四五六七八九]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
_SMALL = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = re.compile(
    rf"(?<!\d)(?:(?P<year>{_YEAR})\s?年\s?)?(?P<month>{_SMALL})\s?月\s?(?P<day>{_SMALL})\s?日"
    r"|(?<![\d.-])(?P<y>(?:19|20)\d\d)(?P<mark>[-./])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?![\d.-])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar as printed at ``start`` to ``end`` (offsets in the text given).

    ``year`` is ``None`` where it is not printed.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def date(self, year: int | None = None) -> datetime.date | None:
        """The date, with ``year`` where none is printed; ``None`` without a year, or where there is no such day.

        >>> Day(0, 5, None, 2, 29).date(2024), Day(0, 5, None, 2, 29).date(2026)
        (datetime.date(2024, 2, 29), None)
        """
        full = self.year or year
        if full is None:
            return None
        try:
            return datetime.date(full, self.month, self.day)
        except ValueError:
            return None


def numeral(text: str) -> int | None:
    """The value of a small number as print has it, 0 to 99, in Chinese or Arabic figures; else ``None``.

    >>> numeral("十二"), numeral("三十"), numeral("０４"), numeral("百")
    (12, 30, 4, None)
    """
    text = fold(text).strip()
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text)
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    found = _TENS.fullmatch(text)
    return DIGITS.get(found["tens"], 1) * 10 + DIGITS.get(found["ones"], 0) if found else None


def year(text: str) -> int | None:
    """The year of 1900 to 2099 that ``text`` names, in either kind of figures, with or without 年; else ``None``.

    >>> year("二〇二六年"), year("2026"), year("二零二六年"), year("廿六年")
    (2026, 2026, 2026, None)
    """
    found = re.fullmatch(rf"({_YEAR})\s?年?", fold(text).strip())
    return int("".join(str(DIGITS.get(char, char)) for char in found[1])) if found else None


def days(text: str) -> Iterator[Day]:
    """Every month and day ``text`` prints, with or without its year, in order of place.

    Days that no calendar has (2月30日) come too, for a misprint is still a day in print: ``Day.date`` refuses them.

    >>> [(day.year, day.month, day.day) for day in days("二〇二六年六月十七日至6月18日，2026-06-19")]
    [(2026, 6, 17), (None, 6, 18), (2026, 6, 19)]
    """
    for found in _DAY.finditer(fold(text)):
        printed_year, month, day = (
            (found["year"], found["month"], found["day"]) if found["month"] else (found["y"], found["m"], found["d"])
        )
        month_number, day_number = numeral(month), numeral(day)
        if month_number is not None and day_number is not None:
            start, end = found.span()
            yield Day(start, end, year(printed_year) if printed_year else None, month_number, day_number)


def full_dates(text: str) -> tuple[datetime.date, ...]:
    """Every date that ``text`` prints with its year, in order of place; impossible ones left out.

    >>> full_dates("2026年6月18日　星期四，2026年2月30日")
    (datetime.date(2026, 6, 18),)
    """
    dates = (day.date() for day in days(text) if day.year is not None)
    return tuple(date for date in dates if date is not None)
