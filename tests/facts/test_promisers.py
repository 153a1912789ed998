"""Who undertakes something, chosen among all who may."""

import datetime
import math

import pytest

from presscheck import find_facts
from presscheck.facts import candidates, clauses, promisers, promises
from presscheck.facts.roles import Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.story import Part
from presscheck.model import Commitment, Quote

DAY = datetime.date(2026, 3, 1)


def _told(text: str) -> list[tuple[str, str]]:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    return [(one.who.text if one.who else "", one.what.text) for one in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("林江集团董事长方小舟1日宣布，集团明年将投资45亿元。", [("集团", "投资45亿元")]),
        ("方小舟表示，他计划明年开设书店9家。", [("方小舟", "开设书店9家")]),
        ("铁路方面，今天计划加开旅客列车346列。", [("铁路方面", "加开旅客列车346列")]),
        ("云州市水务局召开会议。今年，云州市水务局等三部门将新建水厂3座。", [("云州市水务局等三部门", "新建水厂3座")]),
        (
            "云州市水务局、云州市财政局日前印发方案。到2030年，全市用水普及率达到98%。",
            [("云州市水务局、云州市财政局", "用水普及率达到98%")],
        ),
        ("青石县盛产柑橘。当地今年计划新建冷库9座。", [("当地", "新建冷库9座")]),
        ("云州市教育局组织9所学校，明年将建成操场9个。", [("云州市教育局", "建成操场9个")]),
        ("林江集团与青石县签约，将投资9亿元建设水厂。", [("林江集团", "投资9亿元建设水厂")]),
        ("云州省和宁港省签署协议，两省将共建园区9个。", [("两省", "共建园区9个")]),
        (
            "云州代表团说，云州将派出医生90人，宁港将派出护士30人。",
            [("云州", "派出医生90人"), ("宁港", "派出护士30人")],
        ),
        (
            "云州市计划今年新建学校9所，宁港市则将新建医院3家。",
            [("云州市", "新建学校9所"), ("宁港市", "新建医院3家")],
        ),
        ("青石县今年将完成造林9万亩。", [("青石县", "完成造林9万亩")]),
        ("在云州市政府支持下，白沙村计划今年种植茶叶600亩。", [("白沙村", "种植茶叶600亩")]),
        ("北约组织计划明年增兵9万人。", [("北约组织", "增兵9万人")]),
        ("预计到2030年，云州市将新建学校200所。", [("云州市", "新建学校200所")]),
        ("到2030年，用水普及率达到98%。", []),
    ],
    ids=[
        "whose head announces it",
        "who is meant by he",
        "the whole name",
        "with so many others",
        "who issued the plan, two bodies",
        "whoever is there",
        "without the verb behind the name",
        "not with whom it is signed",
        "both",
        "one after the other",
        "somebody else instead",
        "a county that no list knows",
        "a village that no list knows",
        "no verb behind the name",
        "a plan that is expected",
        "nobody",
    ],
)
def test_who_is_chosen(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told


def test_somebody_named_twice_is_one() -> None:
    part = Part("body", 0, "云州市水务局、林江集团、水务局")
    names = [part.words(0, 6), part.words(7, 11), part.words(12, 15)]
    name, right = promisers.likeliest(names, [0.0, 0.5, 0.4])
    assert name is not None
    assert name.text == "水务局"
    odds = [math.exp(one) for one in (0.0, 0.5, 0.4)]
    assert right == pytest.approx((odds[0] + odds[2]) / sum(odds))


def test_bodies_that_share_their_last_character_are_not_one() -> None:
    part = Part("body", 0, "水务局、教育局、局")
    names = [part.words(0, 3), part.words(4, 7), part.words(8, 9)]
    name, right = promisers.likeliest(names, [0.0, 0.1, -1.0])
    assert name is not None
    assert name.text == "教育局"
    assert right < 0.5


def _seen(text: str, monkeypatch: pytest.MonkeyPatch) -> list[list[candidates.Candidate]]:
    """Among whom it was chosen, and by what: the traits are looked at on the way."""
    seen: list[list[candidates.Candidate]] = []
    real = candidates.candidates

    def look(said: Said, clause: clauses.Clause, trigger: Trigger, sheet: Sheet, quotes: list[Quote]) -> object:
        found = real(said, clause, trigger, sheet, quotes)
        seen.append(found)
        for one in found:
            told = list(promisers.traits(said, clause, one))
            assert len(told) == len(set(told)), told
        return found

    monkeypatch.setattr(promisers, "candidates", look)
    find_facts(text, date=DAY)
    return seen


def test_nobody_is_one_of_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = _seen("记者从云州市水务局了解到，引导银行让利，他明年将新建水厂3座。", monkeypatch)
    assert found[-1].words is None
    assert [one.words.text for one in found[:-1] if one.words] == ["记者", "云州市水务局"]


def test_a_trait_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = _seen("林江集团在云州市召开大会。记者从云州市水务局了解到，明年将新建水厂3座。", monkeypatch)
    assert len(found) > 3


def test_only_what_is_likely_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "记者从云州市水务局了解到，明年将新建水厂3座。"
    assert len(_told(text)) == 1
    monkeypatch.setattr(promises, "BAR", 0.9999)
    assert _told(text) == []
