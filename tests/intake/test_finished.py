"""Finished articles, a JSON object a line: what is none is told with its line and its reason, the rest is read."""

import codecs
import datetime
import gzip
import json
from pathlib import Path

import pytest

from presscheck.errors import BadArticle, EmptyFile, FileForbidden, FileMissing, IsFolder, NotText, PageUnreadable
from presscheck.intake import finished
from presscheck.intake.finished import Finished, finished_in, finished_of, holds_finished
from presscheck.model import ParagraphKind

GOOD = '{"id": "a%d", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}'


def read(path: Path) -> tuple[list[str], list[tuple[int, str]]]:
    """The ids of the stories of a file, and of each line that is none its number and why."""
    ids, troubles = [], []
    for one in finished_in(path):
        if isinstance(one, Finished):
            ids.append(one.article.id)
        else:
            assert isinstance(one, BadArticle)
            assert one.tell("zh") != one.tell("en")
            assert str(path) in one.tell("zh")
            troubles.append((int(str(one.values["line"])), one.tell("en").split("(", 1)[1]))
    return ids, troubles


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.jsonl"


BAD = [  # a line, and why it is no article
    ("县城通了火车", "no JSON: Expecting value"),
    ('{"id": "a1", "paragraphs": [', "no JSON: Expecting value"),
    ('{"id": "a1"} {"id": "a2"}', "no JSON: Extra data"),
    ("[]", "it is not an object"),
    ("null", "it is not an object"),
    ('"县城"', "it is not an object"),
    ('{"paragraphs": []}', "it has no id"),
    ('{"id": "", "paragraphs": []}', "it has no id"),
    ('{"id": "  ", "paragraphs": []}', "it has no id"),
    ('{"id": 7, "paragraphs": []}', "it has no id"),
    ('{"id": "a\\ud800", "paragraphs": []}', "its id holds half characters"),
    ('{"id": "a1"}', "paragraphs is not a list"),
    ('{"id": "a1", "paragraphs": "县城通了火车"}', "paragraphs is not a list"),
    ('{"id": "a1", "paragraphs": [7]}', "a paragraph has no text"),
    ('{"id": "a1", "paragraphs": [{"kind": "p"}]}', "a paragraph has no text"),
    ('{"id": "a1", "paragraphs": [], "headline": 7}', "headline is not a text"),
    ('{"id": "a1", "paragraphs": [], "paper": ["云州日报"]}', "paper is not a text"),
    ('{"id": "a1", "paragraphs": [], "date": "昨天"}', "date is no day: 昨天"),
    ('{"id": "a1", "paragraphs": [], "date": "2026-02-30"}', "date is no day: 2026-02-30"),
    ('{"id": "a1", "paragraphs": [], "date": 20260618}', "date is not a text"),
    ("[" * 100_000, "brackets stand within brackets too often"),
    ('{"id": "a1", "paragraphs": [%s]}' % ("1" * 5_000), "no JSON: Exceeds the limit"),
]


@pytest.mark.parametrize(("line", "why"), BAD, ids=[why for _, why in BAD])
def test_a_line_that_is_no_article_stops_no_other(line: str, why: str, file: Path) -> None:
    file.write_text(f"{GOOD % 1}\n{line}\n{GOOD % 2}\n", encoding="utf8")
    ids, ((number, told),) = read(file)
    assert (ids, number) == (["a1", "a2"], 2)
    assert told.startswith(why)


@pytest.mark.parametrize("line", [b"\xff\xfe\xff\n", "县城".encode("gb18030") + b"\n", b'{"id": "\xe5\xff"}\n'])
def test_a_line_in_another_encoding_stops_no_other(line: bytes, file: Path) -> None:
    file.write_bytes((GOOD % 1).encode() + b"\n" + line + (GOOD % 2).encode())
    ids, ((number, _),) = read(file)
    assert (ids, number) == (["a1", "a2"], 2)


def test_an_id_that_comes_twice_is_told_and_the_first_is_kept(file: Path) -> None:
    file.write_text(f"{GOOD % 1}\n{GOOD % 2}\n{GOOD % 1}\n", encoding="utf8")
    ids, troubles = read(file)
    assert ids == ["a1", "a2"]
    ((number, why),) = troubles
    assert (number, why.split(")")[0]) == (3, "the id a1 stands in line 1 too")


def test_blank_lines_a_byte_order_mark_and_foreign_line_ends_are_no_matter(file: Path) -> None:
    told = f"\r\n{GOOD % 1}\r\n\n  \t\n{GOOD % 2}"
    for content in (told.encode(), codecs.BOM_UTF8 + told.encode(), codecs.BOM_UTF8 + told.strip().encode()):
        file.write_bytes(content)
        assert read(file) == (["a1", "a2"], [])


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_an_empty_file_is_told(content: bytes, packed: bool, file: Path) -> None:
    file.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(EmptyFile):
        list(finished_in(file))


# Packed, cut off, damaged


def lines(count: int) -> bytes:
    return "".join(f"{GOOD % number}\n" for number in range(count)).encode()


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "ALL.NDJSON.GZ"])
def test_whether_a_file_is_packed_its_bytes_tell_not_its_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    assert holds_finished(file)
    for content in (
        lines(3),
        gzip.compress(lines(3)),
        gzip.compress(lines(1)) + gzip.compress(lines(3)[len(lines(1)) :]),
    ):
        file.write_bytes(content)
        assert read(file) == (["a0", "a1", "a2"], [])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_packed_file_that_is_cut_off_is_told_in_both_languages(share: float, file: Path) -> None:
    packed = gzip.compress(lines(500))
    file.write_bytes(packed[: int(len(packed) * share)])
    with pytest.raises(BadArticle, match="the file is cut off or damaged") as error:
        list(finished_in(file))
    assert "文件不完整或已损坏" in error.value.tell("zh")


@pytest.mark.parametrize("place", [15, 200, -6])
def test_a_packed_file_that_is_damaged(place: int, file: Path) -> None:
    packed = bytearray(gzip.compress(lines(500)))
    packed[place] ^= 0xFF
    packed[place + 1] ^= 0xFF
    file.write_bytes(packed)
    with pytest.raises(BadArticle):
        list(finished_in(file))


def test_a_line_without_end_is_not_read_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished, "LONGEST", 2_000_000)
    file.write_bytes(gzip.compress(lines(2) + b"[" + b" " * 50_000_000))
    with pytest.raises(BadArticle, match=r"line 3: .*a line of over 2 MB"):
        list(finished_in(file))


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"PK\x03\x04\0\0\0\0", NotText), (b"\x89PNG\0\0\0\r", NotText), (b"\x1f\x8bnot packed", BadArticle)],
)
def test_something_else_under_such_a_name(content: bytes, error: type[PageUnreadable], file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(error):
        list(finished_in(file))


def test_a_file_that_is_not_there_or_a_folder(file: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        list(finished_in(file))
    with pytest.raises(IsFolder):
        list(finished_in(tmp_path))


def test_a_disk_that_fails_is_not_told_as_our_bug(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def readline(self, most: int) -> bytes:
            raise OSError(5, "Input/output error")

        def __enter__(self) -> "Failing":
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(finished, "_opened", lambda path: Failing())
    with pytest.raises(FileForbidden, match="Input/output error"):
        list(finished_in(file))


# What an article may have


def test_all_that_an_article_may_have() -> None:
    told = {
        "id": "a7", "kind": "brief", "kicker": "乡村", "headline": "水渠完工", "deck": "全长30公里", "byline": "田小禾",
        "date": "2026-06-18", "paper": "云州日报", "other": {"of": "no matter"},
        "paragraphs": ["第一段。", {"text": "小标题", "kind": "crosshead"}, {"text": "末段。", "kind": "no such kind"}],
    }  # fmt: skip
    one = finished_of(told)
    article = one.article
    assert (one.date, one.paper) == (datetime.date(2026, 6, 18), "云州日报")
    assert (article.id, article.kind, article.kicker, article.headline) == ("a7", "brief", "乡村", "水渠完工")
    assert (article.deck, article.byline) == ("全长30公里", "田小禾")
    assert [(part.kind, part.text) for part in article.paragraphs] == [
        (ParagraphKind.P, "第一段。"), (ParagraphKind.CROSSHEAD, "小标题"), (ParagraphKind.P, "末段。"),
    ]  # fmt: skip


def test_all_that_an_article_must_have() -> None:
    one = finished_of({"id": "a7", "paragraphs": [], "headline": "", "date": None, "paper": ""})
    assert (one.date, one.paper, one.article.headline, one.article.kind) == (None, None, None, "news")


def test_half_characters_are_replaced_where_they_stand() -> None:
    one = finished_of(json.loads('{"id": "a7", "headline": "残\\ud800页", "paragraphs": ["县\\udfff城"]}'))
    assert (one.article.headline, one.article.paragraphs[0].text) == ("残�页", "县�城")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.jsonl", True), ("a.ndjson", True), ("A.JSONL.GZ", True), ("a.json", False), ("a.gz", False), ("jsonl", False)],
)
def test_which_names_hold_articles(name: str, is_one: bool) -> None:
    assert holds_finished(name) is is_one
