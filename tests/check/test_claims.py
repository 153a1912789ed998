import datetime
import re

import pytest

from presscheck import data
from presscheck.check.claims import claims_in
from presscheck.check.words import TABLE, written


def test_every_spoken_word_has_a_written_one_no_longer_than_itself() -> None:
    for pair in data.rows(TABLE)["spoken"]["words"].split():
        spoken, printed = pair.split("=")
        assert 0 < len(printed) <= len(spoken)


@pytest.mark.parametrize("row", data.rows(TABLE)["refuted"], ids=lambda row: row["pattern"][:12])
def test_rows_of_refutation_find_themselves_and_no_others(row: dict) -> None:
    assert all(re.search(row["pattern"], words) for words in row["yes"])
    assert not any(re.search(row["pattern"], words) for words in row["no"])


@pytest.mark.parametrize(
    ("spoken", "printed"),
    [
        ("听说去年全县茶叶产量少了3%。", "　　去年全县茶叶产量减少3%。"),
        ("朋友圈里都在转：全县新建桥梁40座。", "　　　　　　　　全县新建桥梁40座。"),
        ("咱们国家茶叶产量多了。", "　　我国茶叶产量增加。"),
        ("全县茶叶产量374万吨。", "全县茶叶产量374万吨。"),
    ],
)
def test_a_claim_is_read_as_a_paper_would_print_it(spoken: str, printed: str) -> None:
    assert written(spoken) == printed
    assert len(spoken) == len(printed)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("大家好！", []),
        ("转发给你的朋友吧", []),
        ("云州去年新建桥梁40座。太好了！", ["云州去年新建桥梁40座。"]),
        ("问：青禾大桥全长多少？答：3.6公里。", ["问：青禾大桥全长多少？答：3.6公里。"]),
        ("青禾大桥没有封闭。", ["青禾大桥没有封闭。"]),
    ],
)
def test_sentences_that_claim_something(text: str, claims: list[str]) -> None:
    assert [one.text for one in claims_in(text)] == claims


def test_times_are_counted_from_the_day_of_the_claim() -> None:
    (claim,) = claims_in("去年云州新建桥梁40座。", datetime.date(2026, 5, 20))
    assert claim.days == ("2025-01-01", "2025-12-31")
    assert claim.figures[0].days == claim.days


def test_what_a_claim_is_set_beside_is_not_its_time() -> None:
    (claim,) = claims_in("2025年云州茶叶产量比2024年增加3万吨。", datetime.date(2026, 5, 20))
    assert claim.figures[0].days == ("2025-01-01", "2025-12-31")
