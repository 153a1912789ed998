"""Which encoding a file is in: declared, marked, guessed, damaged or wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import NotText, PageUnreadable, WrongEncoding, WrongUsage
from presscheck.intake.encoding import decode

PLAIN = "本报讯　云河县的新桥昨天通车，两岸群众从此不用再等渡船。\r\n　　县里说，明年还要修三座。\n"
TRADITIONAL = "本報訊　雲河縣的新橋昨天通車，兩岸群眾從此不用再等渡船。\n縣裡說，明年還要修三座。\n"
ENGLISH = "The county opened its new bridge on Monday.\nA café stands at either end of it.\n"

GUESSES = [
    ("utf-8", PLAIN, "UTF-8", "guessed"),
    ("utf-8-sig", PLAIN, "UTF-8", "bom"),
    ("gbk", PLAIN, "GB18030", "guessed"),
    ("gb18030", PLAIN + "㐂𠀀", "GB18030", "guessed"),
    ("big5", TRADITIONAL, "Big5", "guessed"),
    ("utf-16", PLAIN, "UTF-16 LE", "bom"),
    ("utf-16-le", PLAIN, "UTF-16 LE", "guessed"),
    ("utf-16-be", PLAIN, "UTF-16 BE", "guessed"),
    ("utf-16-le", "A bridge\n", "UTF-16 LE", "guessed"),
    ("utf-16-be", "A bridge\n", "UTF-16 BE", "guessed"),
    ("utf-32", PLAIN, "UTF-32 LE", "bom"),
    ("utf-8", TRADITIONAL, "UTF-8", "guessed"),
    ("gbk", TRADITIONAL, "GB18030", "guessed"),
    ("utf-8", ENGLISH, "UTF-8", "guessed"),
    ("cp1252", ENGLISH, "Windows-1252", "guessed"),
    ("utf-8", "Мост открыт", "UTF-8", "guessed"),
    ("ascii", "12,345", "UTF-8", "guessed"),
    # Valid UTF-8 by chance: two letters of other scripts.
    ("gbk", "一些", "GB18030", "guessed"),
    ("gbk", "赵钱孙李", "GB18030", "guessed"),
    ("big5", "雲河日報", "Big5", "guessed"),
]


@pytest.mark.parametrize(("coding", "text", "name", "how"), GUESSES)
def test_an_undeclared_encoding_is_told_by_what_it_would_say(coding, text, name, how):
    decoded, encoding = decode(text.encode(coding), "a.txt")
    assert decoded == text
    assert (encoding.name, encoding.how, encoding.replaced) == (name, how, 0)


@pytest.mark.parametrize(
    ("declared", "coding", "name"),
    [
        ("GB2312", "gb2312", "GB18030"),
        ("gbk", "gb18030", "GB18030"),
        ("utf8", "utf-8", "UTF-8"),
        ("UTF-8", "utf-8-sig", "UTF-8"),
        ("utf-8-sig", "utf-8-sig", "UTF-8"),
        ("utf-16", "utf-16-be", "UTF-16 BE"),
        ("utf-16", "utf-16-le", "UTF-16 LE"),
        ("hz", "hz", "hz"),
    ],
)
def test_a_declared_encoding_is_used(declared, coding, name):
    decoded, encoding = decode(PLAIN.encode(coding), "a.txt", declared)
    assert decoded == PLAIN
    assert (encoding.name, encoding.how) == (name, "declared")


@pytest.mark.parametrize("declared", ["klingon", "base64", "rot13", "unicode_escape", "idna", "a\0b", " "])
def test_what_is_no_encoding_of_files_is_wrong_usage(declared):
    with pytest.raises(WrongUsage, match="no text encoding"):
        decode(b"abc", "a.txt", declared)


def test_the_wrong_declared_encoding_is_named():
    with pytest.raises(WrongEncoding, match="UTF-8"):
        decode(PLAIN.encode("gbk"), "a.txt", "utf-8")


def test_bytes_of_no_encoding_name_what_was_tried():
    with pytest.raises(WrongEncoding, match=r"UTF-8, GB18030, Big5"):
        decode("橋が開通した".encode("cp932") * 3 + b"\xff", "a.txt")


DAMAGE = [
    ("one broken character", PLAIN.encode() * 9 + b"\xe4\xb8" + PLAIN.encode() * 9, "UTF-8", 1),
    ("cut within a character", PLAIN.encode("gbk")[:-2], "GB18030", 1),
    ("cut at both ends", PLAIN.strip().encode()[1:-1], "UTF-8", 3),
    ("half a surrogate pair in UTF-8", b"\xed\xa0\x80" + PLAIN.encode(), "UTF-8", 1),
    ("a surrogate pair in UTF-8", PLAIN.encode() + b"\xed\xa1\x80\xed\xb0\x80", "UTF-8", 2),
    ("half a surrogate pair in UTF-16", b"\xff\xfe\x00\xd8" + PLAIN.encode("utf-16-le"), "UTF-16 LE", 1),
    ("the replacement character itself", (PLAIN + "\ufffd").encode(), "UTF-8", 0),
]


@pytest.mark.parametrize(("content", "name", "replaced"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE])
def test_a_few_damaged_characters_are_replaced_and_counted(content, name, replaced):
    text, encoding = decode(content, "a.txt")
    assert (encoding.name, encoding.replaced) == (name, replaced)
    assert "\ufffd" in text
    assert not any("\ud800" <= char <= "\udfff" for char in text)


@pytest.mark.parametrize("content", [bytes(range(256)) * 4, b"\x00", b"\xff\xfe\x00\x00\x01\x00", b"\x01\x02\x03"])
def test_binary_data_is_no_text(content):
    with pytest.raises(NotText):
        decode(content, "a.txt")


def test_a_picture_named_as_text_is_refused_by_its_name():
    with pytest.raises(NotText, match="PNG") as caught:
        decode(b"\x89PNG\r\n\x1a\n" + PLAIN.encode(), "page.txt")
    assert caught.value.tell("zh").startswith("page.txt：这不是文本，而是 PNG")


def test_markup_is_refused_in_any_encoding():
    with pytest.raises(NotText, match="ALTO XML"):
        decode('<?xml version="1.0"?>\n<alto/>'.encode("utf-16"), "page.txt")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_without_surrogates_or_an_error_of_ours(content):
    try:
        text, encoding = decode(content, "a.txt")
    except PageUnreadable:
        return
    text.encode("utf-8")
    assert encoding.how in {"bom", "guessed"}


@given(st.text("云河县新桥通车群众渡船的一是在了年月日，。、0123456789\n", min_size=8, max_size=200))
def test_news_comes_back_from_every_encoding_it_is_declared_in(text):
    for coding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(coding), "a.txt", coding)[0] == text
