"""Blocks before their story is known: marks cut off, furniture and captions told apart, nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles.pieces import cut, part, sort
from presscheck.model import Block, Box, Page, Role, Span


def page_of(*printed):
    """A page of lines, and one block a line; a line given as a list is a block of several lines."""
    text, blocks = "", []
    for number, lines in enumerate(printed, 1):
        spans = []
        for line in [lines] if isinstance(lines, str) else lines:
            spans.append(Span("p1", len(text), len(text) + len(line)))
            text += line + "\n"
        page = Page("p1", "a.txt", "", "dump", text, ())
        read = page.read_on(spans)
        blocks.append(Block(f"p1.b{number}", Role.UNKNOWN, read, page.told(read), indent=2, column=number))
    return Page("p1", "a.txt", "", "dump", text, ()), blocks


def pieces_of(lines):
    page, (block,) = page_of(lines)
    return page, list(cut(page, block))


CUTS = [
    ("no mark", "渠水到了北坡。", ["渠水到了北坡。"]),
    ("a jump on", "渠水到了北坡（下转第三版）", ["渠水到了北坡", "（下转第三版）"]),
    ("a jump on after a space", "渠水到了北坡。　下转第三版", ["渠水到了北坡。", "下转第三版"]),
    ("a jump from", "（上接第一版）渠水到了北坡", ["（上接第一版）", "渠水到了北坡"]),
    ("a jump from with space", "上接第一版　渠水到了北坡。", ["上接第一版", "渠水到了北坡。"]),
    ("both", "上接第一版 渠水到了北坡（下转第三版）", ["上接第一版", "渠水到了北坡", "（下转第三版）"]),
    ("a mark alone", "下转第三版", ["下转第三版"]),
    ("a dateline stays", "本报北坡6月17日讯　渠水到了。", ["本报北坡6月17日讯　渠水到了。"]),
    ("a byline stays", "渠水到了北坡。（记者 周田）", ["渠水到了北坡。（记者 周田）"]),
    ("a byline before a jump", "渠水到了。（记者 周田）（下转第三版）", ["渠水到了。（记者 周田）", "（下转第三版）"]),
]


@pytest.mark.parametrize(("text", "pieces"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS])
def test_jump_marks_are_cut_off_the_text_they_were_glued_to(text, pieces):
    page, found = pieces_of(text)
    assert [piece.text for piece in found] == pieces
    assert [page.told(piece.spans) for piece in found] == pieces


def test_a_mark_at_the_end_of_the_second_line_is_cut_there():
    page, found = pieces_of(["渠水流过北坡的梯田", "到了村头（下转第三版）"])
    assert [[page.words(span) for span in piece.spans] for piece in found] == [
        ["渠水流过北坡的梯田", "到了村头"],
        ["（下转第三版）"],
    ]


def test_pieces_have_names_of_their_own_and_keep_the_rest():
    _, found = pieces_of("上接第一版 渠水到了北坡")
    assert [piece.id for piece in found] == ["p1.b1.1", "p1.b1.2"]
    assert {(piece.indent, piece.column, piece.role) for piece in found} == {(2, 1, Role.UNKNOWN)}


def test_a_block_without_marks_is_the_same_block():
    page, (block,) = page_of("渠水到了北坡。")
    assert list(cut(page, block)) == [block]


words = [
    "上接第一版",
    "（下转第三版）",
    "下转3版",
    "渠水到了北坡。",
    "AI labels",
    " ",
    "　",
    "，",
    "（",
    "（记者 周田）",
    "\U00020000",
]
line = st.lists(st.sampled_from(words), min_size=1).map("".join).map(str.strip).filter(bool)


@settings(max_examples=150, deadline=None)
@given(st.lists(line, min_size=1, max_size=3))
def test_cutting_keeps_every_character_in_its_order(lines):
    page, (block,) = page_of(lines)
    pieces = list(cut(page, block))
    places = [place for piece in pieces for span in piece.spans for place in range(span.start, span.end)]
    assert places == sorted(set(places))
    whole = {place for span in block.spans for place in range(span.start, span.end)}
    assert {place for place in whole if not page.text[place].isspace()} <= set(places)
    for piece in pieces:
        assert piece.text == page.told(piece.spans) == piece.text.strip() != ""
    assert len({piece.id for piece in pieces}) == len(pieces)


PARTS = [
    ((0, 9), [(0, 5), (6, 10)]),
    ((0, 5), [(0, 5)]),
    ((0, 3), [(0, 3)]),
    ((2, 7), [(2, 5), (6, 8)]),
    ((5, 9), [(6, 10)]),
    ((6, 8), [(7, 9)]),
    ((3, 3), []),
    ((9, 9), []),
]


@pytest.mark.parametrize(("stretch", "spans"), PARTS, ids=[str(row[0]) for row in PARTS])
def test_a_part_of_a_text_stands_under_its_own_spans(stretch, spans):
    page = Page("p1", "a.txt", "", "dump", "渠水到了北\n坡的田里", ())
    found = part(page, (Span("p1", 0, 5), Span("p1", 6, 10)), *stretch)
    assert [(span.start, span.end) for span in found] == spans


def test_a_part_has_no_space_at_its_ends_and_keeps_its_box():
    page = Page("p1", "a.txt", "", "dump", "渠水 　到了 北坡", ())
    box = Box(1, 2, 3, 4)
    assert part(page, (Span("p1", 0, 9, box),), 2, 7) == (Span("p1", 4, 6, box),)
    assert part(page, (Span("p1", 0, 9, box),), 2, 4) == ()


def test_a_part_of_english_reads_on_over_the_line_break():
    page = Page("p1", "a.txt", "", "dump", "The new\ncanal opened", ())
    spans = page.read_on([Span("p1", 0, 7), Span("p1", 8, 20)])
    assert page.told(part(page, spans, 4, 13)) == "new canal"


SORTED = [
    ("渠水到了北坡。", "threads", Role.UNKNOWN),
    ("渠水上北坡", "threads", Role.UNKNOWN),
    ("本报记者 周田", "threads", Role.BYLINE),
    ("新华社北坡6月17日电", "threads", Role.DATELINE),
    ("上接第一版", "threads", Role.JUMP_FROM),
    ("下转第三版", "threads", Role.JUMP_TO),
    ("一、渠水怎样上北坡", "threads", Role.CROSSHEAD),
    ("图为村民在渠边洗菜。", "captions", Role.CAPTION),
    ("村民在渠边洗菜。　本报记者 周田 摄", "captions", Role.CAPTION),
    ("本报记者 周田 摄", "captions", Role.CREDIT),
    ("云州日报　2026年2月23日　第1版", "furniture", Role.FURNITURE),
    ("责任编辑 周田　美编 吴溪", "furniture", Role.FURNITURE),
    ("今日天气：晴到多云，气温12℃～25℃", "furniture", Role.FURNITURE),
]


@pytest.mark.parametrize(("text", "where", "role"), SORTED, ids=[row[0] for row in SORTED])
def test_a_block_is_put_where_it_belongs(text, where, role):
    page, blocks = page_of(text)
    found = sort(page, blocks)
    assert {name: [block.role for block in getattr(found, name)] for name in ("threads", "captions", "furniture")} == {
        "threads": [], "captions": [], "furniture": [], where: [role],
    }  # fmt: skip


def test_blocks_keep_their_order_and_pieces_their_roles():
    page, blocks = page_of(
        "上接第一版 渠水到了北坡", "图为村民在渠边洗菜。", "云州日报　2026年2月23日　第1版", "本报记者 周田"
    )
    found = sort(page, blocks)
    assert [(block.text, block.role) for block in found.threads] == [
        ("上接第一版", Role.JUMP_FROM),
        ("渠水到了北坡", Role.UNKNOWN),
        ("本报记者 周田", Role.BYLINE),
    ]
    assert [block.id for block in found.captions + found.furniture] == ["p1.b2", "p1.b3"]


BRIEFS = ("▲北坡的水渠昨天通水。", "▲南湾的集市下月搬到河东。", "▲河西的路灯换了新的。")


@pytest.mark.parametrize(
    ("texts", "items", "captions"),
    [
        (BRIEFS, 3, 0),
        (BRIEFS[:2], 0, 2),
        ((*BRIEFS[:2], BRIEFS[2].replace("▲", "▼")), 0, 3),
        ((*BRIEFS[:2], "渠水到了北坡。", BRIEFS[2]), 1, 3),
    ],
    ids=["a list of three", "two captions", "another mark", "apart"],
)
def test_several_texts_in_a_row_with_one_pointing_mark_are_a_list(texts, items, captions):
    page, blocks = page_of(*texts)
    found = sort(page, blocks)
    assert (len(found.threads), len(found.captions)) == (items, captions)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([row[0] for row in SORTED]) | line, max_size=6))
def test_every_block_is_sorted_once(lines):
    page, blocks = page_of(*lines)
    found = sort(page, blocks)
    sorted_ = [*found.threads, *found.captions, *found.furniture]
    assert {block.id for block in sorted_} == {piece.id for block in blocks for piece in cut(page, block)}
    assert len({block.id for block in sorted_}) == len(sorted_)
