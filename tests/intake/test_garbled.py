"""Pages that took a wrong turn on their way, and pages that are not Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.intake import take_in_bytes
from presscheck.intake.garbled import doubts, mended
from presscheck.messages import again

PAGE = (
    "东江日报\n\n北坡的渠通水了\n\n本报讯　昨天，北坡的渠通水了，村里人都来看。县里今年还要修桥十座，2026年完工。\n" * 4
)
TRADITIONAL = "東江日報\n\n本報訊　昨天，北坡的渠通水了，村裡人都來看。縣裡今年還要修橋十座，工程經費已有著落。\n" * 4
LATIN = [
    ("UTF-8 as Latin-1", PAGE.encode().decode("latin-1"), PAGE, "UTF-8"),
    ("GBK as Latin-1", PAGE.encode("gbk").decode("latin-1"), PAGE, "GB18030"),
    ("Big5 as Latin-1", TRADITIONAL.encode("big5").decode("latin-1"), TRADITIONAL, "Big5"),
    ("UTF-8 as Windows-1252", "".join(map(chr, PAGE.encode())).translate(
        {code: bytes([code]).decode("cp1252", "ignore") or code for code in range(0x80, 0xA0)}), PAGE, "UTF-8"),
]  # fmt: skip
TWICE = PAGE.encode("gbk").decode("utf-8", "replace").encode()
LOST = [
    ("UTF-8 as GBK", PAGE.encode().decode("gbk", "replace"), ("lost", "garbled")),
    ("GBK as UTF-8", PAGE.encode("gbk").decode("utf-8", "replace"), ("lost",)),
    ("and as GBK again", TWICE.decode("gbk", "replace"), ("lost", "garbled")),
    ("a few", PAGE.replace("桥", "锟斤拷"), ("lost",)),
]  # fmt: skip
FOREIGN = [
    "The county of North Slope has got its water at last, the mayor said on Monday.",
    "L'été dernier, la région a été touchée par la sécheresse, d'après le préfet.",
    "Канал на северном склоне вчера открыли, жители деревни пришли посмотреть.",
    "北坡の水路は昨日開通しました。村の人々はみんな見に来ました。",
    "북쪽 언덕의 수로가 어제 개통되었습니다. 마을 사람들이 모두 보러 왔습니다.",
]
CHINESE = [
    PAGE,
    TRADITIONAL,
    "GDP 3.5% 2.1%\n增长 1.2\n" * 5,
    "12 34 56\n" * 20,
    "渠通了。",
    "北坡渠 North Slope Canal 昨天通水，村里人都来看，县里还要修桥，明年完工，学校也要盖新楼。",
    "Ünü",
]


def notes_of(content):
    (page,) = take_in_bytes(content, "page.txt")
    return page.text, page.notes


def is_note(note, name):
    """Whether a note is that row of the messages: its Chinese has the row's own words."""
    words = {"restored": "已还原", "garbled": "文字是乱码", "lost": "已丢失字符", "not_chinese": "几乎没有中文"}
    return words[name] in again(note, "zh")


@pytest.mark.parametrize(("text", "true", "name"), [row[1:] for row in LATIN], ids=[row[0] for row in LATIN])
def test_what_a_wrong_reading_left_whole_is_read_back_and_said(text, true, name):
    told, (note,) = notes_of(text.encode())
    assert told == true
    assert is_note(note, "restored")
    assert name in note


def test_an_encoding_declared_wrongly_is_mended_too():
    (page,) = take_in_bytes(PAGE.encode(), "page.txt", encoding="latin-1")
    assert page.text == PAGE
    assert is_note(page.notes[0], "restored")


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_what_is_lost_stays_and_is_said(text, names):
    told, notes = notes_of(text.encode())
    assert told == text
    assert [is_note(note, name) for note, name in zip(notes, names, strict=True)] == [True] * len(names)


@pytest.mark.parametrize("text", FOREIGN)
def test_a_page_that_is_not_chinese_is_said(text):
    (note,) = doubts(text * 3)
    assert is_note(note, "not_chinese")


@pytest.mark.parametrize("text", CHINESE)
def test_a_chinese_page_has_nothing_said(text):
    assert mended(text) == mended(mended(text).text)
    assert mended(text).notes == ()


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30))
def test_characters_drawn_by_lot_are_never_changed(text):
    assert mended(text).text == text
