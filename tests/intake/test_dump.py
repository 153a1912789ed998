"""Text dumps, and every file that is none."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import EmptyFile, FileForbidden, FileMissing, IsFolder, NotText, TooLarge, WrongEncoding
from presscheck.intake import take_in, take_in_bytes

NEWS = "云河日报\n\n　　本报讯　新桥昨天通车。\n"


def page_of(text, **settings):
    (page,) = take_in_bytes(text.encode(), "a.txt", **settings)
    return page


def words_of(page):
    return [page.words(line.span) for line in page.lines]


@pytest.fixture
def county(tmp_path):
    path = tmp_path / "county.txt"
    path.write_bytes(NEWS.encode())
    return path


def test_a_dump_is_a_page_with_lines(county):
    (page,) = take_in(county)
    assert (page.id, page.file, page.kind, page.text) == ("p1", "county.txt", "dump", NEWS)
    assert page.sha256 == hashlib.sha256(NEWS.encode()).hexdigest()
    assert words_of(page) == ["云河日报", "本报讯　新桥昨天通车。"]
    assert page.manner is None
    assert take_in(str(county)) == (page,)


def test_form_feeds_separate_pages_and_blank_ones_count_for_nothing():
    pages = take_in_bytes("\f一版\n\f \n\f二版\r\n\f".encode(), "issue.txt")
    assert [(page.id, page.text) for page in pages] == [("p1", "一版\n"), ("p2", "二版\r\n")]
    assert pages[1].lines[0].span.page == "p2"
    assert pages[0].sha256 == pages[1].sha256


def test_the_text_is_what_the_file_says():
    text = "云河\x07日报\r\n\r\n︵第一版︶\u200b\x1b[0m\n雲河縣\nThe county\n"
    assert page_of(text).text == text


def test_look_alike_code_points_are_listed_with_their_places():
    page = page_of("云河⾦融\n\uf900有此理")
    assert [(found.span.start, found.before, found.after) for found in page.look_alikes] == [
        (2, "⾦", "金"),
        (5, "\uf900", "豈"),
    ]


def test_damage_is_noted():
    (page,) = take_in_bytes(NEWS.encode() + b"\xff", "a.txt")
    assert page.encoding.replaced == 1
    assert page.notes == ("characters that are none in UTF-8: 1; each is read as U+FFFD",)


EMPTY = [b"", b" \n\t", "　　\r\n".encode(), b"\f\f", b"\xef\xbb\xbf", b"\xff\xfe", "　\n".encode("utf-16")]


@pytest.mark.parametrize("content", EMPTY)
def test_a_file_of_nothing_but_white_space_is_empty(content):
    with pytest.raises(EmptyFile):
        take_in_bytes(content, "a.txt")


REFUSED = [
    ("an archive", b"7z\xbc\xaf\x27\x1c\x00\x04", NotText, "7z"),
    ("a Word file", b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml word/", NotText, "docx"),
    ("markup", b"<!DOCTYPE html><html><body>", NotText, "HTML"),
    ("bytes", bytes(range(200)), NotText, "binary"),
    ("another encoding", "橋が開通した".encode("cp932") * 3 + b"\xff", WrongEncoding, "UTF-8"),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_text_is_refused_whatever_its_name(tmp_path, content, error, says):
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    with pytest.raises(error, match=says) as caught:
        take_in(path)
    assert caught.value.exit_code == 3


def test_a_missing_file_a_folder_and_a_closed_one_are_told_apart(tmp_path, county, monkeypatch):
    with pytest.raises(FileMissing):
        take_in(tmp_path / "nothing.txt")
    with pytest.raises(FileMissing):
        take_in(county / "under-a-file.txt")
    with pytest.raises(FileMissing):
        take_in("a\0b.txt")
    with pytest.raises(IsFolder):
        take_in(tmp_path)
    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(FileForbidden, match="Permission denied"):
        take_in(county)


def refuse(_path):
    raise PermissionError(13, "Permission denied")


def test_fifty_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write(NEWS.encode())
        file.truncate(50_000_000)
    with pytest.raises(TooLarge, match=r"50\.0 MB; such a file may have at most 20 MB"):
        take_in(path)


def test_too_much_from_a_pipe_is_refused():
    with pytest.raises(TooLarge, match="20 MB"):
        take_in_bytes(b"x" * 20_000_001, "-")


def test_one_line_of_five_megabytes_is_one_line():
    page = page_of("云河县的新桥通车，" * 190_000)
    assert [len(line.span) for line in page.lines] == [1_710_000]


@pytest.mark.parametrize(
    "text", ["云河日报　2026年3月1日　第1版", "云河新桥通车\n\n县城老街翻新\n", "The bridge\nis open\n"]
)
def test_pages_of_few_lines_are_pages(text):
    assert page_of(text).manner is None


@given(
    st.text(st.one_of(st.sampled_from("\f\n\r　 云河。a\x1c"), st.characters(exclude_categories=["Cs"])), min_size=1)
)
def test_every_character_that_is_no_space_is_in_one_span(text):
    try:
        pages = take_in_bytes(("云" + text).encode(), "a.txt", encoding="utf-8")
    except NotText:
        return
    assert "".join(c for page in pages for c in page.text if not c.isspace()) == "".join(
        c for c in "云" + text if not c.isspace()
    )
    for page in pages:
        covered = [i for line in page.lines for i in range(line.span.start, line.span.end)]
        assert len(covered) == len(set(covered))
        assert {i for i, char in enumerate(page.text) if not char.isspace()} <= set(covered)
