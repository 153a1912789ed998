"""Points of series held against what people saw in their figures."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from presscheck import find_facts
from presscheck.errors import WrongUsage
from presscheck.measure.series import measure_series
from presscheck.model import Figure
from presscheck.model.series import Mention, Series
from presscheck.record.series import gather

TOLD = {"s1": "2024年，全国茶叶产量355万吨。", "s2": "2025年，全国茶叶产量374万吨。"}


def told(what: str, by: str | None) -> Series:
    day = datetime.date(2026, 6, 18)
    found = [
        Mention(name, None, day, fact, text)
        for name, text in TOLD.items()
        for fact in find_facts(text, date=day.isoformat())
        if isinstance(fact, Figure)
    ]
    return gather(what, found, by=by)


def judgement(article: str, value: str, year: int, **more: Any) -> dict[str, Any]:
    line = {"what": "茶叶产量", "by": "year", "article": article, "paragraph": 0, "start": 12, "end": 17}
    line |= {"indicator": "茶叶产量", "value": value, "unit": "t", "period": [f"{year}-01-01", f"{year}-12-31"]}
    return {**line, "scope": "全国", "right": True, "wrong": None, **more}


def measured(folder: Path, *lines: dict[str, Any]) -> dict[str, Any]:
    gold = folder / "gold.jsonl"
    gold.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf8")
    return measure_series(gold, told).to_dict()


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        (judgement("s2", "3740000", 2025), None),
        (judgement("s2", "3750000", 2025), "value"),
        (judgement("s2", "3740000", 2023), "period"),
        (judgement("s2", "3740000", 2025, scope="云州"), "scope"),
        (judgement("s2", "3740000", 2025, right=False, wrong="foreign"), "foreign"),
    ],
)
def test_each_point_is_right_or_wrong_in_one_way(tmp_path: Path, second: dict[str, Any], wrong: str | None) -> None:
    report = measured(tmp_path, judgement("s1", "3550000", 2024), second)
    assert (report["points"], report["right"]) == (2, 1 if wrong else 2)
    assert [name for name, count in report["wrong"].items() if count] == ([wrong] if wrong else [])


def test_points_that_nobody_saw_and_points_that_are_gone(tmp_path: Path) -> None:
    report = measured(tmp_path, judgement("s1", "3550000", 2024), judgement("s9", "1", 2020))
    assert (report["points"], report["unseen"], report["missing"]) == (1, 1, 1)


def test_nothing_judged(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        measured(tmp_path, {"indicators": ["茶叶产量"]})
