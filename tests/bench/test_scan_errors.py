"""Lines read are laid against the right printed ones, whatever the scan does to the page."""

import importlib
import random
import sys
from pathlib import Path

import pytest

for part in ("cv2", "opencc"):
    pytest.importorskip(part)
HERE = Path(__file__).parents[2]
sys.path[:0] = [str(HERE / "bench"), str(HERE / "tools")]
scan = importlib.import_module("scan_errors")
setting = importlib.import_module("typeset_sheet")
del sys.path[:2]

from presscheck.intake.printed import PrintedLine  # noqa: E402
from presscheck.model import Box  # noqa: E402

LEFT = ("渠水上北坡，三个村的旱田", "有了水浇，农户说今年可以", "放心种稻。")
RIGHT = ("鹿鸣大桥夜间检修，每晚十", "点到次日五点分段施工。")
SIZE, STEP, WIDE = 10.0, 15.0, 120.0


def line(text, column, row, story, paragraph=0):
    place = (20 + column * 140, 30 + row * STEP)
    return setting.SetLine(
        text, *place, SIZE * len(text), SIZE, SIZE, False, "Song", False, False, story, row, "body", paragraph
    )


@pytest.fixture
def order():
    lines = [line(text, 0, row, 0) for row, text in enumerate(LEFT)]
    lines += [line(text, 1, row, 1) for row, text in enumerate(RIGHT)]
    return scan.Order(0, setting.Sheet(320, 200, tuple(lines), ()), 10.0, "plain", 0)


def read(order, degrees, change=lambda text: text):
    """Each line as a recogniser gives it, in any order."""
    out = []
    for printed in order.sheet.lines:
        place = scan.place_of(printed, order, degrees)
        box = Box(place.x - place.width / 2, place.y - place.size / 2, place.width, place.size)
        out.append(PrintedLine(change(printed.text), box, score=0.9))
    random.Random(1).shuffle(out)
    return out


@pytest.mark.parametrize("degrees", [0.0, -1.2, 1.2])
def test_paragraphs_are_put_together_by_the_truth(order, degrees):
    rows = list(scan.rows_of(order, read(order, degrees, lambda text: text.replace("北", "比")), degrees))
    assert [(row["src"], row["tgt"]) for row in rows] == [
        ("".join(LEFT).replace("北", "比"), "".join(LEFT)),
        ("".join(RIGHT), "".join(RIGHT)),
    ]
    assert rows[0]["lines"] == [[len(text), 0.9] for text in LEFT]
    assert scan.rate(rows) == (len("".join(LEFT + RIGHT)), pytest.approx(1 / len("".join(LEFT + RIGHT))))


def test_a_line_in_two_pieces_is_one(order):
    told = read(order, 0.0)
    first = next(line for line in told if line.text == RIGHT[0])
    told.remove(first)
    half = first.box.width / 2
    for number in (1, 0):
        box = Box(first.box.left + number * half, first.box.top, half, first.box.height)
        told.append(PrintedLine(first.text[6 * number : 6 * number + 6], box))
    assert next(row for row in scan.rows_of(order, told, 0.0) if row["story"] == 1)["src"] == "".join(RIGHT)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda lines: [line for line in lines if line.text != LEFT[1]], id="a line is lost"),
        pytest.param(
            lambda lines: [PrintedLine("口" * 12, line.box) if line.text in LEFT[:2] else line for line in lines],
            id="garbled",
        ),
    ],
)
def test_paragraphs_that_were_not_found_whole_are_left_out(order, told):
    assert [row["story"] for row in scan.rows_of(order, told(read(order, 0.0)), 0.0)] == [1]
