"""The two ledgers at the desk."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.recording import Record

TOLD: list[dict[str, Any]] = [
    {
        "id": "l1",
        "date": "2025-03-10",
        "headline": "云海协作推进会召开",
        "paragraphs": [
            "3月9日，云海协作联席会议在青石市召开。云海协作实施以来，云州投入资金3亿元。",
            "云州承诺，2026年底前援建学校20所。",
        ],
    },
    {
        "id": "l2",
        "date": "2026-04-05",
        "headline": "商务部把三家企业列入不可靠实体清单",
        "paragraphs": ["商务部4月4日发布公告，将北国远航公司、南港动力公司列入不可靠实体清单，自发布之日起实施。"],
    },
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ledgers") / "desk.db"
    with Record(file) as record:
        record.add_articles(TOLD)
    return file


def test_a_programme_is_told_with_the_sentences(desk: TestClient, house: Any) -> None:
    page = desk.get("/programmes", params={"name": "云海协作"}).text
    with Record(house.record, lang="zh") as record:
        told = record.programme("云海协作")
    assert "1 篇提及" in page
    for part in ("meetings", "indicators"):
        assert bool(getattr(told, part)) == (f'data-part="{part}"' in page)
    assert told.indicators
    assert 'href="/stories/l1?fact=l1-f' in page
    assert "<mark>3亿元</mark>" in page


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({}, 200, "已知的协作"),
        ({"name": "无名协作"}, 200, "没有提及它的报道"),
        ({"name": "云海协作", "on": "2020"}, 200, "没有提及它的报道"),
        ({"name": "云海协作", "on": "someday"}, 400, "不是年、月或日"),
        ({"name": "<script>"}, 200, "&lt;script&gt;"),
    ],
)
def test_programmes_are_asked_for_kindly(desk: TestClient, asked: dict[str, str], status: int, told: str) -> None:
    page = desk.get("/programmes", params=asked)
    assert page.status_code == status
    assert told in page.text


def test_a_programme_is_taken_away(desk: TestClient, house: Any) -> None:
    with Record(house.record, lang="zh") as record:
        told = record.programme("云海协作").to_dict()
    assert desk.get("/programmes.json", params={"name": "云海协作"}).json() == json.loads(json.dumps(told))
    assert "<iati-activities" in desk.get("/programmes.xml", params={"name": "云海协作"}).text
    assert desk.get("/programmes.json", params={"name": " "}).status_code == 400


def test_control_lists_tell_what_was_added_when_and_by_whom(desk: TestClient, house: Any) -> None:
    with Record(house.record) as record:
        (told, *_) = record.controls().lists
    page = desk.get("/controls").text
    assert f'data-list="{told.name}"' in page
    assert 'data-action="add"' in page
    assert "<mark>" in page
    assert 'href="/stories/l2?fact=l2-f' in page
    for item in told.state.items:
        assert item in page


def test_a_list_stands_as_of_a_day(desk: TestClient) -> None:
    assert 'class="not-yet"' in desk.get("/controls", params={"on": "2026-04-01"}).text
    assert 'class="not-yet"' not in desk.get("/controls", params={"on": "2026-05"}).text


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"name": "无此物项"}, 200, "库中未载清单变动"),
        ({"on": "never"}, 400, "不是年、月或日"),
        ({"name": "南港"}, 200, "不可靠实体清单"),
    ],
)
def test_lists_are_asked_for_kindly(desk: TestClient, asked: dict[str, str], status: int, told: str) -> None:
    page = desk.get("/controls", params=asked)
    assert page.status_code == status
    assert told in page.text


def test_lists_are_taken_away(desk: TestClient) -> None:
    assert desk.get("/controls.json").json()["schema"] == "presscheck/controls/1"
