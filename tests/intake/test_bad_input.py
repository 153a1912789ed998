"""Files that are broken, or made to do harm: each is refused with its reason or read as far as it goes, and says so."""

import hashlib
import importlib.util
import io
import re
import zlib

import PIL.Image
import pytest

from presscheck import errors
from presscheck.intake import pdf, pdf_child, take_in_bytes
from presscheck.messages import both, say

MISSING = [name for name in ("cv2", "onnxruntime", "rapidocr") if importlib.util.find_spec(name) is None]
ocr = pytest.mark.skipif(bool(MISSING), reason=f"pip install 'presscheck[ocr]': there is no {', '.join(MISSING)}")
WORDS = "The bridge over the Yun was opened yesterday"
MIB = 1 << 20


# ---- a writer of PDF files, good and bad


def stream(content, head=""):
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def written(objects, trailer=""):
    """A PDF file of these objects, by number; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body if isinstance(body, bytes) else body.encode())
    size = max(objects) + 1
    rows = [f"{places[i]:010} 00000 n \n" if i in places else "0000000000 65535 f \n" for i in range(size)]
    end = f"xref\n0 {size}\n{''.join(rows)}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n"
    return out + f"{end}%%EOF\n".encode()


def said(words):
    return f"BT /F 12 Tf 40 500 Td ({words}) Tj ET".encode()


def document(*contents, box="0 0 400 600", more=(), trailer=""):
    """A PDF with a page for each stream of operators; ``more`` are further objects, their numbers from 100."""
    names = "".join(f"/X{number} {number} 0 R " for number, _ in more)
    resources = f"/Resources << /Font << /F 3 0 R >> /XObject << {names} >> /Pattern << {names} >> >>"
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(contents)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **dict(more),
    }
    for i, content in enumerate(contents):
        page = f"/Type /Page /Parent 2 0 R /MediaBox [{box}] {resources}"
        objects[10 + 2 * i] = f"<< {page} /Contents {11 + 2 * i} 0 R >>"
        objects[11 + 2 * i] = content if content.startswith(b"<<") else stream(content)
    return written(objects, trailer)


def packed(content, times=1):
    """A stream that unpacks to so many times its content."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(content) for _ in range(times)]
    return stream(b"".join(parts) + packer.flush(), "/Filter /FlateDecode")


def nest(depth, times):
    """Drawings that each show the next one so many times; the last draws a box."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 900 900]"
    for number in range(100, 100 + depth):
        below = f"{form} /Resources << /XObject << /X{number + 1} {number + 1} 0 R >> >>"
        yield number, stream(f"/X{number + 1} Do ".encode() * times, below)
    yield 100 + depth, stream(b"0 g 0 0 9 9 re f", form)


def tiles():
    """A pattern of so small tiles that a page holds millions."""
    head = (
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .01 /YStep .01 /Resources <<>>"
    )
    return 100, stream(b"0 g 0 0 1 1 re f " * 50, head)


def picture(width, height, content=b""):
    head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    return 100, stream(content, head)


GOOD = document(said(WORDS))


def words_of(page):
    return [page.words(line.span) for line in page.lines]


def read(content):
    return take_in_bytes(content, "papers/county.pdf")


# ---- PDFs that are refused


PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def scrambled(key, content):
    """RC4, by which the oldest locked PDFs are locked."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password):
    """A page locked with a password to open it; an empty one locks only printing and copying."""
    owner = scrambled(hashlib.md5(b"owner".ljust(32, b"\0")).digest()[:5], PADDING)
    rights = (-60).to_bytes(4, "little", signed=True)
    key = hashlib.md5((password + PADDING)[:32] + owner + rights + b"id").digest()[:5]
    user = scrambled(key, PADDING)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -60 /O <{owner.hex()}> /U <{user.hex()}> >> /ID [<6964> <6964>]"
    own = hashlib.md5(key + b"\x0b\0\0\0\0").digest()[:10]
    return document(stream(scrambled(own, said(WORDS))), trailer=lock)


def without_pages():
    return written({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Count 0 /Kids [] >>"})


REFUSED = [
    ("nothing but a mark", b"%PDF-1.7\n", errors.PdfBroken, "cannot be made out"),
    ("no more than a mark", b"%PDF-1.7\nno more", errors.PdfBroken, "cannot be made out"),
    ("zeros", b"%PDF-1.7\n" + b"\0" * 4000, errors.PdfBroken, "cannot be made out"),
    ("cut off early", GOOD[:300], errors.PdfBroken, "cannot be made out"),
    ("locked", locked(b"secret"), errors.PdfLocked, "locked with a password"),
    ("no pages", without_pages(), errors.PdfEmpty, "no pages"),
    (
        "ten thousand pages",
        document(*[b""] * 10_000),
        errors.TooManyPages,
        "10000 pages; one file may have at most 500",
    ),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_pdf_that_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as told:
        read(content)
    assert str(told.value).startswith("papers/county.pdf: ")
    assert not re.search("[a-z]{2,} [a-z]{2,}", told.value.tell("zh"))


def test_what_is_wrong_with_one_file_is_not_said_of_the_next():
    for content, error in ((locked(b"secret"), errors.PdfLocked), (without_pages(), errors.PdfEmpty)):
        with pytest.raises(error):
            read(content)


def test_a_pdf_locked_against_printing_only_is_read():
    (page,) = read(locked(b""))
    assert words_of(page) == [WORDS]


# ---- PDFs that are read as far as they go


def test_a_pdf_cut_off_is_read_as_far_as_it_goes():
    whole = document(said(WORDS), said("Tea is picked"))
    one, two = read(whole[: whole.index(b"startxref")])
    assert (words_of(one), words_of(two)) == ([WORDS], ["Tea is picked"])
    assert one.notes == two.notes == (say("intake.pdf_cut_off", "en"),)


def test_a_broken_page_does_not_stop_those_beside_it():
    content = document(*(said(f"Page number {i}") for i in (1, 2, 3)))
    broken = content.replace(b"[10 0 R 12 0 R", b"[10 0 R 99 0 R")
    pages = read(broken)
    assert [page.id for page in pages] == ["p1", "p2", "p3"]
    assert [words_of(page) for page in pages] == [["Page number 1"], [], ["Page number 3"]]
    assert pages[1].notes == (say("intake.pdf_page_unreadable", "en"),)
    assert not pdf.needs_ocr(pages[1])


TREES = [
    ("a tree of pages that goes in a circle", "/Count 3 /Kids [2 0 R 2 0 R 2 0 R]", 0, 3),
    ("two billion pages promised", "/Count 2000000000 /Kids [10 0 R]", 1, 1),
    ("fewer pages than none", "/Count -3 /Kids [10 0 R]", 1, 1),
    ("more pages than there are", "/Count 3 /Kids [10 0 R]", 1, 3),
]


@pytest.mark.parametrize(("tree", "good", "count"), [row[1:] for row in TREES], ids=[row[0] for row in TREES])
def test_a_table_of_contents_that_lies(tree, good, count):
    pages = read(GOOD.replace(b"/Count 1 /Kids [10 0 R]", tree.encode()))
    assert len(pages) == count
    assert [bool(page.lines) for page in pages] == [True] * good + [False] * (count - good)


SIZES = ["0 0 14400 14400", "0 0 1000000000 1000000000", "0 0 0 0", "400 600 0 0", "0 0 .001 .001"]


@pytest.mark.parametrize("box", SIZES)
def test_a_page_of_any_size_is_read(box):
    (page,) = read(document(said(WORDS), box=box))
    assert words_of(page) == [WORDS]


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 1000000000 1000000000", "0 0 14400 1"])
def test_a_huge_page_is_drawn_as_large_as_we_can_hold(box):
    drawn = pdf.render(document(b"0 g 0 0 200 300 re f", box=box), 1, 600)
    assert drawn.width * drawn.height < 61_000_000


# ---- PDFs that would never end


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 1.5)


BOMBS = [
    ("drawings within drawings", [b"/X100 Do"], list(nest(12, 10))),
    ("a stream that unpacks to a gigabyte", [packed(b"0 0 1 1 re f " * 80_000, 1000)], []),
    ("a stream that opens and never closes", [packed(b"q " * (MIB // 2), 500)], []),
]


@pytest.mark.parametrize(("content", "more"), [row[1:] for row in BOMBS], ids=[row[0] for row in BOMBS])
def test_a_page_without_end_is_given_up_and_the_next_one_read(hurried, content, more):
    one, two = read(document(*content, said(WORDS), more=more))
    assert one.lines == ()
    assert one.notes[-1].startswith("papers/county.pdf: page 1 cannot be read within 1.5 seconds and 3 GB of memory.")
    assert words_of(two) == [WORDS]


def test_after_three_such_pages_the_others_are_not_tried(hurried):
    pages = read(document(*[b"/X100 Do"] * 4, said(WORDS), more=list(nest(12, 10))))
    assert [page.notes[-1].count("cannot be read within") for page in pages] == [1, 1, 1, 0, 0]
    assert [page.notes for page in pages[3:]] == [(say("intake.pdf_given_up", "en", count=3),)] * 2


def test_a_drawing_of_itself_is_read():
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X100 100 0 R >> >>"
    (page,) = read(document(said(WORDS) + b" /X100 Do", more=[(100, stream(b"/X100 Do", form))]))
    assert words_of(page) == [WORDS]


def test_a_page_that_cannot_be_drawn_in_its_time_says_so(hurried):
    content = document(b"/Pattern cs /X100 scn 0 0 4000 6000 re f", said(WORDS), box="0 0 4000 6000", more=[tiles()])
    with pytest.raises(errors.PageTooHard, match=r"county\.pdf: page 1"):
        pdf.render(content, 1, 200, name="county.pdf")
    assert pdf.render(content, 2, 20).width > 1000


def test_an_image_too_large_to_be_unpacked_is_not_drawn():
    content = document(b"q 400 0 0 600 0 0 cm /X100 Do Q", more=[picture(100_000, 100_000)])
    with pytest.raises(errors.PageTooLarge, match="page 1 holds an image of 10000 megapixels"):
        pdf.render(content, 1, 72)


def test_a_file_that_cannot_even_be_opened_in_its_time_is_broken(monkeypatch):
    monkeypatch.setattr(pdf_child.Child, "answer", gave_up)
    with pytest.raises(errors.PdfBroken) as told:
        read(GOOD)
    assert told.value.values["why"] == both("intake.why_endless")


def gave_up(*_):
    raise pdf_child.GaveUp


# ---- a text layer that means nothing


@ocr
def test_a_text_layer_without_meanings_is_read_from_its_picture():
    """The characters are drawn, but no table says which they are."""
    shapes = {
        4: stream(b"1000 0 50 -80 950 820 d1 50 -80 900 900 re f"),
        3: "<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 1 "
        "/LastChar 40 /Widths [" + "1000 " * 40 + "] /Encoding << /Differences [1 " + "/Han " * 40 + "] >> "
        "/CharProcs << /Han 4 0 R >> /Resources << >> >>",
    }
    codes = "".join(f"{code:02x}" for code in range(1, 41))
    (page,) = read(document(f"BT /F 12 Tf 10 500 Td <{codes}> Tj ET".encode(), more=list(shapes.items())))
    assert page.notes[0] == say("intake.garbled_text_layer", "en")
    assert page.notes[-1] == say("intake.read_from_picture", "en")


# ---- files of recognisers

ALTO = """<?xml version="1.0"?>{head}<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>
<MeasurementUnit>{unit}</MeasurementUnit></Description><Layout><Page WIDTH="4000" HEIGHT="6000"><PrintSpace>{inner}
</PrintSpace></Page></Layout></alto>"""
LINE = """<TextBlock><TextLine {at}><String CONTENT="云河新桥通车" {at}/></TextLine></TextBlock>"""
PLACE = 'HPOS="100" VPOS="200" WIDTH="1200" HEIGHT="200"'
PLACED = LINE.format(at=PLACE)


def alto(inner=PLACED, *, head="", unit="pixel"):
    return take_in_bytes(ALTO.format(head=head, unit=unit, inner=inner).encode(), "county.xml")


@pytest.mark.parametrize("unit", ["pixel", "mm10", "inch1200"])
def test_places_are_told_in_the_units_of_the_file(unit):
    (page,) = alto(unit=unit)
    assert page.unit == {"pixel": "px"}.get(unit, unit)
    assert page.lines[0].span.box.to_dict() == [100, 200, 1200, 200]


NOTED = [
    ("no box", "", "lines without any usable box: 1"),
    ("a box that is no number", 'HPOS="nan" VPOS="inf" WIDTH="1e400" HEIGHT="-2"', "lines without any usable box: 1"),
    (
        "a box across the edge",
        'HPOS="-50" VPOS="5900" WIDTH="9000" HEIGHT="200"',
        "boxes that reach beyond the page",
    ),
    ("a box off the page", 'HPOS="5000" VPOS="100" WIDTH="90" HEIGHT="20"', "lines without any usable box: 1"),
]


@pytest.mark.parametrize(("at", "note"), [row[1:] for row in NOTED], ids=[row[0] for row in NOTED])
def test_a_box_that_is_no_good_is_noted_and_its_words_kept(at, note):
    (page,) = alto(LINE.format(at=at) + PLACED)
    assert page.text == "云河新桥通车\n" * 2
    assert any(told.startswith(note) for told in page.notes)


def test_a_file_of_over_ten_megabytes_is_read():
    (page,) = alto((PLACED + " " * 11_000) * 1000)
    assert len(page.lines) == 1000


HARMFUL = [
    ("an entity", PLACED, '<!DOCTYPE alto [<!ENTITY e "x">]>', errors.UnsafeXml, "DTD"),
    (
        "another's file",
        PLACED,
        '<!DOCTYPE alto [<!ENTITY e SYSTEM "file:///etc/hosts">]>',
        errors.UnsafeXml,
        "declares",
    ),
    ("a million elements within one another", "<a>" * 1_000_000, "", errors.NotWellFormed, "nested too deeply"),
    ("the same, closed", "<a>" * 1_000_000 + "</a>" * 1_000_000, "", errors.TooManyParts, "over 2 million"),
    (
        "an endless text",
        f"{PLACED}<a>{'桥' * 4_000_000}</a>",
        "",
        errors.NotWellFormed,
        "of millions of characters",
    ),
    ("cut off", "<TextBlock><TextLine>", "", errors.NotWellFormed, "is not as the format wants it"),
]


@pytest.mark.parametrize(
    ("inner", "head", "error", "says"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL]
)
def test_xml_that_would_do_harm_is_refused_in_both_languages(inner, head, error, says):
    with pytest.raises(error, match=says) as told:
        alto(inner, head=head)
    assert not re.search("[a-z]{2,} [a-z]{2,}", told.value.tell("zh"))


# ---- pictures


def saved(image, form="PNG", **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def test_a_picture_cut_off_is_refused():
    whole = saved(PIL.Image.effect_noise((300, 300), 50), "JPEG")
    with pytest.raises(errors.ImageBroken, match="ends in the middle") as told:
        take_in_bytes(whole[:9000], "county.jpg")
    assert "图像数据不完整" in told.value.tell("zh")
