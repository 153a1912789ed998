"""The way through a story: where an arrow is needed, and where it goes."""

import re

import pytest

from presscheck.model import Box
from presscheck.show.way import arrow, stretches

COLUMN, NEXT, FAR = Box(0, 100, 100, 200), Box(110, 100, 100, 150), Box(0, 400, 100, 50)
STRETCHES = [
    # boxes, first and last of each stretch, why
    ([], [], "nothing"),
    ([COLUMN], [(0, 0)], "one column"),
    ([Box(0, 60, 210, 30), COLUMN, NEXT], [(0, 1), (2, 2)], "a headline over two columns"),
    ([COLUMN, FAR], [(0, 0), (1, 1)], "below, with something between"),
    ([NEXT, COLUMN], [(0, 0), (1, 1)], "back to the left"),
    ([COLUMN, Box(0, 110, 100, 20)], [(0, 0), (1, 1)], "above its own foot"),
    ([Box(0, 0, 100, 50), Box(80, 55, 100, 50)], [(0, 0), (1, 1)], "below, but hardly under it"),
]


@pytest.mark.parametrize(("boxes", "expected"), [row[:2] for row in STRETCHES], ids=[row[2] for row in STRETCHES])
def test_where_the_next_box_is_not_directly_below(boxes, expected):
    assert stretches(boxes) == expected


ARROWS = [
    # from, to, where the head points
    (COLUMN, NEXT, (115.0, 108.0)),
    (NEXT, COLUMN, (95.0, 108.0)),
    (COLUMN, FAR, (50.0, 400.0)),
    (FAR, COLUMN, (50.0, 300.0)),
]


@pytest.mark.parametrize(("one", "two", "tip"), ARROWS)
def test_an_arrow_points_at_the_beginning_of_the_next_stretch(one, two, tip):
    found = re.match(r"M([\d.]+) ([\d.]+)", arrow(one, two).head)
    assert tuple(map(float, found.groups())) == tip
