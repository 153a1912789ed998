import json
from pathlib import Path

import pytest

from presscheck import Record
from presscheck.errors import FileMissing, PageUnreadable, WrongUsage
from presscheck.measure.checking import CheckReport, Judged, measure_check

STORY = {
    "id": "20260112-01",
    "date": "2026-01-12",
    "headline": "茶叶产量再创新高",
    "paragraphs": ["国家统计局今天（1月12日）发布数据，2025年，全国茶叶产量374万吨，同比增长3.2%。"],
}
CLAIMS = [
    {"claim": "2025年全国茶叶产量374万吨。", "label": "supported", "articles": ["20260112-01"]},
    {"claim": "2025年全国茶叶产量510万吨。", "label": "contradicted", "articles": ["20260112-01"]},
    {"claim": "月球上发现了大熊猫。", "label": "not_decided", "articles": []},
]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    with Record(tmp_path / "tea.db") as kept:
        kept.add_articles([STORY])
    return tmp_path / "tea.db"


def file_of(folder: Path, *lines: dict) -> Path:
    path = folder / "claims.jsonl"
    path.write_text("".join(json.dumps({"date": "2026-05-20", **one}) + "\n" for one in lines), encoding="utf8")
    return path


def test_right_verdicts_score_one(record: Path, tmp_path: Path) -> None:
    told = measure_check(record, [file_of(tmp_path, *CLAIMS)])
    assert (told.macro, told.wrongly_contradicted, told.cited) == (1.0, 0.0, 1.0)
    assert told.recipe.startswith("check.f1 = 1.0000 | claims:")


def test_wrong_labels_are_wrong(record: Path, tmp_path: Path) -> None:
    told = measure_check(
        record, [file_of(tmp_path, CLAIMS[0] | {"label": "not_decided"}, CLAIMS[1] | {"label": "supported"})]
    )
    assert told.macro == 0.0
    assert told.wrongly_contradicted == 0.5


@pytest.mark.parametrize(
    ("labels", "macro", "wrong"),
    [
        ([("supported", "supported"), ("contradicted", "contradicted"), ("not_decided", "not_decided")], 1.0, 0.0),
        ([("supported", "contradicted"), ("contradicted", "contradicted")], 2 / 9, 0.5),
        ([("contradicted", "supported")], 0.0, 0.0),
    ],
)
def test_scores(labels: list[tuple[str, str]], macro: float, wrong: float) -> None:
    report = CheckReport(tuple(Judged(one, two, 0.9, "value", (), 1.0) for one, two in labels), "x", "y")
    assert report.macro == pytest.approx(macro)
    assert report.wrongly_contradicted == wrong


def test_bad_files_are_named(record: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        measure_check(record, [tmp_path / "none.jsonl"])
    with pytest.raises(PageUnreadable):
        measure_check(record, [file_of(tmp_path, {"claim": "x"})])
    with pytest.raises(WrongUsage):
        measure_check(record, [file_of(tmp_path)])
