"""PAGE: text at every level is read once, in all versions of the family."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import NotWellFormed, NoWords, OtherFormat, PageUnreadable, UnsafeXml
from presscheck.intake import page_xml
from presscheck.model import Box, GraphicKind

FAMILY = "http://schema.primaresearch.org/PAGE/gts/pagecontent/"


def outline(left, top, width, height):
    right, bottom = left + width, top + height
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def said(text, more=""):
    return f"<TextEquiv {more}><Unicode>{text}</Unicode></TextEquiv>"


def element(tag, *inner, more=""):
    return f"<{tag} {more}>{''.join(inner)}</{tag}>"


def line(*inner, place=(40, 60, 200, 20), more=""):
    return element("TextLine", outline(*place) if place else "", *inner, more=more)


def region(*inner, place=(30, 50, 300, 400), more="", tag="TextRegion"):
    return element(tag, outline(*place) if place else "", *inner, more=more)


def word(text, *more):
    return element("Word", *more, said(text) if text else "")


def file(*regions, version="2019-07-15", paper='imageWidth="900" imageHeight="600"', head=""):
    space = f' xmlns="{FAMILY}{version}"' if version else ""
    return f"{head}<PcGts{space}><Page {paper}>{''.join(regions)}</Page></PcGts>".encode()


def page_of(*regions, **settings):
    (page,) = page_xml.pages(file(*regions, **settings), "county.xml")
    return page


def words_of(page):
    return [page.words(each.span) for each in page.lines]


@pytest.mark.parametrize("version", ["2013-07-15", "2019-07-15", "2017-07-15", "2010-03-19", "2030-01-01", ""])
def test_every_version_is_read(version):
    page = page_of(region(line(said("北坡新桥", 'conf="0.9"'))), version=version)
    assert (page.kind, page.unit, page.width, page.height) == ("page_xml", "px", 900, 600)
    assert words_of(page) == ["北坡新桥"]
    assert page.lines[0].span.box == Box(40, 60, 200, 20)
    assert (page.lines[0].score, page.lines[0].type.size) == (0.9, 20)
    assert page.notes == ()


LEVELS = [
    ("line", [line(said("云州 日报"))], ["云州 日报"], 0),
    ("words", [line(word("云州"), word("日报"))], ["云州日报"], 0),
    ("glyphs", [line(element("Word", element("Glyph", said("云")), element("Glyph", said("州"))))], ["云州"], 0),
    ("line and words", [line(word("云州"), word("日报"), said("云州 日报"))], ["云州日报"], 0),
    ("line with its own spaces", [line(word("云州"), word("日报"), said("云州　日报"))], ["云州　日报"], 0),
    ("Latin line and words", [line(word("Beipo"), word("County"), said("Beipo County"))], ["Beipo County"], 0),
    ("line fuller than words", [line(word("云州"), said("云州日报"))], ["云州日报"], 1),
    ("words fuller than line", [line(word("云州"), word("日报"), said("云州"))], ["云州日报"], 1),
    (
        "line, words and region",
        [line(word("云州"), said("云州")), line(said("日报")), said("云州\n日报")],
        ["云州", "日报"],
        0,
    ),
    ("lines without text", [line(), line(), said("云州\n日报")], ["云州", "日报"], 0),
    ("one line without text", [line(said("云州")), line(), said("云州\n日报")], ["云州", "日报"], 1),
    ("region only", [said("云州\n日报")], ["云州", "日报"], 1),
    ("region fuller than lines", [line(said("云州")), said("云州\n日报")], ["云州", "日报"], 2),
    ("words without a line", [word("云州"), word("日报")], ["云州日报"], 1),
    ("region within a region", [region(line(said("云州"))), said("云州")], ["云州"], 0),
    ("readings", [line(said("去州", 'index="1"'), said("云州", 'index="0"'))], ["云州"], 0),
    ("plain text", [line("<TextEquiv><PlainText>云州</PlainText></TextEquiv>")], ["云州"], 0),
    ("blank lines", [line(said(" ")), line(said("云州")), line()], ["云州"], 0),
    ("a comment within", [line(said("云<!-- x -->州"))], ["云州"], 0),
]


@pytest.mark.parametrize(("inner", "lines", "notes"), [row[1:] for row in LEVELS], ids=[row[0] for row in LEVELS])
def test_text_is_read_once_from_the_fuller_level(inner, lines, notes):
    page = page_of(region(*inner))
    assert words_of(page) == lines
    assert len(page.notes) == notes


def test_rows_of_a_region_share_its_place_and_tell_no_type():
    page = page_of(region(said("云州\n\n日报"), place=(30, 50, 300, 400)))
    assert [each.span.box for each in page.lines] == [Box(30, 50, 300, 200), Box(30, 250, 300, 200)]
    assert [each.type for each in page.lines] == [None, None]
    assert page.notes[0].startswith("regions whose text is not given by lines: 1;")


def test_columns_of_a_vertical_region_run_from_the_right():
    page = page_of(region(said("云州\n日报"), place=(0, 0, 100, 400), more='readingDirection="top-to-bottom"'))
    assert [each.span.box.left for each in page.lines] == [50, 0]


def test_lines_given_by_their_region_keep_their_own_places():
    page = page_of(region(line(place=(40, 60, 80, 20)), line(place=(40, 90, 80, 20)), said("云州\n日报")))
    assert [each.span.box.top for each in page.lines] == [60, 90]


def test_regions_in_regions_and_tables_are_read_in_the_files_order():
    table = element(
        "TableRegion", outline(0, 0, 90, 90), element("TableCell", line(said("三"))), region(line(said("四")))
    )
    page = page_of(
        region(line(said("一")), region(line(said("二")))), table, region(line(said("五")), tag="AdvertRegion")
    )
    assert words_of(page) == ["一", "二", "三", "四", "五"]
    assert [graphic.kind for graphic in page.graphics] == [GraphicKind.FRAME]


def test_rules_and_pictures():
    drawn = [
        region(place=(300, 10, 2, 500), tag="SeparatorRegion"),
        region(place=(10, 10, 99, 80), tag="ImageRegion"),
        region(place=(10, 10, 99, 80), tag="GraphicRegion"),
        region(place=None, tag="ImageRegion"),
    ]
    page = page_of(*drawn, region(line(said("云州"))))
    assert [graphic.kind for graphic in page.graphics] == [GraphicKind.RULE, GraphicKind.PICTURE, GraphicKind.PICTURE]
    assert page.graphics[0].box == Box(300, 10, 2, 500)
    assert page.notes == ("rules or pictures without a usable box: 1; left out",)


@pytest.mark.parametrize("level", ["page", "region", "line"])
def test_vertical_type_is_told_at_any_level(level):
    more = {each: 'readingDirection="top-to-bottom"' if each == level else "" for each in ("page", "region", "line")}
    inner = line(said("北坡"), place=(40, 60, 30, 30), more=more["line"])
    page = page_of(region(inner, more=more["region"]), paper=f'imageWidth="900" imageHeight="600" {more["page"]}')
    assert page.lines[0].type.vertical


def test_a_nearer_direction_overrules_a_farther_one():
    inner = line(said("北坡"), place=(40, 60, 60, 30), more='readingDirection="left-to-right"')
    assert not page_of(region(inner, more='readingDirection="top-to-bottom"')).lines[0].type.vertical


def test_styles_are_read_and_points_become_pixels_where_the_resolution_is_told():
    style = '<TextStyle fontSize="9" fontFamily="Song" bold="true" reverseVideo="true"/>'
    paper = 'imageWidth="900" imageHeight="600" imageXResolution="200" imageResolutionUnit="PPI"'
    kind = page_of(region(style, line(said("云州"))), paper=paper).lines[0].type
    assert (kind.size, kind.font, kind.bold, kind.light) == (25, "Song", True, True)
    assert page_of(region(style, line(said("云州")))).lines[0].type.size == 20


def test_a_line_that_lies_askew_is_as_large_as_its_type():
    askew = '<Coords points="40,60 440,80 440,100 40,80"/>'
    page = page_of(region(line(askew, said("北坡新桥昨日通车"), place=None)))
    assert page.lines[0].span.box.height == 40
    assert page.lines[0].type.size == 20


def test_points_of_their_own_elements():
    points = '<Coords><Point x="40" y="60"/><Point x="240" y="60"/><Point x="240" y="80"/></Coords>'
    assert page_of(region(line(points, said("云州"), place=None))).lines[0].span.box == Box(40, 60, 200, 20)


PLACES = [
    ("not numbers", '<Coords points="1,2 NaN,4"/>', Box(30, 50, 300, 400), "they come last"),
    ("an odd number", '<Coords points="1,2 3"/>', Box(30, 50, 300, 400), "they come last"),
    ("none", "", Box(30, 50, 300, 400), "they come last"),
    ("beyond the sheet", outline(880, 60, 200, 20), Box(880, 60, 20, 20), "cut at its edge"),
    ("words", f'<Word id="w">{outline(40, 60, 80, 20)}{said("云州")}</Word>', Box(40, 60, 80, 20), "that of its words"),
]


@pytest.mark.parametrize(("inner", "box", "note"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_place_that_is_no_good_is_mended_and_noted(inner, box, note):
    page = page_of(region(line(inner, said("云州"), place=None)))
    assert page.lines[0].span.box == box
    assert len(page.notes) == 1
    assert note in page.notes[0]


REFUSED = [
    ("another root", b"<alto/>", OtherFormat, "PAGE XML; it holds <alto>"),
    ("another family", b'<PcGts xmlns="http://example.org/"/>', OtherFormat, "<PcGts>"),
    ("entities", file(head='<!DOCTYPE PcGts [<!ENTITY a "b">]>'), UnsafeXml, "DTD"),
    ("a word lost", file(region(said("a&b;")), head='<!DOCTYPE PcGts SYSTEM "a">'), NotWellFormed, "an entity that"),
    ("deep", b"<PcGts>" + b"<TextRegion>" * 1_000_000, NotWellFormed, "nested too deeply"),
    ("no word", file(region(line(said("")))), NoWords, "not one word"),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as caught:
        page_xml.pages(content, "county.xml")
    assert isinstance(caught.value, PageUnreadable)
    assert caught.value.tell("zh").startswith("county.xml：")


TEXT = st.text(st.sampled_from("云州北坡新桥Ab3，。%⾦"), min_size=1, max_size=5)
PLACE = st.one_of(st.none(), st.tuples(*[st.integers(-50, 1000)] * 4))


@st.composite
def lines(draw):
    """A line told by itself, by its words, or by both alike."""
    texts = draw(st.lists(TEXT, max_size=3))
    how = draw(st.sampled_from(["line", "words", "both"]))
    inner = [word(text) for text in texts if how != "line"]
    own = [said(draw(st.sampled_from(["", " "])).join(texts))] if how != "words" else []
    return line(*inner, *own, place=draw(PLACE)), "".join(texts)


@st.composite
def regions(draw, depth=2):
    """A region told by its parts, or by itself as well, or only by itself."""
    inner = draw(st.lists(lines() if depth == 0 else st.one_of(lines(), regions(depth - 1)), max_size=3))
    text = "".join(each for _, each in inner)
    how = draw(st.sampled_from(["parts", "both", "itself"]))
    own = [said("\n".join(each for _, each in inner))] if how != "parts" else []
    parts = [xml for xml, _ in inner] if how != "itself" else []
    return region(*parts, *own, place=draw(PLACE)), text


@given(st.lists(regions(), max_size=4))
def test_every_character_of_the_file_is_in_exactly_one_line(told):
    page = page_of(*(xml for xml, _ in told), region(line(said("末"))))
    assert sorted("".join("".join(words_of(page)).split())) == sorted("".join(text for _, text in told) + "末")
    assert all(each.span.box and each.span.box.width > 0 and each.span.box.height > 0 for each in page.lines)
