"""Notices, tables and advertisements between the stories of a dump: they give no headline away and take none."""

import pytest

from presscheck.articles import days, tables
from presscheck.articles.restore import restore
from presscheck.intake import take_in_bytes
from presscheck.layout import lay_out
from presscheck.model import Block, Role, Span

FIRST = """北坡三渠今日通水

本报记者 周田

本报北坡6月17日讯　经过三年施工，北坡三条灌渠昨天全线通水。县水务局介绍，三条灌渠全长四十六公里，可灌溉农田十二万亩。

“水到了地头，今年的秧苗不用愁了。”北坡村村民吴溪说。村里人一早就守在渠边，孩子们跟着水头往下跑。
"""
SECOND = """南湾大桥合龙

本报记者 吴溪

本报南湾6月17日讯　全长一千二百米的南湾大桥昨天合龙，预计年底通车。建成后，南湾到县城的车程将由两小时缩短到四十分钟。

项目负责人介绍，大桥采用双塔斜拉结构，主跨四百二十米，施工中克服了汛期水位高、风力大等困难。
"""
LOST = "遗失声明\n\n周田遗失身份证，证号 000000197001010000，声明作废。\n"
LAND = (
    "东江市水务局灌渠经营权挂牌出让公告\n\n经东江市人民政府批准，现将有关事项公告如下：\n\n"
    "竞买人可于6月18日至7月8日到渠畔路1号获取出让文件。\n\n联系人：郑先生　联系电话：0100-12345678\n\n"
    "东江市水务局\n\n2026年6月18日\n"
)
TENDER = "招标公告\n\n东江市水务局就北坡灌区三期工程施工公开招标，欢迎符合条件的单位参加投标。\n"
POWER = "停电通知\n\n因线路检修，6月20日8时至17时，渠畔路1号至58号停电。\n"
SIGNED = POWER + "\n东江供电公司\n"
PRICES = "今日菜价\n\n品名 批发价 零售价\n\n白菜 1.2 1.8\n\n萝卜 0.9 1.5\n\n鸡蛋 9.6 11.0\n"
SCORES = "甲级联赛积分榜\n\n东江队 12 8 2 2 26\n\n南湾队 12 7 3 2 24\n\n北坡队 12 6 3 3 21\n"
CANALS = "三条灌渠一览\n\n渠名 长度（公里） 灌溉（万亩）\n\n东渠 18 5\n\n中渠 16 4\n\n西渠 12 3\n"
HOMES = "渠畔花园 盛大开盘\n\n热销户型 98—142平方米\n\n售楼热线：12345678\n"
STORIES = ["北坡三渠今日通水", "南湾大桥合龙"]
BETWEEN = [
    ("a lost card", LOST, ["遗失声明"]),
    ("land", LAND, ["东江市水务局灌渠经营权挂牌出让公告"]),
    ("a tender", TENDER, ["招标公告"]),
    ("a power cut", POWER, ["停电通知"]),
    ("prices", PRICES, []),
    ("a league", SCORES, []),
    ("a table of the story", CANALS, []),
    ("homes", HOMES, []),
]
OFFICE = "an office that signs without a day looks like a kicker, as offices are in county papers"


def restored(text):
    (page,) = take_in_bytes(f"东江日报 2026年6月18日 第3版\n\n{text}".encode(), "a.txt")
    page = days.date_page(page, None)
    return restore(page, lay_out(page), "en")


def heads_of(text):
    return sorted(
        "".join(filter(None, (article.kicker, article.headline, article.deck))) for article in restored(text).articles
    )


@pytest.mark.parametrize("order", ["{first}\n{it}\n{second}", "{it}\n{first}\n{second}", "{first}\n{second}\n{it}"])
@pytest.mark.parametrize(("it", "own"), [row[1:] for row in BETWEEN], ids=[row[0] for row in BETWEEN])
def test_headlines_stay_with_their_stories(it, own, order):
    assert heads_of(order.format(first=FIRST, second=SECOND, it=it)) == sorted([*STORIES, *own])


@pytest.mark.xfail(strict=True, reason=OFFICE)
def test_an_office_below_its_notice_heads_nothing():
    assert heads_of(f"{FIRST}\n{SIGNED}\n{SECOND}") == sorted([*STORIES, "停电通知"])


def test_a_table_stands_with_its_story():
    articles = {article.headline: article for article in restored(f"{CANALS}\n{SECOND}\n{FIRST}").articles}
    told = [piece.text for piece in articles["北坡三渠今日通水"].paragraphs if piece.kind.value == "table"]
    assert told == [*CANALS.split("\n\n")[:-1], "西渠 12 3"]


@pytest.mark.parametrize(
    ("first", "is_table"),
    [("年份 灌渠 水库", True), ("那一年", False), ("1950年 渠在图纸上", False)],
)
def test_years_make_a_table_below_a_row_of_names_only(first, is_table):
    rows = [first, "1956年 东渠 北坡", "1978年 中渠 南湾", "1998年 西渠 石桥"]
    text = " ".join(rows)
    spans = [Span("p1", text.index(row), text.index(row) + len(row)) for row in rows]
    told = tables.apart([Block(f"b{at}", Role.UNKNOWN, (span,), span.of(text)) for at, span in enumerate(spans)])
    assert (told[1].role is Role.TABLE) is is_table


def test_a_table_of_no_story_is_left_whole():
    left = restored(f"{FIRST}\n{SCORES}\n{SECOND}").remainder
    assert [item.text for item in left] == SCORES.rstrip().split("\n\n")


def test_the_contacts_of_a_story_stay_with_it():
    told = restored(f"{FIRST}\n咨询电话：12345678\n\n{SECOND}")
    assert told.articles[0].paragraphs[-1].text == "咨询电话：12345678"


@pytest.mark.parametrize("sign", ["（记者 郑远）", "（本报记者 郑远 通讯员 李禾）", "（郑远）"])
def test_a_story_ends_where_it_is_signed(sign):
    one, other = (
        text.replace(f"本报记者 {name}\n\n", "").rstrip() for text, name in ((FIRST, "周田"), (SECOND, "吴溪"))
    )
    articles = restored(f"{one}{sign}\n\n{other}{sign}\n").articles
    assert [(article.headline, article.byline) for article in articles] == [(head, sign) for head in STORIES]
