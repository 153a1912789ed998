"""Pictures of pages: opened with care, and read where the recogniser is installed."""

import importlib.util
import io
import re
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

from presscheck import errors
from presscheck.errors import PartMissing
from presscheck.intake import image, image_parts
from presscheck.intake.image_open import PIXELS_LIMIT, frames, grey_of, leaves
from presscheck.messages import say
from presscheck.model import GraphicKind

MISSING = [name for name in ("cv2", "onnxruntime", "rapidocr") if importlib.util.find_spec(name) is None]
ocr = pytest.mark.skipif(bool(MISSING), reason=f"pip install 'presscheck[ocr]': there is no {', '.join(MISSING)}")
FONT = "NotoSansCJK-Regular.ttc"
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/Library/Fonts")

LEFT = [
    "云河大桥昨日建成通车，两岸",
    "百姓沿江奔走相告。县里的干",
    "部说，这座桥修了三年，用去",
    "钢材八千吨，从此到北坡只要",
    "一刻钟。通车当天，桥上走过",
    "了两万人，老渡口也停了船。",
]
RIGHT = [
    "全县今年春茶开采比去年早了",
    "五天，茶农老周一早就背着竹",
    "篓上了山。他说今年雨水好，",
    "叶子长得快，头一天便采了四",
    "十斤。合作社派车到山脚下收",
    "购，价钱也比去年高了一成。",
]
HEAD = "云河大桥建成通车"
DOWN = "春茶早采五天"
LIGHT = "北坡新闻简讯"


# ---- a small page, drawn


def font(size):
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob(FONT)):
            return PIL.ImageFont.truetype(str(path), size, index=2)
    pytest.skip(f"no {FONT} on this machine: apt-get install fonts-noto-cjk")
    return None


def drawn(size=24):
    """A page of two columns with a headline, a vertical one, a reversed one, a rule, and a photograph."""
    picture = PIL.Image.new("RGB", (1000, 900), "white")
    pen = PIL.ImageDraw.Draw(picture)
    pen.text((80, 60), HEAD, font=font(60), fill="black")
    for left, column in ((80, LEFT), (80 + 13 * size + size, RIGHT)):
        for row, words in enumerate(column):
            pen.text((left, 170 + row * round(1.5 * size)), words, font=font(size), fill="black")
    for row, char in enumerate(DOWN):
        pen.text((860, 170 + 52 * row), char, font=font(48), fill="black")
    pen.line((80, 440, 760, 440), fill="black", width=3)
    pen.rectangle((80, 480, 460, 550), fill="black")
    pen.text((100, 490), LIGHT, font=font(44), fill="white")
    shades = np.random.default_rng(1).integers(30, 180, (16, 20), dtype=np.uint8)
    photograph = PIL.Image.fromarray(shades).resize((300, 240), PIL.Image.Resampling.BICUBIC)
    picture.paste(photograph.convert("RGB"), (480, 600))
    return picture


def saved(picture, form="PNG", **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def read(picture, form="PNG", **options):
    (page,) = image.pages(saved(picture, form, **options), "county.png")
    return page


def words_of(page):
    return [page.words(line.span) for line in page.lines]


def line_of(page, words):
    return next(line for line in page.lines if page.words(line.span) == words)


@pytest.fixture(scope="module")
def plain():
    if MISSING:
        pytest.skip(f"there is no {', '.join(MISSING)}")
    return read(drawn())


# ---- reading


@ocr
def test_every_line_of_both_columns_is_read_by_itself(plain):
    assert sorted({*LEFT, *RIGHT, HEAD, DOWN, LIGHT} - set(words_of(plain))) == []
    assert len(plain.lines) == 15


@ocr
def test_a_page_tells_its_size_and_how_sure_it_is(plain):
    assert (plain.kind, plain.width, plain.height, plain.unit) == ("image", 1000, 900, "px")
    assert plain.has_geometry
    assert plain.notes == ()
    assert all(0.5 <= line.score <= 1 for line in plain.lines)


@ocr
def test_boxes_stand_where_the_type_does(plain):
    box = line_of(plain, LEFT[0]).span.box
    assert (box.left, box.top + box.height / 2) == pytest.approx((80, 188), abs=5)
    assert box.width == pytest.approx(13 * 24, abs=8)
    for line in plain.lines:
        inside(line.span.box, plain)
    for graphic in plain.graphics:
        inside(graphic.box, plain)


def inside(box, page):
    assert box.left >= 0
    assert box.top >= 0
    assert box.left + box.width <= page.width
    assert box.top + box.height <= page.height


@ocr
def test_the_size_and_the_setting_of_type(plain):
    assert line_of(plain, LEFT[0]).type.size == pytest.approx(24, abs=2)
    assert line_of(plain, HEAD).type.size == pytest.approx(60, abs=6)
    assert [words for words in words_of(plain) if line_of(plain, words).type.light] == [LIGHT]
    assert [words for words in words_of(plain) if line_of(plain, words).type.vertical] == [DOWN]


@ocr
def test_rules_and_pictures_are_found(plain):
    (rule,) = (each.box for each in plain.graphics if each.kind is GraphicKind.RULE)
    assert (rule.left, rule.top, rule.width) == pytest.approx((80, 440, 680), abs=4)
    (picture,) = (each.box for each in plain.graphics if each.kind is GraphicKind.PICTURE)
    assert (picture.left, picture.top, picture.width, picture.height) == pytest.approx((480, 600, 300, 240), abs=12)


@ocr
def test_four_rules_are_a_frame():
    picture = PIL.Image.new("L", (900, 600), 255)
    pen = PIL.ImageDraw.Draw(picture)
    pen.rectangle((100, 100, 700, 400), outline=0, width=2)
    for row, words in enumerate(LEFT):
        pen.text((140, 130 + 40 * row), words, font=font(24), fill=0)
    page = read(picture)
    (frame,) = page.graphics
    assert frame.kind is GraphicKind.FRAME
    assert (frame.box.left, frame.box.width) == pytest.approx((100, 600), abs=4)
    assert words_of(page) == LEFT


@ocr
def test_the_same_picture_is_read_the_same_twice(plain):
    assert read(drawn()) == plain


@ocr
def test_a_skewed_page_is_levelled_and_says_so(plain):
    page = read(drawn().rotate(-2, fillcolor="white", resample=PIL.Image.Resampling.BICUBIC))
    assert page.notes == (say("intake.image_skew", "en", degrees="2.0"),)
    assert {*LEFT, *RIGHT, HEAD} <= set(words_of(page))
    # Turned to the right round the middle of the page, what stands on the left comes higher than on the right.
    left, right = (line_of(page, column[0]).span.box for column in (LEFT, RIGHT))
    assert right.top - left.top == pytest.approx(336 * np.sin(np.radians(2)), abs=3)
    assert right.height < 36


@ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_wrong_is_turned_and_says_so(plain, turn):
    page = read(drawn().rotate(-turn, expand=True))
    assert page.notes == (say("intake.image_turned", "en", degrees=turn),)
    assert (page.width, page.height) == (1000, 900)
    assert words_of(page) == words_of(plain)


@ocr
def test_lines_that_can_be_read_from_their_end_do_not_stand_upright():
    large = drawn().rotate(-270, expand=True).resize((1250, 1389))
    assert read(large).notes == (say("intake.image_turned", "en", degrees=270),)


@ocr
def test_the_camera_tells_how_it_was_held(plain):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    page = read(drawn().rotate(90, expand=True), "PNG", exif=exif)
    assert (page.width, page.notes) == (1000, ())
    assert words_of(page) == words_of(plain)


@ocr
def test_a_pale_page_is_read_all_the_same(plain):
    page = read(drawn().point(lambda shade: 150 + shade // 4))
    assert page.notes == (say("intake.image_pale", "en"),)
    assert {*LEFT, *RIGHT, HEAD} <= set(words_of(page))


@ocr
def test_small_type_on_a_large_sheet_is_not_shrunk_away():
    sheet = PIL.Image.new("L", (3600, 2600), 255)
    pen = PIL.ImageDraw.Draw(sheet)
    for row, words in enumerate(LEFT):
        pen.text((1700, 1250 + 30 * row), words, font=font(20), fill=0)
    assert words_of(read(sheet)) == LEFT


@ocr
def test_a_letter_spaced_headline_stays_whole():
    picture = PIL.Image.new("L", (900, 300), 255)
    pen = PIL.ImageDraw.Draw(picture)
    for column, char in enumerate("春茶开采"):
        pen.text((100 + 110 * column, 60), char, font=font(56), fill=0)
    page = read(picture)
    assert [words.replace(" ", "") for words in words_of(page)] == ["春茶开采"]


@ocr
def test_an_empty_sheet_has_no_type():
    page = read(PIL.Image.new("L", (400, 300), 255))
    assert (page.text, page.notes) == ("", (say("intake.image_no_type", "en"),))


@ocr
@pytest.mark.parametrize("size", [(100_000, 20), (20, 100_000), (16, 16), (3000, 17)])
def test_a_strip_of_paper_has_no_type(size):
    assert read(PIL.Image.new("L", size, 255)).notes == (say("intake.image_no_type", "en"),)


@ocr
def test_every_frame_of_a_tiff_is_a_page():
    first, second = drawn().crop((0, 0, 800, 420)), PIL.Image.new("RGB", (500, 300), "white")
    pages = image.pages(saved(first, "TIFF", save_all=True, append_images=[second]), "issue.tif")
    assert [(page.id, page.width, page.file) for page in pages] == [("p1", 800, "issue.tif"), ("p2", 500, "issue.tif")]
    assert set(LEFT) <= set(words_of(pages[0]))


@ocr
@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    picture = PIL.Image.new("RGB", (500, 300), "white")
    pen = PIL.ImageDraw.Draw(picture)
    for row, words in enumerate(LEFT):
        pen.text((60, 30 + 36 * row), words, font=font(24), fill="black")
    if mode == "I;16":
        picture = PIL.Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    else:
        picture = picture.convert(mode)
    assert words_of(read(picture, "TIFF")) == LEFT


def test_without_its_parts_the_reader_says_how_to_install_them(monkeypatch):
    image_parts.vision.cache_clear()

    def gone(name):
        raise ImportError(name)

    monkeypatch.setattr(image_parts, "import_module", gone)
    try:
        with pytest.raises(PartMissing, match=r"presscheck\[ocr\]"):
            image.pages(saved(PIL.Image.new("L", (400, 300), 255)), "county.png")
    finally:
        image_parts.vision.cache_clear()


# ---- opening, for which no recogniser is needed


def opened(content):
    return list(frames(content, "county.png"))


def vast_png(width, height):
    """A PNG that promises so many pixels and holds none."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


WRONG = [
    ("nothing", b"", errors.EmptyFile),
    ("no picture", b"\x89PNG\r\n\x1a\nno more", errors.ImageBroken),
    ("cut off", saved(PIL.Image.effect_noise((300, 300), 50))[:20_000], errors.ImageBroken),
    ("no pixel", vast_png(0, 0), errors.ImageBroken),
    ("tiny", saved(PIL.Image.new("L", (40, 3))), errors.ImageTooSmall),
    ("200 megapixels", vast_png(20_000, 10_000), errors.ImageTooLarge),
    ("just too many", vast_png(17_801, 10_000), errors.ImageTooLarge),
    ("a bomb", vast_png(2_000_000, 2_000_000), errors.ImageTooLarge),
    ("pixels missing", vast_png(400, 400), errors.ImageBroken),
]


@pytest.mark.parametrize(("content", "kind"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_picture_that_cannot_be_read_is_refused(content, kind):
    with pytest.raises(kind) as told:
        opened(content)
    assert "county.png" in str(told.value)
    assert not re.search("[a-z]{2,} [a-z]{2,}", told.value.tell("zh"))


def test_a_picture_that_is_too_large_says_how_large():
    with pytest.raises(errors.ImageTooLarge, match="has 200 megapixels; at most 178"):
        opened(vast_png(20_000, 10_000))


def test_the_limit_is_a_newspaper_page_and_more():
    assert 130_000_000 < PIXELS_LIMIT < 200_000_000


def test_transparent_paper_is_white():
    assert grey_of(PIL.Image.new("RGBA", (20, 20), (0, 0, 0, 0))).min() == 255
    one = PIL.Image.new("P", (20, 20), 0)
    one.info["transparency"] = 0
    assert grey_of(one).min() == 255


@pytest.mark.parametrize(
    ("values", "shades"),
    [
        (np.array([[0, 65535]], np.uint16), [0, 255]),
        (np.array([[0, 65535]], np.int32), [0, 255]),
        (np.array([[0, 255]], np.int32), [0, 255]),
        (np.array([[0.0, 1.0]], np.float32), [0, 255]),
        (np.array([[-3.0, np.nan, 5.0]], np.float32), [0, 95, 255]),
        (np.array([[0.0, 0.0]], np.float32), [0, 0]),
    ],
)
def test_deep_shades_become_256(values, shades):
    assert grey_of(PIL.Image.fromarray(values))[0].tolist() == shades


def test_colours_become_shades():
    assert grey_of(PIL.Image.new("CMYK", (20, 20), (0, 0, 0, 0)))[0, 0] == 255
    assert grey_of(PIL.Image.new("1", (20, 20), 1))[0, 0] == 255
    assert grey_of(PIL.Image.new("LAB", (20, 20), (255, 128, 128)))[0, 0] > 250


def test_a_file_of_too_many_frames_is_refused(monkeypatch):
    monkeypatch.setattr("presscheck.intake.image_open.FRAMES_LIMIT", 2)
    leaf = PIL.Image.new("L", (20, 20))
    with pytest.raises(errors.TooManyPages):
        opened(saved(leaf, "TIFF", save_all=True, append_images=[leaf, leaf]))


def test_a_frame_that_cannot_be_read_stops_none_beside_it():
    leaf, tiny = PIL.Image.new("L", (40, 30), 255), PIL.Image.new("L", (40, 3), 255)
    content = saved(leaf, "TIFF", save_all=True, append_images=[tiny, leaf])
    one, two, three = leaves(content, "issue.tif")
    assert isinstance(two, errors.ImageTooSmall)
    assert (one.size, three.size) == ((40, 30), (40, 30))
    with pytest.raises(errors.ImageTooSmall, match=r"issue\.tif"):
        list(frames(content, "issue.tif"))


@ocr
def test_a_frame_that_cannot_be_read_is_a_page_that_says_why():
    leaf, tiny = PIL.Image.new("L", (40, 30), 255), PIL.Image.new("L", (40, 3), 255)
    one, two = image.pages(saved(leaf, "TIFF", save_all=True, append_images=[tiny]), "issue.tif")
    assert (one.width, two.width, two.lines) == (40, None, ())
    assert two.notes[0].startswith("issue.tif: this picture has only 40 x 3 pixels")
    with pytest.raises(errors.ImageTooSmall):
        image.pages(saved(tiny, "TIFF", save_all=True, append_images=[tiny]), "issue.tif")


def test_a_page_turned_by_the_camera_is_opened_upright():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    (picture,) = opened(saved(PIL.Image.new("L", (40, 20)), "JPEG", exif=exif))
    assert picture.size == (20, 40)


@ocr
def test_two_frames_side_by_side_are_two():
    picture = PIL.Image.new("L", (900, 600), 255)
    pen = PIL.ImageDraw.Draw(picture)
    pen.rectangle((60, 100, 440, 400), outline=0, width=2)
    pen.rectangle((447, 100, 840, 400), outline=0, width=2)
    pen.line((60, 480, 840, 480), fill=0, width=2)
    page = read(picture)
    boxes = sorted(each.box.left for each in page.graphics if each.kind is GraphicKind.FRAME)
    assert boxes == pytest.approx([60, 447], abs=4)
    assert [each.kind for each in page.graphics].count(GraphicKind.RULE) == 1
