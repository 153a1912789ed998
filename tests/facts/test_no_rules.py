"""What only sounds like a rule: wishes, exhortations, offers and descriptions; and what is forbidden in a demand."""

import datetime
from typing import Any

import pytest

from presscheck import find_facts
from presscheck.data import rows
from presscheck.facts import no_rules, sentences, triggers
from presscheck.facts.story import Part, Story
from presscheck.model import Rule

DAY = datetime.date(2026, 3, 1)
ROWS = rows("facts/no_rules")["no_rule"]


def told(text: str) -> list[tuple[str, str]]:
    return [(one.force, one.what.text) for one in find_facts(text, date=DAY) if isinstance(one, Rule)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_keeps_its_word(row: dict[str, Any]) -> None:
    assert not any(map(told, row["yes"]))
    assert all(map(told, row["no"]))


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("青岭国不应再|指望海岭国提供援助。", True),
        ("青岭国应当|提供援助。", False),
        ("在场外国专家应云州市邀请|出席了招待会。", True),
        ("在场外国专家应当按期|出席会议。", False),
        ("几乎停止缴纳应当|支付的经费。", True),
        ("单位应当|支付相应的经费。", False),
        ("乡镇必须|全面承担相应的责任。", False),
        ("单位列出可以|适用的证据。", True),
        ("单位可以|适用新的证据。", False),
        ("市民可|登录网站查询。", True),
        ("《云州办法》明确，市民可|登录网站查询。", False),
    ],
)
def test_what_only_sounds_like_a_rule(text: str, sounds: bool) -> None:
    begins, plain = text.index("|"), text.replace("|", "")
    part = Part("body", 0, plain)
    (said,) = sentences.read(Story((part,)))
    (verb, *_) = [one for one in triggers.verbs(said.sentence) if one.kind == "rule"]
    filled = {"demanded": part.words(begins, len(plain) - 1), "bound": None}
    assert no_rules.only_sounds(said, verb, filled, None) is sounds


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("县长林安要求各地区各部门提高政治站位，充分认识防汛工作的重要性。", []),
        ("县长林安作出批示，要求水利局立即检查堤坝。", [("must", "立即检查堤坝")]),
        ("云州市政府要求沿岸居民立即撤离。", [("must", "立即撤离")]),
        ("委内瑞拉要求巴西政府停止对渔船的检查。", []),
        ("巴西总统要求巴西政府停止对渔船的检查。", [("must", "停止对渔船的检查")]),
        ("安徽要求各县在6月底前检查堤坝。", [("must", "在6月底前检查堤坝")]),
        ("白宫要求各联邦机构停止招聘。", [("must", "停止招聘")]),
        ("黎巴嫩领导人表示，以色列应全面撤出边境地区。", []),
        ("根据停火协议，以军应在7月1日前撤出边境地区。", [("must", "在7月1日前撤出边境地区")]),
    ],
    ids=[
        "a leader exhorts",
        "by an instruction",
        "a body with power",
        "of another state",
        "of one's own",
        "a province named like a person",
        "an office named like a person",
        "told another state",
        "by a treaty",
    ],
)
def test_who_exhorts_or_has_no_power_orders_nothing(text: str, rules: list[tuple[str, str]]) -> None:
    assert told(text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("县政府要求附近居民不要在火山5公里范围内活动。", [("must_not", "在火山5公里范围内活动")]),
        ("县政府要求附近居民不要靠近水库。", [("must_not", "靠近水库")]),
        ("县政府要求附近居民立即离开水库。", [("must", "立即离开水库")]),
    ],
)
def test_what_a_demand_tells_not_to_do_is_forbidden(text: str, rules: list[tuple[str, str]]) -> None:
    assert told(text) == rules


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("（以下简称《通知》）", True),
        ("结合当地人口老龄化趋势", True),
        ("结合当地实际编制规划", False),
        ("以这次换届为契机", True),
        ("在开车前第20天", True),
        ("在30日内完成", False),
        ("各有关单位", True),
        ("根据《云州用水办法》", True),
        ("根据《云州用水办法》收费", False),
        ("各单位加强巡查", False),
    ],
)
def test_words_that_tell_nothing_to_be_done(text: str, empty: bool) -> None:
    part = Part("body", 0, text)
    (said,) = sentences.read(Story((part,)))
    assert no_rules.is_empty(said, part.words(0, len(text))) is empty


def test_what_is_forbidden_twice_is_told_each() -> None:
    text = "禁止其从事政府采购等活动，禁止其从境外接收数据、个人信息。"
    assert told(text) == [("must_not", "从事政府采购等活动"), ("must_not", "从境外接收数据、个人信息")]
