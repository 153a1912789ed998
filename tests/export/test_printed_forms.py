"""PAGE XML, ALTO, hOCR and METS: what stands where on the paper."""

import hashlib
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from presscheck.errors import NoGeometry
from presscheck.export import PAGED, alto, files, hocr, mets, page_xml
from presscheck.export.sheets import sheets
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.model import Article, Box, Furniture, Page, Paragraph, ParagraphKind, Reading, Remainder, Span

FORMS = ("page_xml", "alto", "hocr")


def tree(text):
    root = etree.fromstring(text.encode())
    for element in root.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2]
    return root


def lines(form, text):
    """Each line of a file: its words, and its left, top, right and bottom edge."""
    root = tree(text)
    if form == "page_xml":
        for line in root.iter("TextLine"):
            xs, ys = zip(
                *(map(int, corner.split(",")) for corner in line.find("Coords").get("points").split()), strict=True
            )
            yield line.findtext("TextEquiv/Unicode"), (min(xs), min(ys), max(xs), max(ys))
    elif form == "alto":
        for line in root.iter("TextLine"):
            left, top, width, height = (float(line.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
            words = "".join(" " if word.tag == "SP" else word.get("CONTENT") for word in line)
            yield words, (left, top, left + width, top + height)
    else:
        for line in root.iterfind(".//span[@class='ocr_line']"):
            yield "".join(line.itertext()), tuple(map(int, line.get("title").split()[1:5]))


def box_of(form, text, words):
    (found,) = [box for line, box in lines(form, text) if line == words]
    return found


def page_text(reading):
    return sorted("".join("".join(page.text for page in reading.pages).split()).replace("\x07", "\ufffd"))


# Rules, text, order


@pytest.mark.parametrize("form", FORMS)
def test_every_page_obeys_the_rules(form, issue_in_any_unit, obeys):
    made = PAGED[form](issue_in_any_unit)
    assert list(made) == [".p1", ".p2"]
    assert all(obeys(form, text) for text in made.values())


@pytest.mark.parametrize("form", FORMS)
def test_every_character_stands_once(form, issue_in_any_unit):
    told = [words for text in PAGED[form](issue_in_any_unit).values() for words, _ in lines(form, text)]
    assert sorted("".join("".join(told).split())) == page_text(issue_in_any_unit)


@pytest.mark.parametrize("form", [*FORMS, "mets", "tei"])
def test_same_reading_same_bytes(form, issue):
    assert files(issue, form, "county") == files(issue, form, "county")


@pytest.mark.parametrize("form", FORMS)
def test_a_single_page_needs_no_number(form, issue):
    one = replace(issue, pages=issue.pages[1:], articles=issue.articles[2:], furniture=())
    one = replace(
        one, remainder=(*one.remainder, Remainder("尾在南沟。", (issue.articles[0].paragraphs[2].spans[1],), ""))
    )
    assert list(PAGED[form](one)) == [""]


@pytest.mark.parametrize("form", [*FORMS, "mets"])
def test_a_page_without_places_is_refused_with_a_remedy(form, reading):
    with pytest.raises(NoGeometry, match=r"qingchuan\.txt: .*--format json, md, txt or tei"):
        files(reading, form, "county")


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_page_is_a_page(form, issue, obeys):
    blank = Page("p3", "云州日报.pdf", "", "pdf", "", (), width=400, height=600, unit="pt")
    made = PAGED[form](replace(issue, pages=(*issue.pages, blank)))
    assert obeys(form, made[".p3"])
    assert list(lines(form, made[".p3"])) == []


@pytest.mark.parametrize("form", FORMS)
def test_stories_are_read_in_order_and_then_what_is_in_none(form, issue):
    front, _ = PAGED[form](issue).values()
    assert [words for words, _ in lines(form, front)] == [
        "兴修水利",
        "北坡水渠通水",
        "本报记者 田小禾",
        "本报北坡5月3日讯　水渠昨天完",
        "工，全长三十里。AI labels",
        "村里人说，金秋有\ufffd望。",
        "百姓叫好",
        "渠首在北坡，渠",
        "图为新渠通水。",
        "（下转第二版）",
        "云州晚茶飘香",
        "立夏过后，茶园最忙。",
        "（下转第二版）",
        "云州日报 第1版",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_character_that_xml_cannot_hold_is_told(form, issue):
    front, back = PAGED[form](issue).values()
    assert "each written as U+FFFD: 1" in front
    assert "U+FFFD" not in back


# Places


def test_places_in_points_become_pixels_of_a_fine_print(issue):
    page = tree(page_xml.pages(issue)[".p1"]).find("Page")
    assert (page.get("imageWidth"), page.get("imageHeight"), page.get("imageXResolution")) == ("1667", "2500", "300")
    assert box_of("page_xml", page_xml.pages(issue)[".p1"], "兴修水利") == (83, 167, 283, 217)
    assert "bbox 0 0 1667 2500; ppageno 0; scan_res 300 300" in hocr.pages(issue)[".p1"]
    assert box_of("hocr", hocr.pages(issue)[".p1"], "兴修水利") == (83, 167, 283, 217)


@pytest.mark.parametrize(
    ("unit", "each", "told", "edges"),
    [
        ("pt", 1, "inch1200", (333.33, 666.67, 1133.33, 866.67)),
        ("px", 4, "pixel", (80, 160, 272, 208)),
        ("mm10", 2, "mm10", (40, 80, 136, 104)),
        ("inch1200", 2, "inch1200", (40, 80, 136, 104)),
    ],
)
def test_alto_keeps_the_unit_if_it_knows_it(issue_of, unit, each, told, edges):
    text = alto.pages(issue_of(unit, each))[".p1"]
    assert tree(text).findtext("Description/MeasurementUnit") == told
    assert box_of("alto", text, "兴修水利") == pytest.approx(edges, abs=0.02)


def test_part_of_a_line_takes_its_share_of_the_box(issue):
    """Eleven of eighteen characters; the one that is no character at all takes no room."""
    text = alto.pages(issue)[".p1"]
    left, _, right, _ = box_of("alto", text, "村里人说，金秋有\ufffd望。")
    (cut, mark) = [
        box for words, box in lines("alto", text) if words in ("村里人说，金秋有\ufffd望。", "（下转第二版）")
    ][:2]
    assert left == pytest.approx(220 * 1200 / 72, abs=0.02)
    assert right == cut[2] == pytest.approx(mark[0], abs=0.02)
    assert mark[2] == pytest.approx(400 * 1200 / 72, abs=1)


def test_part_of_a_vertical_line_takes_its_share_of_the_height(issue):
    vertical = issue.articles[1].places.headline[0]
    halves = [
        Span("p1", vertical.start, vertical.start + 3, vertical.box),
        Span("p1", vertical.start + 3, vertical.end),
    ]
    tea = replace(issue.articles[1], places=replace(issue.articles[1].places, headline=tuple(halves[:1])))
    rest = Remainder("茶飘香", (halves[1],), "cut off")
    cut = replace(issue, articles=(issue.articles[0], tea, issue.articles[2]), remainder=(*issue.remainder, rest))
    boxes = {strip.text: strip.box for region in sheets(cut, "alto")[0].regions for strip in region.lines}
    assert boxes["云州晚"] == Box(370, 200, 20, 60)
    assert boxes["茶飘香"] == Box(370, 260, 20, 60)


def test_words_have_places_and_confidence(issue):
    text = alto.pages(issue)[".p1"]
    line = next(line for line in tree(text).iter("TextLine") if line.find("SP") is not None)
    one, space, two = line
    edges = [(float(word.get("HPOS")), float(word.get("WIDTH"))) for word in (one, space, two)]
    assert [round(left + width) for left, width in edges[:2]] == [round(left) for left, _ in edges[1:]]
    headline = next(word for word in tree(text).iter("String") if word.get("CONTENT") == "北坡水渠通水")
    assert headline.get("WC") == "0.99"
    assert "x_wconf 99" in hocr.pages(issue)[".p1"]


def test_a_box_outside_the_page_is_kept_on_it(obeys):
    bare = Page("p1", "a.pdf", "", "pdf", "", (), width=100, height=100, unit="px")
    page = page_of(bare, [PrintedLine("县城通了火车", Box(-20, 90, 300, 40))])
    reading = Reading((page,), (), (), (Furniture("县城通了火车", (page.lines[0].span,)),))
    for form in FORMS:
        assert obeys(form, PAGED[form](reading)[""])
    assert box_of("page_xml", page_xml.pages(reading)[""], "县城通了火车") == (0, 90, 100, 100)


# Each format's own


def test_page_xml_knows_roles_stories_and_tears(issue):
    page = tree(page_xml.pages(issue)[".p1"]).find("Page")
    types = {region.findtext("TextLine/TextEquiv/Unicode"): region.get("type") for region in page.iter("TextRegion")}
    assert types["北坡水渠通水"] == types["百姓叫好"] == "heading"
    assert types["本报记者 田小禾"] == "credit"
    assert types["图为新渠通水。"] == "caption"
    assert types["立夏过后，茶园最忙。"] == "paragraph"
    assert types["云州日报 第1版"] == "header"
    groups = page.findall("ReadingOrder/UnorderedGroup/OrderedGroup")
    assert [(group.get("id"), group.get("caption")) for group in groups] == [
        ("a1", "北坡水渠通水"),
        ("a2", "云州晚茶飘香"),
    ]
    (joined,) = page.findall("Relations/Relation")
    assert [each.get("regionRef") for each in joined] == ["p1.b1", "p1.b2"]
    of_story = [line for line in page.iter("TextLine") if "structure {id:a2; type:article;}" in line.get("custom")]
    assert len(of_story) == 3
    assert of_story[0].get("readingDirection") == "top-to-bottom"


def test_page_xml_orders_every_region_once(issue_in_any_unit):
    for text in page_xml.pages(issue_in_any_unit).values():
        page = tree(text).find("Page")
        asked = [ref.get("regionRef") for ref in page.find("ReadingOrder").iter("RegionRef", "RegionRefIndexed")]
        assert sorted(asked) == sorted(region.get("id") for region in page.iter("TextRegion"))
        for group in page.iter("OrderedGroup"):
            assert [ref.get("index") for ref in group] == [str(n) for n in range(len(group))]


def test_page_xml_says_what_comes_from_a_page_before(issue):
    back = tree(page_xml.pages(issue)[".p2"]).find("Page")
    assert {group.get("id"): group.get("continuation") for group in back.iter("OrderedGroup")} == {
        "a1": "true",
        "a3": "true",
    }
    assert [region.get("comments") for region in back.iter("TextRegion")][-1] == "torn off"


def test_page_xml_draws_rules_frames_and_pictures(issue):
    page = tree(page_xml.pages(issue)[".p1"]).find("Page")
    assert [len(page.findall(kind)) for kind in ("SeparatorRegion", "ImageRegion", "GraphicRegion")] == [1, 1, 2]


def test_alto_orders_every_block_and_tags_it_with_its_story(issue):
    root = tree(alto.pages(issue)[".p1"])
    tags = {tag.get("ID"): tag.get("LABEL") for tag in root.iter("StructureTag")}
    assert tags == {"a1": "北坡水渠通水", "a2": "云州晚茶飘香"}
    asked = [ref.get("REF") for ref in root.find("ReadingOrder").iter("ElementRef")]
    assert asked == [block.get("ID") for block in root.iter("TextBlock")]
    for group in root.find("ReadingOrder").iter("OrderedGroup"):
        for ref in group:
            (block,) = root.xpath(f"//TextBlock[@ID='{ref.get('REF')}']")
            assert group.get("TAGREFS") in block.get("TAGREFS").split()


def test_alto_keeps_the_type(issue):
    root = tree(alto.pages(issue)[".p1"])
    (headline,) = root.xpath("//String[@CONTENT='北坡水渠通水']/..")
    (style,) = root.xpath(f"//TextStyle[@ID='{headline.get('STYLEREFS')}']")
    assert dict(style.attrib) | {"ID": ""} == {"ID": "", "FONTFAMILY": "Song", "FONTSIZE": "24", "FONTSTYLE": "bold"}


def test_hocr_names_the_story_of_each_area(issue):
    root = tree(hocr.pages(issue)[".p1"])
    areas = root.findall(".//div[@class='ocr_carea']")
    assert list(dict.fromkeys(area.get("data-article") for area in areas)) == ["a1", "a2", None]
    assert [area.get("data-role") for area in areas][:3] == ["kicker", "headline", "byline"]
    assert len(root.findall(".//div[@class='ocr_separator']")) == 1


def test_hocr_is_html_that_browsers_nest_alike(issue):
    """An empty element must not be written short: HTML would read it as one that is never closed."""
    text = hocr.pages(issue)[".p1"]
    assert not re.search(r"<(?:div|span|p|title)\b[^>]*/>", text)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n')


def areas(root, label):
    (one,) = root.xpath(f"//div[@TYPE='ARTICLE'][@LABEL='{label}']")
    return {part.get("TYPE"): [(area.get("FILEID"), area.get("BEGIN")) for area in part.iter("area")] for part in one}


def test_mets_binds_the_alto_files_beside_it(issue, obeys):
    made = mets.files(issue, "云州 3")
    assert list(made) == ["云州 3.p1.xml", "云州 3.p2.xml", "云州 3.mets.xml"]
    assert {name: text for name, text in made.items() if "mets" not in name} == {
        f"云州 3{page}.xml": text for page, text in alto.pages(issue).items()
    }
    assert obeys("mets", made["云州 3.mets.xml"])
    for file in tree(made["云州 3.mets.xml"]).iter("file"):
        (where,) = file
        text = made[unquote(where.get("{http://www.w3.org/1999/xlink}href"))]
        assert file.get("CHECKSUM") == hashlib.sha256(text.encode()).hexdigest()
        assert file.get("SIZE") == str(len(text.encode()))


def test_mets_points_at_blocks_that_are_there_each_once(issue):
    made = mets.files(issue, "county")
    root = tree(made["county.mets.xml"])
    pointed = [(area.get("FILEID"), area.get("BEGIN")) for area in root.iter("area")]
    there = [
        (name, block.get("ID"))
        for name, file in (("ALTO.p1", "county.p1.xml"), ("ALTO.p2", "county.p2.xml"))
        for block in tree(made[file]).iter("TextBlock")
    ]
    assert sorted(pointed) == sorted(there)


def test_mets_has_one_article_for_a_story_on_two_pages(issue):
    root = tree(mets.files(issue, "county")["county.mets.xml"])
    canal = areas(root, "北坡水渠通水")
    assert len(canal["HEADING"]) == 3
    assert canal["BODY"] == [
        ("ALTO.p1", "p1.b1"),
        ("ALTO.p1", "p1.b2"),
        ("ALTO.p1", "p1.r6"),
        ("ALTO.p1", "p1.r7"),
        ("ALTO.p2", "p2.b1"),
        ("ALTO.p1", "p1.r8"),
        ("ALTO.p1", "p1.b2-2"),
    ]
    assert [name for name, _ in areas(root, "云州晚茶飘香")["BODY"]] == ["ALTO.p1", "ALTO.p1", *["ALTO.p2"] * 3]
    assert len(root.xpath("//div[@TYPE='ARTICLE']")) == 2


# Whatever a page holds


ANY_LINE = st.text(st.one_of(st.sampled_from("云州北坡通车 　AI3，。\t"), st.characters()), min_size=1, max_size=12)


@st.composite
def readings(draw):
    """Lines anywhere, cut anywhere, each piece in a story, in the furniture or left over."""
    bare = Page("p 1", "a<&>.pdf", "", "pdf", "", (), width=100, height=100, unit=draw(st.sampled_from(["pt", "px"])))
    edge = st.floats(-50, 150, allow_nan=False)
    size = st.floats(0, 80, allow_nan=False)
    printed = [
        PrintedLine(text, Box(draw(edge), draw(edge), draw(size), draw(size)), score=draw(st.none() | st.floats(0, 1)))
        for text in draw(st.lists(ANY_LINE, max_size=5))
    ]
    page = page_of(bare, printed)
    kept = {"story": [], "furniture": [], "left": []}
    for line in page.lines:
        cut = draw(st.integers(line.span.start, line.span.end))
        for start, end in ((line.span.start, cut), (cut, line.span.end)):
            if page.text[start:end].strip():
                kept[draw(st.sampled_from(sorted(kept)))].append(Span(page.id, start, end, line.span.box))
    story = tuple(kept["story"])
    articles = (Article("3 版", headline="<头>", paragraphs=(Paragraph(ParagraphKind.P, page.told(story), story),)),)
    furniture = tuple(Furniture(page.words(span), (span,)) for span in kept["furniture"])
    left = tuple(Remainder(page.words(span), (span,), "no <reason>") for span in kept["left"])
    return Reading((page,), (), articles if story else (), furniture, left)


@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_page_keeps_the_rules_and_its_characters(obeys, reading):
    unfit = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    wanted = sorted("".join(unfit.sub("\ufffd", "".join(page.text.split())) for page in reading.pages))
    for form in FORMS:
        text = PAGED[form](reading)[""]
        assert obeys(form, text)
        told = "".join("".join(words.split()) for words, _ in lines(form, text))
        assert sorted(told) == wanted
    assert obeys("mets", mets.files(reading, "county")["county.mets.xml"])
    assert obeys("tei", files(reading, "tei", "county")["county.tei.xml"])
