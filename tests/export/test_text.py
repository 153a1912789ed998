import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.export import ENDINGS, markdown
from presscheck.export.text import GRAVE, RULE, visible, warnings, write
from presscheck.messages import say
from presscheck.model import Page, Reading

ROWS = [
    ("\x00", "␀"),
    ("\x1f", "␟"),
    ("\x1b[2J", "␛[2J"),
    ("\x7f", "␡"),
    ("\x9b", "‹U+009B›"),
    ("\u202e", "‹U+202E›"),
    ("\ud83d", "‹U+D83D›"),
    ("上 下　左", "上 下　左"),
    ("\U00020000，“引”", "\U00020000，“引”"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_what_drives_a_terminal_is_shown_as_a_symbol(text, expected):
    assert visible(text) == expected


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_shown_text_is_harmless_and_stays_so(text):
    shown = visible(text)
    assert visible(shown) == shown
    assert all(ord(char) >= 0x20 and not 0x7F <= ord(char) <= 0x9F for char in shown)
    shown.encode("utf-8")


def test_stories_are_told_whole_with_a_rule_between(reading):
    first, second, last = write(reading).split(f"\n\n{RULE}\n\n")
    assert first == (
        "兴修水利\n青川水渠完工\n两岸农田受益\n\n□ 本报记者 田小禾\n（上接第一版）\n"
        "本报青川5月3日讯　水渠昨天完工，全长三十里。村里人说，⾦秋有望。\n百姓叫好\n图为新渠通水。\n（下转第三版）"
    )
    assert second == "(no headline)"
    assert last == "[Not in any story]\n残句半截 (no story asks for it)\n青川日报　第2版\n"


def test_an_empty_reading_is_an_empty_line():
    assert write(Reading((), (), ())) == "\n"


def test_what_may_have_spoiled_a_page_is_told_with_its_file():
    page = Page("p2", "county.txt", "0" * 64, "dump", "", (), notes=(say("intake.not_chinese", "en"), "levelled"))
    told = write(Reading((page,), (), ()), "zh")
    assert told.startswith("[关于文件]\ncounty.txt 第 2 页：本版几乎没有中文")
    assert "levelled" not in told
    assert "## About the file\n\n- county.txt, page 2: hardly" in markdown.write(Reading((page,), (), ()))


@pytest.mark.parametrize("name", GRAVE)
def test_every_warning_is_known_again(name):
    gaps = dict.fromkeys(("count", "encoding", "pages", "wrong", "right"), "3")
    page = Page("p1", "county.txt", "0" * 64, "dump", "", (), notes=(say(f"intake.{name}", "en", **gaps),))
    assert len(warnings(Reading((page,), (), ()), "en")) == 1


def test_no_two_formats_end_alike():
    assert len(set(ENDINGS.values())) == len(ENDINGS)
