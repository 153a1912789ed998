"""Numbers as print has them, read exactly."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.language import numerals

ONES = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿", "萬億")


def spelled(number: int) -> str:
    """Chinese for 0 to 10^16, the long way round."""
    for weight, name in ((10**8, "亿"), (10**4, "万")):
        if number >= weight:
            above, below = divmod(number, weight)
            rest = "" if below == 0 else ("零" if below < weight // 10 else "") + spelled(below)
            return spelled(above) + name + rest
    for weight, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= weight:
            above, below = divmod(number, weight)
            rest = "" if below == 0 else ("零" if below < weight // 10 else "") + spelled(below)
            return ONES[above] + name + rest
    return ONES[number]


@given(st.integers(0, 10**12))
def test_every_number_spelled_is_read_again(number: int) -> None:
    for text in (spelled(number), spelled(number).translate(TRADITIONAL), str(number), f"{number:,}"):
        read = numerals.read(text)
        assert read is not None, text
        assert read.value == number


@given(st.integers(11, 99999))
def test_formal_numbers_are_read_again(number: int) -> None:
    text = spelled(number).translate(FORMAL)
    read = numerals.read(text)
    assert read is not None, text
    assert read.value == number


@given(st.decimals(0, 10**6, places=3), st.sampled_from([("", 0), ("万", 4), ("亿", 8), ("万亿", 12)]))
def test_decimals_are_exact(number: Decimal, weight: tuple[str, int]) -> None:
    read = numerals.read(f"{number:f}{weight[0]}")
    assert read is not None
    assert read.value == number.scaleb(weight[1])
    assert read.resolution == Decimal("0.001").scaleb(weight[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一万五千亿", "1500000000000"),
        ("1,100.9亿", "110090000000"),
        ("1，100万", "11000000"),
        ("25万6千", "256000"),
        ("3万4000", "34000"),
        ("100000万", "1000000000"),
        ("16.4亿", "1640000000"),
        ("1903971", "1903971"),
        ("二十万亿", "20000000000000"),
        ("五兆六十二亿", "5006200000000"),
        ("10万万", "1000000000"),
        ("廿二", "22"),
        ("卅", "30"),
        ("两千零三", "2003"),
        ("一万三", "13000"),
        ("兩千四百五", "2450"),
        ("二〇二五", "2025"),
        ("四点五", "4.5"),
        ("零点零五", "0.05"),
        ("２．７万", "27000"),
        ("3.2 万", "32000"),
        ("Ⅸ", "9"),
        ("四分之一", "0.25"),
        ("二又二分之一", "2.5"),
        ("百分之二十", "0.2"),
        ("3/4", "0.75"),
    ],
)
def test_read(text: str, value: str) -> None:
    read = numerals.read(text)
    assert read is not None
    assert read.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high", "operator"),
    [
        ("十几万", "110000", "190000", "range"),
        ("二十几", "21", "29", "range"),
        ("几十", "20", "99", "range"),
        ("数百", "200", "999", "range"),
        ("数千", "1000", "9999", "range"),
        ("两三", "2", "3", "range"),
        ("七八千", "7000", "8000", "range"),
        ("十七八", "17", "18", "range"),
        ("470余", "470", "480", ">"),
        ("80多亿", "8000000000", "9000000000", ">"),
        ("1.3万余", "13000", "14000", ">"),
        ("百余", "100", "200", ">"),
        ("五十来万", "450000", "550000", "~"),
        ("百分之二三十", "0.2", "0.3", "range"),
    ],
)
def test_what_a_number_leaves_open(text: str, low: str, high: str, operator: str) -> None:
    read = numerals.read(text)
    assert read is not None
    assert (read.low, read.high, read.operator.value) == (Decimal(low), Decimal(high), operator)


@pytest.mark.parametrize(
    "text", ["", "元", "一五〇零三十", "队伍", "收拾", "几乎", "数据", "9" * 41, "分之一", "三千克"]
)
def test_what_is_no_number(text: str) -> None:
    assert numerals.read(text) is None


def test_places_are_those_of_the_text() -> None:
    text = "共２３人，三十万户，1/4的地"
    assert [text[one.start : one.end] for one in numerals.find(text)] == ["２３", "三十万", "1/4"]


@given(st.text("零〇一二两三四五六七八九十百千万亿兆廿卅壹拾佰几数多余点半0123456789.,，又分之负 /", max_size=60))
def test_whatever_is_written_is_read_in_order(text: str) -> None:
    found = numerals.find(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.low <= one.high for one in found)
