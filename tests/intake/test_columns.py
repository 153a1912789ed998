"""Pieces of rows: which column each stands in, and how a column reads down."""

import pytest

from presscheck.intake import take_in_bytes
from presscheck.intake.columns import columns_of
from presscheck.intake.lines import lines_of
from presscheck.intake.pieces import Grid, measure_of, pieces_of, tokens
from presscheck.intake.reading_down import put_right
from presscheck.intake.stacks import stacks_of

LEFT = (
    "云河县今年在山坡上种下的三万",
    "棵茶树已经全部成活，县里的茶",
    "厂准备明年春天开始收购新茶，",
    "并且请来师傅教村民怎样炒茶，",
    "预计每户一年可以多收入五千元",
    "左右，许多外出打工的青年听到",
    "消息以后都打算回到村里来种茶",
    "，村里的小学也开了一门茶艺课",
)
RIGHT = (
    "南山镇的老人们现在每天早上都",
    "到新修的公园里散步，公园里有",
    "两百多棵桂花树，还有一条沿着",
    "小河的石板路，路边装上了路灯",
    "和长椅，到了晚上也有许多居民",
    "带着孩子来这里乘凉，镇政府说",
    "明年还要在河边建一座图书馆，",
    "让大家散步以后可以坐下来看书",
)
MIDDLE = tuple(line[7:] + line[:7] for line in RIGHT)


def seen(text):
    """The rows of a dump as pieces, and its measure."""
    lines = lines_of(text, "p1")
    words = tokens(text, lines, Grid(False))
    measure = measure_of(words)
    return pieces_of(text, words, measure), measure


def columns(text):
    rows, measure = seen(text)
    found = columns_of(rows, stacks_of(rows, measure), measure)
    return [[found[piece.start] for piece in row] for row in rows]


def test_full_rows_are_counted_from_the_left():
    text = "\n".join(" ".join(row) for row in zip(LEFT, MIDDLE, RIGHT, strict=True))
    assert columns(text) == [[0, 1, 2]] * 8


def test_a_column_keeps_its_own_place_where_the_row_leaves_it_room():
    beside = [" ".join(row) for row in zip(LEFT, MIDDLE, RIGHT, strict=True)]
    apart = [" " * 20 + f"{a} {b}" for a, b in zip(MIDDLE[:4], RIGHT[:4], strict=True)]
    alone = [" " * 40 + line for line in RIGHT[4:]]
    assert columns("\n".join(beside + apart + alone)) == [[0, 1, 2]] * 8 + [[1, 2]] * 4 + [[2]] * 4


def test_a_line_spaced_out_letter_by_letter_is_one_piece():
    line = "云 河 县 茶 厂 收 购 新 茶 3000 斤"
    text = "\n".join([*(" ".join(row) for row in zip(LEFT, RIGHT, strict=True)), f"{line} {RIGHT[0]}"])
    rows, _ = seen(text)
    assert [piece.text for piece in rows[-1]] == [line, RIGHT[0]]


def test_a_row_put_too_low_in_the_dump_is_read_where_it_belongs():
    text = "\n".join(LEFT[k] for k in (0, 1, 3, 4, 2, 5, 6, 7))
    pieces = [piece for row in seen(text)[0] for piece in row]
    assert tuple(piece.text for piece in put_right(pieces)) == LEFT


@pytest.mark.parametrize("order", [range(8), (0, 2, 1, 3, 4, 5, 6, 7)])
def test_putting_right_loses_no_piece(order):
    pieces = [piece for row in seen("\n".join(LEFT[k] for k in order))[0] for piece in row]
    assert sorted(put_right(pieces), key=lambda piece: piece.start) == pieces


def test_a_column_breaks_off_where_a_gap_stands_in_it():
    upper = [f"{a}   {b}" for a, b in zip(LEFT, RIGHT, strict=True)]
    lower = [f"{a}   {b}" for a, b in zip(MIDDLE, LEFT, strict=True)]
    (page,) = take_in_bytes("\n".join([*upper, "", "", "", *lower]).encode(), "rows.txt")
    breaks = [page.words(line.span) for line in page.lines if line.blank_before]
    assert breaks == [MIDDLE[0], RIGHT[0], LEFT[0]]


@pytest.mark.parametrize(
    "text", ["县" * 2000 + "\n" + "\n".join(f"{a}   {b}" for a, b in zip(LEFT, RIGHT, strict=True))]
)
def test_a_line_too_long_for_a_row_makes_no_columns(text):
    assert max(max(row) for row in columns(text)) == 1
