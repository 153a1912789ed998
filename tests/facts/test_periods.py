"""The times a story tells: every row with its own examples, then the days they stand for, then the invariants."""

import datetime
import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import data
from presscheck.facts import time_words
from presscheck.facts.periods import read, read_text
from presscheck.facts.story import Part, Story
from presscheck.hanzi import fold

BASE = datetime.date(2026, 11, 20)
TABLE = data.rows(time_words.TABLE)
ROWS = [(name, number, row) for name in ("row", "after") for number, row in enumerate(TABLE[name])]
YES, NO = (
    [pytest.param(name, n, example, id=f"{row['id']}-{example}") for name, n, row in ROWS for example in row[key]]
    for key in ("yes", "no")
)


def marked(example):
    """An example without its marks, and the words between them."""
    found = re.search("⟦(.*?)⟧", example)
    text = fold(example.replace("⟦", "").replace("⟧", ""))
    return (text, found.start(), found.start() + len(found[1])) if found else (text, 0, len(text))


def claims(name, number, example):
    text, start, end = marked(example)
    found = time_words.rows(name)[number].pattern.match(text, start)
    return found is not None and found.end() == end


@pytest.mark.parametrize(("name", "number", "example"), YES)
def test_a_row_claims_its_examples(name, number, example):
    assert claims(name, number, example)


@pytest.mark.parametrize(("name", "number", "example"), NO)
def test_a_row_leaves_the_others(name, number, example):
    assert not claims(name, number, example)


@pytest.mark.parametrize(("name", "number", "example"), [param for param in YES if param.values[0] == "row"])
def test_all_rows_together_find_the_example_by_its_row(name, number, example):
    text, start, end = marked(example)
    found = time_words.find(text)
    assert (found.start, found.end, found.row.id) == (start, end, TABLE[name][number]["id"])


def told(text, published=BASE, dateline=None):
    """What each time of a text stands for, in short: a day once, from..to, ~ for what is vague, + for what goes on."""
    return [(one.period.text, in_short(one.period)) for one in read_text(text, published, dateline)]


def in_short(period):
    if period.vague:
        return f"~{period.end}"
    whole = str(period.start) if period.start == period.end else f"{period.start}..{period.end}"
    return whole + "+" * period.open


VALUES = [
    # years
    ("2025年6月17日，大桥通车。", "2025-06-17"),
    ("二〇二五年，全县脱贫。", "2025-01-01..2025-12-31"),
    ("1949年，云州建县。", "1949-01-01..1949-12-31"),
    ("20世纪90年代，矿山关停。", "1990-01-01..1999-12-31"),
    ("上世纪80年代末，矿山关停。", "1987-01-01..1989-12-31"),
    ("2026-06-17 发布", "2026-06-17"),
    ("今年5月，渔港开港。", "2026-05-01..2026-05-31"),
    ("去年12月，渔港开港。", "2025-12-01..2025-12-31"),
    ("明年，渔港开港。", "2027-01-01..2027-12-31"),
    ("产量比上年增长5.1%。", "2025-01-01..2025-12-31"),
    ("年底前完工。", "2026-12-31"),
    ("去年底，全市有学校30所。", "2025-12-31"),
    ("贷款余额比年初增长5%。", "2026-01-01"),
    ("今年以来，全市新增就业3万人。", "2026-01-01..2026-11-20+"),
    ("1949年以来，耕地增加。", "1949-01-01..2026-11-20+"),
    ("到2035年，全县实现现代化。", "2035-01-01..2035-12-31"),
    ("自2015年启动以来，累计帮扶3万人。", "2015-01-01..2026-11-20+"),
    ("2016—2020年，全县脱贫。", "2016-01-01..2020-12-31"),
    ("2021年到2025年，全县脱贫。", "2021-01-01..2025-12-31"),
    # parts of a year
    ("前三季度，出口增长。", "2026-01-01..2026-09-30"),
    ("一季度，出口增长。", "2026-01-01..2026-03-31"),
    ("上半年，出口增长。", "2026-01-01..2026-06-30"),
    ("1—10月，出口增长。", "2026-01-01..2026-10-31"),
    ("1至10月，出口增长。", "2026-01-01..2026-10-31"),
    ("前9个月，出口增长。", "2026-01-01..2026-09-30"),
    ("7月以来，降雨偏多。", "2026-07-01..2026-11-20+"),
    ("上季度，出口增长。", "2026-07-01..2026-09-30"),
    ("截至10月底，全市有学校30所。", "2026-10-31"),
    ("截至6月，全市有学校30所。", "2026-06-30"),
    ("5月上旬，全县插秧。", "2026-05-01..2026-05-10"),
    ("本月，全县插秧。", "2026-11-01..2026-11-30"),
    ("上月末，全市有学校30所。", "2026-10-31"),
    ("12月，第一场雪落下。", "2025-12-01..2025-12-31"),
    ("2026年第2号台风登陆青禾县。", "2026-01-01..2026-12-31"),
    # days
    ("昨日，大桥通车。", "2026-11-19"),
    ("前天下午，大桥通车。", "2026-11-18"),
    ("今天（11月20日），大桥通车。", "2026-11-20"),
    ("16日，大桥通车。", "2026-11-16"),
    ("28日，大桥通车。", "2026-10-28"),
    ("云州市市长3日说，大桥通车。", "2026-11-03"),
    ("大桥将于28日通车。", "2026-11-28"),
    ("大桥将于12月28日通车。", "2026-12-28"),
    ("书展将于12月17日至27日举行。", "2026-12-17..2026-12-27"),
    ("书展12月8日至11日举行。", "2026-12-08..2026-12-11"),
    ("12月1日，书展开幕。", "2026-12-01"),
    ("3月1日，书展开幕。", "2026-03-01"),
    ("9月11日至13日，书展举行。", "2026-09-11..2026-09-13"),
    ("6月1日至7月15日，书展举行。", "2026-06-01..2026-07-15"),
    ("7月31日晚至8月1日凌晨，暴雨倾盆。", "2026-07-31..2026-08-01"),
    ("12月30日至1月2日，书展举行。", "2026-12-30..2027-01-02"),
    ("11月18日21时12分，火箭升空。", "2026-11-18T21:12"),
    ("昨日晚7点，灯会开幕。", "2026-11-19T19:00"),
    ("11月18日8时至10时，道路封闭。", "2026-11-18T08:00..2026-11-18T10:00"),
    ("本周三，大桥通车。", "2026-11-18"),
    ("5天前，大桥通车。", "2026-11-15"),
    ("3日前，大桥通车。", "2026-11-17"),
    ("公告自2026年12月1日起施行。", "2026-12-01+"),
    ("11月18日8至10时，道路封闭。", "2026-11-18T08:00..2026-11-18T10:00"),
    ("昨日下午2点到4点，道路封闭。", "2026-11-19T14:00..2026-11-19T16:00"),
    ("昨日晚10点至6点，道路封闭。", "2026-11-19T22:00..2026-11-20T06:00"),
    ("11月18日零时，航班停飞。", "2026-11-18T00:00"),
    ("周三表示，大桥通车。", "2026-11-18"),
    ("2小时前，大桥通车。", "2026-11-20"),
    ("2018年和2022年之间，产值翻番。", "2018-01-01..2022-12-31"),
    ("2024上半年，出口增长。", "2024-01-01..2024-06-30"),
    ("2000多年前，古道开通。", "~2026-11-20"),
    ("正月初一至初三，庙会开市。", "2026-02-17..2026-02-19"),
    ("除夕至初三，庙会开市。", "2026-02-16..2026-02-19"),
    ("云州卫生部门9月30日称，渔港开港。", "2026-09-30"),
    ("2005年7月28、29日，书展举行。", "2005-07-28..2005-07-29"),
    ("“十四五”这五年，新修公路。", "2021-01-01..2025-12-31"),
    ("十月初一，庙会开市。", "2026-11-09"),
    # years of the emperors
    ("清乾隆五十年，石桥重修。", "1785-01-01..1785-12-31"),
    ("道光十年五月，石桥重修。", "1830-01-01..1830-12-31"),
    ("民国二十六年五月，学校迁址。", "1937-05-01..1937-05-31"),
    # spans counted from the day
    ("一年后，大桥通车。", "2027-01-01..2027-12-31"),
    ("前一周，降雨偏多。", "2026-11-13..2026-11-20"),
    ("30年来，两县互派干部。", "1996-11-20..2026-11-20"),
    ("近5年，两县互派干部。", "2021-11-20..2026-11-20"),
    ("五年间，两县互派干部。", "2021-11-20..2026-11-20"),
    ("未来三年，两县互派干部。", "2026-11-20..2029-11-20"),
    ("过去24小时，降雨偏多。", "2026-11-19..2026-11-20"),
    ("40多年来，两县互派干部。", "~2026-11-20"),
    ("30年前，两县结对。", "1996-01-01..1996-12-31"),
    # plans, feasts, the lunar calendar
    ("“十四五”期间，新修公路。", "2021-01-01..2025-12-31"),
    ("十三五末，新修公路。", "2020-12-31"),
    ("“十五五”时期，新修公路。", "2026-01-01..2030-12-31"),
    ("国庆假期，游客增多。", "2026-10-01..2026-10-07"),
    ("春节期间，游客增多。", "2026-02-15..2026-02-23"),
    ("今年中秋节，游客增多。", "2026-09-25"),
    ("农历正月十五，游客增多。", "2026-03-03"),
    ("党的十八大以来，新修公路。", "2012-11-08..2026-11-20+"),
    # vague
    ("近日，大桥通车。", "~2026-11-20"),
    ("近年来，空气变好。", "~2026-11-20"),
    ("今后，空气会更好。", "~None"),
]


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*row, id=row[0]) for row in VALUES])
def test_a_time_stands_for_its_days(text, wanted):
    assert [value for _, value in told(text)] == [wanted]


COURSES = [
    ("书展将于12月8日、9日举行，今天（11月20日）售票。", ["2026-12-08", "2026-12-09", "2026-11-20"]),
    ("前三季度，出口增长6%，去年同期增长2%。", ["2026-01-01..2026-09-30", "2025-01-01..2025-09-30"]),
    ("1—10月，出口增长6%，比上年同期快。", ["2026-01-01..2026-10-31", "2025-01-01..2025-10-31"]),
    ("截至10月底，建成基站12万个，较去年同期增加2.3万个。", ["2026-10-31", "2025-01-01..2025-10-31"]),
    ("与上月持平，比去年同月下降0.1个百分点。", ["2026-10-01..2026-10-31", "2025-10-01..2025-10-31"]),
    ("1996年，两县结对。当年7月，首批干部到任。次年，学校建成。",
     ["1996-01-01..1996-12-31", "1996-07-01..1996-07-31", "1997-01-01..1997-12-31"]),
    ("2024年3月，大桥开工。8月，桥墩建成。", ["2024-03-01..2024-03-31", "2024-08-01..2024-08-31"]),
    ("云州市3日说，大桥当天通车。", ["2026-11-03", "2026-11-03"]),
    ("2024年，全县产值5亿元，比上年增长3%。", ["2024-01-01..2024-12-31", "2023-01-01..2023-12-31"]),
    ("9月份指数为50.2，比上月上升0.1。", ["2026-09-01..2026-09-30", "2026-08-01..2026-08-31"]),
    ("9月末，云州贷款余额3亿元；失业率5%，与上月持平。", ["2026-09-30", "2026-08-01..2026-08-31"]),
    ("9月末，云州贷款余额3亿元，增速比上月末高0.2个百分点。", ["2026-09-30", "2026-08-31"]),
    ("9月份，云州物价由上月下降0.2%转为上涨0.1%，比上月快。",
     ["2026-09-01..2026-09-30", "2026-08-01..2026-08-31", "2026-08-01..2026-08-31"]),
    ("9月份指数为50.2，和上月的50.3相比略降。", ["2026-09-01..2026-09-30", "2026-08-01..2026-08-31"]),
    ("今年8月，青禾站开行80列，上月开行42列。", ["2026-08-01..2026-08-31", "2026-10-01..2026-10-31"]),
    ("今年5月，青禾建成新港。上个月，新港开港。", ["2026-05-01..2026-05-31", "2026-10-01..2026-10-31"]),
    ("云州5月16日动工，从上月起日夜施工。", ["2026-05-16", "2026-10-01..2026-10-31+"]),
    ("二季度指数为50.2，比上季度上升0.1。", ["2026-04-01..2026-06-30", "2026-01-01..2026-03-31"]),
    ("一季度，青禾建成新港。上季度，新港开港。", ["2026-01-01..2026-03-31", "2026-07-01..2026-09-30"]),
    ("云州驻军18日称，过去一周，道路中断。", ["2026-11-18", "2026-11-11..2026-11-18"]),
    ("3月5日，大桥封顶。两天后，桥面铺好。", ["2026-03-05", "2026-03-07"]),
    ("1996年，两县结对。一年后，学校建成。", ["1996-01-01..1996-12-31", "1997-01-01..1997-12-31"]),
    ("云州市3日说，此前一天桥面铺好。", ["2026-11-03", "2026-11-02"]),
    ("2024年，全县产值5亿元，比前一年增长3%。", ["2024-01-01..2024-12-31", "2023-01-01..2023-12-31"]),
    ("9月份指数为50.2，比前一个月上升0.1。", ["2026-09-01..2026-09-30", "2026-08-01..2026-08-31"]),
    ("2012年至2022年，十年间，林地翻番。", ["2012-01-01..2022-12-31", "2012-01-01..2022-12-31"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*row, id=row[0]) for row in COURSES])
def test_a_time_goes_on_from_those_told_before(text, wanted):
    assert [value for _, value in told(text)] == wanted


@pytest.mark.parametrize(
    "text",
    ["展览为期5天。", "连续3年增长。", "历时两小时。", "同比增长6%。", "环比下降1%。",
     "第5日", "已有1500年历史。", "1月龄婴儿",
     "这里将出现在书展上。", "每年农历七月，渔港开港。", "每年5月，渔港休渔。", "每年6月10日开市。",
     "每天8时至18时开放。", "每周三开放。", "雍正十五年，石桥重修。",
     "云州商务局发布2025年第13号公告，青禾船厂列入名单。", "云州令（2025年第3号）", "云政发〔2025〕12号文件",
     "云州公告 2025 年第 9 号", "二〇二五年第三号通告",
     "年均增长5%。", "12月龄", "“十四五”规划", "提出3点建议。"],
)  # fmt: skip
def test_what_is_no_time(text):
    assert told(text) == []


MISREAD = [
    ("3月l9日，大桥通车。", "3月l9日", "2026-03-19"),
    ("2O27年，大桥通车。", "2O27年", "2027-01-01..2027-12-31"),
    ("1O月，出口增长。", "1O月", "2026-10-01..2026-10-31"),
    ("二0二五年，全县脱贫。", "二0二五年", "2025-01-01..2025-12-31"),
    ("二O二五年三月，全县脱贫。", "二O二五年三月", "2025-03-01..2025-03-31"),
    ("2025年l月3O日，渔港开港。", "2025年l月3O日", "2025-01-30"),
]


@pytest.mark.parametrize(("text", "words", "wanted"), MISREAD)
def test_a_misread_figure_of_a_date_is_read_as_it_is_meant(text, words, wanted):
    assert told(text) == [(words, wanted)]


@pytest.mark.parametrize(
    "text",
    [
        "3月2S日，渔港开港。",
        "2O25年3月2S日开港。",
        "3月4l日，渔港开港。",
        "5B号，历时5O年。",
        "Q3月活用户多。",
        "D3月票好卖。",
    ],
)
def test_a_misread_date_that_may_be_two_or_none_tells_nothing(text):
    assert told(text) == []


def test_the_words_keep_their_marks():
    assert told("“十四五”期间，新修公路。")[0][0] == "“十四五”期间"
    assert told("截至10月底，建成。")[0][0] == "10月底"


def test_the_dateline_counts_before_the_day_of_the_paper():
    (one,) = read_text("昨日，大桥通车。", BASE, datetime.date(2026, 11, 18))
    assert (one.period.start, one.period.anchor, one.period.anchor_from) == ("2026-11-17", "2026-11-18", "dateline")


def test_without_a_day_of_the_story_its_first_full_date_counts():
    first, second = read_text("2026年6月17日，大桥通车。昨日，车流如织。")
    assert (second.period.start, second.period.anchor_from) == ("2026-06-16", "text")
    assert first.period.anchor is None


def test_without_any_day_a_time_has_no_days_and_is_not_vague():
    (one,) = read_text("昨日，大桥通车。")
    assert (one.period.start, one.period.end, one.period.vague, one.period.anchor) == (None, None, False, None)


def test_a_title_does_not_change_the_course():
    assert told("《云州规划（2021—2035年）》发布，前三季度增长6%，去年同期增长2%。")[-1][1] == "2025-01-01..2025-09-30"


def test_each_part_has_its_times():
    story = Story((Part("headline", None, "大桥通车"), Part("body", 0, "今天，大桥通车。")), BASE)
    assert [len(times) for times in read(story)] == [0, 1]


TIMES = st.sampled_from(
    [text.rstrip("。") for text, _ in VALUES] + ["去年同期", "至", "到", "——", "次年", "当月", "，", "。", "1", "年"]
)


@given(st.lists(TIMES, max_size=8).map("".join))
def test_times_stand_in_order_and_end_after_they_begin(text):
    times = read_text(text, BASE)
    assert times == read_text(text, BASE)
    assert all(one.end <= other.start for one, other in pairwise(times))
    for one in times:
        assert text[one.start : one.end] == one.period.text
        assert one.period.start is None or one.period.end is None or one.period.start <= one.period.end


@given(st.text(alphabet="0123456789一二十年月日号时点分前后去今本上下至到—-.:：“”（）第季度半以来期间", max_size=40))
def test_any_text_is_read(text):
    for published in (BASE, None):
        for one in read_text(text, published):
            assert one.start < one.end


LONG = ["1", "“", "第", "年", "一", "1年", "1日至", "十", "《", "—", "今年到", "12:", " "]


@pytest.mark.parametrize("unit", LONG)
def test_a_long_paragraph_of_nothing_but_marks_is_read(unit):
    read_text(unit * (100_000 // len(unit)), BASE)


def test_the_time_zone_of_the_machine_does_not_matter():
    code = (
        "import datetime; from presscheck.facts.periods import read_text;"
        "print(read_text('昨日晚7点，比去年同期', datetime.date(2026, 1, 1)))"
    )
    told_in = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, check=True, text=True
        ).stdout
        for zone in ("UTC", "Asia/Shanghai", "Pacific/Kiritimati")
    }
    assert len(told_in) == 1
