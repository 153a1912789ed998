"""The stories that speak of what a claim speaks of are found, however their words are cut."""

import datetime
from pathlib import Path

import pytest

from presscheck import Record
from presscheck.check.nearest import nearest

DAY = datetime.date(2026, 7, 20)
STORIES = [
    ("budget", "上半年云州财政收支", "上半年，全州一般公共预算支出133亿元，同比增长3.9%。"),
    ("trains", "云州铁路客流增长", "前四个月，云州铁路发送旅客130万人次。"),
    ("bridge", "青禾大桥首次检修", "青禾大桥通车以来首次检修。"),
    ("fair", "洛安举办春茶节", "洛安县举办春茶节，接待游客2万人次。"),
]
ASKED = [
    ("云州上半年一般公共预算支出133亿元", "budget"),
    ("财政花的钱，云州上半年有133亿", "budget"),
    ("坐火车的，云州前四个月一百三十来万", "trains"),
    ("铁路发送旅客130万人次", "trains"),
    ("青禾大桥头一回修", "bridge"),
]


@pytest.mark.parametrize(("claim", "name"), ASKED)
def test_the_story_of_a_claim_stands_first(tmp_path: Path, claim: str, name: str) -> None:
    stories = [
        {"id": one, "date": DAY.isoformat(), "headline": head, "paragraphs": [text]} for one, head, text in STORIES
    ]
    with Record(tmp_path / "few.db") as kept:
        kept.add_articles(stories)
        found = [one.name for one in nearest(kept.store, claim, None, DAY)]
    assert found[0] == name
