"""Series at the desk."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.recording import Record


def story(name: str, day: str, words: str) -> dict[str, Any]:
    return {"id": name, "date": day, "headline": "茶叶", "paragraphs": [words]}


TOLD = [
    story("t1", "2024-01-20", "2023年，全国茶叶产量355万吨。"),
    story("t2", "2025-01-20", "2024年，全国茶叶产量374万吨，比上年增长5.4%。"),
    story("t3", "2025-02-20", "2024年，全国茶叶产量379万吨。"),
    story("t4", "2026-01-20", "2025年，全国茶叶产量390万吨，云州茶叶产量3万吨。"),
    story("t5", "2026-02-01", "力争2026年全国茶叶产量达到400万吨。"),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("charts") / "desk.db"
    with Record(file) as record:
        record.add_articles(TOLD)
    return file


def test_a_strand_is_drawn_and_told_point_by_point(desk: TestClient) -> None:
    page = desk.get("/series", params={"what": "茶叶产量"}).text
    assert re.findall(r'data-period="(\d{4})年"', page) == ["2023", "2024", "2025"]
    assert "<mark>355万吨</mark>" in page
    assert 'href="/stories/t1?fact=t1-f' in page
    assert '<img src="/series.svg?what=' in page, "without scripts the drawing of the server is seen"


def test_what_is_disputed_is_told_in_words_and_by_its_sign(desk: TestClient) -> None:
    page = desk.get("/series", params={"what": "茶叶产量"}).text
    assert 'data-period="2024年" data-state="disputed"' in page
    assert "◆</span> 说法不一" in page
    assert "<mark>374万吨</mark>" in page
    assert "<mark>379万吨</mark>" in page


def test_left_out_figures_are_listed_with_their_reasons(desk: TestClient) -> None:
    page = desk.get("/series", params={"what": "茶叶产量"}).text
    assert "计划、目标或要求，并非已发生" in page
    assert "<mark>400万吨</mark>" in page


def test_another_strand_can_be_chosen(desk: TestClient) -> None:
    first = desk.get("/series", params={"what": "茶叶产量"}).text
    numbers = re.findall(r'data-strand="(\d+)"', first)
    assert len(numbers) > 1
    second = desk.get("/series", params={"what": "茶叶产量", "strand": 2}).text
    head = [re.search(r'id="strand-head" lang="zh-Hans">([^<]+)', page) for page in (first, second)]
    assert head[0]
    assert head[0][1] == "全国茶叶产量"
    assert re.findall(r'aria-current="true"><th scope="row"><a[^>]+data-strand="(\d)"', second) == ["2"]


def test_the_chart_in_the_page_is_the_one_that_is_taken_away(desk: TestClient) -> None:
    page = desk.get("/series", params={"what": "茶叶产量"}).text
    inside = re.search(r'<script type="application/json" id="spec">(.*?)</script>', page, re.DOTALL)
    assert inside
    assert json.loads(inside[1]) == desk.get("/series.vega.json", params={"what": "茶叶产量"}).json()


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [("csv", "text/csv", "355"), ("svg", "image/svg+xml", "<svg "), ("vega.json", "application/json", "vega-lite")],
)
def test_a_strand_is_taken_away(desk: TestClient, form: str, kind: str, holds: str) -> None:
    taken = desk.get(f"/series.{form}", params={"what": "茶叶产量", "download": True})
    assert taken.headers["content-type"].startswith(kind)
    assert "attachment" in taken.headers["content-disposition"]
    assert holds in taken.text
    assert desk.get(f"/series.{form}", params={"what": "无此指标"}).status_code == 404
    assert desk.get(f"/series.{form}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"what": "火箭产量"}, 200, "没有可按时间排列的数字"),
        ({"what": "茶叶产量", "by": "week"}, 400, "week：没有这种时期"),
        ({"what": "茶叶产量", "since": "long ago"}, 400, "不是年、月或日"),
        ({"what": "茶叶产量", "since": "2025"}, 200, 'data-period="2025年"'),
        ({"what": "茶叶产量", "scope": "云州"}, 200, "云州茶叶产量"),
        ({"what": "茶叶产量", "strand": "77"}, 200, 'data-period="2023年"'),
        ({"what": "<script>"}, 200, "&lt;script&gt;"),
        ({}, 200, 'id="what"'),
    ],
)
def test_what_is_asked_is_read_kindly(desk: TestClient, asked: dict[str, str], status: int, told: str) -> None:
    page = desk.get("/series", params=asked)
    assert page.status_code == status
    assert told in page.text


def test_a_new_story_makes_a_new_point(desk: TestClient, house: Any) -> None:
    assert 'data-period="2022年"' not in desk.get("/series", params={"what": "茶叶产量"}).text
    with Record(house.record) as record:
        record.add_articles([story("t9", "2023-01-20", "2022年，全国茶叶产量340万吨。")])
    assert 'data-period="2022年"' in desk.get("/series", params={"what": "茶叶产量"}).text


def test_the_line_is_dashed_where_periods_are_missing(desk: TestClient, house: Any) -> None:
    months = ((1, 71), (2, 73), (5, 72), (6, 74), (7, 75))
    with Record(house.record) as record:
        record.add_articles(
            [story(f"m{one}", f"2026-0{one + 1}-12", f"{one}月份，全国石板产量{much}万吨。") for one, much in months]
        )
    spec = desk.get("/series.vega.json", params={"what": "石板产量"}).json()
    lines = [one for one in spec["layer"] if one["mark"]["type"] == "line"]
    assert [("strokeDash" in one["mark"], one["encoding"]["detail"]["field"]) for one in lines] == [
        (True, "run"), (False, "stretch"),
    ]  # fmt: skip
    stretches = [one["stretch"].split()[-1] for one in spec["data"]["values"]]
    assert stretches == ["0", "0", "1", "1", "1"]
