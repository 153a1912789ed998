"""A peer's own suite, answered in its manner."""

from pathlib import Path

import pytest

from presscheck.data import rows
from presscheck.measure import peer_suite

FLOORS = {
    "Number/NumberModel": 0.97,
    "Number/PercentModel": 0.98,
    "NumberWithUnit/CurrencyModel": 0.96,
    "NumberWithUnit/DimensionModel": 0.90,
}


def test_the_suite_is_answered(shared: Path) -> None:
    scores = {one.name: one for one in peer_suite.score(shared / "data" / "facts" / "recognizers_zh")}
    assert scores.keys() == FLOORS.keys()
    for name, floor in FLOORS.items():
        assert scores[name].right / scores[name].supported >= floor
        assert scores[name].fair_right / scores[name].fair >= scores[name].right / scores[name].supported


@pytest.mark.parametrize("row", rows("facts/peer_suite")["case"], ids=lambda row: f"{row['file']}-{row['index']}")
def test_a_case_left_out_has_its_reason(row: dict) -> None:
    assert row["file"] in peer_suite.MODELS
    assert len(row["reason"]) > 20


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("十余万", ["100000"]),
        ("一切", []),
        ("三打", ["36"]),
        ("6k", ["6000"]),
        ("3^2", ["9"]),
        ("负三分之一", None),
        ("第五，半百", ["5", "50"]),
    ],
)
def test_numbers_in_its_manner(text: str, values: list[str] | None) -> None:
    found = peer_suite.number(text)
    if values is None:
        assert len(found) == 1
        assert found[0].value is not None
        assert found[0].value < 0
    else:
        assert [str(one.value) for one in found] == values
