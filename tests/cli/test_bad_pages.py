"""Files and pages that give nothing: each is named with its reason, and those beside it are done."""

import pytest

from presscheck import errors, pipeline
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.model import Box, Page


@pytest.fixture
def given(monkeypatch):
    """Readings of pages with these notes, and no text on those that have any."""

    def give(*notes):
        pages = [
            page_of(
                Page(f"p{n}", "county.pdf", "0" * 64, "pdf", "", (), width=400, height=600, unit="pt"),
                [] if told else [PrintedLine("县城通了火车", Box(40, 60, 120, 20))],
                notes=told,
            )
            for n, told in enumerate(notes, 1)
        ]
        monkeypatch.setattr(pipeline, "take_in", lambda *_, **__: tuple(pages))

    return give


DAMAGED = ("this page of the PDF is damaged and cannot be read",)
HARD = (errors.PageTooHard(file="county.pdf", page=2, seconds=60, memory=3).tell("en"),)
BLANK = ("nothing is printed on this page",)
NO_TYPE = ("the page is skewed by 0.3 degrees; it was levelled to be read", "no type was found in the picture")


@pytest.mark.parametrize(
    ("notes", "code", "told"),
    [
        ([()], 0, []),
        ([(), DAMAGED], 3, ["第 2 页没有读出文字：PDF 的这一页已损坏，无法读取"]),
        ([(), HARD], 3, ["第 2 页没有读出文字：county.pdf：第 2 页无法在 60 秒和 3 GB 内存之内读完。如文件可信"]),
        ([(), BLANK], 0, []),
        ([BLANK, DAMAGED], 3, ["第 1 页没有读出文字：这一页是空白页", "第 2 页没有读出文字：PDF"]),
        ([NO_TYPE], 0, ["第 1 页没有读出文字：版面倾斜 0.3 度，已校正后识别；图像中没有找到文字"]),
    ],
)
def test_a_page_without_text_says_why(run, tmp_path, given, notes, code, told):
    given(*notes)
    done = run("read", tmp_path / "county.pdf", "--lang", "zh")
    assert done.code == code
    assert len(done.err.splitlines()) == len(told)
    for line, words in zip(done.err.splitlines(), told, strict=True):
        assert f"county.pdf：{words}" in line


WRONG = {
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "cut2.png": b"\x89PNG\r\n\x1a\n\0\0",
    "cut3.xml": b"<alto><Layout>",
    "harmful.xml": b'<!DOCTYPE alto [<!ENTITY a "b">]><alto/>',
    "cut4.json": b'[{"text": "a"',
    "other.json": b'{"a": 1}',
    "empty.txt": b"",
    "office.zip": b"PK\x05\x06" + bytes(18),
}


def test_bad_files_stop_none_beside_them(run, county, tmp_path):
    for name, content in WRONG.items():
        (tmp_path / name).write_bytes(content)
    done = run("read", county, *(tmp_path / name for name in WRONG), "-o", tmp_path / "out")
    assert done.code == 3
    assert sorted(line.split(": ")[0].rpartition("/")[2] for line in done.err.splitlines()) == sorted(WRONG)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["county.md"]
