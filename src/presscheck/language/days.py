"""What an editor reads off a calendar: month ends, quarters, weeks, plan periods, and the days of the lunar year."""

import calendar
import datetime
from functools import cache

from presscheck import data

Date = datetime.date
Span = tuple[Date, Date]
"""A first and a last day, both included."""

ONE_DAY = datetime.timedelta(days=1)
FIRST_PLAN_YEAR = 1953
"""The first five-year plan began in 1953; 1963 to 1965 lie between the second and the third."""


def day(year: int, month: int, number: int) -> Date | None:
    """That day of the calendar, or ``None`` where there is none.

    >>> day(2026, 6, 17), day(2026, 2, 30)
    (datetime.date(2026, 6, 17), None)
    """
    try:
        return Date(year, month, number)
    except ValueError:
        return None


def month_end(year: int, month: int) -> Date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return Date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Span:
    """From the first day of one month to the last day of another of the same year.

    >>> months(2026, 1, 9)
    (datetime.date(2026, 1, 1), datetime.date(2026, 9, 30))
    """
    return Date(year, first, 1), month_end(year, last)


def quarter(year: int, number: int) -> Span:
    """A quarter, 1 to 4.

    >>> quarter(2026, 2)
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    return months(year, 3 * number - 2, 3 * number)


def half(year: int, number: int) -> Span:
    """A half of a year, 1 or 2.

    >>> half(2026, 1)
    (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    """
    return months(year, 6 * number - 5, 6 * number)


def years(first: int, last: int) -> Span:
    """From the first day of one year to the last day of another.

    >>> years(2016, 2020)
    (datetime.date(2016, 1, 1), datetime.date(2020, 12, 31))
    """
    return Date(first, 1, 1), Date(last, 12, 31)


def week(of: Date) -> Span:
    """The week in which a day lies, Monday to Sunday.

    >>> week(datetime.date(2026, 6, 17))
    (datetime.date(2026, 6, 15), datetime.date(2026, 6, 21))
    """
    monday = of - of.weekday() * ONE_DAY
    return monday, monday + 6 * ONE_DAY


def third(year: int, month: int, number: int) -> Span:
    """One of the three parts that print divides a month into: 上旬, 中旬, 下旬.

    >>> third(2026, 2, 3)
    (datetime.date(2026, 2, 21), datetime.date(2026, 2, 28))
    """
    last = month_end(year, month) if number == 3 else Date(year, month, 10 * number)
    return Date(year, month, 10 * number - 9), last


def month_later(year: int, month: int, by: int) -> tuple[int, int]:
    """The year and month that lie ``by`` months after a month, or before it where ``by`` is negative.

    >>> month_later(2026, 1, -1), month_later(2025, 11, 3)
    ((2025, 12), (2026, 2))
    """
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def later(of: Date, *, years: int = 0, months: int = 0, days: int = 0) -> Date:
    """The day so much later; the last day of its month where the month has no such day.

    >>> later(datetime.date(2024, 2, 29), years=1), later(datetime.date(2026, 11, 20), years=-3)
    (datetime.date(2025, 2, 28), datetime.date(2023, 11, 20))
    """
    year, month = month_later(of.year, of.month, 12 * years + months)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return of
    number = min(of.day, calendar.monthrange(year, month)[1])
    return Date.fromordinal(min(max(Date(year, month, number).toordinal() + days, 1), Date.max.toordinal()))


def plan(number: int) -> Span | None:
    """The years of a five-year plan of China, from the first on; ``None`` for a number that is none.

    >>> plan(14)
    (datetime.date(2021, 1, 1), datetime.date(2025, 12, 31))
    """
    if not 1 <= number <= 99:
        return None
    first = FIRST_PLAN_YEAR + 5 * (number - 1) + (3 if number > 2 else 0)
    return years(first, first + 4)


def lunar(year: int, month: int, number: int) -> Date | None:
    """The day on which a day of a lunar year falls; ``None`` outside 1949 to 2050, and where there is no such day.

    ``number`` 30 of a month with twenty-nine days is its last day: 大年三十 is the eve of the new year in either case.

    >>> lunar(2026, 1, 15), lunar(2025, 12, 30), lunar(2025, 8, 15)
    (datetime.date(2026, 3, 3), datetime.date(2026, 2, 16), datetime.date(2025, 10, 6))
    """
    table = _lunar_years().get(year)
    if table is None or not (1 <= month <= 12 and 1 <= number <= 30):
        return None
    begins, lengths, leap = table
    place = month - 1 + (1 if leap and month > leap else 0)
    return begins + (sum(lengths[:place]) + min(number, lengths[place]) - 1) * ONE_DAY


def clear_and_bright(year: int) -> Date | None:
    """The day of 清明, on which graves are swept; right from 1949 to 2050, else ``None``.

    >>> clear_and_bright(2026)
    datetime.date(2026, 4, 5)
    """
    if not 1949 <= year <= 2050:
        return None
    in_century = year % 100
    # The sun comes to the same place 0.2422 days later each year; counted in ten-thousandths of a day.
    return Date(year, 4, (in_century * 2422 + (55900 if year < 2000 else 48100)) // 10000 - in_century // 4)


@cache
def _lunar_years() -> dict[int, tuple[Date, tuple[int, ...], int]]:
    rows: dict[str, str] = data.rows("lunar")["years"]
    return {int(year): _lunar_year(int(year), row) for year, row in rows.items()}


def _lunar_year(year: int, row: str) -> tuple[Date, tuple[int, ...], int]:
    begins, lengths, *leap = row.split()
    first = Date.fromisoformat(f"{year}-{begins}")
    return first, tuple(30 if length == "L" else 29 for length in lengths), int(leap[0]) if leap else 0
