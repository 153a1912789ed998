"""PDFs: printed lines out of characters in any order, what is drawn round them, and every file that is broken."""

import hashlib
import re
import zlib
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import errors
from presscheck.intake import pdf as intake
from presscheck.intake import pdf_child, pdf_page
from presscheck.messages import say
from presscheck.model import GraphicKind

LEFT = ["云河大桥昨日建成通车，", "两岸百姓沿江奔走相告，", "县里的干部说，这座桥修", "了三年，用钢材八千吨。"]
RIGHT = ["全县今年春茶开采比去年", "早了五天，茶农老周一早", "就背着竹篓上了山，他说", "今年雨好，叶子长得快。"]
HEX = re.compile(r"<([0-9a-f]+)>")


# A very small writer of PDF files: what a page shows is put as PDF operators.


def type_at(x, y, size, text, *, font="/F1", turn=(1, 0, 0, 1), ink="0 g 0 Tr"):
    """``text`` with its baseline at (x, y), from the bottom left corner."""
    a, b, c, d = (size * part for part in turn)
    code = text.encode("utf-16-be").hex()
    return f"BT {ink} {font} 1 Tf {a:g} {b:g} {c:g} {d:g} {x:g} {y:g} Tm <{code}> Tj ET"


def spread_at(x, y, size, text, step):
    """``text`` with its characters ``step`` ems apart."""
    return " ".join(type_at(x + i * step * size, y, size, char) for i, char in enumerate(text))


def down_at(x, y, size, text, step=1.0):
    """``text`` from top to bottom, the first character's baseline at (x, y)."""
    return " ".join(type_at(x, y - i * step * size, size, char) for i, char in enumerate(text))


def pdf(*pages, box=(0, 0, 400, 600), page="", trailer=""):
    """A PDF of pages, each a list of operators; ``page`` goes into every page's dictionary."""
    kids = " ".join(f"{20 + 2 * i} 0 R" for i in range(len(pages)))
    image = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
    form = "/Type /XObject /Subtype /Form /BBox [0 0 900 900] /Matrix [1 0 0 1 10 20]"
    shown = ["\n".join(content) for content in pages]
    used = sorted({code for content in shown for text in HEX.findall(content) for code in fours(text)})
    codes = {code: f"{i:02x}" for i, code in enumerate(used, start=1)}
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        3: font(used, "/ToUnicode 6 0 R"),
        4: font(used, ""),
        6: stream("", meanings(codes)),
        8: stream(image, b"\x00\x80\x80\xff"),
        9: stream(f"{form} /Resources << /XObject << /Im 8 0 R >> >>", b"q 50 0 0 40 100 200 cm /Im Do Q"),
        10: stream("", b"1000 0 50 -80 950 820 d1 50 -80 900 900 re f"),
        11: stream("", b"1000 0 80 -80 250 100 d1 80 -80 170 180 re f"),
        12: stream("", b"550 0 50 0 500 700 d1 50 0 450 700 re f"),
        13: stream("", b"1000 0 0 0 0 0 d1"),
    }
    resources = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 8 0 R /Fm 9 0 R >> >>"
    media = " ".join(map(str, box))
    for i, content in enumerate(shown):
        coded = HEX.sub(lambda text: f"<{''.join(map(codes.get, fours(text[1])))}>", content)
        rest = f"{resources} /Contents {21 + 2 * i} 0 R {page}"
        objects[20 + 2 * i] = f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] {rest} >>"
        objects[21 + 2 * i] = stream("/Filter /FlateDecode", zlib.compress(coded.encode()))
    return put_together(objects, trailer)


def fours(text):
    return [text[i : i + 4] for i in range(0, len(text), 4)]


def font(used, more):
    """A font of drawings: black squares, small ones for marks, narrow ones for Latin, nothing for spaces."""
    kinds = ["Nil" if (char := chr(int(code, 16))).isspace() else shape_of(char) for code in used]
    widths = " ".join("550" if kind == "Bar" else "1000" for kind in kinds)
    names = " ".join(f"/{kind}" for kind in kinds)
    return (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 "
        f"/LastChar {len(used)} /Widths [{widths}] /Encoding << /Type /Encoding /Differences [1 {names}] >> "
        f"/CharProcs << /Han 10 0 R /Dot 11 0 R /Bar 12 0 R /Nil 13 0 R >> /Resources << >> {more} >>"
    )


def shape_of(char):
    return "Bar" if char.isascii() else "Dot" if char in "，。、" else "Han"


def meanings(codes):
    """The table that says which character each code of a font means."""
    rows = " ".join(f"1 beginbfchar <{code}> <{meant}> endbfchar" for meant, code in codes.items())
    return f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {rows} endcmap".encode()


def stream(head, content):
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def put_together(objects, trailer):
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    size = max(objects) + 1
    rows = [f"{places[i]:010} 00000 n \n" if i in places else "0000000000 65535 f \n" for i in range(size)]
    end = f"xref\n0 {size}\n{''.join(rows)}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n"
    return out + f"{end}%%EOF\n".encode()


def page_of(*content, **settings):
    (page,) = intake.pages(pdf(list(content), **settings), "papers/yunhe.pdf")
    return page


def words_of(page):
    return [page.words(line.span) for line in page.lines]


def boxes_of(page, kind):
    return [
        tuple(round(side) for side in (g.box.left, g.box.top, g.box.width, g.box.height))
        for g in page.graphics
        if g.kind == kind
    ]


def two_columns(gutter=1.1, size=10):
    right = 40 + (11 + gutter) * size
    both = zip(LEFT, RIGHT, strict=True)
    return [
        [type_at(40, 500 - 15 * row, size, left), type_at(right, 500 - 15 * row, size, other)]
        for row, (left, other) in enumerate(both)
    ]


# Lines


def test_a_page_has_its_size_its_lines_and_their_type():
    content = pdf([type_at(40, 500, 10, LEFT[0])])
    (page,) = intake.pages(content, "papers/yunhe.pdf")
    assert (page.id, page.file, page.kind) == ("p1", "yunhe.pdf", "pdf")
    assert page.sha256 == hashlib.sha256(content).hexdigest()
    assert (page.width, page.height, page.unit, page.has_geometry) == (400, 600, "pt", True)
    (line,) = page.lines
    assert (round(line.type.size, 3), line.type.font, line.type.bold, line.type.vertical) == (10, "", False, False)
    box = line.span.box
    assert (box.left, box.top, box.width, box.height) == (40, 91.2, 110, 10)


@pytest.mark.parametrize("gutter", [0.7, 1.1, 1.5, 3])
def test_two_columns_held_row_by_row_are_not_glued(gutter):
    rows = two_columns(gutter)
    assert words_of(page_of(*(piece for row in rows for piece in row))) == [
        words for pair in zip(LEFT, RIGHT, strict=True) for words in pair
    ]


def test_the_order_of_the_file_is_the_order_of_the_lines():
    pieces = [piece for row in two_columns() for piece in row][::-1]
    assert words_of(page_of(*pieces)) == [words for pair in zip(RIGHT[::-1], LEFT[::-1], strict=True) for words in pair]


@given(st.permutations([(i, char) for i, line in enumerate(LEFT + RIGHT) for char in enumerate(line)]))
@settings(max_examples=10, deadline=None)
def test_characters_in_any_order_make_the_same_lines(shuffled):
    content = [type_at((40 if i < 4 else 161) + 10 * at, 500 - 15 * (i % 4), 10, char) for i, (at, char) in shuffled]
    assert Counter(words_of(page_of(*content))) == Counter(LEFT + RIGHT)


def test_a_full_width_space_within_a_line_is_kept_and_tears_nothing():
    content = [
        type_at(40, 515, 10, LEFT[0]),
        type_at(40, 500, 10, "本报讯　新桥昨日通车了"),
        type_at(40, 485, 10, "本报讯"),
        type_at(80, 485, 10, "老桥昨日封闭了"),
        type_at(40, 470, 10, LEFT[1]),
    ]
    assert words_of(page_of(*content)) == [LEFT[0], "本报讯　新桥昨日通车了", "本报讯　老桥昨日封闭了", LEFT[1]]


def test_a_space_glyph_in_the_gutter_glues_nothing():
    rows = [
        [type_at(40, 500 - 15 * i, 10, left + " "), row[1]]
        for i, (left, row) in enumerate(zip(LEFT, two_columns(), strict=True))
    ]
    assert Counter(words_of(page_of(*(piece for row in rows for piece in row)))) == Counter(LEFT + RIGHT)


@pytest.mark.parametrize("step", [1.5, 2.0, 3.0, 5.0])
def test_a_letter_spaced_heading_is_one_line(step):
    content = [spread_at(40, 560, 14, "县政府公报", step), *(piece for row in two_columns() for piece in row)]
    assert words_of(page_of(*content))[0].replace("　", "") == "县政府公报"


def test_justified_type_is_one_line_without_spaces():
    content = [spread_at(40, 500 - 15 * i, 10, line[:9], 1.35) for i, line in enumerate(LEFT)]
    assert words_of(page_of(*content)) == [line[:9] for line in LEFT]


def test_a_rule_parts_what_stands_close():
    page = page_of(type_at(40, 500, 10, "新桥通车"), type_at(86, 500, 10, "春茶开采"), "0.5 w 83 480 m 83 520 l S")
    assert words_of(page) == ["新桥通车", "春茶开采"]


def test_a_headline_that_runs_down_is_one_line():
    columns = [type_at(120, 560 - 15 * i, 10, line) for i, line in enumerate(LEFT * 4)]
    page = page_of(down_at(60, 540, 24, "云河大桥通车", 1.1), *columns)
    assert words_of(page)[0] == "云河大桥通车"
    first = page.lines[0]
    assert first.type.vertical
    assert first.span.box.height > 5 * first.span.box.width
    assert not any(line.type.vertical for line in page.lines[1:])


def test_two_headlines_that_run_down_side_by_side():
    page = page_of(*(down_at(x, 540, 24, text, 1.05) for x, text in ((100, "两岸百姓奔走"), (60, "云河大桥通车"))))
    assert words_of(page) == ["两岸百姓奔走", "云河大桥通车"]


CLOSE = ["云河两岸通水", "北坡村民今年", "种上早稻了"]
"""An upright headline of three lines, the right one first."""


@pytest.mark.parametrize("step", [1.05, 1.15, 1.3])
def test_an_upright_headline_of_lines_as_close_as_its_characters(step):
    content = [down_at(300 - i * step * 20, 500, 20, text, 1.05) for i, text in enumerate(CLOSE)]
    body = [type_at(20, 300 - 16 * i, 10, text) for i, text in enumerate(LEFT)]
    page = page_of(*content, *body)
    assert [words for words in words_of(page) if words in CLOSE] == CLOSE
    assert [line.type.vertical for line in page.lines] == [True] * 3 + [False] * 4


@pytest.mark.parametrize("step", [1.02, 1.1, 1.4])
def test_a_level_headline_of_lines_as_close_as_its_characters(step):
    heading = ["云河大桥建成", "两岸百姓奔走", "相告春茶开采"]
    page = page_of(*(spread_at(100, 500 - i * step * 20, 20, text, 1.05) for i, text in enumerate(heading)))
    assert words_of(page) == heading


def test_marks_that_lie_on_their_sides_belong_to_the_upright_line():
    text = "北坡人种“早稻”"
    turned = [
        type_at(300 + 0.12 * 20, 500 + 0.88 * 20 - i * 21, 20, char, turn=(0, -1, 1, 0))
        if char in "“”"
        else type_at(300, 500 - i * 21, 20, char)
        for i, char in enumerate(text)
    ]
    page = page_of(*turned, *(type_at(20, 300 - 16 * i, 10, words) for i, words in enumerate(LEFT)))
    assert [words for words in words_of(page) if words not in LEFT] == [text]


def test_a_page_in_the_old_manner_runs_down():
    lines = [line.rstrip("，。").replace("，", "、") for line in LEFT + RIGHT]
    page = page_of(*(down_at(300 - 16 * i, 540, 10, line) for i, line in enumerate(lines)))
    assert Counter(words_of(page)) == Counter(lines)
    assert all(line.type.vertical for line in page.lines)


def test_type_turned_on_its_side():
    page = page_of(type_at(60, 100, 12, LEFT[0], turn=(0, 1, -1, 0)), type_at(100, 100, 12, LEFT[1]))
    assert words_of(page) == LEFT[:2]
    assert [line.type.vertical for line in page.lines] == [True, False]
    box = page.lines[0].span.box
    assert box.height > 8 * box.width
    assert box.top + box.height == pytest.approx(500, abs=1)


def test_type_at_a_slant_is_kept():
    page = page_of(type_at(60, 100, 12, "大桥通车", turn=(0.866, 0.5, -0.5, 0.866)))
    assert words_of(page) == ["大桥通车"]


@pytest.mark.parametrize(("turn", "left", "top"), [(0, 40, 91.2), (90, 498.8, 40), (180, 250, 498.8), (270, 91.2, 250)])
def test_a_turned_page_is_measured_as_displayed(turn, left, top):
    page = page_of(type_at(40, 500, 10, LEFT[0]), page=f"/Rotate {turn}")
    assert (page.width, page.height) == ((400, 600) if turn % 180 == 0 else (600, 400))
    box = page.lines[0].span.box
    assert (box.left, box.top) == (pytest.approx(left, abs=0.1), pytest.approx(top, abs=0.1))
    assert page.lines[0].type.vertical == (turn % 180 == 90)


def test_a_page_turned_to_be_read_has_level_lines():
    page = page_of(
        *(type_at(100 + 15 * i, 40, 10, line, turn=(0, 1, -1, 0)) for i, line in enumerate(LEFT)), page="/Rotate 90"
    )
    assert words_of(page) == LEFT
    assert not any(line.type.vertical for line in page.lines)
    assert page.lines[0].span.box.left == pytest.approx(40)


def test_boxes_count_from_the_visible_part_of_the_page():
    page = page_of(type_at(40, 500, 10, LEFT[0]), page="/CropBox [30 50 330 550]")
    assert (page.width, page.height) == (300, 500)
    assert (page.lines[0].span.box.left, page.lines[0].span.box.top) == (pytest.approx(10), pytest.approx(41.2))


def test_type_drawn_twice_to_look_bold_is_there_once():
    between = [type_at(40, 300 - 15 * i, 10, line) for i, line in enumerate(LEFT + RIGHT)]
    page = page_of(type_at(40, 500, 20, "大桥通车"), *between, type_at(40.5, 500, 20, "大桥通车"))
    assert words_of(page) == ["大桥通车", *LEFT, *RIGHT]
    assert [line.type.bold for line in page.lines] == [True] + [False] * 8


def test_type_drawn_again_at_once_is_there_once():
    page = page_of(*(type_at(40 + off, 500, 20, "大桥通车") for off in (0, 0.4, 0.8)))
    assert words_of(page) == ["大桥通车"]


def test_two_characters_that_share_one_glyph_are_both_there():
    words = "云河——两岸"
    shown = pdf([type_at(60, 500, 10, "云河~两岸")])
    shared = re.sub(rb"<007e>", b"<20142014>", shown)
    assert shared != shown
    (page,) = intake.pages(shared, "dash.pdf")
    assert [page.words(line.span) for line in page.lines] == [words]


def test_characters_that_come_twice_are_there_twice():
    assert words_of(page_of(type_at(40, 400, 10, "看看看——。。llii"))) == ["看看看——。。llii"]


def test_the_invisible_type_under_a_scan_is_read():
    page = page_of(
        "q 400 0 0 600 0 0 cm /Im Do Q",
        *(type_at(40, 500 - 15 * i, 10, line, ink="3 Tr") for i, line in enumerate(LEFT)),
    )
    assert words_of(page) == LEFT
    assert not intake.needs_ocr(page)
    assert not any(line.type.light for line in page.lines)


# What is drawn


def test_white_type_on_a_dark_ground_is_light():
    dark = "0.1 0.1 0.5 rg 30 490 200 40 re f"
    page = page_of(dark, type_at(40, 500, 20, "大桥通车", ink="1 g 0 Tr"), type_at(40, 400, 10, LEFT[0]))
    assert [line.type.light for line in page.lines] == [True, False]
    covered = page_of(type_at(40, 500, 20, "大桥通车", ink="1 g 0 Tr"), dark)
    assert not covered.lines[0].type.light


def test_tints_frames_rules_and_pictures():
    page = page_of(
        "0.9 g 50 400 100 80 re f",
        "1 w 0 G 200 400 100 80 re S",
        "0.5 w 40 300 m 240 300 l S",
        "0 g 250 200 0.8 90 re f",
        "q 60 0 0 45 300 200 cm /Im Do Q",
        "/Fm Do",
        "1 g 0 0 400 600 re f",
        "0 g 10 10 m 12 14 l 15 11 l f",
    )
    assert boxes_of(page, GraphicKind.TINT) == [(50, 120, 100, 80)]
    assert boxes_of(page, GraphicKind.FRAME) == [(200, 120, 100, 80)]
    assert boxes_of(page, GraphicKind.RULE) == [(40, 300, 200, 0), (250, 310, 1, 90)]
    assert boxes_of(page, GraphicKind.PICTURE) == [(110, 340, 50, 40), (300, 355, 60, 45)]


def test_four_rules_that_close_are_a_frame():
    page = page_of("0 g 50 400 200 0.5 re f 50 300 200 0.5 re f 50 300 0.5 100.5 re f 249.5 300 0.5 100.5 re f")
    assert boxes_of(page, GraphicKind.FRAME) == [(50, 200, 200, 100)]
    assert boxes_of(page, GraphicKind.RULE) == []


def test_a_picture_shows_only_through_its_opening_and_its_strips_are_one():
    clipped = "q 100 100 50 50 re W n 200 0 0 200 50 50 cm /Im Do Q"
    strips = "q 80 0 0 20 250 100 cm /Im Do Q q 80 0 0 20 250 120 cm /Im Do Q"
    assert boxes_of(page_of(clipped, strips), GraphicKind.PICTURE) == [(100, 450, 50, 50), (250, 460, 80, 40)]


# Nothing lost


def all_characters(content):
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text.raw)
    real = (i for i in range(count) if not pdfium.FPDFText_IsGenerated(text.raw, i))
    return Counter(char for i in real if not (char := chr(pdfium.FPDFText_GetUnicode(text.raw, i))).isspace())


PIECE = st.tuples(
    st.integers(-50, 450),
    st.integers(-50, 650),
    st.sampled_from([6, 9, 10, 14, 40]),
    st.text("云河大桥通车，。“”（）《》—…ABi12 　", min_size=1, max_size=12),
    st.sampled_from([(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0.8, 0.6, -0.6, 0.8), (0.7, 0, 0, 1)]),
)


@given(st.lists(PIECE, min_size=1, max_size=25), st.sampled_from(["", "/Rotate 90", "/CropBox [50 50 300 500]"]))
@settings(max_examples=60, deadline=None)
def test_every_character_is_in_exactly_one_line(pieces, settled):
    content = pdf([type_at(x, y, size, text, turn=turn) for x, y, size, text, turn in pieces], page=settled)
    document = pypdfium2.PdfDocument(content)
    page, text = (only := document[0]), only.get_textpage()
    found = pdf_page.read_glyphs(text.raw, pdf_page._view(page), {})
    (read,) = intake.pages(content, "a.pdf")
    kept = Counter(char for line in words_of(read) for char in line if not char.isspace())
    assert kept + found.doubled == all_characters(content)


# Text layers that are none


def test_a_page_without_text_must_be_recognised():
    page = page_of("q 300 0 0 400 50 50 cm /Im Do Q")
    assert page.lines == ()
    assert page.notes == (say("intake.no_text_layer", "en"),)
    assert intake.needs_ocr(page)


def test_a_scan_with_a_stamp_must_be_recognised():
    assert intake.needs_ocr(page_of("q 400 0 0 600 0 0 cm /Im Do Q", type_at(40, 30, 8, "县档案馆藏")))


def test_a_blank_page_needs_nothing():
    page = page_of()
    assert page.notes == (say("intake.blank_page", "en"),)
    assert not intake.needs_ocr(page)


GARBLED = {
    "no table of meanings": [type_at(40, 500 - 15 * i, 10, line, font="/F2") for i, line in enumerate(LEFT)],
    "private code points": [type_at(40, 500, 10, "\ue001\ue002\ue003\ue004")],
    "control characters": [type_at(40, 500, 10, "\x01\x03\x04\x05\x06\x0e")],
    "every character another": [
        type_at(40, 500 - 15 * i, 10, "".join(chr(ord(char) + 77) for char in line))
        for i, line in enumerate(LEFT + RIGHT)
    ],
}


@pytest.mark.parametrize("content", GARBLED.values(), ids=GARBLED)
def test_a_garbled_text_layer_must_be_recognised(content):
    page = page_of(*content)
    assert page.lines == ()
    assert page.notes == (say("intake.garbled_text_layer", "en"),)
    assert intake.needs_ocr(page)


def test_a_few_characters_without_meaning_are_told():
    page = page_of(
        *(type_at(40, 500 - 15 * i, 10, line) for i, line in enumerate(LEFT)), type_at(40, 400, 10, "大\ue005桥")
    )
    assert words_of(page)[-1] == "大\ufffd桥"
    assert page.notes == (say("intake.without_meaning", "en", count=1),)


# What is too much


@pytest.fixture
def here(monkeypatch):
    """PDFs are opened in this very process, so that limits can be set lower."""
    monkeypatch.setattr(pdf_child, "_idle", [pdf_child.Opener()])


def test_a_page_of_too_many_characters_is_told(here, monkeypatch):
    monkeypatch.setattr(pdf_page, "CHARACTERS_LIMIT", 10)
    first, second = intake.pages(pdf([type_at(40, 500, 10, LEFT[0])], [type_at(40, 500, 10, "通车")]), "yunhe.pdf")
    assert first.notes == (say("intake.pdf_characters", "en", count=11, limit=10),)
    assert words_of(second) == ["通车"]


def test_a_page_of_too_many_objects_is_told(here, monkeypatch):
    monkeypatch.setattr(pdf_page.Scenery, "complete", False)
    page = page_of(type_at(40, 500, 10, LEFT[0]))
    assert words_of(page) == [LEFT[0]]
    assert page.notes == (say("intake.pdf_objects", "en"),)


# Pictures of pages


def test_a_page_is_drawn_as_displayed():
    content = pdf(["0 g 0 0 200 300 re f"], page="/Rotate 90")
    picture = intake.render(content, 1, 144)
    assert picture.size == (1200, 800)
    assert picture.getpixel((10, 10)) == (0, 0, 0)
    assert picture.getpixel((1100, 700)) == (255, 255, 255)


def test_a_page_that_is_not_there_is_not_drawn():
    with pytest.raises(errors.PdfBroken, match="there is no page 3"):
        intake.render(pdf([""]), 3, 72, name="yunhe.pdf")
