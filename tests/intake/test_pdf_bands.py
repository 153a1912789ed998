"""Text that runs down in bands: whole lines from the right to the left, and what runs level beside it stays level."""

import pytest

from presscheck.intake.pdf_bands import running_down, turned
from presscheck.intake.pdf_lines import set_lines
from presscheck.intake.pdf_type import ASCENT, Glyph, Ink

EM = 10.0
INK = Ink()
STORY = (
    "北坡村的水渠昨天通了水村里",
    "的老人说他等这一天已经等了",
    "三十年，渠水沿着山脚流过七",
    "个村子。今年秋天又修好了2",
    "座小桥，走路进城只要一刻钟",
    "孩子们放学后都来桥上看水。",
)


def glyph(char, left, top, order, em=EM, width=1.0):
    """A character whose square stands at ``left`` and ``top``."""
    base, end = top + ASCENT * em, left + width * em
    return Glyph(char, order, 0, left, end, (left + end) / 2, base, em, em, (left, top, end, top + em), INK)


def set_down(lines, right=400.0, top=50.0, leading=1.6, first=0):
    """Lines set from top to bottom, the first on the right."""
    cells = [(char, line, place) for line, words in enumerate(lines) for place, char in enumerate(words)]
    return [
        glyph(char, right - (1 + line * leading) * EM, top + place * EM, first + order)
        for order, (char, line, place) in enumerate(cells)
    ]


def set_level(lines, left=40.0, top=50.0, leading=1.6, first=0):
    """Lines set from left to right."""
    cells = [(char, line, place) for line, words in enumerate(lines) for place, char in enumerate(words)]
    return [
        glyph(char, left + place * EM, top + line * leading * EM, first + order)
        for order, (char, line, place) in enumerate(cells)
    ]


def told(glyphs, rules=()):
    return [("".join(glyph.char for glyph in line.glyphs), line.vertical) for line in set_lines(glyphs, rules)]


@pytest.mark.parametrize("leading", [1.3, 1.6, 2.0])
def test_lines_that_run_down_are_read_from_the_right(leading):
    assert told(set_down(STORY, leading=leading)) == [(line, True) for line in STORY]


def test_level_lines_stay_level():
    glyphs = set_level(STORY, leading=1.3)
    assert running_down(glyphs) == ([], glyphs)
    assert told(glyphs) == [(line, False) for line in STORY]


def test_a_level_headline_over_text_that_runs_down():
    head = set_level(["山村通水记事"], left=330.0, top=38.0, first=1000)
    assert told([*set_down(STORY), *head]) == [*((line, True) for line in STORY), ("山村通水记事", False)]


def test_bands_one_below_the_other_are_not_read_as_one():
    upper, lower = set_down(STORY), set_down(STORY, top=50.0 + 14.2 * EM, first=500)
    assert told([*upper, *lower]) == [(line, True) for line in (*STORY, *STORY)]


def test_a_small_number_set_level_is_one_step_of_its_line():
    glyphs = set_down([line.replace("2", "　") for line in STORY])
    place = next(index for index, each in enumerate(glyphs) if each.char == "　")
    gap = glyphs[place]
    pair = [glyph(char, gap.start + at, gap.top, 900 + at, width=0.5) for at, char in ((0, "1"), (5, "2"))]
    lines = [line for line, _ in told([*glyphs[:place], *glyphs[place + 1 :], *pair])]
    assert "个村子。今年秋天又修好了12" in lines


def test_marks_that_stand_off_the_middle_stay_in_their_lines():
    glyphs = [
        each._replace(start=each.start + 3.5, end=each.end + 3.5) if each.char in "，。" else each
        for each in set_down(STORY)
    ]
    assert told(glyphs) == [(line, True) for line in STORY]


def test_few_characters_one_below_the_other_are_no_text():
    glyphs = set_down(["村务公开栏"])
    assert running_down(glyphs) == ([], glyphs)


def test_every_character_is_in_one_step():
    glyphs = [*set_down(STORY), *set_level(["县里来信"], top=300.0, first=2000)]
    steps, rest = running_down(glyphs)
    orders = [each.order for step in steps for each in step.glyphs] + [each.order for each in rest]
    assert sorted(orders) == sorted(each.order for each in glyphs)
    assert [each.order for each in turned(steps)] == list(range(len(steps)))
