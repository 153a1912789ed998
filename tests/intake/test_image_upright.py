"""Headlines that run down side by side, bullets and dashes: where a line of type is easily missed."""

import importlib.util
import io
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

from presscheck.intake import image
from presscheck.intake.image_find import Region, _is_block
from presscheck.intake.image_parts import Told
from presscheck.intake.image_pieces import Piece
from presscheck.intake.image_upright import columns_for_rows

MISSING = [name for name in ("cv2", "onnxruntime", "rapidocr") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"pip install 'presscheck[ocr]': there is no {', '.join(MISSING)}"
)
FONT = "NotoSansCJK-Regular.ttc"
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/Library/Fonts")
BODY = [
    "云河大桥昨日建成通车，两岸百姓沿江",
    "奔走相告。县里的干部说，这座桥修了",
    "三年，用去钢材八千吨，从此到北坡只",
    "要一刻钟。通车当天，桥上走过两万人，",
    "老渡口也停了船。沿江的茶园从此不必",
    "再绕三十里的山路，新茶当天可到省城。",
]
HEAD = ["县水利局通知", "今年汛期各乡", "做好防洪准备"]


def font(size):
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob(FONT)):
            return PIL.ImageFont.truetype(str(path), size, index=2)
    pytest.skip(f"no {FONT} on this machine: apt-get install fonts-noto-cjk")
    return None


def sheet(ink="black", paper="white"):
    picture = PIL.Image.new("L", (900, 620), paper)
    pen = PIL.ImageDraw.Draw(picture)
    for row, words in enumerate(BODY):
        pen.text((400, 60 + 36 * row), words, font=font(24), fill=ink)
    return picture, pen


def lines_of(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    (page,) = image.pages(out.getvalue(), "county.png")
    return [page.words(line.span) for line in page.lines], page


@pytest.mark.parametrize("gap", [1.06, 1.15, 1.3])
@pytest.mark.parametrize("size", [24, 40])
def test_a_headline_of_several_upright_columns(gap, size):
    picture, pen = sheet()
    for column, words in enumerate(HEAD):
        for row, char in enumerate(words):
            pen.text((300 - gap * size * column, 60 + 1.02 * size * row), char, font=font(size), fill="black")
    words, page = lines_of(picture)
    assert set(HEAD) <= set(words)
    assert set(BODY) <= set(words)
    assert {page.words(line.span) for line in page.lines if line.type.vertical} == set(HEAD)


def test_short_lines_of_a_narrow_column_stay_lines():
    picture, pen = sheet()
    short = ["北坡今年", "种茶千亩", "户均增收", "六千余元"]
    for row, words in enumerate(short):
        pen.text((120, 60 + 28 * row), words, font=font(24), fill="black")
    words, page = lines_of(picture)
    assert set(short) <= set(words)
    assert not any(line.type.vertical for line in page.lines)


@pytest.mark.parametrize(
    "start", ["■本报记者陶一舟摄影报道", "◆北坡乡今年修渠三十里", "——云河两岸新貌纪事", "▶下转第三版"]
)
def test_what_stands_before_a_line_belongs_to_it(start):
    picture, pen = sheet()
    pen.text((60, 400), start, font=font(24), fill="black")
    assert start in lines_of(picture)[0]


def test_a_dash_as_thin_as_a_speck_is_part_of_its_line():
    picture, pen = sheet()
    pen.text((108, 400), "云河两岸新貌纪事", font=font(24), fill="black")
    pen.line((61, 417, 104, 417), fill="black", width=1)
    (line,) = [line for line in lines_of(picture)[0] if "云河两岸" in line]
    assert line.lstrip("—一-") == "云河两岸新貌纪事" != line


# ---- without a recogniser's say


def test_a_stretch_full_of_lines_is_a_block_and_a_headline_is_none():
    grey = np.full((300, 400), 255, dtype=np.uint8)
    rows = [Region(40, top, 360, top + 40) for top in (40, 100, 160, 220)]
    for row in rows:
        grey[int(row.top) + 8 : int(row.bottom) - 8, 50:350] = 0
    whole = Region(30, 30, 370, 270)
    assert _is_block(whole, [whole, *rows], grey)
    assert not _is_block(whole, [whole, rows[0]], grey)
    assert not _is_block(rows[0], [whole, *rows], grey)
    small = [Region(40, 40, 100, 60), Region(200, 200, 260, 220)]
    assert not _is_block(whole, [whole, *small], grey)


DOWN = {0: "做好防洪准备", 1: "今年汛期各乡", 2: "县水利局通知"}


def rows_of(words, *, size=24, score=0.99):
    """Pieces for rows of characters set solid, with what each says; and the sheet with a frame for each character."""
    grey = np.full((400, 400), 255, dtype=np.uint8)
    lines = []
    for row, text in enumerate(words):
        top = 40 + size * row
        for column in range(len(text)):
            left = 40 + 30 * column
            grey[top + 1 : top + size - 1, left : left + size] = 0
            grey[top + 4 : top + size - 4, left + 3 : left + size - 3] = 255
        box = Region(40.0, float(top), 40.0 + 30 * (len(text) - 1) + size, float(top + size))
        lines.append((Piece(box), Told(text, (0.5,) * len(text), (score,) * len(text))))
    return grey, lines


def test_rows_that_say_nothing_become_columns_that_do():
    grey, lines = rows_of(["".join(DOWN[column][row] for column in range(3)) for row in range(6)])
    asked = []

    def read_down(_, piece):
        asked.append(piece)
        text = DOWN[round((piece.box.left - 40) / 30)]
        return Told(text, (0.5,) * 6, (0.99,) * 6)

    out = columns_for_rows(grey, lines, read_down)
    assert sorted(told.text for _, told in out) == sorted(DOWN.values())
    assert all(piece.vertical for piece, _ in out)
    assert [round(piece.box.left) for piece in asked] == [100, 70, 40]


@pytest.mark.parametrize(
    "words",
    [["北坡今年", "种茶千亩", "户均增收"], ["县", "水"], ["做今县"]],
    ids=["sense", "single characters", "one row"],
)
def test_other_rows_stay_as_they_are(words):
    grey, lines = rows_of(words)
    assert columns_for_rows(grey, lines, lambda *_: Told("无", (0.5,), (0.99,))) == lines


def test_rows_stay_where_the_columns_make_no_more_sense():
    grey, lines = rows_of(["做今县", "好年水", "防汛利"])
    assert columns_for_rows(grey, lines, lambda *_: Told("做好年", (0.5,) * 3, (0.4,) * 3)) == lines
