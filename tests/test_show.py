import re
from html.parser import HTMLParser
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from presscheck import pipeline
from presscheck.model import (
    Article,
    Block,
    Encoding,
    Furniture,
    Jump,
    Line,
    LookAlike,
    Manner,
    MannerKind,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Remainder,
    Role,
    Span,
)
from presscheck.show import STAGES, heading
from presscheck.show.html import write
from presscheck.show.terminal import COLOURS, seams
from presscheck.show.trace import Trace, pieces, roles, tears

LINES = [
    ("headline", "水渠完工"),
    ("byline", "本报记者 田小禾"),
    ("first", "全长三"),
    ("other", "茶园采摘忙"),
    ("rest", "十里。"),
    ("furniture", "第2版"),
    ("remainder", "残句<b>&\x1b[31m"),
]
TEXT = "\r\n".join(words for _, words in LINES) + "\r\n"


def at(name: str) -> Span:
    words = dict(LINES)[name]
    return Span("p1", TEXT.index(words), TEXT.index(words) + len(words))


def torn() -> Paragraph:
    return Paragraph(ParagraphKind.P, "全长三十里。", (at("first"), at("rest")))


@pytest.fixture
def page() -> Page:
    return Page(
        "p1",
        "<qingchuan>.txt",
        "0" * 64,
        "dump",
        TEXT,
        tuple(Line(at(name), indent=4 if name == "first" else 0) for name, _ in LINES),
        encoding=Encoding("gb18030", "declared", replaced=3),
        manner=Manner(MannerKind.FRAGMENTS, 0.5, ("because & so",)),
        look_alikes=(LookAlike(Span("p1", 0, 1), "⽔", "水", "kangxi"),),
        notes=("a note",),
    )


@pytest.fixture
def reading(page: Page) -> Reading:
    places = Places(headline=(at("headline"),), byline=(at("byline"),))
    one = Article(
        "a1", headline="水渠完工", byline="本报记者 田小禾", places=places, paragraphs=(torn(),), reasons=("it fits",)
    )
    two = Article("a2", jump_to=Jump("下转<第三版>"), places=Places(headline=(at("other"),)), confidence=0.4)
    return Reading(
        (page,),
        tuple(Block(f"b{n}", Role.BODY, (at(name),), words) for n, (name, words) in enumerate(LINES)),
        (one, two),
        (Furniture("第2版", (at("furniture"),)),),
        (Remainder(dict(LINES)["remainder"], (at("remainder"),), "no story asks for it"),),
    )


def printed(reading: Reading, stage: str, lang: str = "en", **console) -> str:
    screen = Console(file=StringIO(), width=200, markup=False, highlight=False, emoji=False, **console)
    for shown in (*heading(reading, lang), *STAGES[stage](reading, lang)):
        screen.print(shown, soft_wrap=True)
    return screen.file.getvalue()


# Which stretch went where


@pytest.mark.parametrize(
    ("name", "owner"), [("first", "a1"), ("rest", "a1"), ("other", "a2"), ("furniture", "furniture")]
)
def test_a_line_is_traced_to_its_story(reading, name, owner):
    ((words, piece),) = Trace(reading.pages[0], pieces(reading)).under(at(name))
    assert (words, piece.owner) == (dict(LINES)[name], owner)


def test_two_pieces_of_one_paragraph_share_an_anchor(reading):
    anchors = [piece.anchor for piece in pieces(reading) if piece.part == "p"]
    assert anchors == ["s0-p0", "s0-p0"]


@pytest.mark.parametrize(("name", "number"), [(name, n) for n, (name, _) in enumerate(LINES, start=1)])
def test_lines_are_numbered_as_an_editor_numbers_them(reading, name, number):
    assert Trace(reading.pages[0], ()).number(at(name).start) == number


def test_a_line_that_went_to_two_stories_is_cut(page):
    article = Article("a1", places=Places(headline=(Span("p1", 0, 2),), byline=(Span("p1", 3, 4),)))
    cuts = Trace(page, pieces(Reading((page,), (), (article,)))).under(at("headline"))
    assert [(words, piece and piece.part) for words, piece in cuts] == [
        ("水渠", "headline"),
        ("完", None),
        ("工", "byline"),
    ]


@given(st.lists(st.integers(0, len(TEXT)), max_size=12), st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_cuts_join_to_the_words_of_the_line(edges, one, other):
    edges = sorted(edges)
    spans = [Span("p1", start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    page = Page("p1", "a.txt", "", "dump", TEXT, ())
    line = Span("p1", min(one, other), max(one, other))
    cuts = Trace(page, pieces(Reading((page,), (), (), (Furniture("", tuple(spans)),)))).under(line)
    assert "".join(words for words, _ in cuts) == page.words(line)
    inside = {place for span in spans for place in range(span.start, span.end)}
    owned = "".join(words for words, piece in cuts if piece)
    assert owned == "".join(page.words(Span("p1", n, n + 1)) for n in range(line.start, line.end) if n in inside)


def test_the_role_of_a_line_is_that_of_the_block_it_begins_in(reading):
    blocks = [Block("b1", Role.DECK, (at("rest"), at("first")), ""), Block("b2", Role.BYLINE, (at("byline"),), "")]
    assert roles(reading.pages[0], blocks) == [None, Role.BYLINE, Role.DECK, None, Role.DECK, None, None]


TORN = [
    # spans, indexes torn, why
    ((Span("p1", 0, 4), Span("p1", 6, 9)), [], "only a line break between"),
    ((Span("p1", 0, 4), Span("p1", 20, 23)), [1], "another line between"),
    ((Span("p1", 6, 9), Span("p1", 0, 4)), [1], "it goes back"),
    ((Span("p1", 0, 4), Span("p2", 5, 6)), [1], "it goes to another page"),
    ((Span("p1", 0, 4), Span("p1", 6, 9), Span("p1", 20, 23)), [2], "the second goes on, the third does not"),
    ((), [], "no spans at all"),
]


@pytest.mark.parametrize(("spans", "expected"), [row[:2] for row in TORN], ids=[row[2] for row in TORN])
def test_where_a_paragraph_is_torn(page, spans, expected):
    assert tears(Paragraph(ParagraphKind.P, "", spans), {"p1": page}) == expected


def test_the_words_on_both_sides_of_a_tear(page):
    assert seams(torn(), {"p1": page}) == [("全长三", "十里。")]


def test_a_paragraph_in_one_piece_has_no_seam(page):
    assert seams(Paragraph(ParagraphKind.P, "全长三", (at("first"),)), {"p1": page}) == []


# In the terminal


def test_the_heading_tells_what_was_noticed(reading):
    told = printed(reading, "lines")
    for words in ("gb18030 (as declared)", "no character: 3", "any order (confidence 0.50)", "because & so", "a note"):
        assert words in told
    assert "1 (⽔(U+2F54)→水)" in told
    assert "lines 7, stories 2, characters left over 11" in told


def test_lines_stand_in_columns(reading):
    told = printed(reading, "lines").splitlines()
    assert "3     4   body  a1         全长三" in told
    assert "4         body  a2         茶园采摘忙" in told
    assert "6         body  furniture  第2版" in told


def test_blocks_stand_in_columns(reading):
    assert "b3  body  4           a2         茶园采摘忙" in printed(reading, "blocks").splitlines()


def test_a_story_is_a_tree(reading):
    told = printed(reading, "articles")
    for words in (
        "a1 水渠完工  confidence 1.00",
        "byline 本报记者 田小禾",
        "¶ 全长三十里。",
        "全长三 ⋯ 十里。",
        "why it fits",
    ):
        assert words in told
    for words in ("a2 (no headline)  confidence 0.40", "to 下转<第三版>", "left over", "no story asks"):
        assert words in told


@pytest.mark.parametrize("stage", ["lines", "blocks", "articles"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_page_text_drives_no_terminal(reading, stage, lang):
    told = printed(reading, stage, lang)
    assert "␛[31m" in told
    assert "\x1b" not in told


def test_stories_have_colours(reading):
    told = printed(reading, "lines", force_terminal=True, color_system="standard")
    assert COLOURS[:2] == ("cyan", "green")
    assert "\x1b[36m全长三" in told
    assert "\x1b[32m茶园采摘忙" in told


def test_a_page_without_stories_says_so():
    assert "No story was found" in printed(Reading((), (), ()), "articles")


@pytest.mark.parametrize("kind", list(MannerKind))
@pytest.mark.parametrize("how", ["bom", "declared", "guessed"])
def test_every_diagnosis_has_words(kind, how):
    page = Page("p1", "a.txt", "", "dump", "", (), encoding=Encoding("utf-8", how), manner=Manner(kind, 1))
    for lang in ("en", "zh"):
        assert "{" not in printed(Reading((page,), (), ()), "lines", lang)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_words(page, role):
    reading = Reading((page,), (Block("b1", role, (at("first"),), "全长三"),), ())
    assert printed(reading, "lines", "zh").count("全长三") == 1


# As a page of HTML


class Outline(HTMLParser):
    """The identifiers, links and elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids, self.links, self.tags, self.words = [], [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def outline(reading) -> Outline:
    return Outline(write(reading, "en"))


def test_every_link_leads_somewhere_on_the_page(outline):
    assert outline.links
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_nothing_is_fetched_and_nothing_runs(reading, outline):
    assert not outline.tags & {"script", "link", "img", "iframe", "object", "b"}
    assert "default-src 'none'" in write(reading, "en")
    assert not re.search(r"url\(|https?:|@import", write(reading, "en"))


def test_page_text_is_escaped(reading, outline):
    assert "残句<b>&␛[31m" in outline.words
    assert "残句<b>" not in write(reading, "en")
    assert "\x1b" not in write(reading, "en")


def test_a_paragraph_leads_to_each_of_its_lines_and_back(outline):
    assert outline.links.count("#s0-p0") == 2
    assert {"#l0-3", "#l0-5"} <= set(outline.links)


def test_a_torn_paragraph_shows_where(reading):
    assert re.search('全长三<span class="tear"[^>]*>⋯</span>十里。', write(reading, "en"))


@pytest.mark.parametrize(("lang", "words"), [("en", "The stories, restored"), ("zh", "复原的稿件")])
def test_the_page_speaks_both_languages(reading, lang, words):
    assert words in Outline(write(reading, lang)).words


def test_both_colour_schemes_are_served(reading):
    assert "color-scheme: light dark" in write(reading, "en")
    assert "prefers-color-scheme: dark" in write(reading, "en")


def test_rows_of_one_file_line_share_their_anchor():
    text = "甲稿开头。    乙稿开头。\n甲稿结尾。    乙稿结尾。\n"
    outline = Outline(write(pipeline.read_bytes(text.encode(), "rows.txt"), "en"))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_what_is_shown_of_a_dump_is_all_of_it():
    text = "县城通了火车\n\n□ 本报记者 方小舟\n\n本报讯　昨天，第一趟列车开进\n\n茶园采摘忙\n\n县城。\n"
    words = Outline(write(pipeline.read_bytes(text.encode(), "a.txt"), "en")).words
    assert all(line in words for line in text.split("\n"))
