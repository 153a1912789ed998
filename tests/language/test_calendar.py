"""Days and numerals as print has them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.hanzi import fold
from presscheck.language.calendar import Day, days, full_dates, numeral, year

FIGURES = "〇一二三四五六七八九"


def spelled(number: int) -> str:
    """Chinese for 1 to 99, the long way round."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else FIGURES[tens]) + "十") + (FIGURES[ones] if ones else "")


@pytest.mark.parametrize("number", range(1, 100))
def test_numeral_reads_every_number_it_can(number):
    assert numeral(spelled(number)) == number
    assert numeral(f"{number:02d}") == number


@pytest.mark.parametrize("text", ["", "百", "一百", "十十", "二三", "123", "3版", "一〇", "²"])
def test_numeral_refuses(text):
    assert numeral(text) is None


def test_numeral_one_way_and_the_other():
    assert [numeral(text) for text in ("〇", "零", "一十二", "１７", " 五 ")] == [0, 0, 12, 17, 5]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("二〇二六年", 2026),
        ("二○二六年", 2026),
        ("二零二六", 2026),
        ("一九九八年", 1998),
        ("２０２６年", 2026),
        ("1899年", None),
        ("二六年", None),
        ("2026年6月", None),
        ("", None),
    ],
)
def test_year(text, wanted):
    assert year(text) == wanted


DAYS = [
    ("2026年6月18日", [(2026, 6, 18)]),
    ("２０２６年６月１８日", [(2026, 6, 18)]),
    ("二〇二六年六月十八日", [(2026, 6, 18)]),
    ("二〇二五年十二月三十一日", [(2025, 12, 31)]),
    ("本报北坡6月18日讯", [(None, 6, 18)]),
    ("2026 年 6 月 18 日", [(2026, 6, 18)]),
    ("2026-06-18", [(2026, 6, 18)]),
    ("2026.6.18", [(2026, 6, 18)]),
    ("2026/6/18", [(2026, 6, 18)]),
    ("6月17日至18日", [(None, 6, 17)]),
    ("2026-06/18", []),
    ("12026-06-18", []),
    ("2026-06-180", []),
    ("6月", []),
    ("18日", []),
    ("三个月二十日", []),
    ("六七月", []),
]


@pytest.mark.parametrize(("text", "wanted"), DAYS)
def test_days(text, wanted):
    assert [(day.year, day.month, day.day) for day in days(text)] == wanted


def test_days_tell_where_they_stand():
    text = "渠水2026年6月18日到北坡"
    (day,) = days(text)
    assert text[day.start : day.end] == "2026年6月18日"


def test_impossible_days_have_no_date():
    assert Day(0, 1, 2026, 2, 29).date() is None
    assert Day(0, 1, None, 2, 29).date(2024) == datetime.date(2024, 2, 29)
    assert Day(0, 1, None, 13, 1).date(2026) is None
    assert Day(0, 1, None, 6, 18).date() is None
    assert Day(0, 1, 2025, 6, 18).date(2026) == datetime.date(2025, 6, 18)


def test_full_dates_leave_out_what_is_no_date_in_full():
    assert full_dates("6月17日，2026年6月18日，2026年2月30日") == (datetime.date(2026, 6, 18),)


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_spelling_of_a_date_gives_the_date(date):
    chinese_year = "".join(FIGURES[int(figure)] for figure in str(date.year))
    spellings = [
        f"{date.year}年{date.month}月{date.day}日",
        f"{chinese_year}年{spelled(date.month)}月{spelled(date.day)}日",
        date.isoformat(),
        f"{date.year}.{date.month}.{date.day}",
    ]
    for spelling in spellings:
        assert full_dates(f"渠水{spelling}到北坡") == (date,)


@given(st.one_of(st.text(), st.text(alphabet="0123456789０６〇一二十年月日-./² ")))
def test_days_of_any_text_stand_in_it(text):
    found = list(days(text))
    places = [place for day in found for place in (day.start, day.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert found == list(days(fold(text)))
