import pytest

from presscheck.check.doubts import other_serial, turned_round
from presscheck.check.words import denies, turned

ROUND = [
    ("法国每年向德国送电360亿千瓦时。", "工程每年可从德国向法国输送电量超360亿千瓦时。", True),
    ("法国每年向德国送电360亿千瓦时。", "法国—德国的工程每年可从法国向德国送电。", False),
    ("德国总理会见日本首相。", "日本首相18日会见德国总理。", True),
    ("德国和日本签署协议。", "日本和德国签署协议。", False),
    ("法国队击败德国队。", "德国队被法国队击败。", False),  # the passive tells the same
    ("法国队击败德国队。", "法国队以两球之差击败德国队。", False),
]
SERIAL = [
    ("他就任第45任总统。", "他宣誓就任第47任总统。", True),
    ("他就任第四十七任总统。", "他宣誓就任第47任总统。", False),
    ("两国庆祝建交70周年。", "两国庆祝建交75周年。", True),
    ("建交50年来关系良好。", "建交40年来，关系始终良好。", True),
    ("机组2025年投产。", "机组将于2027年投产。", True),
    ("2027年机组投产。", "机组将于2027年投产，2025年已装料。", False),
    ("会议第二次开幕。", "大会开幕。", False),
]
NEGATED = [
    ("居民同意拆迁方案。", "居民不同意拆迁方案。", True),
    ("法国不再履行协议。", "法国严格履行协议。", True),
    ("法国没有履行协议。", "法国不履行协议。", False),
    ("云州市不动产登记增加。", "云州市不动产登记前不久增加。", False),
]


@pytest.mark.parametrize(("claim", "told", "doubted"), ROUND)
def test_two_names_that_stand_in_one_another_s_place_are_noticed(claim: str, told: str, doubted: bool) -> None:
    assert turned_round(claim, told) is doubted


@pytest.mark.parametrize(("claim", "told", "doubted"), SERIAL)
def test_other_ordinals_anniversaries_and_years_are_noticed(claim: str, told: str, doubted: bool) -> None:
    assert other_serial(claim, told) is doubted


@pytest.mark.parametrize(("claim", "told", "doubted"), NEGATED)
def test_what_one_text_denies_and_the_other_tells_is_noticed(claim: str, told: str, doubted: bool) -> None:
    assert turned(claim, told) is doubted


@pytest.mark.parametrize(
    ("text", "denied"),
    [("居民没收到通知。", True), ("这不等于停工。", True), ("前不久停工。", False), ("不动产登记。", False)],
)
def test_words_that_only_look_like_denials_are_none(text: str, denied: bool) -> None:
    assert denies(text) is denied
