"""A story before its facts are read: datelines say who reports from where and when, and nobody acts in them."""

import datetime

import pytest

from presscheck import find_facts
from presscheck.facts.story import Part, Story, without_datelines
from presscheck.model import Act, Figure, Quote, Time

DAY = datetime.date(2026, 9, 9)


@pytest.mark.parametrize(
    ("text", "lead", "day"),
    [
        ("新华社北坡9月8日电　水务局开闸。", "新华社北坡9月8日电　", "2026-09-08"),
        ("新华社北坡8日电（记者林向晚）水务局开闸。", "新华社北坡8日电（记者林向晚）", "2026-09-08"),
        ("据新华社北坡30日电 水务局开闸。", "据新华社北坡30日电 ", "2026-08-30"),
        ("中新社北坡12月30日电 水务局开闸。", "中新社北坡12月30日电 ", "2025-12-30"),
        ("本报讯（记者 周也 通讯员 李明）水务局开闸。", "本报讯（记者 周也 通讯员 李明）", None),
        ("本报北坡2月30日讯　水务局开闸。", "本报北坡2月30日讯　", None),
        ("云州日报讯 昨日，水务局开闸。", "云州日报讯 ", None),
        ("水务局网消息（云州在线）：今天开闸。", "水务局网消息（云州在线）：", None),
        ("报社电工昨天检修线路。", "", None),
        ("中新社电话采访了水务局。", "", None),
        ("云州网络电视台消息称，水务局开闸。", "", None),
        ("水务局9月8日讯问了两人。", "", None),
    ],
)
def test_datelines(text: str, lead: str, day: str | None) -> None:
    told = without_datelines(Story((Part("body", 0, text),), DAY))
    assert (told.parts[0].lead, told.parts[0].text.strip()) == (len(lead), text[len(lead) :].strip())
    assert len(told.parts[0].text) == len(text)
    assert (told.dateline.isoformat() if told.dateline else None) == day


def test_a_day_that_is_known_is_kept() -> None:
    story = Story((Part("body", 0, "新华社北坡9月8日电　水务局开闸。"),), DAY, datetime.date(2026, 9, 7))
    assert without_datelines(story).dateline == datetime.date(2026, 9, 7)


def test_nobody_speaks_or_acts_in_a_dateline() -> None:
    text = "新华社北坡9月8日电（记者林向晚）水利部8日介绍，全县13.6万人受灾。商务厅今晚发布公告。"
    found = find_facts(text, date=DAY)
    assert [one.speaker.text for one in found if isinstance(one, Quote | Figure) and one.speaker] == ["水利部"] * 2
    assert [one.agent.text for one in found if isinstance(one, Act)] == ["商务厅"]
    assert [one.period.start for one in found if isinstance(one, Time)] == ["2026-09-08"] * 2


def test_no_two_parts_are_the_same_paragraph() -> None:
    with pytest.raises(ValueError, match="body 0"):
        Story((Part("body", 0, "水务局开闸。"), Part("body", 0, "新建水厂3座。")))
