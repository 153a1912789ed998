"""`presscheck read --apply` and `--lexicon`: stories written corrected, and words of one's own left alone."""

import json

import pytest

from presscheck import pipeline
from presscheck.export.json import dump

PRINTED = "本报讯　今年,全市开通第一趟列车，记者走进涇岭县，看到梯田连成一片。这是一个拥有众多人口口的国家。"
SURE = PRINTED.replace(",", "，")
LIKELY = SURE.replace("涇", "泾")


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(f"县城通了火⻋\n\n本报记者 方小舟\n\n{PRINTED}\n", encoding="utf8")
    return file


@pytest.fixture
def words(tmp_path):
    return tmp_path / "words.txt"


@pytest.mark.parametrize("form", ["md", "txt", "tei"])
@pytest.mark.parametrize(("apply", "body"), [("sure", SURE), ("likely", LIKELY)])
def test_stories_are_written_corrected(run, page, form, apply, body):
    told = run("read", page, "--format", form, "--apply", apply)
    assert (told.code, told.err) == (0, "")
    bare = told.out.replace('<corr cert="high">', "").replace('<corr cert="medium">', "").replace("</corr>", "")
    assert body.removeprefix("本报讯") in bare
    assert "县城通了火车" in bare


def test_without_it_stories_stay_as_printed(run, page):
    assert PRINTED in run("read", page, "--format", "txt").out


def test_json_has_both(run, page):
    told = json.loads(run("read", page, "--format", "json", "--apply", "likely").out)["articles"][0]
    assert (told["headline"], told["corrected"]) == ("县城通了火⻋", {"headline": "县城通了火车"})
    (paragraph,) = told["paragraphs"]
    assert (paragraph["text"], paragraph["corrected"]) == (PRINTED, LIKELY)
    assert run("read", page, "--format", "json").out == dump(pipeline.read(page))


def test_files_in_a_folder_are_written_corrected_too(run, page, tmp_path):
    for more in ([], ["--issue"], ["--jobs", "2"]):
        assert run("read", page, *more, "-o", tmp_path / "out", "--apply", "sure").code == 0
        assert SURE in (tmp_path / "out/page.md").read_text(encoding="utf8")


def test_a_suspicion_is_never_applied(run, page):
    told = run("read", page, "--apply", "suspect")
    assert (told.code, told.out) == (2, "")


@pytest.mark.parametrize("form", ["page_xml", "alto", "mets", "hocr"])
def test_what_tells_the_page_as_printed_is_refused_before_anything_is_read(run, tmp_path, form):
    told = run("read", tmp_path / "gone.txt", "--format", form, "--apply", "sure")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"{form} tells each word as it is printed")
    assert "--format json, md, txt or tei" in told.err


# -- a list of words


@pytest.mark.parametrize(
    "content",
    ["涇岭县\n", "# places\n\n  涇岭县  \r\n", "\ufeff涇岭县", "# " + "long " * 30 + "\n涇岭县\n"],
    ids=["a word", "notes and blanks", "a byte order mark", "a long note"],
)
def test_words_of_ones_own_are_left_alone(run, page, words, content):
    words.write_text(content, encoding="utf8", newline="")
    assert SURE in run("read", page, "--format", "txt", "--apply", "likely", "--lexicon", words).out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no such file"),
        ("涇岭县\n云州\n".encode("gb18030"), "line 1 is not in UTF-8; save the file as UTF-8"),
        ("云州\n".encode() + b"\xff\n", "line 2 is not in UTF-8"),
        (b"PK\x03\x04\x00\x00", "it is no plain text"),
        ("云\x07州\n".encode(), "it is no plain text"),
        ("云州\n".encode("utf-16"), "it is no plain text"),
        (f"云州\n{'口' * 61}\n".encode(), "line 2 has 61 characters, and a word may have 60"),
    ],
    ids=["missing", "GB18030", "a bad byte", "an archive", "a control", "UTF-16", "a sentence"],
)
def test_a_list_that_cannot_be_used_is_told_kindly(run, page, words, content, why):
    if content is not None:
        words.write_bytes(content)
    told = run("read", page, "--lexicon", words)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"{words}: this list of words cannot be used: {why}")
    assert "one word a line" in told.err
    assert len(told.err.splitlines()) == 1


def test_a_folder_is_no_list(run, page, tmp_path):
    assert "it is a folder" in run("read", page, "--lexicon", tmp_path).err


def test_it_is_told_in_chinese(run, page, words):
    told = run("read", page, "--lexicon", words, "--lang", "zh")
    assert "这个词表无法使用：没有这个文件。词表应为 UTF-8 纯文本" in told.err


def test_a_list_too_large(run, page, words):
    words.write_bytes(b"a\n" * 10_000_001)
    assert "it has over 20 MB" in run("read", page, "--lexicon", words).err
