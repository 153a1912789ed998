"""Where the pages of a newspaper end in a dump that runs several together."""

import pytest

from presscheck import pipeline
from presscheck.articles.borders import borders
from presscheck.intake import take_in_bytes
from presscheck.messages import again
from presscheck.model import Page

LONG = "渠水昨天上了北坡，村里人都来看。\n" * 15
OTHER = "".join(f"第{number}段　县里今年修桥{number}座，明年通车。\n" for number in range(1, 21))
PARTED = [
    ("on top", "第2版 2026年6月18日\n{long}第3版 2026年6月18日\n{other}", ["第2版", "第3版"]),
    ("over two lines", "东江日报\n2026年6月18日 第1版\n{long}要闻\n第2版 2026年6月18日\n{other}", ["东江日", "要闻\n"]),
    ("3", "第1版 2026年6月18日\n{long}第2版 2026.6.18\n{other}第4版 2026.6.18\n{long}", ["第1版", "第2版", "第4版"]),
    ("a page unnumbered", "东江日报 2026.6.18\n{long}东江日报 2026.6.18 第2版\n{other}", ["东江日", "东江日"]),
    ("at the foot", "{long}第2版 2026年6月18日\n{other}第3版 2026年6月18日\n", ["渠水昨", "第1段"]),
    ("twice a page", "第2版 2026年6月18日\n{long}第2版\n第3版 2026年6月18日\n{other}第3版\n", ["第2版", "第3版"]),
]  # fmt: skip
WHOLE = [
    ("one page", "第2版 2026年6月18日\n{long}{other}", False),
    ("its folio twice", "第2版 2026年6月18日\n{long}{other}第2版 2026年6月18日\n{long}", False),
    ("the day once more", "第2版 2026年6月18日\n{long}2026年6月18日 星期四\n{other}", False),
    ("a spread's two numbers side by side", "第2版 2026年6月18日\n第3版 2026年6月18日\n{long}{other}", False),
    ("an index", "第1版 2026年6月18日\n渠水上北坡 第3版\n{long}（下转第4版）\n{other}", False),
    ("numbers alone", "第2版 要闻\n{long}第3版 综合\n{other}", True),
    ("a masthead again", "2026年6月18日 星期四\n{long}2026年6月18日 星期四\n{other}", True),
    ("folios in the middle", "{long}第2版 2026年6月18日\n{other}{long}第3版 2026年6月18日\n{other}", True),
    ("within a sentence", "第2版 2026年6月18日\n{long}渠水流过\n第3版 2026年6月18日\n北坡。\n{other}", True),
    ("pages in turn", "第2版 2026年6月18日\n{long}第3版 2026年6月18日\n{other}第2版 2026年6月18日\n{long}", True),
]  # fmt: skip


def filled(text):
    return text.format(long=LONG, other=OTHER)


def sheets_of(text):
    return pipeline.sheets(take_in_bytes(filled(text).encode(), "issue.txt"))


@pytest.mark.parametrize(("text", "opens"), [row[1:] for row in PARTED], ids=[row[0] for row in PARTED])
def test_pages_run_together_are_parted_at_their_folios(text, opens):
    sheets = sheets_of(text)
    assert [sheet.text.lstrip()[:3] for sheet in sheets] == opens
    assert [sheet.id for sheet in sheets] == [f"p{number}" for number in range(1, len(opens) + 1)]
    assert "".join(sheet.text for sheet in sheets) == filled(text)
    assert [len(sheet.notes) for sheet in sheets] == [0, *[1] * (len(opens) - 1)]
    for sheet in sheets:
        assert all(line.span.page == sheet.id for line in sheet.lines)


@pytest.mark.parametrize(("text", "told"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_what_is_not_certain_stays_one_page_and_says_so(text, told):
    (sheet,) = sheets_of(text)
    assert sheet.text == filled(text)
    assert len(sheet.notes) == told
    assert all("换页符" in again(note, "zh") for note in sheet.notes)


def test_pages_after_a_parted_one_are_numbered_on():
    text = "第1版 2026年6月18日\n{long}第2版 2026年6月18日\n{other}\f第3版\n{long}"
    assert [sheet.id for sheet in sheets_of(text)] == ["p1", "p2", "p3"]


def test_a_page_without_a_line_has_no_border():
    assert borders(Page("p1", "a.txt", "", "dump", "", ())).starts == (0,)
