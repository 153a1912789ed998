"""The figures from which a series is gathered: those that are told after the words that may name them."""

from pathlib import Path

import pytest

from presscheck.record.mentions import mentions
from presscheck.recording import Record

ROWS = (("茶叶", "产量"), ("茶产量",))


@pytest.mark.parametrize(
    ("headline", "words", "told"),
    [
        ("喜讯", "茶叶产量达到30万吨。", ["30万吨"]),
        ("喜讯", "茶叶总产量达到30万吨，增长5%。", ["30万吨", "5%"]),
        ("喜讯", "全国茶产量30万吨。", ["30万吨"]),
        ("喜讯", "新增茶园20万亩，茶叶产量30万吨。", ["30万吨"]),
        ("喜讯", "茶叶产量创新高。新增茶园20万亩。", []),
        ("喜讯", "新增茶园20万亩。茶叶丰收，产量30万吨。", ["30万吨"]),
        ("茶叶产量30万吨", "去年喜获丰收，共收获30万吨，新增茶园20万亩。", ["30万吨", "30万吨"]),
        ("喜讯", "水稻产量30万吨，茶叶畅销。", []),
    ],
)
def test_figures_named_before_them_in_their_sentence(
    tmp_path: Path, headline: str, words: str, told: list[str]
) -> None:
    with Record(tmp_path / "my.db") as record:
        record.add_articles([{"id": "m1", "date": "2026-06-18", "headline": headline, "paragraphs": [words]}])
        found = [one.fact.evidence.text for one in mentions(record.store, ROWS)]
    assert found == told
