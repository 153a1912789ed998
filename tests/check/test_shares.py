"""What two texts have in common, character by character: words, words that tell the same, figures."""

import pytest

from presscheck.check.shares import LONE, MET, MISSED, SAME, shares

WORDS = [
    ("", "桥", []),
    ("桥", "", [0]),
    ("大桥通", "大桥通车", [3, 3, 3]),
    ("头一回开会", "首次开会", [SAME, SAME, SAME, 2, 2]),
    ("首次", "首次", [2, 2]),
]
FIGURES = [
    ("两万七千来座", "2.7万座", MET),
    ("超过1000座", "2.7万座", MET),
    ("不到三万座", "2.7万座", MET),
    ("涨了三成", "增长30.2%", MET),
    ("30公里", "全长30千米", MET),
    ("超过三万座", "2.7万座", MISSED),
    ("2.6万座", "2.7万座", MISSED),
    ("14000亿斤", "超820亿斤", MISSED),
    ("900亿斤", "超820亿斤", MET),
    ("30公里", "2.7万座", LONE),
]


@pytest.mark.parametrize(("text", "other", "told"), WORDS)
def test_how_characters_are_shared(text: str, other: str, told: list[int]) -> None:
    assert shares(text, other, asked=True).tolist() == told


@pytest.mark.parametrize(("asked", "told", "way"), FIGURES)
def test_how_a_figure_stands_to_those_of_the_other_text(asked: str, told: str, way: int) -> None:
    assert shares(asked, told, asked=True)[-1] == way
    assert set(shares(told, asked).tolist()) & {MET, MISSED, LONE} == {way}
