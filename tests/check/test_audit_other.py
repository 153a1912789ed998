"""The audit of days, lists, heads, averages, units and quotations: a book of what is wrong and what only looks so."""

import datetime
import re
from dataclasses import replace

import pytest

from presscheck.check.audit import averages, conversions, dates, heads, lists, quotations, subperiods
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.facts import desk
from presscheck.facts.story import story_of
from presscheck.model import Article, Paragraph, ParagraphKind
from presscheck.model.found import Source
from presscheck.model.verdict import Finding

DAY = datetime.date(2026, 6, 18)


def story(text: str, headline: str | None = None, *, day: datetime.date = DAY, name: str = "a1") -> Story:
    """An invented story of that day, its facts read, under the ids that a record would give them."""
    told = tuple(Paragraph(ParagraphKind.P, part, ()) for part in text.split("\n"))
    article = Article(name, headline=headline, paragraphs=told)
    facts = [replace(one, id=f"{name}-{one.id}") for one in desk.find(story_of(article, day))]
    return Story(Source(name, headline, day), replace(article, facts=tuple(facts)))


def found(text: str, headline: str | None = None) -> list[Finding]:
    """What the families that look at one story say."""
    one = story(text, headline)
    families = (lists.find, dates.find, heads.find, averages.find, conversions.find)
    return [finding for find in families for finding in find(one, "en")]


WRONG = [
    # days and years
    ("水渠将于11月31日通水。", "no-such-day", "30日"),
    ("2025年2月29日，水渠通水。", "no-such-day", "28日"),
    ("渡口6月17日（星期二）重开。", "weekday-of-date", "三"),
    ("记者今天（6月13日）在北坡乡看到，水渠已通水。", "day-in-brackets", "18日"),
    ("昨日（6月11日），渔港开港。", "day-in-brackets", "17日"),
    ("去年（2024年），全县产茶120吨。", "day-in-brackets", "2025年"),
    ("书市6月17日至12日举行。", "ends-before-start", None),
    ("2025年至2023年，全县产茶360吨。", "ends-before-start", None),
    ("书市6月5日至12日举行，为期18天。", "days-in-span", "8"),
    ("“十四五”（2021—2026年）规划已经印发。", "years-of-plan", "2025"),
    ("演出是为庆祝澳门回归祖国24周年。", "years-since", None),
    ("截至2026年7月15日，全县已产茶120吨。", "reported-before-it-was", None),
    # lists
    ("田小禾提出三点建议：一是修渠。二是种树。三是养鱼。四是办学。", "listed-count", "四"),
    ("会议提出两点要求：一是修渠，三是种树。", "listed-out-of-order", "二"),
    ("海州、云州、江州四省昨天签约。", "named-count", "三"),
    ("海州、云州、江州、河州、湖州等4省昨天签约。", "named-count", "5"),
    ("茶园、果园面积分别增长3.1%、5.2%和4.8%。", "respectively", None),
    # averages and units
    ("6月1日至10日，渡口共运送旅客5000人次，日均650人次。", "daily-average", None),
    ("全县1200户茶农共获补贴360万元，户均9000元。", "average-times-count", None),
    ("全队7人，平均年龄25.5岁。", "mean-of-whole-numbers", None),
    ("茶园面积3000亩（2000公顷）。", "same-in-two-units", "200"),
    ("鱼苗重500公斤，合100斤。", "same-in-two-units", "1000"),
    ("订单总额1000万美元，约合7.2亿元人民币。", "same-in-two-units", None),
    ("云州光伏装机容量120万千瓦时。", "power-and-energy", "120万千瓦"),
    ("云州去年发电量30亿千瓦。", "power-and-energy", "30亿千瓦时"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "repair"), WRONG)
def test_what_cannot_be_is_found(text: str, rule: str, repair: str | None) -> None:
    (finding,) = found(text)
    assert finding.rule == rule
    repairs = [one.after for one in finding.repairs]
    if repair:
        assert finding.level == "proofread"
        assert any(one.endswith(repair) for one in repairs)
    assert finding.evidence
    assert all(one.quote in text for one in finding.evidence)


RIGHT = [
    "2024年2月29日，水渠通水。",
    "渡口6月17日（星期三）重开。",
    "记者今天（6月18日）在北坡乡看到，昨天（17日）水渠通水。",
    "田小禾表示，今天（6月17日）是好日子。",
    "水渠今天（6月17日）通水，昨天（6月16日）刚刚完工。",  # written on the day before the paper's
    "书市6月5日至12日举行，为期8天，去年是7天。",
    "书市12月28日至1月3日举行。",
    "“十四五”（2021—2025年）规划已经印发。",
    "演出是为庆祝澳门回归祖国27周年。",
    "2024年，演出庆祝澳门回归祖国25周年。",
    "新规自2026年7月15日起施行。",
    "田小禾提出三点建议：一是修渠。二是种树。三是养鱼。",
    "海州、云州、江州三省昨天签约。",
    "海州、云州等4省昨天签约。",
    "渔业、林业、两国关系都有进展。",
    "茶园、果园面积分别增长3.1%和5.2%。",
    "春茶、秋茶的产量和产值分别增长3.1%、5.2%、4.8%、2.9%。",
    "6月1日至10日，渡口共运送旅客6500人次，日均650人次。",
    "6月1日至10日，渡口共运送旅客约6500人次，日均644人次。",
    "全县1200户茶农共获补贴360万元，户均3000元。",
    "全队8人，平均年龄25.5岁。",
    "茶园面积3000亩（200公顷）。",
    "茶园面积3000亩，约合200公顷。",
    "订单总额1000万美元，约合7200万元人民币。",
    "云州光伏装机容量120万千瓦，年发电量13亿千瓦时。",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_is_left_alone(text: str) -> None:
    assert found(text) == []


HEADS = [
    ("全县去年产茶1250吨", "去年全县产茶1520吨，比上年多一成。", "error"),
    ("全县去年产茶1.5吨", "去年全县产茶15吨。", "proofread"),
    ("全县去年产茶1520万吨", "去年全县产茶1520吨。", "proofread"),
    ("全县去年产茶约1500吨", "去年全县产茶1520吨，比上年多一成。", None),
    ("全县去年产茶1520吨", "去年南沟乡产茶820吨，北坡乡产茶700吨。", None),
    ("全县去年产茶1520吨", "去年全县新修水渠15公里。", None),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "text", "level"), HEADS)
def test_a_head_tells_the_figure_of_its_story(headline: str, text: str, level: str | None) -> None:
    told = [(one.rule, one.level) for one in heads.find(story(text, headline), "en")]
    assert told == ([("head-differs", level)] if level else [])


QUOTED = [
    ("“我们明年再修水渠二十公里。”田小禾说。", "田小禾说：“我们明年再修水渠三十公里。”", True),
    ("“这条水渠绝不能因为缺钱停下来。”田小禾说。", "田小禾说：“这条水渠绝能因为缺钱停下来。”", True),
    ("“我们明年再修水渠二十公里。”田小禾说。", "田小禾说：“我们明年再修水渠二十公里，种树三千棵。”", False),
    ("“我们明年再修水渠二十公里。”田小禾说。", "石大山说：“我们明年再修水渠三十公里。”", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "differs"), QUOTED)
def test_one_speech_is_quoted_in_one_way(one: str, two: str, differs: bool) -> None:
    stories = [story(one, name="a1"), story(two, day=datetime.date(2026, 6, 19), name="a2")]
    assert [finding.rule for finding in quotations.across(stories, "en")] == ["quoted-differently"] * differs


FIRST, YEAR = "今年一季度，全国茶叶产量1200吨。", "2025年，全国茶叶产量1357吨。"
SERIES = [
    (["今年1至4月，全国茶叶产量1200吨。", "今年1至5月，全国茶叶产量1100吨。"], ["count-falls"]),
    (["今年1至4月，全国茶叶产量1200吨。", "今年1至5月，全国茶叶产量1500吨。"], []),
    ([FIRST, "今年4月，全国茶叶产量400吨。", "今年1至4月，全国茶叶产量1900吨。"], ["parts-of-time"]),
    ([FIRST, "今年4月，全国茶叶产量400吨。", "今年1至4月，全国茶叶产量1610吨。"], []),
    (["2024年，全国茶叶产量1234吨。", "2025年，全国茶叶产量1357吨，同比增长19.8%。"], ["growth-of-record"]),
    (["2024年，全国茶叶产量1234吨。", "2025年，全国茶叶产量1357吨，同比增长10.0%。"], []),
    ([YEAR, YEAR, "2025年，全国茶叶产量1387吨。"], ["told-differently"]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "rules"), SERIES)
def test_stories_of_a_record_agree(texts: list[str], rules: list[str]) -> None:
    stories = [story(text, name=f"a{number}") for number, text in enumerate(texts, 1)]
    assert [one.rule for one in subperiods.across(stories, "en")] == rules


@pytest.mark.parametrize("row", rows("audit/dates")["founded"], ids=lambda row: str(row["year"]))
def test_each_event_is_found_in_its_examples(row: dict[str, object]) -> None:
    pattern = re.compile(rf"(?:{row['words']})\Z")
    assert all(pattern.search(text) for text in row["yes"])  # type: ignore[attr-defined]
    assert not any(pattern.search(text) for text in row["no"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", rows("audit/conversions")["measured"], ids=lambda row: str(row["family"]))
def test_each_measured_thing_is_found_in_its_examples(row: dict[str, list[str]]) -> None:
    assert all(not found(f"云州{text}。") for text in row["yes"])
    assert all([one.rule for one in found(f"云州{text}。")] == ["power-and-energy"] for text in row["no"])


def test_every_finding_is_said_in_both_languages() -> None:
    text = "水渠将于11月31日通水。"
    (english,), (chinese,) = (list(dates.find(story(text), lang)) for lang in ("en", "zh"))
    assert english.explanation == "there is no 11月31日: month 11 has 30 days at most"
    assert chinese.explanation == "没有“11月31日”这一天：11月最多30天"
