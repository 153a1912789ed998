"""Headline stacks of a dump: kickers, labels and decks stay with their own head, whole pages of invented news."""

import pytest

from presscheck.articles import stacks
from presscheck.articles.threads import Knot
from presscheck.model import Block, Role, Span

CANAL = """本报记者 周田

本报北坡6月17日讯　经过三年施工，北坡三条灌渠昨天全线通水。县水务局介绍，三条灌渠全长四十六公里，可灌溉农田十二万亩。

“水到了地头，今年的秧苗不用愁了。”北坡村村民吴溪说。村里人一早就守在渠边，孩子们跟着水头往下跑。
"""
SCHOOL = """本报记者 林渡

南湾小学的四百名学生昨天走进新校舍上课。新校舍建在村东的高地上，有十八间教室和一座图书室。

校长说，新学期学校还要开设音乐课和美术课，两名年轻教师已经从师范学院毕业报到，宿舍也已经收拾好了。
"""
OTHER = "南湾小学迁入新校舍"

STACKS = [
    ("kicker", "周田在北坡调研时强调\n\n把渠修到每一块田", ("周田在北坡调研时强调", "把渠修到每一块田", None)),
    ("label", "新春走基层\n\n北坡三渠今日通水", ("新春走基层", "北坡三渠今日通水", None)),
    ("short label", "渠畔人家\n\n北坡三渠今日通水", ("渠畔人家", "北坡三渠今日通水", None)),
    ("deck", "北坡三渠今日通水\n\n——东江市北坡乡修渠记", (None, "北坡三渠今日通水", "——东江市北坡乡修渠记")),
    (
        "kicker and deck",
        "新春走基层\n\n北坡三渠今日通水\n\n——东江市北坡乡修渠记",
        ("新春走基层", "北坡三渠今日通水", "——东江市北坡乡修渠记"),
    ),
    (
        "two lines over a deck",
        "清渠一路上北坡\n\n好水从此进万家门\n\n——东江市北坡乡修渠记",
        (None, "清渠一路上北坡 好水从此进万家门", "——东江市北坡乡修渠记"),
    ),
    ("torn within a word", "东江市召开全市水利工\n\n作会议", (None, "东江市召开全市水利工作会议", None)),
    (
        "a preposition",
        "就当前灌溉形势和下半年工作\n\n东江市召开水利工作座谈会",
        ("就当前灌溉形势和下半年工作", "东江市召开水利工作座谈会", None),
    ),
]


@pytest.mark.parametrize(("head", "wanted"), [row[1:] for row in STACKS], ids=[row[0] for row in STACKS])
def test_a_stack_stays_whole_below_another_story(articles, head, wanted):
    told = articles(f"{OTHER}\n\n{SCHOOL}\n{head}\n\n{CANAL}")
    assert set(told) == {OTHER, wanted[1]}
    article = told[wanted[1]]
    assert (article.kicker, article.headline, article.deck, article.byline) == (*wanted, "本报记者 周田")
    assert [piece.kind.value for piece in (*article.paragraphs, *told[OTHER].paragraphs)] == ["p"] * 4


# What stands at the end of the story above


def blocks_of(*lines):
    return [Block(f"b{number}", Role.UNKNOWN, (Span("p1", 0, 1),), line) for number, line in enumerate(lines)]


def chains_of(*chains):
    return [tuple(Knot(fragment, role, 0.0, 0.9) for fragment, role in chain) for chain in chains]


HEAD, CROSSHEAD, BODY = range(3)
TEXT = "渠水昨天上了北坡，十二个村子告别了旱田。"
SOWING = "连日来，北坡乡的三万亩小麦陆续开镰，农机手昼夜抢收。"
GATHERED = [
    ("a label", [TEXT, "今日关注", "小麦开镰", SOWING], [[(0, 2), (1, 1)], [(2, 0), (3, 2)]], [[0], [1, 2, 3]]),
    ("a lone line", [TEXT, "渠畔人家", "小麦开镰", SOWING], [[(0, 2)], [(1, 0)], [(2, 0), (3, 2)]], [[0], [1, 2, 3]]),
    (
        "two of them",
        ["渠畔人家", "今日关注", "小麦开镰", SOWING],
        [[(0, 0)], [(1, 0)], [(2, 0), (3, 2)]],
        [[0, 1, 2, 3]],
    ),
    ("text right below", [TEXT, "渠畔人家", SOWING], [[(0, 2), (1, 1)], [(2, 2)]], [[0, 1], [2]]),
    (
        "a crosshead of the story above, whose text is elsewhere",
        [TEXT, "渠水上了北坡以后十二个村子告别了旱田", "小麦开镰", SOWING],
        [[(0, 2), (1, 1)], [(2, 0), (3, 2)]],
        [[0, 1], [2, 3]],
    ),
    (
        "the torn end of a column",
        [TEXT, "他说，渠水来得正是时候，村里", "小麦开镰", SOWING],
        [[(0, 2), (1, 2)], [(2, 0), (3, 2)]],
        [[0, 1], [2, 3]],
    ),
]


@pytest.mark.parametrize(("lines", "chains", "wanted"), [row[1:] for row in GATHERED], ids=[row[0] for row in GATHERED])
def test_lines_go_to_the_head_below_them(lines, chains, wanted):
    found = stacks.gathered(chains_of(*chains), blocks_of(*lines))
    assert [[knot.fragment for knot in chain] for chain in found] == wanted


def test_what_is_signed_heads_nothing():
    chains = chains_of([(0, BODY), (1, HEAD)], [(2, HEAD), (3, BODY)])
    found = stacks.gathered(chains, blocks_of(TEXT, "新渠绕过我的家园", "小麦开镰", SOWING), {"b1"})
    assert [[knot.fragment for knot in chain] for chain in found] == [[0, 1], [2, 3]]


def test_so_many_lines_are_no_one_stack():
    count = 3_000
    chains = chains_of(*([(at, HEAD)] for at in range(count)))
    found = stacks.gathered(chains, blocks_of(*["渠畔人家"] * count))
    assert [len(chain) for chain in found] == [stacks.MOST_LINES] * (count // stacks.MOST_LINES)
    assert [knot.fragment for chain in found for knot in chain] == list(range(count))


@pytest.mark.parametrize(
    ("above", "below", "torn"),
    [
        ("全市水利工", "作会议召开", True),
        ("林渡会见来访的北坡代", "表团一行", True),
        ("新春走基层", "北坡三渠今日通水", False),
        ("北坡三渠今日通水", "南湾新桥建成", False),
        ("周田在北坡调研时强调", "把渠修到每一块田", False),
    ],
)
def test_language_tells_torn_lines(above, below, torn):
    assert bool(stacks.going_on([above, below])[1] >= stacks.TORN) is torn


def test_a_chain_that_runs_backward_is_no_story_above_itself():
    chains = chains_of([(1, HEAD), (2, BODY), (0, HEAD)])
    assert stacks.gathered(chains, blocks_of("今日关注", "小麦开镰", SOWING)) == chains


def test_no_lines_at_all():
    assert (stacks.going_on([]).tolist(), stacks.gathered([], [])) == ([], [])
