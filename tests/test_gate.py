"""Scores may rise, not sink: each kind of page has its floors in ``floors.json``.

``every`` measures each n-th page only, always the same ones; ``bcubed.f1`` and the like reach into the report.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from presscheck.measure import measure_articles

FLOORS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf8"))


def score_named(report: Mapping[str, Any], name: str) -> float:
    score: Any = report
    for part in name.split("."):
        score = score[part]
    return float(score)


def sunk(report: Mapping[str, Any], floors: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Every score below its floor or above its ceiling."""
    for name, floor in floors.get("at_least", {}).items():
        if (score := score_named(report, name)) < floor:
            yield f"{name} {score} is below {floor}"
    for name, ceiling in floors.get("at_most", {}).items():
        if (score := score_named(report, name)) > ceiling:
            yield f"{name} {score} is above {ceiling}"


@pytest.mark.parametrize("pages", FLOORS)
def test_no_score_sinks_below_its_floor(shared: Path, pages: str) -> None:
    floors = FLOORS[pages]
    truth = shared / floors["truth"]
    names = [path.stem for path in sorted(truth.glob("*.json"))[:: floors["every"]]] if truth.is_dir() else None
    report = measure_articles(truth, shared / floors["pages"], only=names)
    assert list(sunk(report.to_dict(), floors)) == [], report.recipe


@pytest.mark.parametrize(
    ("floors", "told"),
    [
        ({"at_least": {"article_f1": 0.9}}, ["article_f1 0.8 is below 0.9"]),
        ({"at_least": {"bcubed.f1": 0.8}}, ["bcubed.f1 0.7 is below 0.8"]),
        ({"at_most": {"failed": 0}}, ["failed 1.0 is above 0"]),
        ({"at_least": {"article_f1": 0.8}, "at_most": {"failed": 1}}, []),
    ],
)
def test_a_sunk_score_is_noticed(floors: dict[str, dict[str, float]], told: list[str]) -> None:
    report = {"article_f1": 0.8, "bcubed": {"f1": 0.7}, "failed": 1}
    assert list(sunk(report, floors)) == told


def test_every_floor_names_a_score_we_give(tmp_path: Path) -> None:
    truth = tmp_path / "p1.json"
    story = {"headline": "水塔村通了班车", "paragraphs": [{"kind": "p", "text": "首班车今晨开进水塔村。"}]}
    truth.write_text(json.dumps({"articles": [story]}), encoding="utf8")
    report = measure_articles(truth, truth).to_dict()
    for floors in FLOORS.values():
        for name in (*floors["at_least"], *floors["at_most"]):
            assert score_named(report, name) >= 0
