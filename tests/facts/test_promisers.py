"""Who undertakes something, chosen among all who may."""

import datetime
import math

import pytest

from presscheck import find_facts
from presscheck.facts import candidates, clauses, promisers, promises
from presscheck.facts.roles import Sheet, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.story import Part
from presscheck.model import Commitment, Quote, Words

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
        "a plan that is expected",
        "nobody",
    ],
)
def test_who_is_chosen(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told


@pytest.mark.xfail(strict=True, reason="the reader of roles is too sure of who plans at the head of the sentence")
def test_who_does_something_else_instead() -> None:
    told = [("云州市", "新建学校9所"), ("宁港市", "新建医院3家")]
    assert _told("云州市计划今年新建学校9所，宁港市则将新建医院3家。") == told


def test_somebody_named_twice_is_one() -> None:
    part = Part("body", 0, "云州市水务局、林江集团、水务局")
    names = [part.words(0, 6), part.words(7, 11), part.words(12, 15)]
    name, right = promisers.likeliest(names, [0.0, 0.5, 0.4])
    assert name is not None
    assert name.text == "水务局"
    odds = [math.exp(one) for one in (0.0, 0.5, 0.4)]
    assert right == pytest.approx((odds[0] + odds[2]) / sum(odds))


def test_nobody_is_one_of_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Words | None]] = []
    real = candidates.candidates

    def look(said: Said, clause: clauses.Clause, trigger: Trigger, sheet: Sheet, quotes: list[Quote]) -> object:
        found = real(said, clause, trigger, sheet, quotes)
        seen.append([one.words for one in found])
        return found

    monkeypatch.setattr(promisers, "candidates", look)
    find_facts("他说，引导银行让利，云州市政府明年计划新建水厂3座。", date=DAY)
    (names,) = seen
    assert names[-1] is None
    assert [one.text for one in names[:-1] if one] == ["云州市政府"]


def test_what_is_likely_is_told_and_what_is_not_is_not() -> None:
    assert promises.chance(9.0, 1.0) > promises.BAR > promises.chance(9.0, 0.3)
    assert promises.chance(-2.0, 1.0) < promises.BAR
