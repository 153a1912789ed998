"""hOCR, as HTML and as XHTML, from several programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import EmptyFile, NotWellFormed, NoWords, OtherFormat, PageUnreadable, TooManyParts, UnsafeXml
from presscheck.intake import hocr
from presscheck.model import Box, GraphicKind

XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml">'
)
HTML = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>页</title></head>'


def tag(name, title, *inner, of="span"):
    return f"<{of} class='{name}' title='{title}'>{''.join(inner)}</{of}>"


def word(text, title="bbox 40 60 80 80; x_wconf 90"):
    return tag("ocrx_word", title, text)


def line(*inner, title="bbox 40 60 240 80", name="ocr_line"):
    return tag(name, title, *inner)


def paper(*inner, title='image "a;b.png"; bbox 0 0 900 600; ppageno 0'):
    return tag("ocr_page", title, *inner, of="div")


def file(*sheets, head=HTML):
    return f"{head}<body>{''.join(sheets)}</body></html>".encode()


def page_of(*inner, head=HTML, **settings):
    (page,) = hocr.pages(file(paper(*inner, **settings), head=head), "county.hocr")
    return page


def words_of(page):
    return [page.words(each.span) for each in page.lines]


@pytest.mark.parametrize("head", [HTML, XHTML, "<html>", ""])
def test_html_and_xhtml_say_the_same(head):
    inside = tag("ocr_par", "bbox 30 50 300 90", line(word("北坡"), "\n ", word("新桥")), of="p")
    content = file(paper(inside), head=head)
    (page,) = hocr.pages(content if head else content.replace(b"</html>", b""), "county.hocr")
    assert (page.kind, page.unit, page.width, page.height) == ("hocr", "px", 900, 600)
    assert words_of(page) == ["北坡新桥"]
    assert page.lines[0].span.box == Box(40, 60, 200, 20)
    assert (page.lines[0].score, page.notes) == (0.9, ())


@pytest.mark.parametrize("name", ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line", "ocr_line x"])
def test_every_kind_of_line_is_one(name):
    assert words_of(page_of(line(word("云州"), name=name))) == ["云州"]


TEXTS = [
    ("words", [line(word("Beipo"), " ", word("County"))], ["Beipo County"]),
    ("no words in the line", [line("北坡<b>新桥</b>通车")], ["北坡新桥通车"]),
    ("Latin without words", [line("in <b>Beipo</b> <i>County</i>\n now")], ["in Beipo County now"]),
    ("text beside words", [line(word("云州"), "日报", word("讯"))], ["云州日报讯"]),
    ("a line in a header", [line(line(word("云州")), line(word("日报")), name="ocr_header")], ["云州", "日报"]),
    (
        "characters in a word",
        [line(tag("ocrx_word", "", tag("ocrx_cinfo", "", "云"), tag("ocrx_cinfo", "", "州")))],
        ["云州"],
    ),
    ("named characters", [line(word("A&amp;B&nbsp;C"))], ["A&B\xa0C"]),
    ("words in a paragraph", [tag("ocr_par", "bbox 30 50 300 90", word("云州"), word("日报"), of="p")], ["云州日报"]),
    ("text on the page", ["云州", line(word("日报"))], ["云州", "日报"]),
    ("scripts are silent", ["<script>var a = 1;</script><style>p {}</style>", line(word("云州"))], ["云州"]),
    ("full-width spaces stay", [line("本报讯　记者")], ["本报讯　记者"]),
]


@pytest.mark.parametrize(("inner", "lines"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_all_text_is_read_where_it_stands(inner, lines):
    assert words_of(page_of(*inner)) == lines


def test_an_empty_word_of_xhtml_swallows_nothing():
    empty = "<span class='ocrx_word' title='bbox 1 1 2 2'/>"
    assert words_of(page_of(line(empty, word("云州")), line(word("日报")), head=XHTML)) == ["云州", "日报"]


def test_entities_of_xhtml_need_no_dtd():
    assert words_of(page_of(line(word("云&nbsp;州")), head=XHTML)) == ["云\xa0州"]


def test_text_that_is_in_no_line_is_noted():
    page = page_of(tag("ocr_par", "bbox 30 50 300 90", word("云州", ""), of="p"))
    assert page.lines[0].span.box == Box(30, 50, 270, 40)
    assert page.notes[0].startswith("regions whose text is not given by lines: 1;")


def test_pages_come_by_their_numbers():
    sheets = [
        paper(line(word(text)), title=f"bbox 0 0 900 600; ppageno {n}; lpageno {n + 3}")
        for text, n in (("二", 1), ("一", 0))
    ]
    pages = hocr.pages(file(*sheets), "a.hocr")
    assert [(page.id, page.number, page.text) for page in pages] == [("p1", 3, "一\n"), ("p2", 4, "二\n")]


def test_pages_without_numbers_come_in_the_files_order():
    sheets = [paper(line(word(text)), title=title) for text, title in (("一", ""), ("二", "ppageno 0"))]
    assert [page.text for page in hocr.pages(file(*sheets), "a.hocr")] == ["一\n", "二\n"]


def test_lines_without_a_page_are_one_page():
    (page,) = hocr.pages(file(line(word("云州"))), "a.hocr")
    assert (page.width, page.height) == (240, 80)
    assert page.notes == ("the file does not tell the size of the page; it is taken from the boxes on it",)


SIZES = [
    ("x_size 24.5", 24.5),
    ("x_size 0", 20),
    ("x_size NaN", 20),
    ("x_fsize 9", 25),
    ("x_size 500", 20),
    ("", 20),
]


@pytest.mark.parametrize(("told", "size"), SIZES)
def test_the_size_of_type(told, size):
    page = page_of(line(word("云州"), title=f"bbox 40 60 240 80; {told}"), title="bbox 0 0 900 600; scan_res 200 200")
    assert page.lines[0].type.size == size


@pytest.mark.parametrize(
    ("told", "vertical"),
    [
        ("bbox 40 60 60 260", True),
        ("bbox 40 60 80 100; textangle 90", True),
        ("bbox 40 60 80 100; textangle 270", True),
        ("bbox 40 60 240 80; textangle 180", False),
        ("bbox 40 60 240 80; textangle 2", False),
    ],
)
def test_vertical_type(told, vertical):
    assert page_of(line(word("云州日报", ""), title=told)).lines[0].type.vertical is vertical


def test_bold_type_and_its_font():
    kind = page_of(line(word("<strong>云州</strong>"), title='bbox 40 60 240 80; x_font "Song Bold"')).lines[0].type
    assert (kind.bold, kind.font) == (True, "Song Bold")


def test_rules_and_pictures():
    drawn = tag("ocr_separator", "bbox 300 10 302 500") + tag("ocr_photo", "bbox 310 20 500 200")
    page = page_of(drawn, line(word("云州")))
    assert [(each.kind, each.box) for each in page.graphics] == [
        (GraphicKind.RULE, Box(300, 10, 2, 490)),
        (GraphicKind.PICTURE, Box(310, 20, 190, 180)),
    ]


PLACES = [
    ("bbox 40 60 9 80", Box(40, 60, 40, 20), "that of its words"),
    ("bbox 40 60", Box(40, 60, 40, 20), "that of its words"),
    ("bbox -10 60 80 80", Box(0, 60, 80, 20), "cut at its edge"),
    ("bbox nan nan nan nan", Box(40, 60, 40, 20), "that of its words"),
    ('"', Box(40, 60, 40, 20), "that of its words"),
]


@pytest.mark.parametrize(("title", "box", "note"), PLACES)
def test_a_place_that_is_no_good_is_mended_and_noted(title, box, note):
    page = page_of(line(word("云州"), title=title))
    assert page.lines[0].span.box == box
    assert note in page.notes[0]


REFUSED = [
    ("nothing", b"", EmptyFile, "empty"),
    ("plain text", "云州日报".encode(), OtherFormat, "no hOCR"),
    ("a web page", file("<p>云州</p>"), OtherFormat, "it holds <html>"),
    ("no word", file(paper(line(word(" ")))), NoWords, "not one word"),
    ("entities", b'<!DOCTYPE html [<!ENTITY a "b">]><html><p class="ocr_page">&a;</p></html>', UnsafeXml, "DTD"),
    ("deep", b"<html><div class='ocr_page'>" + b"<div>" * 1_000_000, NotWellFormed, "nested too deeply"),
    ("wide", b"<html><div class='ocr_page'>" + b"<p>" * 2_100_000, TooManyParts, "2 million"),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as caught:
        hocr.pages(content, "county.hocr")
    assert isinstance(caught.value, PageUnreadable)
    assert caught.value.tell("zh").startswith("county.hocr：")


def test_the_encoding_a_page_declares_is_tried_not_trusted():
    content = file(paper(line(word("云州镕"))), head='<html><head><meta charset="gb2312"></head>').decode()
    assert [words_of(hocr.pages(content.encode(codec), "a")[0]) for codec in ("gbk", "utf-8")] == [["云州镕"]] * 2


WORD = st.text(st.sampled_from("云州北坡新桥Ab3，。%⾦"), min_size=1, max_size=4)
TITLE = st.sampled_from(
    ["", "bbox 40 60 240 80", "bbox -5 -5 4000 90; x_wconf 80", "bbox 9 9 1 1", "bbox a b c d", "x_wconf nan"]
)
INSIDE = st.recursive(
    st.one_of(WORD, st.just(" "), st.builds(word, WORD, TITLE)),
    lambda inner: st.builds(
        lambda name, title, parts: tag(name, title, *parts),
        st.sampled_from(["ocr_carea", "ocr_par", "ocr_line", "ocr_header", "ocrx_word", "other"]),
        TITLE,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(INSIDE, max_size=5), st.sampled_from([HTML, XHTML]), TITLE)
def test_every_character_of_the_file_is_in_exactly_one_line(inner, head, title):
    page = page_of(*inner, line(word("末")), head=head, title=title)
    given_text = "".join(part.rpartition(">")[2] for part in "".join([*inner, "末<"]).split("<"))
    assert sorted("".join("".join(words_of(page)).split())) == sorted("".join(given_text.split()))
    assert all(each.span.box is None or each.span.box.height >= 0 for each in page.lines)
