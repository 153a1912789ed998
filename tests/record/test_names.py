"""Names that mean the same party, and names that only look like it: every row, and a small invented record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.data import rows
from presscheck.record.names import Joined, Known, joined

TABLE = rows("record/names")
TOGETHER = frozenset(range(5))
"""Names of a row stand in the same five articles, so that nothing is kept apart only for want of them."""


def told(*names: str) -> dict[str, Known]:
    return {name: Known(5, {"agent": 4, "place": 1}, TOGETHER) for name in names}


def sure(asked: str, *names: str) -> set[str]:
    return {one.name for one in joined(asked, told(asked, *names)) if one.sure} - {asked}


def equal_rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """Of each row an id, the names that are one, and those that are another's."""
    for row in TABLE["same"]:
        yield row["id"], row["names"].split(), row["no"].split()
    for row in TABLE["province"]:
        yield row["name"], [row["name"], row["whole"]], row["no"].split()
    for row in TABLE["country"]:
        side = [row["letter"] + "方"] if row["letter"] and not row.get("shared") else []
        yield row["name"], [row["name"], *row["also"].split(), *side, row["name"] + "方面"], row["no"].split()


@pytest.mark.parametrize(("names", "others"), [pytest.param(a, b, id=i) for i, a, b in equal_rows()])
def test_names_of_a_row_are_one_and_no_others(names: list[str], others: list[str]) -> None:
    for asked in names:
        found = sure(asked, *names, *others)
        assert found >= set(names) - {asked}
        assert not found & set(others)


def pairs(key: str) -> list[tuple[str, str]]:
    found = [row for kind in ("piece", "rest", "end", "behind", "term") for row in TABLE[kind]]
    return [tuple(pair.split("=")) for row in found for pair in row[key]]


@pytest.mark.parametrize(("asked", "name"), pairs("yes"))
def test_pairs_of_a_row_that_are_joined(asked: str, name: str) -> None:
    assert name in sure(asked, name)


@pytest.mark.parametrize(("asked", "name"), pairs("no"))
def test_pairs_of_a_row_that_are_not(asked: str, name: str) -> None:
    assert name not in sure(asked, name)


def test_no_name_stands_in_two_rows() -> None:
    names = [name for row in TABLE["same"] for name in row["names"].split()]
    assert len(names) == len(set(names))


RECORD = {
    # short forms by their words
    "云州市卫生健康委员会": {1, 2},
    "云州市卫健委": {3},
    "云州市应急管理局": {1},
    "云州市应急局": {1, 2},
    "云州农业大学": {1, 2, 3},
    "云州大学": {1, 2, 3},
    "云州大学附属医院": {1},
    "国家茶园振兴局": {5},
    "茶园振兴局": {6},
    # tails: one body alone has it, or several have
    "公安部禁毒局": {10, 11, 12},
    "岭南省公安厅禁毒局": {20},
    "禁毒局": {10, 11, 12, 13},
    "岭南省水利厅": {30, 31},
    "云州省水利厅": {30, 31},
    "水利厅": {30, 31},
    "岭南港航监管处": {40, 41},
    "港航监管处": {40, 41},
    "苏丹云州市水务局": {42},
    "云州市水务局": {43},
    # letters of countries
    "乌克兰": {50, 51, 52},
    "乌克兰方面": {50},
    "乌兹别克斯坦": {58},
    "乌方": {50, 51, 52},
    "乌克兰渔业局": {50},
    "乌渔业局": {53},
    "伊朗": {55},
    "伊拉克": {56, 57},
    "伊方": {55, 56},
    "美国": {60},
    "美方": {61},
    "美国国务院": {60, 61},
    "美国和英国军方": {60},
    "美国和英国": {62},
    # persons
    "方小舟": {70},
    "云州市市长方小舟": {71},
    "方小舟同志": {71},
    "云州港董事长方小舟": {72},
    "方小舟和林青禾": {73},
    "林青禾": {73},
    "——方小舟": {73},
    "魏主任": {70, 71},
    "云州市卫健委副主任魏一鸣": {70, 71},
    "魏一鸣": {70, 71},
    "他": {70},
    "埃及总理哈桑": {80},
    "哈桑": {80, 81},
    "约旦外长哈桑": {81},
    "贾尔曼": {82},
    "尼古拉·贾尔曼": {82},
    "匈牙利总理贝尔托": {84},
    "匈牙利总理尤利·贝尔托": {85},
    "卡尔多": {86},
    "维克·卡尔多": {87},
    # what longer names hold
    "云州市水务局发言人": {90},
    "云州市水务局有关负责人": {90},
    "云州市水务局、云州市公安局": {91},
    "云州市水务局等六部门": {91},
    "法国水务局": {92},
    "法国公安局和云州市水务局": {93},
    "埃及国防部和外交部": {93},
    "外交部": {94},
    "中国外交部": {95},
    "全国人大常委会": {96},
    "十四届全国人大常委会": {96},
    "文化和旅游部": {97},
    "旅游部": {97},
    # containment is no kinship
    "中国": {60},
    "中国银行": {60},
    "北京": {60},
    "北京大学": {60},
    "四川成都": {98},
    "成都": {99},
    "四川省成都市": {97},
    "岭南": {99},
    "云南朝阳": {99},
    "辽宁朝阳": {97},
    "朝阳": {98},
    "云州市人大常务委员会": {1},
    "云州市人大常委会": {2},
    "莫斯科市长": {1},
    "莫斯科": {1},
}
PLACES = {"北京", "四川成都", "成都", "四川省成都市", "云南朝阳", "辽宁朝阳", "朝阳", "莫斯科"}
KNOWN = {
    name: Known(len(articles), {"place" if name in PLACES else "agent": 1}, frozenset(articles))
    for name, articles in RECORD.items()
}

CASES = [
    # what is asked, a name of the record, whether it is joined surely, and why
    ("云州市卫健委", "云州市卫生健康委员会", True, "letters"),
    ("云州市卫生健康委员会", "云州市卫健委", True, "letters"),
    ("云州市应急局", "云州市应急管理局", False, "letters_open"),
    ("云州大学", "云州农业大学", False, "letters_open"),
    ("茶园振兴局", "国家茶园振兴局", True, "tail"),
    ("禁毒局", "公安部禁毒局", True, "tail"),
    ("公安部禁毒局", "禁毒局", True, "tail"),
    ("岭南省公安厅禁毒局", "禁毒局", False, "tail_open"),
    ("水利厅", "云州省水利厅", False, "tail_open"),
    ("港航监管处", "岭南港航监管处", True, "tail"),
    ("云州市水务局", "苏丹云州市水务局", True, "tail"),
    ("乌方", "乌克兰", True, "letter"),
    ("乌克兰方面", "乌方", True, "letter"),
    ("乌克兰", "乌克兰方面", True, "side"),
    ("伊方", "伊朗", False, "letter_open"),
    ("美方", "美国", True, "country"),
    ("美方", "美国和英国", True, "among"),
    ("云州市市长方小舟", "方小舟", True, "person"),
    ("方小舟", "方小舟同志", True, "person"),
    ("云州市市长方小舟", "云州港董事长方小舟", True, "other_office"),
    ("方小舟", "方小舟和林青禾", True, "among"),
    ("方小舟", "——方小舟", True, "marks"),
    ("魏一鸣", "云州市卫健委副主任魏一鸣", True, "person"),
    ("埃及总理哈桑", "约旦外长哈桑", False, "other_country"),
    ("贾尔曼", "尼古拉·贾尔曼", True, "dotted"),
    ("尼古拉·贾尔曼", "贾尔曼", True, "dotted"),
    ("匈牙利总理贝尔托", "匈牙利总理尤利·贝尔托", True, "dotted_office"),
    ("卡尔多", "维克·卡尔多", False, "dotted_open"),
    ("云州市水务局", "云州市水务局发言人", True, "voice"),
    ("云州市水务局发言人", "云州市水务局", False, "body"),
    ("云州市水务局", "云州市水务局、云州市公安局", True, "among"),
    ("云州市公安局", "云州市水务局、云州市公安局", True, "among"),
    ("云州市水务局", "云州市水务局等六部门", True, "among"),
    ("外交部", "中国外交部", True, "home"),
    ("全国人大常委会", "十四届全国人大常委会", True, "term"),
    ("成都", "四川成都", True, "place"),
    ("四川成都", "四川省成都市", True, "place"),
    ("朝阳", "辽宁朝阳", False, "place_open"),
    ("云州市人大常委会", "云州市人大常务委员会", True, "piece"),
    ("国家发改委", "国家发改委", True, "asked"),
]


@pytest.mark.parametrize(("asked", "name", "is_sure", "why"), CASES)
def test_who_is_joined_and_why(asked: str, name: str, is_sure: bool, why: str) -> None:
    found = {one.name: one for one in joined(asked, KNOWN)}
    assert (found[name].sure, found[name].why) == (is_sure, why)


APART = [
    # what is asked, and a name of the record that is not joined, not even offered
    ("中国", "中国银行"),
    ("中国银行", "中国"),
    ("北京", "北京大学"),
    ("美国", "美国国务院"),
    ("美国国务院", "美国"),
    ("美国", "美国和英国军方"),
    ("外交部", "埃及国防部和外交部"),
    ("旅游部", "文化和旅游部"),
    ("云州大学", "云州大学附属医院"),
    ("魏一鸣", "魏主任"),
    ("魏主任", "云州市卫健委副主任魏一鸣"),
    ("他", "方小舟"),
    ("方小舟", "林青禾"),
    ("云州市水务局", "法国水务局"),
    ("莫斯科", "莫斯科市长"),
    ("乌克兰", "乌兹别克斯坦"),
]


@pytest.mark.parametrize(("asked", "name"), APART)
def test_who_is_not_joined(asked: str, name: str) -> None:
    assert name not in {one.name for one in joined(asked, KNOWN)}


def test_a_short_form_that_another_body_comes_to_share_is_no_longer_sure() -> None:
    alone = {"港航监管处": Known(2, {}, TOGETHER), "岭南港航监管处": Known(2, {}, TOGETHER)}
    assert [one.sure for one in joined("港航监管处", alone)] == [True, True]
    shared = {**alone, "云州港航监管处": Known(2, {}, TOGETHER)}
    assert [one.sure for one in joined("港航监管处", shared)] == [True, False, False]


def test_a_letter_means_the_country_with_which_it_stands() -> None:
    asked = {one.name: one.sure for one in joined("乌方", {**KNOWN, "乌方": Known(9, {}, frozenset({58, 59}))})}
    assert "乌克兰" not in asked
    assert not asked["乌兹别克斯坦"]


def test_a_body_by_a_letter_needs_no_articles_where_no_other_country_has_one() -> None:
    one = {"乌克兰渔业局": Known(2, {}, frozenset({1, 2, 3})), "乌渔业局": Known(1, {}, frozenset({1, 2}))}
    assert [told.sure for told in joined("乌渔业局", one)] == [True, True]


@given(st.permutations(sorted(KNOWN)), st.sampled_from([asked for asked, *_ in CASES]))
def test_the_order_of_the_record_does_not_matter(names: list[str], asked: str) -> None:
    assert joined(asked, {name: KNOWN[name] for name in names}) == joined(asked, KNOWN)


@given(st.sampled_from(sorted(KNOWN)))
def test_asked_comes_first_then_the_sure_then_the_offered(asked: str) -> None:
    found = joined(asked, KNOWN)
    assert found[0] == Joined(asked, "asked", True, asked)
    assert [one.sure for one in found] == sorted((one.sure for one in found), reverse=True)
    assert len({one.name for one in found}) == len(found)
    assert {one.name for one in found} <= KNOWN.keys()


@given(st.text("云州市水务局、和方小舟·的（）—a1 ", max_size=12))
def test_any_text_may_be_asked(asked: str) -> None:
    assert joined(asked, KNOWN)[0].name == asked


def judged() -> Iterator[tuple[str, list[str], list[str]]]:
    """Names that people judged: what was asked, the names that mean the same, and some that look like it."""
    file = Path(__file__).resolve().parents[2] / "gold" / "names" / "develop.jsonl"
    for line in file.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        yield row["asked"], row["same"], row["others"]


@pytest.mark.parametrize(("asked", "same", "others"), [*judged()])
def test_what_people_kept_apart_stays_apart(asked: str, same: list[str], others: list[str]) -> None:
    assert not sure(asked, *same, *others) & set(others)


def test_most_names_that_people_joined_are_found() -> None:
    rows_of = list(judged())
    found = sum(len(sure(asked, *same, *others) & set(same)) for asked, same, others in rows_of)
    assert found >= 0.8 * sum(len(same) for _, same, _ in rows_of)


@pytest.mark.parametrize("asked", ["局" * 5000, "、" * 5000, "云州市" * 3000 + "局", "·" * 3000])
def test_a_name_of_any_length_may_be_asked(asked: str) -> None:
    assert joined(asked, {**KNOWN, "局" * 39: Known(1), "云州市" * 3000 + "水务局": Known(1)})[0].name == asked


def test_articles_are_looked_up_for_few_names_only() -> None:
    looked: list[str] = []

    def articles(name: str) -> frozenset[int]:
        looked.append(name)
        return TOGETHER

    names = [f"岭南第{number}水务处" for number in range(2000)] + list(KNOWN)
    known = {name: Known(1, {}, lambda name=name: articles(name)) for name in names}  # type: ignore[misc]
    joined("禁毒局", known)
    assert {"禁毒局", "公安部禁毒局"} <= set(looked)
    assert len(looked) == len(set(looked)) <= 10


def test_every_reason_is_told_in_both_languages_and_reached() -> None:
    reached = {one.why: one for asked, *_ in CASES for one in joined(asked, KNOWN)}
    reached |= {one.why: one for one in joined("国家发改委", told("发改委"))}
    assert set(reached) == set(rows("messages/names"))
    for one in reached.values():
        assert one.reason("en") != one.reason("zh")
        assert "{" not in one.reason("en") + one.reason("zh")
