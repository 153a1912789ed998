"""Which of the times a story names its figures are of, most of all in what statistics offices release."""

import datetime

import pytest

from presscheck.facts import desk
from presscheck.facts.story import Part, Story

DAY = datetime.date(2026, 11, 20)
THREE_QUARTERS, OF_LAST_YEAR = "2026-01-01..2026-09-30", "2025-01-01..2025-09-30"
TEN_MONTHS, TEN_OF_LAST_YEAR = "2026-01-01..2026-10-31", "2025-01-01..2025-10-31"


def periods(text, day=DAY):
    """The period of each figure of a text, in short."""
    figures = [fact for fact in desk.find_in_text(text, day) if fact.kind == "figure"]
    return [in_short(one.period) for one in figures]


def in_short(period):
    if period is None or period.start is None:
        return period and period.text
    return period.start if period.start == period.end else f"{period.start}..{period.end}"


RELEASES = [
    ("今年前三季度，全县出口额30.5亿元，同比增长6.2%，去年同期为28.7亿元。",
     [THREE_QUARTERS, THREE_QUARTERS, OF_LAST_YEAR]),
    ("1至10月，全县出口额30.5亿元，同比增长6.2%；进口额12亿元，去年同期为11亿元。",
     [TEN_MONTHS, TEN_MONTHS, TEN_MONTHS, TEN_OF_LAST_YEAR]),
    ("截至10月底，全县登记企业3.2万家，比去年同期增加2100家。", ["2026-10-31", "2026-10-31"]),
    ("18日，记者从云州市统计局获悉，截至10月底，全市充电桩总量达到3.2万个，去年同期为2.5万个。",
     ["2026-10-31", TEN_OF_LAST_YEAR]),
    ("云州市统计局18日发布的数据显示，前三季度，全市产值820亿元，同比增长5.1%。其中，矿业产值40亿元，增长3.2%。",
     [THREE_QUARTERS] * 4),
    ("前10个月，云州港吞吐量1.2亿吨；9月份吞吐量1300万吨，去年同月为1200万吨。",
     [TEN_MONTHS, "2026-09-01..2026-09-30", "2025-09-01..2025-09-30"]),
    ("10月份，云州居民消费价格同比上涨0.3%，1至10月平均上涨0.2%。", ["2026-10-01..2026-10-31", TEN_MONTHS]),
    ("未来5年，云州将投资80亿元修建公路，2030年通车里程达到3000公里。",
     ["2026-11-20..2031-11-20", "2030-01-01..2030-12-31"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*row, id=row[0]) for row in RELEASES])
def test_a_figure_is_of_its_time(text, wanted):
    assert periods(text) == wanted


WITHOUT_A_DAY = [
    ("未来5年，全县将新建学校30所，到2030年学位总数达到5万个。", ["未来5年", "2030-01-01..2030-12-31"]),
    ("规划到2030年建成绿道200公里。未来5年，全市将新增公园40座。", ["2030-01-01..2030-12-31", "未来5年"]),
    ("前三季度，全县出口额30.5亿元，同比增长6.2%。", ["前三季度", "前三季度"]),
]


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*row, id=row[0]) for row in WITHOUT_A_DAY])
def test_without_a_day_to_count_from_a_figure_keeps_the_words_of_its_time(text, wanted):
    """No day can be told, but never is it the time that another figure is of."""
    assert periods(text, None) == wanted


def test_a_figure_of_a_year_that_comes_again_has_no_period_of_a_day():
    assert periods("每年6月10日，渔港放流鱼苗3万尾。") == [None]


BEFORE = "2025年，云州港完成投资12亿元，同比增长4.1%，吞吐量达到8000万吨。"
UNDER_ONE_HEAD = [
    "今年前三季度，全县出口额30.5亿元，同比增长6.2%，进口额12亿元，其中矿砂占三成。",
    "今年前三季度，各港区加快建设，改造码头，疏浚航道，全县港口吞吐量达到6000万吨，增长3.3%。",
]


@pytest.mark.parametrize("text", UNDER_ONE_HEAD)
def test_a_time_that_heads_its_paragraph_is_nearer_than_those_of_the_paragraph_before(text):
    story = Story((Part("body", 0, BEFORE), Part("body", 1, text)), DAY)
    figures = [fact for fact in desk.find(story) if fact.kind == "figure" and fact.evidence.paragraph == 1]
    assert {in_short(one.period) for one in figures} == {THREE_QUARTERS}


def test_no_figure_under_a_time_that_heads_its_paragraph_is_of_the_paragraph_before():
    text = "今年前三季度，全县出口额30.5亿元。民营企业增加到1.2万家，机电产品占四成，增长8%。"
    story = Story((Part("body", 0, BEFORE), Part("body", 1, text)), DAY)
    figures = [fact for fact in desk.find(story) if fact.kind == "figure" and fact.evidence.paragraph == 1]
    assert {in_short(one.period) for one in figures} <= {THREE_QUARTERS, None}
