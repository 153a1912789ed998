"""Signatures on a line of their own: they end the story above them, and are no byline of the next."""

import pytest

from presscheck.articles import signatures
from presscheck.model import Block, Role, Span

CANAL = """北坡三渠今日通水

经过三年施工，北坡三条灌渠昨天全线通水。县水务局介绍，三条灌渠全长四十六公里，可灌溉农田十二万亩。

“水到了地头，今年的秧苗不用愁了。”北坡村村民吴溪说。村里人一早就守在渠边，孩子们跟着水头往下跑。
"""
SCHOOL = """南湾小学迁入新校舍

南湾小学的四百名学生昨天走进新校舍上课。新校舍建在村东的高地上，有十八间教室和一座图书室。

校长说，新学期学校还要开设音乐课和美术课，两名年轻教师已经从师范学院毕业报到，宿舍也已经收拾好了。
"""
POEM = """渠边四章

1956年 我们扛着铁锹上山

1978年 渠水第一次流过村前

1998年 大水冲垮了石桥

2026年 新渠绕过我的家园
"""


@pytest.mark.parametrize(
    "sign", ["（本报记者 周田）", "（周田）", "本报记者 周田", "周田", "周田 林渡", "（据新华社）"]
)
def test_a_signature_belongs_to_the_story_above(articles, sign):
    told = articles(f"{CANAL}\n{sign}\n\n{SCHOOL}")
    assert {head: article.byline for head, article in told.items()} == {
        "北坡三渠今日通水": sign,
        "南湾小学迁入新校舍": None,
    }


def test_each_story_has_its_own(articles):
    told = articles(f"{CANAL}\n（本报记者 周田）\n\n{SCHOOL}\n（本报记者 林渡）\n")
    assert [article.byline for article in told.values()] == ["（本报记者 周田）", "（本报记者 林渡）"]


def test_a_byline_under_a_head_stays_there(articles):
    head, text = SCHOOL.split("\n\n", 1)
    told = articles(f"{CANAL}\n{head}\n\n本报记者 林渡\n\n{text}")
    assert {head: article.byline for head, article in told.items()} == {
        "北坡三渠今日通水": None,
        "南湾小学迁入新校舍": "本报记者 林渡",
    }


def test_the_years_of_a_poem_make_no_table(articles):
    told = articles(f"{CANAL}\n{POEM}\n（何舟）\n\n{SCHOOL}")
    assert told["南湾小学迁入新校舍"].byline is None
    assert "table" not in [piece.kind.value for article in told.values() for piece in article.paragraphs]


@pytest.mark.xfail(strict=True, reason="the networks take the lines of a poem for heads, and put them among stories")
def test_a_poem_is_a_story(articles):
    assert articles(f"{CANAL}\n{POEM}\n（何舟）\n\n{SCHOOL}")["渠边四章"].byline == "（何舟）"


def test_the_last_line_of_a_poem_is_signed_though_it_looks_torn(articles):
    told = articles("修渠人\n全市水利工\n作会议召开\n（何舟）\n" + SCHOOL.replace("\n\n", "\n"))
    assert {head: article.byline for head, article in told.items()} == {
        "全市水利工": "（何舟）",
        "南湾小学迁入新校舍": None,
    }


# Who signs


SIGNS = [
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "周田", "南湾新桥通车"], True),
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "周田"], True),
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "周田", "南湾的新桥昨天通车，两岸的人走上桥面。"], False),
    (["渠水昨天上了北坡，十二个村子告别了", "周田", "南湾新桥通车"], False),
    (["渠水上了北坡", "周田", "南湾的新桥昨天通车，两岸的人走上桥面。"], False),
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "高峰", "南湾新桥通车"], False),
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "渠畔·人家", "南湾新桥通车"], False),
    (["周田"], False),
    (["渠水昨天上了北坡，十二个村子告别了旱田。", "周田", "林渡", "何舟", "南湾新桥通车"], True),
    (["修渠能手的名单昨天在北坡乡公布了。", "周田", "林渡", "何舟", "吴溪", "南湾新桥通车"], False),
]


@pytest.mark.parametrize(("lines", "wanted"), SIGNS)
def test_a_name_by_itself_signs_what_has_ended(lines, wanted):
    blocks = [Block(f"b{at}", Role.UNKNOWN, (Span("p1", 0, 1),), line) for at, line in enumerate(lines)]
    _, signed = signatures.apart(blocks)
    assert bool(signed.blocks) is wanted


def test_a_page_of_names_is_read_at_once():
    lines = ["渠水昨天上了北坡，十二个村子告别了旱田。", *["周田"] * 20_000]
    kept, _ = signatures.apart(
        [Block(f"b{at}", Role.UNKNOWN, (Span("p1", 0, 1),), line) for at, line in enumerate(lines)]
    )
    assert len(kept) == len(lines)
