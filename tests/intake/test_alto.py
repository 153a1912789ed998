"""ALTO: what stands in it, and what is done with files that are broken or mean harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import errors
from presscheck.errors import (
    EmptyFile,
    NotWellFormed,
    NoWords,
    OcrFileTooLarge,
    OtherFormat,
    TooManyParts,
    UnsafeXml,
    WrongEncoding,
)
from presscheck.intake import alto, contents
from presscheck.model import Box, GraphicKind

V3 = "http://www.loc.gov/standards/alto/ns-v3#"
PLACE = 'HPOS="40" VPOS="60" WIDTH="200" HEIGHT="20"'


def string(text, more=""):
    return f'<String CONTENT="{text}" {more}/>'


def line(*parts, place=PLACE, more=""):
    return f"<TextLine {place} {more}>{''.join(parts)}</TextLine>"


def block(*lines, place='HPOS="30" VPOS="50" WIDTH="300" HEIGHT="400"', more=""):
    return f"<TextBlock {place} {more}>{''.join(lines)}</TextBlock>"


def file(*blocks, unit="pixel", paper='WIDTH="900" HEIGHT="600"', head="", styles="", ns=V3, more=""):
    return (
        f'{head}<alto xmlns="{ns}"><Description><MeasurementUnit>{unit}</MeasurementUnit></Description>'
        f"<Styles>{styles}</Styles><Layout><Page {paper} {more}><PrintSpace>{''.join(blocks)}</PrintSpace></Page>"
        "</Layout></alto>"
    ).encode()


def page_of(*blocks, **settings):
    (page,) = alto.pages(file(*blocks, **settings), "county/1.xml")
    return page


def words_of(page):
    return [page.words(line.span) for line in page.lines]


def test_a_file_becomes_a_page_with_lines_and_places():
    page = page_of(block(line(string("北坡"), "<SP/>", string("新桥通车")), line(string("全长"), place="")))
    assert (page.id, page.file, page.kind, page.unit, page.width, page.height) == (
        "p1",
        "1.xml",
        "alto",
        "px",
        900,
        600,
    )
    assert words_of(page) == ["北坡新桥通车", "全长"]
    assert page.lines[0].span.box == Box(40, 60, 200, 20)
    assert page.has_geometry
    assert page.encoding.name == "UTF-8"


@pytest.mark.parametrize(
    "ns",
    [
        "http://www.loc.gov/standards/alto/ns-v2#",
        "http://www.loc.gov/standards/alto/ns-v3#",
        "http://www.loc.gov/standards/alto/ns-v4#",
        "http://schema.ccs-gmbh.com/ALTO",
        "",
    ],
)
def test_every_version_is_read(ns):
    assert words_of(page_of(block(line(string("北坡"))), ns=ns)) == ["北坡"]


WORDS = [
    ("Chinese words follow each other", [string("云州"), "<SP/>", string("日报")], "云州日报"),
    ("Latin words stand apart", [string("Beipo"), "<SP/>", string("County")], "Beipo County"),
    ("a Latin word beside a Chinese one", [string("GDP"), "<SP/>", string("增长")], "GDP增长"),
    ("without a space, if spaces are marked", [string("8"), string("%"), "<SP/>", string("up")], "8% up"),
    ("without marks, words stand apart", [string("Beipo"), string("County")], "Beipo County"),
    ("a broken word stays broken", [string("trans", 'SUBS_CONTENT="transport"'), '<HYP CONTENT="-"/>'], "trans-"),
    ("glyphs stand for a word", ['<String><Glyph CONTENT="云"/><Glyph CONTENT="州"/></String>'], "云州"),
    ("alternatives are passed over", ['<String CONTENT="云州"><ALTERNATIVE>去州</ALTERNATIVE></String>'], "云州"),
    ("blank words count for nothing", [string(" "), string("云"), string("")], "云"),
]


@pytest.mark.parametrize(("parts", "text"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words_are_joined_as_printed(parts, text):
    assert words_of(page_of(block(line(*parts)))) == [text]


def test_single_latin_characters_are_one_word_where_they_stand_close():
    def at(x, text):
        return string(text, f'HPOS="{x}" VPOS="60" WIDTH="9" HEIGHT="20"')

    assert words_of(page_of(block(line(at(40, "2"), at(50, "6"), at(70, "a"))))) == ["26 a"]


def test_a_line_across_a_gutter_is_parted():
    def at(x, text):
        return string(text, f'HPOS="{x}" VPOS="62" WIDTH="80" HEIGHT="16"')

    wide = line(at(40, "北坡新桥"), at(122, "昨日通车"), at(500, "云州春茶"), at(582, "开采上市"))
    page = page_of(block(wide))
    assert words_of(page) == ["北坡新桥昨日通车", "云州春茶开采上市"]
    assert [each.span.box for each in page.lines] == [Box(40, 60, 162, 20), Box(500, 60, 162, 20)]
    assert page.notes == ("lines that ran on across a wide gap: 1; each is parted there",)


def test_a_headline_set_wide_is_not_parted():
    spread = [
        string(char, f'HPOS="{40 + 160 * i}" VPOS="60" WIDTH="30" HEIGHT="30"') for i, char in enumerate("喜迎新春")
    ]
    assert words_of(page_of(block(line(*spread)))) == ["喜迎新春"]


def test_blocks_are_read_at_any_depth_and_in_the_files_order():
    inner = f"<ComposedBlock>{block(line(string('二')))}</ComposedBlock>"
    page = page_of(block(line(string("一"))), f"<ComposedBlock>{inner}</ComposedBlock>", block(line(string("三"))))
    assert words_of(page) == ["一", "二", "三"]


def test_margins_and_several_pages_are_read():
    margin = f"<TopMargin>{block(line(string('云州日报')))}</TopMargin>"
    one = f'<Page WIDTH="90" HEIGHT="90" PRINTED_IMG_NR="4">{margin}</Page>'
    two = '<Page WIDTH="80" HEIGHT="80"/>'
    pages = alto.pages(f"<alto><Layout>{one}{two}</Layout></alto>".encode(), "a.xml")
    assert [(page.id, page.number, page.width, len(page.lines)) for page in pages] == [
        ("p1", 4, 90, 1),
        ("p2", None, 80, 0),
    ]


@pytest.mark.parametrize(
    ("unit", "ours", "size"),
    [("pixel", "px", 20), ("mm10", "mm10", 35.28), ("inch1200", "inch1200", 166.67), ("MM10", "mm10", 35.28)],
)
def test_points_are_turned_into_the_pages_unit_where_it_has_a_length(unit, ours, size):
    place = f'HPOS="40" VPOS="60" WIDTH="800" HEIGHT="{size:.0f}"'
    styles = '<TextStyle ID="t1" FONTSIZE="10" FONTFAMILY="Song" FONTSTYLE="bold"/>'
    page = page_of(block(line(string("云州"), place=place), more='STYLEREFS="p1 t1"'), unit=unit, styles=styles)
    kind = page.lines[0].type
    assert page.unit == ours
    assert kind.size == pytest.approx(size, abs=0.01)
    assert (kind.font, kind.bold) == ("Song", True)


def test_an_unknown_unit_is_read_as_pixels_and_noted():
    page = page_of(block(line(string("云州"))), unit="furlong")
    assert page.unit == "px"
    assert page.notes == ("the unit furlong is unknown; measures are read as pixels",)


def test_the_style_of_most_characters_is_the_lines():
    styles = '<TextStyle ID="big" FONTSIZE="12"/><TextStyle ID="small" FONTSIZE="9"/>'
    parts = [string("云州春茶", 'STYLEREFS="small"'), string("讯", 'STYLEREFS="big"')]
    page = page_of(block(line(*parts, place=PLACE.replace("20", "36"))), unit="mm10", styles=styles)
    assert page.lines[0].type.size == pytest.approx(9 * 254 / 72)


def test_a_size_that_its_box_belies_is_not_believed():
    page = page_of(
        block(line(string("云州"), more='STYLEREFS="t"')), unit="mm10", styles='<TextStyle ID="t" FONTSIZE="99"/>'
    )
    assert page.lines[0].type.size == 20


@pytest.mark.parametrize(
    ("text", "place", "more", "vertical"),
    [
        ("北坡", 'HPOS="9" VPOS="9" WIDTH="40" HEIGHT="40"', 'BASEDIRECTION="ttb"', True),
        ("北坡通车", 'HPOS="9" VPOS="9" WIDTH="20" HEIGHT="90"', "", True),
        ("北坡通车", 'HPOS="9" VPOS="9" WIDTH="80" HEIGHT="20"', 'BASEDIRECTION="ltr"', False),
        ("坡", 'HPOS="9" VPOS="9" WIDTH="20" HEIGHT="90"', "", False),
        ("11", 'HPOS="9" VPOS="9" WIDTH="12" HEIGHT="20"', "", False),
    ],
)
def test_vertical_type(text, place, more, vertical):
    kind = page_of(block(line(string(text), place=place), more=more)).lines[0].type
    assert kind.vertical is vertical
    if vertical:
        assert kind.size == float(place.split('WIDTH="')[1].split('"')[0])


def test_confidence_is_the_mean_of_the_words_by_length():
    page = page_of(block(line(string("云州日报", 'WC="1.0"'), string("讯", 'WC="0.5"'), string("记", 'WC="NaN"'))))
    assert page.lines[0].score == 0.9


def test_rules_frames_and_pictures():
    drawn = (
        '<GraphicalElement HPOS="300" VPOS="10" WIDTH="2" HEIGHT="500"/>'
        '<GraphicalElement HPOS="300" VPOS="10" WIDTH="200" HEIGHT="100"/>'
        '<GraphicalElement HPOS="20" VPOS="10" WIDTH="200" HEIGHT="0"/>'
        '<Illustration HPOS="310" VPOS="20" WIDTH="200" HEIGHT="150"/><Illustration HPOS="x"/>'
    )
    page = page_of(drawn, block(line(string("云州"))))
    assert [graphic.kind for graphic in page.graphics] == [
        GraphicKind.RULE,
        GraphicKind.FRAME,
        GraphicKind.RULE,
        GraphicKind.PICTURE,
    ]
    assert page.notes == ("rules or pictures without a usable box: 1; left out",)


NO_PLACE = 'HPOS="NaN" VPOS="1" WIDTH="1" HEIGHT="1"'
PLACES = [
    ("cut at the edge", 'HPOS="-10" VPOS="590" WIDTH="50" HEIGHT="20"', "", Box(0, 590, 40, 10), "reach beyond"),
    ("from its words", "", PLACE, Box(40, 60, 200, 20), "has that of its words"),
    ("not a number", NO_PLACE, PLACE, Box(40, 60, 200, 20), "has that of its words"),
    ("endless", 'HPOS="1e999" VPOS="0" WIDTH="1" HEIGHT="1"', PLACE, Box(40, 60, 200, 20), "has that of its words"),
    ("backwards", 'HPOS="40" VPOS="0" WIDTH="-9" HEIGHT="9"', PLACE, Box(40, 60, 200, 20), "has that of its words"),
    ("off the sheet", 'HPOS="4000" VPOS="0" WIDTH="9" HEIGHT="9"', PLACE, Box(40, 60, 200, 20), "has that of its"),
    ("from its block", "", "", Box(30, 50, 300, 400), "they come last"),
]


@pytest.mark.parametrize(("own", "words", "box", "note"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_box_that_is_no_good_is_mended_and_noted(own, words, box, note):
    page = page_of(block(line(string("云州", words), place=own)))
    assert page.lines[0].span.box == box
    assert len(page.notes) == 1
    assert note in page.notes[0]


def test_lines_without_any_place_come_last_and_tell_no_type():
    page = page_of(block(line(string("二"), place="")), block(line(string("一"))))
    assert words_of(page) == ["一", "二"]
    assert page.lines[1].type is None


def test_an_outline_stands_for_a_box():
    shape = '<Shape><Polygon POINTS="40,60 240,60 240,80 40,80"/></Shape>'
    assert page_of(block(line(shape, string("云州"), place=""))).lines[0].span.box == Box(40, 60, 200, 20)


def test_a_sheet_without_a_size_has_that_of_its_boxes():
    page = page_of(block(line(string("云州"))), paper="")
    assert (page.width, page.height) == (330, 450)
    assert page.notes == ("the file does not tell the size of the page; it is taken from the boxes on it",)


def test_a_file_without_any_place_is_read_as_a_dump():
    page = page_of(block(line(string("云州"), place=""), place=""), paper='WIDTH="0" HEIGHT="-1"')
    assert not page.has_geometry
    assert (page.width, page.lines[0].type) == (None, None)
    assert page.notes == ("the file does not tell where its lines stand; they are read as a dump",)


def test_words_outside_lines_are_kept_and_noted():
    page = page_of(block(string("云州"), line(string("北坡")), string("新桥")))
    assert words_of(page) == ["云州", "北坡", "新桥"]
    assert page.notes[0].startswith("regions whose text is not given by lines: 2;")


GOOD = file(block(line(string("云州镕"))))
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
REFUSED = [
    ("nothing", b"", EmptyFile, "empty"),
    ("white space", b" \n", EmptyFile, "empty"),
    ("another root", b"<book/>", OtherFormat, "this is no ALTO; it holds <book>"),
    ("PAGE", b"<PcGts/>", OtherFormat, "<PcGts>"),
    ("plain text", "云州日报".encode(), NotWellFormed, "ALTO"),
    ("cut off", GOOD[:-20], NotWellFormed, "ALTO"),
    ("two roots", GOOD + GOOD, NotWellFormed, "line 1, character"),
    ("entities", file(string("&i;"), head=f'<!DOCTYPE alto [<!ENTITY a "ha">{LAUGHS}]>'), UnsafeXml, "DTD"),
    ("a file asked for", file(head='<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/hosts">]>'), UnsafeXml, "DTD"),
    ("the network", file(head='<!DOCTYPE alto [<!ENTITY % a SYSTEM "http://example.org/"> %a;]>'), UnsafeXml, "DTD"),
    ("defaults", file(head='<!DOCTYPE alto [<!ATTLIST String CONTENT CDATA "x">]>'), UnsafeXml, "DTD"),
    (
        "a word lost",
        file(string("a&b;"), head='<!DOCTYPE alto SYSTEM "a.dtd">'),
        NotWellFormed,
        "an entity that is not declared",
    ),
    ("deep", b"<alto>" + b"<a>" * 1_000_000, NotWellFormed, "nested too deeply"),
    ("wide", b"<alto>" + b"<a/>" * 2_100_000 + b"</alto>", TooManyParts, "2 million"),
    ("a long namespace", file(block(line(string("云州"))), ns="x" * 2000 + "alto"), OtherFormat, "<alto>"),
    (
        "a long namespace within",
        GOOD.replace(b"<Layout>", b'<Layout xmlns:a="%b">' % (b"x" * 2000)),
        NotWellFormed,
        "a namespace of over a thousand",
    ),
    ("no word", file(block(line())), NoWords, "not one word"),
    ("no encoding", b"<alto>" + bytes(range(128, 256)) * 9, WrongEncoding, "UTF-8, GB18030"),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as caught:
        alto.pages(content, "county.xml")
    assert isinstance(caught.value, errors.PageUnreadable)
    assert caught.value.tell("zh").startswith("county.xml：")


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(contents, "LIMIT", 10)
    with pytest.raises(OcrFileTooLarge, match="recognised text may have at most"):
        alto.pages(b"<" * 11, "county.xml")


def test_a_dtd_outside_is_never_fetched_and_noted(tmp_path):
    page = page_of(block(line(string("云州"))), head=f'<!DOCTYPE alto SYSTEM "{tmp_path.as_uri()}/none.dtd">')
    assert page.notes == ("the file refers to an outside definition (DTD), which is never fetched",)


ENCODINGS = [
    ("UTF-8", "utf-8", "utf-8", "UTF-8", 0),
    ("with a mark", "utf-8", "utf-8-sig", "UTF-8", 0),
    ("UTF-16", "utf-16", "utf-16", "UTF-16 LE", 0),
    ("GBK called GB2312", "gb2312", "gbk", "GB18030", 0),
    ("GBK called UTF-8", "utf-8", "gbk", "GB18030", 1),
    ("UTF-8 called UTF-16", "utf-16", "utf-8", "UTF-8", 1),
    ("UTF-8 called Latin-1", "iso-8859-1", "utf-8", "UTF-8", 1),
    ("nobody knows it", "x-county", "utf-8", "UTF-8", 1),
]


@pytest.mark.parametrize(
    ("said", "codec", "read", "notes"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS]
)
def test_the_encoding_is_that_of_the_bytes(said, codec, read, notes):
    text = f'<?xml version="1.0" encoding="{said}"?>' + GOOD.decode()
    (page,) = alto.pages(text.encode(codec), "a.xml")
    assert words_of(page) == ["云州镕"]
    assert (page.encoding.name, len(page.notes)) == (read, notes)


WORD = st.text(st.sampled_from("云州北坡新桥Ab3，。%⾦"), min_size=1, max_size=4)
NUMBER = st.one_of(st.integers(-50, 1000).map(str), st.sampled_from(["NaN", "", "1e5", "x", "inf", "-0.5"]))
SOME_PLACE = st.one_of(
    st.just(""), st.tuples(*[NUMBER] * 4).map(lambda at: 'HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="{}"'.format(*at))
)
PART = st.one_of(
    st.builds(string, WORD, SOME_PLACE), st.just("<SP/>"), WORD.map(lambda text: f'<HYP CONTENT="{text}"/>')
)
LINE = st.builds(lambda parts, place: line(*parts, place=place), st.lists(PART, max_size=5), SOME_PLACE)
BLOCK = st.recursive(
    st.builds(
        lambda inside, place: block(*inside, place=place), st.lists(st.one_of(LINE, PART), max_size=4), SOME_PLACE
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda all_: f"<ComposedBlock>{''.join(all_)}</ComposedBlock>"),
    max_leaves=4,
)


def ink(text):
    return sorted("".join(text.split()))


@given(st.lists(BLOCK, max_size=4), st.sampled_from(["", 'WIDTH="900" HEIGHT="600"', 'WIDTH="NaN"']))
def test_every_character_of_the_file_is_in_exactly_one_line(blocks, paper):
    content = file(*blocks, block(line(string("末"))), paper=paper)
    (page,) = alto.pages(content, "a.xml")
    given_text = "".join(part.split('"')[0] for part in content.decode().split('CONTENT="')[1:])
    assert ink("".join(words_of(page))) == ink(given_text)
    for each in page.lines:
        box = each.span.box
        assert (box is None) == (page.width is None)
        assert box is None or (box.left >= 0 and box.left + box.width <= page.width + 1e-6 and box.height > 0)
        assert box is None or (box.top >= 0 and box.top + box.height <= page.height + 1e-6 and box.width > 0)
