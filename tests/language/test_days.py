"""The calendar: month ends, parts of a year, plans, and the lunar year."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.language import days
from presscheck.language.days import Date

DATES = st.dates(Date(1900, 1, 1), Date(2100, 12, 31))


@pytest.mark.parametrize(
    ("number", "first", "last"), [(1, 1953, 1957), (2, 1958, 1962), (3, 1966, 1970), (9, 1996, 2000), (15, 2026, 2030)]
)
def test_plans(number, first, last):
    assert days.plan(number) == (Date(first, 1, 1), Date(last, 12, 31))


def test_no_plan_has_the_number_nought():
    assert days.plan(0) is None


@pytest.mark.parametrize(
    ("year", "month", "number", "wanted"),
    [
        (1985, 1, 1, "1985-02-20"),
        (2000, 1, 1, "2000-02-05"),
        (2023, 8, 15, "2023-09-29"),
        (2024, 5, 5, "2024-06-10"),
        (2025, 8, 15, "2025-10-06"),
        (2025, 9, 9, "2025-10-29"),
        (2026, 1, 15, "2026-03-03"),
        (2033, 8, 15, "2033-09-08"),
        (2025, 12, 30, "2026-02-16"),
    ],
)
def test_lunar_days(year, month, number, wanted):
    assert days.lunar(year, month, number) == Date.fromisoformat(wanted)


def test_outside_the_table_no_lunar_day_is_told():
    assert days.lunar(1948, 1, 1) is None
    assert days.lunar(2051, 1, 1) is None
    assert days.lunar(2026, 13, 1) is None


@pytest.mark.parametrize("year", range(1949, 2050))
def test_a_lunar_year_ends_where_the_next_begins(year):
    eve = days.lunar(year, 12, 30)
    assert eve + days.ONE_DAY == days.lunar(year + 1, 1, 1)
    assert (1, 20) <= ((eve + days.ONE_DAY).month, (eve + days.ONE_DAY).day) <= (2, 21)


@pytest.mark.parametrize(("year", "number"), [(1990, 5), (2000, 4), (2007, 5), (2024, 4), (2026, 5), (2048, 4)])
def test_clear_and_bright(year, number):
    assert days.clear_and_bright(year) == Date(year, 4, number)


@given(DATES)
def test_parts_of_a_year_follow_one_another(date):
    quarters = [days.quarter(date.year, number) for number in (1, 2, 3, 4)]
    assert quarters[0][0] == Date(date.year, 1, 1)
    assert all(one[1] + days.ONE_DAY == other[0] for one, other in pairwise(quarters))
    assert days.half(date.year, 2) == (quarters[2][0], quarters[3][1])
    thirds = [days.third(date.year, date.month, number) for number in (1, 2, 3)]
    assert thirds[2][1] == days.month_end(date.year, date.month)


@given(DATES, st.integers(-40, 40))
def test_a_week_holds_its_day(date, by):
    monday, sunday = days.week(date)
    assert monday <= date <= sunday
    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
    year, month = days.month_later(date.year, date.month, by)
    assert days.month_later(year, month, -by) == (date.year, date.month)


@given(DATES, st.integers(0, 300), st.integers(0, 40), st.integers(0, 4000))
def test_later_is_not_before(date, years, months, number):
    assert days.later(date, years=years, months=months, days=number) >= date


def test_what_lies_beyond_the_calendar_stays():
    assert days.later(Date.max, years=1) == Date.max
    assert days.later(datetime.date(2, 1, 1), years=-5) == datetime.date(2, 1, 1)
