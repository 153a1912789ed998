"""Rows across a page: told from other dumps, and read down their columns."""

from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.intake import take_in_bytes
from presscheck.model import MannerKind

BRIDGE = (
    "本报讯　云河县的新桥昨天正式通车，两岸群众从此不用再等渡船。这座桥全长八百多米，去年三月开工建设，总"
    "投资两亿三千万元，是今年全县第一个完成的重点项目。通车当天，许多住在对岸的老人专门走过桥来，到县城的"
    "集市上买菜。县交通运输局负责人说，新桥建成后，从北岸各乡镇到县医院的时间由一个小时缩短到二十分钟。下"
    "一步，县里还将修建连接桥头的公路，方便农产品运输。"
)
SCHOOL = (
    "本报讯　南山镇中心小学今年春季学期开设了种植课，学生每周到学校后面的菜园劳动两个小时。老师介绍，孩子"
    "们已经学会了育苗、浇水和施肥，种出的蔬菜送到学校食堂。家长们对这门课很欢迎，认为孩子更加懂得粮食来之"
    "不易。学校还邀请镇上有经验的农民担任辅导员，指导学生观察记录作物生长情况。据了解，全县已有十二所学校"
    "开设类似课程，参加的学生超过三千人。"
)
MARKET = (
    "本报讯　记者从市场监督管理部门了解到，今年第一季度全县新登记企业四百多家，比去年同期增长百分之十五。"
    "新登记的企业主要集中在农产品加工、物流运输和文化旅游等行业。为了方便群众办事，县政务服务中心推出网上"
    "申请、当天办结的服务，申请人不用再到窗口排队。负责人表示，今后将继续简化办事流程，提高服务质量，让更"
    "多的人愿意到云河来创业。"
)
STORIES = (BRIDGE, SCHOOL, MARKET)
MEASURE = 14


def printed(story, measure=MEASURE):
    text = "　　" + story
    return [text[i : i + measure] for i in range(0, len(text), measure)]


def rows_of(gap):
    """The three stories side by side, each in a column of its own."""
    rows = zip_longest(*map(printed, STORIES), fillvalue="")
    return "\n".join(gap.join(piece.ljust(MEASURE) for piece in row) for row in rows)


def run_together():
    """All three stories twice in every column, in other orders, and nothing between the columns."""
    columns = [[line for k in range(i, i + 6) for line in printed(STORIES[k % 3])] for i in range(3)]
    return "\n".join("".join(piece.strip() for piece in row) for row in zip_longest(*columns, fillvalue=""))


def in_display_columns(gap):
    """The same, padded by display width, as tools write it that give a Chinese character two columns."""
    return "\n".join(
        gap.join(piece + "  " * (MEASURE - len(piece)) for piece in row)
        for row in zip_longest(*[printed(story) for story in STORIES], fillvalue="")
    )


def read(text):
    (page,) = take_in_bytes(text.encode(), "rows.txt")
    return page


def told(page):
    return "".join("".join(page.words(line.span).split()) for line in page.lines)


def joined(page):
    """The share of printed lines that the line under them follows."""
    text = told(page)
    pairs = [
        "".join((upper + lower).split())
        for story in STORIES
        for upper, lower in zip(printed(story), printed(story)[1:], strict=False)
    ]
    return sum(pair in text for pair in pairs) / len(pairs)


@pytest.mark.parametrize("text", [rows_of("   "), in_display_columns("   "), rows_of("\t")])
def test_rows_with_gaps_are_read_down_their_columns(text):
    page = read(text)
    assert page.manner.kind is MannerKind.ROWS
    assert page.manner.confidence > 0.7
    assert joined(page) == 1
    assert told(page) == "".join("".join(STORIES).split())
    assert sorted({line.column for line in page.lines}) == [0, 1, 2]


def test_the_reasons_are_in_words():
    reasons = read(rows_of("   ")).manner.reasons
    assert any("more than one piece of type" in reason for reason in reasons)
    assert any("14 characters" in reason for reason in reasons)


def test_a_paragraph_keeps_its_indent():
    page = read(rows_of("   "))
    assert [page.words(line.span)[:3] for line in page.lines if line.indent] == ["本报讯"] * 3


def test_a_headline_across_columns_comes_before_what_it_heads():
    headline = "云河新桥昨日正式通车两岸群众欢喜往来不再等候渡船"
    page = read(f"   {headline}\n\n" + rows_of("   "))
    assert page.manner.kind is MannerKind.ROWS
    assert page.words(page.lines[0].span) == headline


def test_rows_with_single_spaces_are_read_by_language_and_measure():
    page = read("\n".join(" ".join(row.split()) for row in rows_of("   ").split("\n")))
    assert page.manner.kind is MannerKind.RUN_TOGETHER
    assert page.manner.confidence < 0.5
    assert joined(page) > 0.8


def test_rows_run_together_are_cut_by_language_and_measure():
    page = read(run_together())
    assert page.manner.kind is MannerKind.RUN_TOGETHER
    assert page.manner.confidence < 0.5
    assert joined(page) > 0.6


FOLIO = "云河日报　2026年3月1日　第1版\n\n"
TABLE = "\n".join(
    f"{town}    {count}    {count * 3}    {count / 7:.1f}" for count, town in enumerate("甲乙丙丁戊己庚辛", 120)
)
DUMPS = {
    "paragraphs": FOLIO + "\n".join("　　" + story for story in STORIES * 3),
    "printed lines of one column": "\n".join(line for story in STORIES for line in printed(story)),
    "columns one after another": "\n".join(line for row in zip(*map(printed, STORIES), strict=False) for line in row),
    "two headlines on a line": "\n".join(f"云河新桥通车 南山学校种菜\n{story}" for story in STORIES * 3),
    "bylines": "\n".join(f"　　本报记者　张三　通讯员　李四\n{story}" for story in STORIES * 3),
    "a list of names": "\n".join("张三丰  李四光  王五福  赵六合" for _ in range(20)),
    "a table": TABLE,
    "a table in a story": f"{BRIDGE}\n{TABLE}\n{SCHOOL}\n{MARKET}",
    "folios": FOLIO * 12,
    "English": "\n".join(
        ["The county opened its new bridge on Monday, two years after work on it began.  It is long."] * 20
    ),
    "verse": "\n".join(["桥头春水绿  桥尾杏花红", "来往皆相识  何须问西东"] * 10),
}


@pytest.mark.parametrize("text", DUMPS.values(), ids=DUMPS.keys())
def test_other_dumps_keep_their_lines_as_they_are(text):
    page = read(text)
    assert page.manner is None
    assert [page.words(line.span) for line in page.lines] == [line.strip() for line in text.split("\n") if line.strip()]


ODD_ROWS = [*rows_of("   ").split("\n"), "云河", "a b", "　　 完 ", "一  二"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ODD_ROWS), min_size=12, max_size=40))
def test_whatever_the_rows_no_character_is_lost_or_told_twice(rows):
    page = read("\n".join(rows))
    assert sorted(told(page)) == sorted("".join("".join(rows).split()))
    covered = [i for line in page.lines for i in range(line.span.start, line.span.end)]
    assert len(covered) == len(set(covered))


def test_the_same_bytes_give_the_same_page():
    assert read(rows_of("   ")) == read(rows_of("   "))
