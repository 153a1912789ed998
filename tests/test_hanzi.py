"""Characters: what is Chinese, how wide it stands, and what only looks like it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import hanzi

ANY = st.text(st.characters() | st.sampled_from("⾦⼀⺠豈︒︶ＡＺａ０９，：（）％。“—\u0301\ud800"))

HAN = [
    ("的", True), ("〇", True), ("々", True), ("\u3400", True), ("\u4dbf", True), ("\u4e00", True), ("\u9fff", True),
    ("\uf900", True), ("\ufaff", True), ("\U00020000", True), ("\U000323af", True),
    ("\u3004", False), ("\u3008", False), ("\u33ff", False), ("\u4dc0", False), ("\ua000", False),
    ("\U0001ffff", False),
    ("\U000323b0", False), ("€", False), ("→", False), ("∑", False), ("。", False), ("か", False), ("⾦", False),
    ("0", False), ("Ａ", False), ("\ud840", False),
]  # fmt: skip


@pytest.mark.parametrize(("char", "han"), HAN, ids=[f"U+{ord(char):04X}" for char, _ in HAN])
def test_what_is_a_chinese_character(char, han):
    assert hanzi.is_han(char) is han


WIDTHS = [
    ("", 0), ("云州", 4), ("第3版", 5), ("AI", 2), ("ＡＩ", 4), ("“渠”", 6), ("——", 4), ("…", 2), ("　", 2),
    (" ", 1), ("\t", 1),
    ("e\u0301", 1), ("\U00020000", 2), ("·", 2), ("é", 2), ("가", 2), ("ｱ", 1), ("\xa0", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "columns"), WIDTHS, ids=[repr(text) for text, _ in WIDTHS])
def test_how_many_columns_a_text_takes(text, columns):
    assert hanzi.width(text) == columns


@given(ANY, ANY)
def test_widths_add_up(above, below):
    assert hanzi.width(above + below) == hanzi.width(above) + hanzi.width(below)


FOLDS = [
    ("２０２６年", "2026年"), ("ＡＩ标识", "AI标识"), ("９８．５％", "98.5%"), ("⾦融", "金融"), ("⺠生", "民生"),
    ("︒", "。"), ("\uf900", "\u5c82"), ("，：；？！（）［］｛｝～", "，：；？！（）［］｛｝～"),
    ("“云州”——《渠》", "“云州”——《渠》"), ("雲河縣", "云河县"), ("　", "　"),
    ("「渠水」『北坡』", "“渠水”‘北坡’"), ("後天於乾渠", "后天于干渠"), ("⾧城", "长城"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "folded"), FOLDS, ids=[text for text, _ in FOLDS])
def test_what_a_text_is_compared_as(text, folded):
    assert hanzi.fold(text) == folded


@given(ANY)
def test_folding_keeps_every_place_and_folding_twice_changes_nothing(text):
    folded = hanzi.fold(text)
    assert len(folded) == len(text)
    assert hanzi.fold(folded) == folded


@given(ANY)
def test_every_look_alike_is_listed_once_with_its_place_and_folds_to_what_was_meant(text):
    found = hanzi.look_alikes(text)
    assert [each.place for each in found] == sorted({each.place for each in found})
    for each in found:
        assert text[each.place] == each.before != each.after
        assert hanzi.fold(each.after) == hanzi.fold(each.before)
    rest = [char for place, char in enumerate(text) if place not in {each.place for each in found}]
    assert hanzi.look_alikes("".join(rest)) == []


def test_look_alikes_of_every_family():
    found = hanzi.look_alikes("北⾦⺠\uf900︒")
    assert [(each.place, each.after, each.family) for each in found] == [
        (1, "金", "kangxi"),
        (2, "民", "radical"),
        (3, "豈", "compatibility"),
        (4, "。", "vertical"),
    ]


def test_every_kangxi_radical_stands_for_a_character():
    radicals = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert all(hanzi.is_han(each.after) for each in hanzi.look_alikes(radicals))
    assert len(hanzi.look_alikes(radicals)) == len(radicals)


def test_compatibility_characters_that_are_no_doubles_stay():
    twelve = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
    assert all(unicodedata.normalize("NFC", char) == char for char in twelve)
    assert hanzi.look_alikes(twelve) == []


def test_marks_that_open_and_close_are_paired():
    assert {opener: closer for closer, opener in hanzi.CLOSERS.items()} == hanzi.OPENERS
    assert not set(hanzi.OPENERS) & set(hanzi.CLOSERS)
    assert set(hanzi.CLOSERS) <= hanzi.NEVER_FIRST
    assert not set(hanzi.OPENERS) & hanzi.NEVER_FIRST
