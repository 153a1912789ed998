"""Facts held against annotated sentences: what counts, on a sentence of ours."""

from datetime import date
from typing import Any

import pytest

from presscheck.facts import desk
from presscheck.facts.story import Part, Story
from presscheck.measure.fact_match import Place, Tallies, score_sentence

SENTENCE = "2025年，青石县新建桥梁12座。"
FACTS = desk.find(Story((Part("body", 0, SENTENCE),), date(2026, 6, 18)))
YEAR = ["2025-01-01", "2025-12-31"]


def spot(words: str) -> list[int]:
    return [SENTENCE.index(words), SENTENCE.index(words) + len(words)]


def counted(**told: Any) -> Tallies:
    """The tallies of the one figure, annotated so."""
    figure = {"s": [spot("12座")], "value": "12", "high": None, "unit": "座", "op": "=", "period": YEAR}
    figure |= {"indicator": [spot("桥梁")], "subject": [spot("青石县")], "speaker": None} | told
    gold = {"figures": [figure], **{kind: [] for kind in ("quotes", "acts", "changes", "commitments", "rules")}}
    tallies = Tallies()
    score_sentence(gold, Place(SENTENCE, 0, len(SENTENCE), 0), FACTS, tallies)
    return tallies


def of(layer: str, **told: Any) -> tuple[int, int, int]:
    """Right, wrong and missed of one layer."""
    count = counted(**told).counts[f"figures.{layer}"]
    return count.right, count.wrong, count.missed


RIGHT, WRONG, NOTHING = (1, 0, 0), (0, 1, 1), (0, 0, 0)


@pytest.mark.parametrize(
    ("layer", "told", "result"),
    [
        ("period", {}, RIGHT),
        ("period", {"period": None}, WRONG),
        ("period", {"period": None, "periods": [None, YEAR]}, RIGHT),
        ("period", {"period": None, "open": ["period"]}, NOTHING),
        ("indicator", {"period": None, "open": ["period"]}, RIGHT),
        ("subject", {}, RIGHT),
        ("subject", {"subject": None}, WRONG),
        ("subject", {"subject": [None, spot("青石县")]}, RIGHT),
        ("subject", {"subject": [None]}, WRONG),
        ("speaker", {"speaker": [spot("青石县"), None]}, RIGHT),
        ("speaker", {"speaker": [spot("青石县")]}, WRONG),
        ("unit", {"optional": True}, NOTHING),
        ("unit", {"unit": "条"}, WRONG),
    ],
)
def test_a_layer_of_a_figure(layer: str, told: dict[str, Any], result: tuple[int, int, int]) -> None:
    assert of(layer, **told) == result


def test_a_failure_shows_what_was_right() -> None:
    ((kind, sentence, told),) = counted(subject=[spot("桥梁"), None], period=YEAR).failures[:1]
    assert (kind, sentence) == ("subject", SENTENCE)
    assert "桥梁|–" in told


LISTED = "南岭国制裁名单工作组20日将北港公司列入制裁名单。"


def listed(place: tuple[int, int]) -> tuple[int, int, int]:
    """Right, wrong and missed, the list annotated at a place."""
    told = {"action": "add", "list": [list(place)], "items": [], "count": None, "countries": [], "issuers": []}
    gold: dict[str, Any] = {kind: [] for kind in ("figures", "quotes", "acts", "commitments", "rules")}
    gold["changes"] = [told]
    tallies, facts = Tallies(), desk.find(Story((Part("body", 0, LISTED),), date(2026, 6, 18)))
    score_sentence(gold, Place(LISTED, 0, len(LISTED), 0), facts, tallies)
    count = tallies.counts["changes"]
    return count.right, count.wrong, count.missed


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("制裁名单。", RIGHT),
        ("制裁名单", RIGHT),  # the same list, in the name of the body that keeps it
        ("北港公司", WRONG),
    ],
)
def test_a_list_is_known_by_its_place_or_its_name(words: str, result: tuple[int, int, int]) -> None:
    start = LISTED.index(words)
    assert listed((start, start + len(words))) == result
