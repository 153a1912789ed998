"""The door: what a file is, by its first bytes; how large it may be; which PDF pages are read from their picture."""

import sys
from types import SimpleNamespace

import pypdfium2
import pytest

from presscheck import intake
from presscheck.errors import PageTooLarge, PartMissing, TooLarge
from presscheck.intake import door, pdf, take_in, take_in_bytes
from presscheck.intake.formats import HEAD
from presscheck.intake.printed import PrintedLine
from presscheck.messages import say
from presscheck.model import Box, Graphic, GraphicKind, Type

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>
<Layout><Page ID="P1" WIDTH="400" HEIGHT="600"><PrintSpace><TextBlock ID="B1"><TextLine HPOS="10" VPOS="10" WIDTH="120"
HEIGHT="20"><String CONTENT="云河新桥通车" HPOS="10" VPOS="10" WIDTH="120" HEIGHT="20"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>"""
PAGE_XML = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="a.png"
imageWidth="400" imageHeight="600"><TextRegion id="r1"><Coords points="10,10 130,10 130,30 10,30"/><TextLine id="l1">
<Coords points="10,10 130,10 130,30 10,30"/><TextEquiv><Unicode>云河新桥通车</Unicode></TextEquiv></TextLine>
</TextRegion></Page></PcGts>"""
HOCR = """<!DOCTYPE html><html><head><meta name="ocr-system" content="county"/></head><body>
<div class="ocr_page" title="bbox 0 0 400 600"><span class="ocr_line" title="bbox 10 10 130 30">
<span class="ocrx_word" title="bbox 10 10 130 30">云河新桥通车</span></span></div></body></html>"""
TSV = """level page_num block_num par_num line_num word_num left top width height conf text
1 1 0 0 0 0 0 0 400 600 -1 |
5 1 1 1 1 1 10 10 120 20 96 云河新桥通车""".replace(" ", "\t").replace("|", "")
BOXES = '[{"text": "云河新桥通车", "box": [10, 10, 120, 20], "score": 0.96}]'
WRITTEN = {"alto": ALTO, "page_xml": PAGE_XML, "hocr": HOCR, "tsv": TSV, "boxes": BOXES}
NAMES = ["page.txt", "page.pdf", "page.png", "page.xml", "page"]


def drawn(*, pages=1):
    """A PDF of pages 400 by 600 points with a line drawn on each and no word of text."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        page = document.new_page(400, 600)
        path = pypdfium2.raw.FPDFPageObj_CreateNewRect(40, 500, 200, 20)
        pypdfium2.raw.FPDFPath_SetDrawMode(path, 1, 0)
        pypdfium2.raw.FPDFPage_InsertObject(page.raw, path)
        pypdfium2.raw.FPDFPage_GenerateContent(page.raw)
    written = bytearray()
    document.save(SimpleNamespace(write=lambda part: (written.extend(part), len(part))[1]))
    document.close()
    return bytes(written)


@pytest.fixture
def recogniser(monkeypatch):
    """Put in the place of the one for pictures: it sees one line and one rule, or raises what the test says."""
    seen = SimpleNamespace(pictures=[], error=None, turn=0)

    def upright(picture):
        return (picture.rotate(seen.turn, expand=True), [f"turned by {seen.turn}"]) if seen.turn else (picture, [])

    def recognised(picture):
        if seen.error:
            raise seen.error
        seen.pictures.append(picture)
        line = PrintedLine("云河新桥通车", Box(111, 278, 600, 55), Type(55.0), 0.9)
        return [line], [Graphic(GraphicKind.RULE, Box(0, 500, 1000, 5))], ["turned by 0.3 degrees"]

    stand_in = SimpleNamespace(recognised=recognised, upright=upright, pages=lambda content, name: (content[:4], name))
    monkeypatch.setitem(sys.modules, "presscheck.intake.image", stand_in)
    monkeypatch.setattr(intake, "image", stand_in, raising=False)
    return seen


# What it is


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", WRITTEN)
def test_a_recognisers_file_is_told_by_its_first_bytes_whatever_its_name(tmp_path, kind, name):
    path = tmp_path / name
    path.write_text(WRITTEN[kind], encoding="utf8")
    (page,) = take_in(path)
    assert (page.kind, page.file) == (kind, name)
    assert page.text.strip() == "云河新桥通车"
    assert page.has_geometry


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_a_dump_whatever_its_name(tmp_path, name):
    (tmp_path / name).write_text("云河新桥通车\n", encoding="utf8")
    (page,) = take_in(tmp_path / name)
    assert (page.kind, page.has_geometry) == ("dump", False)


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_is_a_pdf_whatever_its_name(tmp_path, name, recogniser):
    (tmp_path / name).write_bytes(drawn(pages=2))
    assert [(page.id, page.kind) for page in take_in(tmp_path / name)] == [("p1", "pdf"), ("p2", "pdf")]


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\x00\x08\x00\x00\x00"])
def test_a_picture_goes_to_the_reader_of_pictures(recogniser, head):
    assert take_in_bytes(head + b"\x00" * 40, "page.txt") == (head[:4], "page.txt")


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_markup_is_known_in_wide_characters_too(codec):
    (page,) = take_in_bytes(ALTO.replace("UTF-8", codec[:6].rstrip("-")).encode(codec), "page.txt")
    assert page.kind == "alto"


# How large it may be


@pytest.mark.parametrize(
    ("head", "limit"),
    [("本报讯".encode(), 20), (b"%PDF-1.7", 300), (b"\x89PNG\r\n\x1a\n", 200), (ALTO.encode(), 100)],
    ids=["dump", "pdf", "picture", "alto"],
)
def test_each_format_has_a_limit_of_its_own(tmp_path, monkeypatch, head, limit):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(limit * 1_000_000 + 100_000)
    read = []
    monkeypatch.setattr(door, "reader_of", lambda content: (read.append(len(content)), known(content))[1])
    known = sys.modules["presscheck.intake.formats"].reader_of
    with pytest.raises(TooLarge, match=rf"{limit}\.1 MB; such a file may have at most {limit} MB"):
        take_in(path)
    assert read == [HEAD]


def test_bytes_at_hand_have_the_same_limits(monkeypatch):
    monkeypatch.setitem(door.LIMITS, "pdf", 10)
    with pytest.raises(TooLarge):
        take_in_bytes(b"%PDF-1.7 and more", "-")


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "page.txt"
    path.write_bytes(b"x" * (HEAD + 50))
    monkeypatch.setitem(door.LIMITS, None, HEAD + 20)
    monkeypatch.setattr(door.os, "stat", lambda _: SimpleNamespace(st_mode=0o100644, st_size=0))
    with pytest.raises(TooLarge):
        take_in(path)


# PDF pages read from their picture


def test_a_page_without_text_is_read_from_its_picture(recogniser):
    (page,) = take_in_bytes(drawn(), "scan.pdf")
    (picture,) = recogniser.pictures
    assert picture.size == (1112, 1667)  # 200 dots an inch
    assert (page.kind, page.unit, page.width, page.height) == ("pdf", "pt", 400, 600)
    assert page.text == "云河新桥通车\n"
    assert page.notes == (
        say("intake.no_text_layer", "en"),
        "turned by 0.3 degrees",
        say("intake.read_from_picture", "en"),
    )


def test_what_was_seen_is_measured_in_the_units_of_the_page(recogniser):
    (page,) = take_in_bytes(drawn(), "scan.pdf")
    assert page.lines[0].span.box.to_dict() == pytest.approx([40, 100, 216, 19.8], abs=0.2)
    assert page.lines[0].type.size == pytest.approx(19.8, abs=0.1)
    assert page.lines[0].score == 0.9
    assert page.graphics[0].box.to_dict() == pytest.approx([0, 180, 360, 1.8], abs=0.3)


@pytest.mark.parametrize(("turn", "size"), [(90, (600, 400)), (180, (400, 600)), (270, (600, 400))])
def test_a_scan_that_lies_wrong_is_turned_and_measured_as_it_then_stands(recogniser, turn, size):
    recogniser.turn = turn
    (page,) = take_in_bytes(drawn(), "scan.pdf")
    assert (page.width, page.height) == size
    assert recogniser.pictures[0].size == (tuple(sorted((1112, 1667), reverse=turn != 180)))
    assert page.notes[1] == f"turned by {turn}"
    assert page.lines[0].span.box.to_dict() == pytest.approx([40, 100, 216, 19.8], abs=0.2)


def test_without_the_parts_for_it_the_page_says_so(recogniser):
    recogniser.error = PartMissing(part="rapidocr", command="pip install 'presscheck[ocr]'")
    pages = take_in_bytes(drawn(pages=2), "scan.pdf")
    assert [page.text for page in pages] == ["", ""]
    assert all(page.notes[-1] == recogniser.error.tell("en") for page in pages)


def test_whoever_asks_for_the_picture_is_told_that_parts_are_missing(recogniser):
    recogniser.error = PartMissing(part="rapidocr", command="pip install 'presscheck[ocr]'")
    with pytest.raises(PartMissing, match="rapidocr is not installed"):
        take_in_bytes(drawn(), "scan.pdf", ocr=True)


def test_a_page_too_large_to_be_drawn_stops_no_other(recogniser, monkeypatch):
    draw = pdf.render

    def render(content, number, dpi, *, name):
        if number == 1:
            raise PageTooLarge(file=name, page=number, size=900, limit=400)
        return draw(content, number, dpi, name=name)

    monkeypatch.setattr(pdf, "render", render)
    one, two = take_in_bytes(drawn(pages=2), "scan.pdf")
    assert "page 1 holds an image of 900 megapixels" in one.notes[-1]
    assert two.text == "云河新桥通车\n"


@pytest.mark.parametrize(("ocr", "text"), [(False, "本报讯 新桥通车\n"), (True, "云河新桥通车\n")])
def test_a_page_with_text_is_read_from_its_picture_only_if_asked(recogniser, monkeypatch, ocr, text):
    bare = next(pdf.each_page(drawn(), "county.pdf"))
    lined = door.page_of(bare, [PrintedLine("本报讯 新桥通车", Box(40, 60, 120, 10))])
    monkeypatch.setattr(pdf, "each_page", lambda content, name: iter([lined]))
    (page,) = take_in_bytes(drawn(), "county.pdf", ocr=ocr)
    assert page.text == text
    assert len(recogniser.pictures) == ocr


def test_asking_for_the_picture_changes_nothing_for_a_dump(recogniser):
    assert take_in_bytes("本报讯".encode(), "a.txt", ocr=True) == take_in_bytes("本报讯".encode(), "a.txt")
