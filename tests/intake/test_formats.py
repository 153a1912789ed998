"""Each row of data/formats.toml names its format from its own examples, and from no other file."""

import pytest

from presscheck import data
from presscheck.intake import formats

ROWS = [(row, formats.format_of, "latin-1") for row in data.rows("formats")["format"]]
MARKUP = [(row, formats.markup_of, None) for row in data.rows("formats")["markup"]]
YES = [(row["name"], tell, text, coding) for row, tell, coding in ROWS + MARKUP for text in row["yes"]]
NO = [(row["name"], tell, text, coding) for row, tell, coding in ROWS + MARKUP for text in row["no"]]


def told(tell, text, coding):
    return tell(text.encode(coding) if coding else text)


@pytest.mark.parametrize(("name", "tell", "text", "coding"), YES)
def test_a_format_is_known_by_its_content(name, tell, text, coding):
    assert told(tell, text, coding) == name


@pytest.mark.parametrize(("name", "tell", "text", "coding"), NO)
def test_what_only_looks_like_a_format_is_not_taken_for_it(name, tell, text, coding):
    assert told(tell, text, coding) != name


@pytest.mark.parametrize("row", [row for row, _, _ in ROWS + MARKUP], ids=lambda row: row["name"])
def test_every_row_carries_examples_of_both_kinds(row):
    assert row["yes"]
    assert row["no"]


@pytest.mark.parametrize("text", ["BMW 在河西镇开新店", "MZ", "GIF 动图", "<编者按>春耕开始了", "[1] 注释", "{编者按}"])
def test_news_is_news(text):
    assert formats.format_of(text.encode()) is None
    assert formats.markup_of(text) is None


def test_a_few_control_characters_do_not_make_a_text_binary():
    assert not formats.is_binary("云河县的春耕\x01开始了，全县都在忙。\x0c\r\n".encode())
    assert formats.is_binary(b"\x01\x02\x03\x04 data")
    assert formats.is_binary("云河县".encode() + b"\x00" * 3)
