import datetime
import re

import pytest

from presscheck import data
from presscheck.check.apart import apart_traits
from presscheck.check.claims import claims_in
from presscheck.check.sides import meets
from presscheck.check.words import TABLE, canonical, written


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
        ("今年头两个月茶叶产量涨了两成半。", "今年前两个月茶叶产量上涨25%。"),
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
        ("云州五十来万人报名，听说茶叶产量涨了3%。", ["云州五十来万人报名", "听说茶叶产量涨了3%。"]),
        ("云州茶叶涨价了，去年产量是3万吨。", ["云州茶叶涨价了，去年产量是3万吨。"]),
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


@pytest.mark.parametrize(
    ("one", "two", "met"),
    [
        ("茶叶产量150万吨。", "茶叶产量150.4万吨。", True),
        ("茶叶产量150万吨。", "茶叶产量150.8万吨。", True),  # cut off
        ("茶叶产量151万吨。", "茶叶产量150.8万吨。", True),
        ("茶叶产量150万吨。", "茶叶产量151.2万吨。", False),
        ("茶叶产量150万吨。", "茶叶产量149.4万吨。", False),
        ("茶叶产量同比增长3.2%。", "茶叶产量同比增长3.2%。", True),
        ("茶叶产量同比增长3.2%。", "茶叶产量同比下降3.2%。", False),
    ],
)
def test_figures_that_can_be_of_one_value(one: str, two: str, met: bool) -> None:
    (claim,), (other,) = claims_in(one), claims_in(two)
    assert meets(claim.figures[0], other.figures[0]) == meets(other.figures[0], claim.figures[0]) == met


@pytest.mark.parametrize(
    ("claim", "told", "trait"),
    [
        ("茶艺大会在成都举行。", "茶艺大会在杭州举行。", "swapped"),
        ("云州茶叶贸易逆差扩大。", "云州茶叶贸易顺差扩大。", "clause_opposed"),
        ("云州茶叶产量上升。", "云州茶叶产量下降。", "clause_way"),
        ("云州已经通了火车。", "云州预计明年通火车。", "plan"),
        ("青禾大桥3月6日通车。", "青禾大桥3月5日通车。", "day_lost"),
        ("青禾大桥是全省首座公路大桥。", "青禾大桥是公路大桥。", "most_lost"),
    ],
)
def test_wherein_a_sentence_tells_otherwise(claim: str, told: str, trait: str) -> None:
    (read,) = claims_in(claim)
    assert apart_traits(read, canonical(told), canonical(told))[trait] > 0
    assert apart_traits(read, read.told, read.told)[trait] == 0
