"""From chances along a line to characters: what the recogniser nearly missed, and what it wavers about."""

import numpy as np
import pytest

from presscheck.intake.image_doubts import settled
from presscheck.intake.image_parts import Other, Told
from presscheck.intake.image_steps import steps_missed, steps_read

BULLET, WORD, OTHER, SPACE = 1, 2, 3, 4
WIDE = 4
"""Steps that a character takes up; a step is eight pixels."""


def chances(*cells):
    """Chances for cells of four steps each: what stands in a cell has its chance at the cell's second step."""
    rows = np.zeros((WIDE * len(cells), 5), dtype=np.float32)
    for place, cell in enumerate(cells):
        for mark, chance in cell.items():
            rows[WIDE * place + 1, mark] = chance
    rows[:, 0] = 1 - rows.sum(axis=1)
    return rows


def line(*inked):
    """A picture of a line whose cells hold ink or none."""
    picture = np.full((48, 8 * WIDE * len(inked)), 255, dtype=np.uint8)
    for place, is_inked in enumerate(inked):
        if is_inked:
            picture[14:34, 8 * WIDE * place + 2 : 8 * WIDE * (place + 1) - 2] = 0
    return picture


READ = {WORD: 0.99}
MISSED = [
    ("a bullet that lost by a little", [{BULLET: 0.2}, *[READ] * 5], [True] * 6, [1]),
    ("one within the line", [*[READ] * 4, {BULLET: 0.2}, READ], [True] * 6, [17]),
    ("one at its end", [*[READ] * 5, {BULLET: 0.2}], [True] * 6, [21]),
    ("two side by side", [{BULLET: 0.2}, {BULLET: 0.1}, *[READ] * 5], [True] * 7, [1, 5]),
    ("white paper", [{BULLET: 0.2}, *[READ] * 5], [False, *[True] * 5], []),
    ("ink that is next to nothing", [{BULLET: 0.01}, *[READ] * 5], [True] * 6, []),
    ("ink that may be anything", [{BULLET: 0.2, OTHER: 0.15}, *[READ] * 5], [True] * 6, []),
    ("a space", [{SPACE: 0.2}, *[READ] * 5], [True] * 6, []),
    ("too few characters to tell the advance", [{BULLET: 0.2}, *[READ] * 3], [True] * 4, []),
    ("a line full of characters", [READ] * 6, [True] * 6, []),
]


@pytest.mark.parametrize(("cells", "inked", "missed"), [row[1:] for row in MISSED], ids=[row[0] for row in MISSED])
def test_a_character_that_lost_to_the_blank_is_found_where_there_is_ink(cells, inked, missed):
    rows = chances(*cells)
    assert steps_missed(rows, steps_read(rows), line(*inked)).tolist() == missed


def test_a_line_without_any_ink_misses_nothing():
    rows = chances(*[READ] * 6)
    assert steps_missed(rows, steps_read(rows), line(*[False] * 6)).tolist() == []


def told(text, others=None, score=0.6):
    """A line that wavers at some places: ``others`` maps each to what may stand there, as likely as the rest of it."""
    doubts = {place: Other(char, 0.35) for place, char in (others or {}).items()}
    return Told(
        text,
        tuple(range(len(text))),
        tuple(score if place in doubts else 0.99 for place in range(len(text))),
        tuple(doubts.get(place) for place in range(len(text))),
    )


PLAIN = told("云河大桥昨日建成通车，两岸百姓沿江奔走相告，县里的干部说这座桥修了三年，用去钢材八千吨")
OLD = told("雲河大橋昨日建成通車，兩岸百姓沿江奔走相告，縣裏的幹部說這座橋修了三年，用去鋼材八千噸")
WAVERING = [
    ("a form of the other kind", PLAIN, told("強降雨", {0: "强"}), "强降雨"),
    ("the same on a traditional page", OLD, told("強降雨", {0: "强"}), "強降雨"),
    ("another character altogether", PLAIN, told("擎画蓝图", {0: "擘"}), "擎画蓝图"),
    ("no doubt", PLAIN, told("強降雨"), "強降雨"),
    ("a dash read as a figure", PLAIN, told("中国一东盟博览会", {2: "—"}), "中国—东盟博览会"),
    ("a figure that looks like a dash", PLAIN, told("第一批列车", {1: "—"}), "第一批列车"),
    ("a figure read as a dash", PLAIN, told("第—批列车", {1: "一"}), "第一批列车"),
    ("years and types as they are printed", PLAIN, told("1949-2025年", {4: "—"}), "1949-2025年"),
]


@pytest.mark.parametrize(("page", "wavers", "text"), [row[1:] for row in WAVERING], ids=[row[0] for row in WAVERING])
def test_a_doubt_is_settled_by_the_page_or_the_language(page, wavers, text):
    first, second = settled([page, wavers])
    assert second.text == text
    assert len(second.scores) == len(text)
    assert first == page


def test_what_is_settled_has_the_chance_it_was_given():
    (_, second) = settled([PLAIN, told("強降雨", {0: "强"})])
    assert second.scores[0] == 0.35
