"""Several readings of one sentence as one annotation, on a sentence of ours."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
gold_votes = importlib.import_module("gold_votes")
sys.path.pop(0)

Item = dict[str, Any]

SENTENCE = "去年，青石县新建桥梁12座，县里表示，今年再建3座。"
DESK: Item = {"key": "a1:0:0", "id": "a1", "paragraph": 0, "start": 0, "end": len(SENTENCE), "kind": "any"}
DESK |= {"headline": "", "before": "", "paragraph_before": "", "sentence": SENTENCE}
LAST_YEAR, THIS_YEAR = ["2025-01-01", "2025-12-31"], ["2026-01-01", "2026-12-31"]


def bridges(**told: object) -> Item:
    figure = {"s": "12座", "value": "12", "high": None, "unit": "座", "op": "=", "period": LAST_YEAR}
    return {**figure, "indicator": "桥梁", "subject": "青石县", "speaker": None, **told}


def reading(*figures: Item, **more: list[Item]) -> Item:
    told = {"key": DESK["key"], **{kind: [] for kind in gold_votes.KINDS}, "figures": list(figures)}
    return gold_votes.kept(DESK, told | more)


def of_figures(*readings: Item) -> list[Item]:
    told: list[Item] = gold_votes.voted(DESK, readings)["figures"]
    return told


def words(spots: list[list[int] | None] | None) -> list[str | None] | None:
    return spots and [spot and SENTENCE[slice(*spot)] for spot in spots]


@pytest.mark.parametrize(
    ("have", "asked"),
    [(4, True), (3, True), (2, False), (1, False)],
    ids=["all four", "most", "half", "one only"],
)
def test_what_most_readings_have_is_asked_for(have: int, asked: bool) -> None:
    read = [reading(bridges())] * have + [reading()] * (4 - have)
    (told,) = of_figures(*read)
    assert told.get("optional", False) is not asked


def test_a_fact_that_is_a_matter_of_taste_to_most_is_not_asked_for() -> None:
    (told,) = of_figures(*[reading(bridges(optional=True))] * 3, reading(bridges()))
    assert told["optional"]


def test_every_answer_of_two_readings_is_right() -> None:
    subjects = ("青石县", ["青石县", None], None, "县里")
    (told,) = of_figures(*(reading(bridges(subject=one)) for one in subjects))
    assert words(told["subject"]) == ["青石县", None]
    assert "open" not in told


def test_where_no_two_agree_nothing_is_asked() -> None:
    read = [reading(bridges(period=one)) for one in (LAST_YEAR, THIS_YEAR, None)]
    (told,) = of_figures(*read)
    assert told["open"] == ["period"]


def test_a_reading_may_hold_two_times_right() -> None:
    both = reading(bridges(periods=[LAST_YEAR, None]))
    (told,) = of_figures(both, reading(bridges(period=None)), reading(bridges()))
    assert sorted(told["periods"], key=bool) == [None, LAST_YEAR]
    (told,) = of_figures(reading(bridges()), reading(bridges()), reading(bridges(period=None)))
    assert (told["period"], "periods" in told) == (LAST_YEAR, False)


def test_the_value_is_the_one_that_most_read() -> None:
    (told,) = of_figures(*map(reading, (bridges(unit="座桥"), bridges(), bridges())))
    assert told["unit"] == "座"


def test_an_act_without_an_agreed_doer_is_not_asked_for() -> None:
    acts = [
        [{"agent": who, "action": "新建", "counterpart": None, "object": "桥梁"}] for who in ("青石县", "县里", None)
    ]
    (told,) = gold_votes.voted(DESK, [reading(acts=one) for one in acts])["acts"]
    assert told["optional"]


def test_two_promises_stay_two() -> None:
    one = {"who": "县里", "what": "再建3座", "target": "3座", "deadline": "今年"}
    two = {**one, "what": "新建桥梁12座"}
    told = gold_votes.voted(DESK, [reading(commitments=[one, two]), reading(commitments=[two, one])])["commitments"]
    assert [words(fact["what"]) for fact in told] == [["再建3座"], ["新建桥梁12座"]]
