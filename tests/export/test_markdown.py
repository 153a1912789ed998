import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # the reader that rich brings along

from presscheck.export.markdown import plain, write
from presscheck.model import Article, Paragraph, ParagraphKind, Reading

ROWS = [
    # what the page says, what Markdown needs, why
    ("# 不是标题", r"\# 不是标题"),  # a heading
    ("1. 上涨", r"1\. 上涨"),  # a list
    ("- 其一", r"\- 其一"),
    ("+ 其一", r"\+ 其一"),
    ("-5℃到3℃", "-5℃到3℃"),  # no list: nothing follows but the figure
    ("+5%", "+5%"),
    ("1.5亿元", "1.5亿元"),
    ("--- 完 ---", r"\--- 完 ---"),  # a rule
    ("===", r"\==="),
    ("*号外*与_黑体_", r"\*号外\*与\_黑体\_"),
    ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
    ("[链接](http://example.net)", r"\[链接\](http\://example.net)"),
    ("访问www.example.net", r"访问www\.example.net"),
    ("`代码`", r"\`代码\`"),
    ("&lt;", r"\&lt;"),
    ("甲|乙", r"甲\|乙"),
    ("C:\\", "C:\\\\"),
    ("　　空格在前", "空格在前"),  # indented code
    ("红\x1b[31m字", r"红␛\[31m字"),  # an escape sequence
]


def told(**parts) -> str:
    return write(Reading((), (), (Article("a1", **parts),)))


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_page_text_cannot_become_markup(text, expected):
    assert plain(text) == expected


@given(st.text(alphabet="一#*_[]<>&~|$`\\+-=.:)(1w/ \t\n\x1b", max_size=30))
def test_taking_the_escapes_away_gives_the_text(text):
    shown = text.strip().replace("\x1b", "␛").replace("\t", "␉").replace("\n", "␊")
    assert re.sub(r"\\(.)", r"\1", plain(text)) == shown


@given(st.text(alphabet="一#*_[]<>&~|$`\\+-=.:)(1w/ &lt;", max_size=30))
def test_a_markdown_reader_sees_one_paragraph_of_plain_text(text):
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = [token for token in reader.parse(f"前\n\n{plain(text)}\n\n后") if token.type == "inline"]
    assert [child.content for child in blocks[0].children] == ["前"]
    words = text.strip()
    if words:
        assert {child.type for child in blocks[1].children} == {"text"}
        assert "".join(child.content for child in blocks[1].children) == words
    assert len(blocks) == (3 if words else 2)
    assert reader.parse(plain(text))[:1] == [] or reader.parse(plain(text))[0].type == "paragraph_open"


def test_a_whole_story(reading):
    assert write(reading) == (
        "## 青川水渠完工\n\n**兴修水利**\n\n两岸农田受益\n\n*□ 本报记者 田小禾*\n\n*（上接第一版）*\n\n"
        "本报青川5月3日讯　水渠昨天完工，全长三十里。村里人说，⾦秋有望。\n\n### 百姓叫好\n\n> 图为新渠通水。\n\n"
        "*（下转第三版）*\n\n## (no headline)\n\n"
        "## Not in any story\n\n- 残句半截 (no story asks for it)\n- 青川日报　第2版\n"
    )


def test_in_chinese(reading):
    assert "## （无标题）" in write(reading, "zh")
    assert "## 未归入任何稿件\n\n- 残句半截（no story asks for it）" in write(reading, "zh")


def test_without_leftovers_there_is_no_last_section():
    assert told(headline="甲") == "## 甲\n"


def test_a_dateline_within_a_paragraph_is_not_said_twice(reading):
    assert write(reading).count("本报青川5月3日讯") == 1


@pytest.mark.parametrize("kind", list(ParagraphKind))
def test_every_kind_of_paragraph_is_written(kind):
    assert "通水了" in told(paragraphs=(Paragraph(kind, "通水了", ()),))
