import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.export.json import dump
from presscheck.model import Article, Furniture, Reading


def furnished(text: str) -> Reading:
    return Reading((), (), (), (Furniture(text, ()),))


def test_says_what_the_reading_says(reading):
    assert json.loads(dump(reading)) == reading.to_dict()


def test_chinese_characters_stand_as_they_are(reading):
    assert '"青川水渠完工"' in dump(reading)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_every_text_comes_back_exactly(text):
    assert json.loads(dump(furnished(text)))["furniture"][0]["text"] == text


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_every_text_is_utf8_and_drives_no_terminal(text):
    written = dump(furnished(text))
    written.encode("utf-8")
    assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in written)


@pytest.mark.parametrize("char", ["\x9b", "\u2028", "\ud800", "\x7f"])
def test_what_json_would_leave_bare_is_escaped(char):
    assert f"\\u{ord(char):04x}" in dump(furnished(char))


def test_ends_with_one_line_break():
    assert dump(Reading((), (), (Article("a1"),))).endswith("}\n")
