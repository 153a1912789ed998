"""The day of a page and the days of its datelines."""

import datetime

import pytest

from presscheck.articles import heads
from presscheck.articles.days import EDGE_LINES, Day, date_page, dateline, day_of
from presscheck.model import Line, Page, Span

FOLIO = "云州日报　2026年2月23日　第3版"


def page_of(*printed, **known):
    text, lines = "", []
    for words in printed:
        lines.append(Line(Span("p1", len(text), len(text) + len(words))))
        text += words + "\n"
    return Page("p1", "a.txt", "", "dump", text, tuple(lines), **known)


def day(*numbers):
    return datetime.date(*numbers)


def dated(*printed, given=None, **known):
    page = date_page(page_of(*printed, **known), given)
    return page.date, page.number, page.paper


def test_a_folio_gives_day_number_and_paper():
    assert dated(FOLIO, "渠水上北坡") == (day(2026, 2, 23), 3, "云州日报")


def test_a_page_without_a_folio_stays_undated():
    assert dated("渠水上北坡", "2026年2月23日，渠水上了北坡。") == (None, None, None)


def test_the_day_given_counts_before_the_printed_one():
    assert dated(FOLIO, given=day(2026, 2, 24)) == (day(2026, 2, 24), 3, "云州日报")
    assert dated("渠水上北坡", given=day(2026, 2, 24)) == (day(2026, 2, 24), None, None)


def test_what_is_known_of_the_page_counts_before_the_folio():
    assert dated(FOLIO, number=7, paper="东江日报") == (day(2026, 2, 23), 7, "东江日报")


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (0, True),
        (EDGE_LINES - 1, True),
        (EDGE_LINES, False),
        (19 - EDGE_LINES, False),
        (20 - EDGE_LINES, True),
        (19, True),
    ],
)
def test_a_folio_stands_at_the_edge_of_its_page(place, found):
    lines = ["渠水到了北坡。"] * 20
    lines[place] = FOLIO
    assert (dated(*lines)[0] is not None) is found


def test_a_short_page_is_looked_at_as_a_whole():
    for size in range(1, 2 * EDGE_LINES + 1):
        for place in range(size):
            lines = ["渠水到了北坡。"] * size
            lines[place] = FOLIO
            assert dated(*lines)[1] == 3


def test_day_and_number_may_stand_in_two_lines():
    assert dated("第3版 要闻", "渠水上北坡", "云州日报　2026年2月23日　星期一") == (day(2026, 2, 23), 3, "云州日报")


def test_the_first_folio_counts():
    assert dated(FOLIO, "东江日报　2026年2月24日　第4版") == (day(2026, 2, 23), 3, "云州日报")


def test_a_page_without_lines_stays_undated():
    assert dated() == (None, None, None)


def test_the_day_of_a_dated_page_is_its_own():
    assert day_of(page_of("2030年1月1日，云州。", date=day(2026, 2, 23))) == Day(day(2026, 2, 23), 2026)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年5月1日动工，2026年2月20日通水。", 2026),
        ("2026年2月20日通水，2024年5月1日动工。", 2026),
        ("二〇二五年十二月三十一日", 2025),
        ("2025年2月30日", None),
        ("6月17日", None),
        ("到2035年建成", None),
        ("", None),
    ],
)
def test_the_year_of_an_undated_page_is_that_of_the_latest_full_date(text, year):
    assert day_of(page_of(text)) == Day(None, year)


def read(text, known):
    mark = next(mark for mark in heads.marks(text) if mark.role.value == "dateline")
    found = dateline(text, mark, known)
    return found.date, found.inferred


JANUARY = Day(day(2026, 1, 3), 2026)
JUNE = Day(day(2026, 6, 18), 2026)

DATELINES = [
    ("the year is that of the page", "新华社北坡6月17日电", JUNE, (day(2026, 6, 17), False)),
    ("a paper of January reports December", "新华社北坡12月30日电", JANUARY, (day(2025, 12, 30), False)),
    ("and its own January", "新华社北坡1月2日电", JANUARY, (day(2026, 1, 2), False)),
    ("a day or two ahead is no year behind", "新华社北坡6月20日电", JUNE, (day(2026, 6, 20), False)),
    ("a month ahead is not yet", "新华社北坡7月19日电", JUNE, (day(2026, 7, 19), False)),
    ("more is", "新华社北坡7月20日电", JUNE, (day(2025, 7, 20), False)),
    ("months ago is this year", "新华社北坡1月5日电", JUNE, (day(2026, 1, 5), False)),
    ("a printed year counts", "新华社北坡2024年6月17日电", JUNE, (day(2024, 6, 17), False)),
    ("even one ahead", "新华社北坡2027年6月17日电", JUNE, (day(2027, 6, 17), False)),
    ("a year from the text is inferred", "新华社北坡6月17日电", Day(None, 2026), (day(2026, 6, 17), True)),
    ("and stays as it is", "新华社北坡12月30日电", Day(None, 2026), (day(2026, 12, 30), True)),
    ("without any year there is no day", "新华社北坡6月17日电", Day(None, None), (None, False)),
    ("a day no calendar has is none", "新华社北坡2月29日电", JUNE, (None, False)),
    ("a leap day is one in its year", "新华社北坡2月29日电", Day(day(2024, 3, 1), 2024), (day(2024, 2, 29), False)),
    ("no day is printed", "本报讯", JUNE, (None, False)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "known", "found"), [row[1:] for row in DATELINES], ids=[row[0] for row in DATELINES])
def test_the_day_of_a_dateline(text, known, found):
    assert read(text, known) == found


def test_a_dateline_keeps_its_words():
    text = "　　新华社北坡6月17日电　渠水到了。"
    found = dateline(text, heads.marks(text)[0], JUNE)
    assert (found.text, found.agency, found.place) == ("新华社北坡6月17日电", "新华社", "北坡")
