"""Pairings: who is paired with whom, what kind of bodies they are, how many."""

import datetime

import pytest

from presscheck.data import rows
from presscheck.facts import pairings, sentences
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Pairing

DAY = datetime.date(2026, 6, 18)
ROWS = rows("facts/pairings")["pairing"]


def told(text: str) -> list[Pairing]:
    return list(pairings.find(tuple(sentences.read(Story((Part("body", 0, text),), DAY)))))


def examples(key: str) -> list[object]:
    return [pytest.param(text, id=f"{row['id']}-{text[:16]}") for row in ROWS for text in row[key]]


@pytest.mark.parametrize("text", examples("yes"))
def test_a_row_finds_its_pairing(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("text", examples("no"))
def test_what_is_no_pairing(text: str) -> None:
    assert told(text) == []


INVENTED = [
    (
        "2018年以来，海州先后安排25个沿海县（市、区）结对帮扶西原12个贫困县和海原镇。",
        "25个沿海县（市、区）",
        "西原12个贫困县和海原镇",
        "county",
        ("25个", "12个"),
    ),
    ("在清河县和临海区结对的基础上，合作逐年加深。", "清河县", "临海区", "county", ()),
    ("去年，东坪村与盛源公司结对共建。", "东坪村", "盛源公司", "enterprise", ()),
    ("1998年，云州市同南岭国的海湾市结为友好城市。", "云州市", "南岭国的海湾市", "city", ()),
    ("海州省组织18个区、县对口支援灾情较重的4个乡镇。", "18个区、县", "灾情较重的4个乡镇", "county", ("18个", "4个")),
    (
        "全省40家三级医院对口帮扶62家县级医院，效果明显。",
        "全省40家三级医院",
        "62家县级医院",
        "hospital",
        ("40家", "62家"),
    ),
    ("云州市第一小学和石桥乡中心小学结成帮扶对子。", "云州市第一小学", "石桥乡中心小学", "school", ()),
    ("海州省和西原自治区建立了对口协作关系。", "海州省", "西原自治区", "province", ()),
    ("石山州由临海市对口支援。", "临海市", "石山州", "city", ()),
    ("3月，省里动员52家国有企业结对帮扶60个村。", "52家国有企业", "60个村", "enterprise", ("52家", "60个")),
    ("青石街道与白水乡结对，共同修路。", "青石街道", "白水乡", "township", ()),
]


@pytest.mark.parametrize(("text", "a", "b", "level", "counts"), INVENTED)
def test_two_sides(text: str, a: str, b: str, level: str, counts: tuple[str, ...]) -> None:
    (one,) = told(text)
    assert (one.a.text, one.b and one.b.text, one.level, one.counts) == (a, b, level, counts)


def test_kinds_of_bodies_in_a_row_are_a_pairing_each() -> None:
    found = told("全省420个村、企业、学校和医院深度共建。") or told("420个村、企业、学校和医院深度共建。")
    assert [(one.a.text, one.level, one.counts) for one in found] == [
        ("村", "village", ("420个",)),
        ("企业", "enterprise", ("420个",)),
        ("学校", "school", ("420个",)),
        ("医院", "hospital", ("420个",)),
    ]


def test_kinds_of_pairs() -> None:
    found = told("两县还发展了乡镇结对、村（社区）结对和村企结对。")
    assert [(one.a.text, one.level) for one in found] == [
        ("乡镇", "township"),
        ("村（社区）", "village"),
        ("村企", "enterprise"),
    ]


def test_several_kinds_on_both_sides_are_taken_apart() -> None:
    found = told("海州推动88所学校、20家医院结对帮扶西原60所学校、15家医院。")
    assert [(one.a.text, one.b and one.b.text, one.level) for one in found] == [
        ("88所学校", "西原60所学校", "school"),
        ("20家医院", "15家医院", "hospital"),
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("清河县、东山县与临海区、宁港区分别结对。", [("清河县", "临海区"), ("东山县", "宁港区")]),
        ("清河县和东山县分别与临海区和宁港区结对帮扶。", [("清河县", "临海区"), ("东山县", "宁港区")]),
        ("临海区、宁港区分别对口支援清河县、东山县。", [("临海区", "清河县"), ("宁港区", "东山县")]),
        ("和平区、河东区分别与和田县、于田县结对帮扶。", [("和平区", "和田县"), ("河东区", "于田县")]),
        ("和县、含山县分别与和平区、河东区结对帮扶。", [("和县", "和平区"), ("含山县", "河东区")]),
        ("临海区、宁港区对口支援清河县、东山县。", [("临海区、宁港区", "清河县、东山县")]),
        ("清河县、东山县、北岭县与临海区、宁港区分别结对。", []),
    ],
)
def test_bodies_in_a_row_are_paired_one_by_one_where_the_news_says_so(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.a.text, one.b.text if one.b else None) for one in told(text)] == pairs


def test_programme_and_since() -> None:
    (one,) = told("按照山海协作工程，2016年起，临海市结对帮扶石山州。")
    assert one.programme
    assert one.programme.text == "山海协作工程"
    assert one.since
    assert one.since.start == "2016-01-01"


@pytest.mark.parametrize(
    "text",
    [
        "我们开展对口帮扶，送去技术。",
        "志愿者与留守儿童结对，辅导功课。",
        "双方要推动两国学校结对。",
        "运动员携手走进会场。",
        "两项工程今天牵手。",
        "对口支援工作会议在云州召开。",
        "欠发达地区和对口帮扶城市的合作模式在创新。",
        "企业与高校共建实验室。",
        "专家希望更多医院结对帮扶乡镇卫生院。",
    ],
)
def test_no_pairing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("piece", ["结对", "和", "对口帮扶", "与县结对", "9", "“", "12个村、企、", "友好城市，"])
def test_a_paragraph_of_one_thing_takes_no_time(piece: str) -> None:
    told(piece * (200_000 // len(piece)))
    told((piece * (900 // len(piece)) + "。") * 100)
