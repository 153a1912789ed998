"""Where fragments stand: each trait and each plane of evidence in small examples, and against its words told slowly."""

import math
from dataclasses import replace

import numpy as np
import pytest

from presscheck.articles import places
from presscheck.articles.places import NAMES, TRAITS, Places, evidence, relations, traits
from presscheck.model import Box, Graphic, GraphicKind, Span, Type

WORDS = "渠水流过北坡的梯田和村庄"
FAR = 8.0


def trait(name, fragment, where):
    return float(traits(where, relations(where))[fragment, TRAITS.index(name)])


def plane(name, first, second, where):
    return float(evidence(where, relations(where))[first, second, NAMES.index(name)])


def body(left, top, width=96.0, height=40.0):
    """A paragraph of body type."""
    return [Box(left, top, width, height)]


def head(left, top, width=96.0, size=16.0):
    return [(Box(left, top, width, size), Type(size, bold=True))]


def drawn(kind, left, top, width, height):
    return Graphic(kind, Box(left, top, width, height))


# Examples


STACK = (head(20, 20), body(20, 48), body(20, 92), body(130, 48), body(20, 300))
"""A headline; two paragraphs below it (1, 2); the top of the next column (3); a paragraph far below (4)."""

TOLD_OF_TWO = [
    ("nearest_below", 1, 2, 1),
    ("nearest_below", 1, 4, 0),
    ("nearest_below", 0, 1, 1),
    ("nearest_below", 1, 3, 0),
    ("nearest_above", 1, 2, 1),
    ("nearest_above", 2, 1, 0),
    ("shared_width", 1, 2, 1),
    ("shared_width", 1, 3, 0),
    ("white_between", 1, 2, 4 / 8 / 4),
    ("white_between", 1, 3, FAR / 4),
    ("same_stack", 1, 2, 1),
    ("same_stack", 0, 1, 0),
    ("same_stack", 2, 4, 0),
    ("top_of_stack", 2, 1, 1),
    ("top_of_stack", 1, 2, 0),
    ("end_of_stack", 2, 3, 1),
    ("end_of_stack", 1, 2, 0),
    ("column_next", 2, 3, 1),
    ("column_next", 3, 2, 0),
    ("next_stack_top", 2, 3, 1),
    ("next_stack_top", 1, 3, 0),
    ("to_the_right", 1, 3, 14 / 8 / 6),
    ("across", 1, 3, 110 / 96 / 3),
    ("down", 1, 2, 44 / 600 * 2),
    ("same_line", 1, 3, 1),
    ("same_left", 1, 2, 1),
    ("same_left", 1, 3, 0),
    ("same_measure", 1, 3, 1),
    ("same_type", 1, 2, 1),
    ("same_type", 0, 1, 0),
    ("size_ratio", 0, 1, -2 * math.log(2)),
    ("head_of", 0, 1, 1),
    ("head_of", 0, 3, 0),
    ("head_near", 0, 1, 1 / 2.5),
    ("same_head", 1, 2, 1),
    ("same_head", 1, 3, 0),
    ("above", 2, 1, 1),
    ("above", 1, 2, 0),
    ("inside_width", 1, 2, 1),
    ("tops_apart", 1, 2, math.log1p(44 / 8) / 3),
    ("stack_tops_apart", 2, 3, 0),
    ("same_frame", 1, 2, 1),
    ("leaves_frame", 1, 2, 0),
    ("rule_between", 1, 2, 0),
]


@pytest.mark.parametrize(("name", "first", "second", "value"), TOLD_OF_TWO)
def test_what_a_page_says_of_two_fragments(stand, name, first, second, value):
    assert plane(name, first, second, stand(*STACK)) == pytest.approx(value, abs=1e-5)


TOLD_OF_ONE = [
    ("size", 1, 0),
    ("size", 0, 2 * math.log(2)),
    ("bold", 0, 1),
    ("bold", 1, 0),
    ("measure", 1, math.log1p(12) / 3),
    ("first_of_stack", 1, 1),
    ("first_of_stack", 2, 0),
    ("last_of_stack", 2, 1),
    ("last_of_stack", 1, 0),
    ("white_above", 1, 1.5 / 4),
    ("white_above", 0, FAR / 4),
    ("white_below", 1, 0.5 / 4),
    ("white_below", 3, FAR / 4),
    ("head_above", 1, 1),
    ("head_above", 3, 0),
    ("head_distance", 1, 1.5 / 20),
    ("head_distance", 3, 2),
    ("head_wider", 1, 0),
    ("from_top", 1, 68 / 600),
    ("from_left", 1, 68 / 400),
    ("alone", 0, 1),
    ("alone", 1, 0),
    ("framed", 1, 0),
    ("lines", 1, math.log(2) / 2),
]


@pytest.mark.parametrize(("name", "fragment", "value"), TOLD_OF_ONE)
def test_what_a_page_says_of_one_fragment(stand, name, fragment, value):
    assert trait(name, fragment, stand(*STACK)) == pytest.approx(value, abs=1e-5)


DRAWN = [
    ("a rule between two", GraphicKind.RULE, (10, 90, 120, 0.5), ("rule_between", 1, 2), 1),
    ("a rule below both", GraphicKind.RULE, (10, 140, 120, 0.5), ("rule_between", 1, 2), 0),
    ("a rule in the next column", GraphicKind.RULE, (130, 90, 96, 0.5), ("rule_between", 1, 2), 0),
    ("an upright rule between columns", GraphicKind.RULE, (122, 40, 0.5, 100), ("upright_between", 1, 3), 1),
    ("it has two sides", GraphicKind.RULE, (122, 40, 0.5, 100), ("upright_between", 3, 1), 1),
    ("an upright rule further down", GraphicKind.RULE, (122, 200, 0.5, 100), ("upright_between", 1, 3), 0),
    ("one frame round both", GraphicKind.FRAME, (0, 0, 300, 200), ("same_frame", 1, 2), 1),
    ("a frame round one", GraphicKind.FRAME, (125, 40, 110, 60), ("same_frame", 1, 3), 0),
    ("into the frame", GraphicKind.FRAME, (125, 40, 110, 60), ("leaves_frame", 1, 3), 0),
    ("out of the frame", GraphicKind.FRAME, (125, 40, 110, 60), ("leaves_frame", 3, 1), 1),
    ("a tint under one", GraphicKind.TINT, (125, 40, 110, 60), ("same_tint", 1, 3), 0),
    ("a tint is no frame", GraphicKind.TINT, (125, 40, 110, 60), ("same_frame", 1, 3), 1),
]


@pytest.mark.parametrize(("kind", "box", "asked", "value"), [row[1:] for row in DRAWN], ids=[row[0] for row in DRAWN])
def test_what_is_drawn_between_two_fragments(stand, kind, box, asked, value):
    assert plane(*asked, stand(*STACK, graphics=[drawn(kind, *box)])) == value


BESIDE = [
    ("a picture above", GraphicKind.PICTURE, (130, 0, 90, 40), "picture_above", 1),
    ("a picture far above", GraphicKind.PICTURE, (130, 0, 90, 20), "picture_above", 0),
    ("a picture below", GraphicKind.PICTURE, (130, 95, 90, 40), "picture_below", 1),
    ("a picture beside", GraphicKind.PICTURE, (230, 40, 90, 40), "picture_beside", 1),
    ("a picture beside, but lower", GraphicKind.PICTURE, (230, 100, 90, 40), "picture_beside", 0),
    ("a rule above", GraphicKind.RULE, (130, 40, 90, 0.5), "rule_above", 1),
    ("a rule below", GraphicKind.RULE, (130, 95, 90, 0.5), "rule_below", 1),
    ("an upright rule is neither", GraphicKind.RULE, (130, 40, 0.5, 90), "rule_below", 0),
    ("in a frame", GraphicKind.FRAME, (125, 40, 110, 60), "framed", 1),
    ("on a tint", GraphicKind.TINT, (125, 40, 110, 60), "tinted", 1),
    ("in a frame round another", GraphicKind.FRAME, (10, 40, 110, 60), "framed", 0),
]


@pytest.mark.parametrize(("kind", "box", "name", "value"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_what_is_drawn_beside_one_fragment(stand, kind, box, name, value):
    assert trait(name, 3, stand(*STACK, graphics=[drawn(kind, *box)])) == value


def test_the_innermost_of_two_frames_counts(stand):
    frames = [drawn(GraphicKind.FRAME, 0, 0, 390, 590), drawn(GraphicKind.FRAME, 125, 40, 110, 60)]
    assert stand(*STACK, graphics=frames).frame.tolist() == [0, 0, 0, 1, 0]


def test_a_headline_over_two_columns_heads_both(stand):
    where = stand(head(20, 20, 206), body(20, 48), body(130, 48), body(240, 48))
    assert relations(where).head.tolist() == [-1, 0, 0, -1]
    assert trait("head_wider", 1, where) == pytest.approx(math.log(206 / 96))


def test_a_line_no_larger_than_the_body_heads_nothing(stand):
    assert relations(stand([(Box(20, 20, 96, 9), Type(9.0, bold=True))], body(20, 48))).head.tolist() == [-1, -1]


def test_of_two_headlines_above_the_nearer_counts(stand):
    assert relations(stand(head(20, 20), body(20, 48), head(20, 100), body(20, 128))).head.tolist() == [-1, 0, 0, 2]


def test_an_indent_and_a_short_last_line_are_seen(stand):
    where = stand([Box(36, 20, 80, 8), Box(20, 32, 96, 8), Box(20, 44, 40, 8)])
    assert trait("indent", 0, where) == pytest.approx(2 / 3)
    assert trait("short_end", 0, where) == pytest.approx(7 / 6)
    assert trait("lines", 0, where) == pytest.approx(math.log(4) / 2)


def test_a_crosshead_stands_in_from_the_paragraphs_around_it(stand):
    where = stand(body(20, 20), [Box(44, 72, 48, 8)], body(20, 92))
    assert [trait("inset", fragment, where) for fragment in range(3)] == pytest.approx([0, 3 / 4, 0])


def test_a_headline_at_the_side_stands_beside_its_text(stand):
    where = stand([(Box(20, 20, 20, 160), Type(20.0, vertical=True))], body(48, 20), body(160, 20), body(48, 300))
    assert [plane("beside_head", 0, other, where) for other in (1, 2, 3)] == [1, 0, 0]
    assert trait("vertical", 0, where) == 1


def test_a_block_that_begins_within_a_line_is_of_that_lines_type(stand):
    page, (block,) = stand.blocks([(Box(20, 20, 96, 16), Type(16.0, bold=True))])
    late = replace(block, spans=(replace(block.spans[0], start=3),))
    where = Places.of(page, [late])
    assert (where.size[0], where.bold[0]) == (16, True)


# What a page may lack


def finite(where):
    known = relations(where)
    table, planes = traits(where, known), evidence(where, known)
    count = len(where.left)
    assert table.shape == (count, len(TRAITS))
    assert planes.shape == (count, count, len(NAMES))
    assert table.dtype == planes.dtype == np.float32
    assert np.isfinite(table).all()
    assert np.isfinite(planes).all()
    return table, planes


def test_a_page_of_nothing_has_no_evidence(stand):
    finite(stand())
    finite(stand(graphics=[drawn(kind, 0, 0, 9, 1) for kind in GraphicKind]))


def test_a_page_of_one_fragment_has_evidence_of_itself_alone(stand):
    table, _ = finite(stand(body(20, 20)))
    assert dict(zip(TRAITS, table[0].tolist(), strict=True))["alone"] == 1


def test_of_lines_without_type_the_boxes_tell_the_size(stand):
    where = stand([(Box(20, 20, 96, 12), None), (Box(20, 40, 96, 12), None)], [(Box(20, 80, 96, 24), None)])
    assert where.size.tolist() == pytest.approx([10, 20])
    assert where.heads.tolist() == [False, True]
    finite(where)


@pytest.mark.parametrize(
    "box",
    [Box(0, 0, 0, 0), Box(20, 20, 0, 8), Box(20, 20, 96, 0), Box(-900, -900, 96, 8), Box(9000, 9000, 96, 8)],
    ids=["nothing", "no width", "no height", "left of the page", "right of the page"],
)
@pytest.mark.parametrize("type_", [None, Type(8.0), Type(0.0)], ids=["no type", "type", "type of no size"])
def test_boxes_that_cannot_be_do_no_harm(stand, box, type_):
    finite(stand([(box, type_)]))
    finite(stand([(box, type_)], [(box, type_)]))
    finite(stand(head(20, 20), [(box, type_)], body(20, 48), [(box, type_)]))


def test_a_block_without_any_box_stands_nowhere(stand):
    page, blocks = stand.blocks(body(20, 20), body(20, 80))
    nowhere = replace(blocks[0], spans=tuple(Span(span.page, span.start, span.end) for span in blocks[0].spans))
    finite(Places.of(page, [nowhere, blocks[1]]))


def test_blocks_of_a_page_without_lines_have_no_type(stand):
    page, blocks = stand.blocks(body(20, 20))
    finite(Places.of(replace(page, lines=()), blocks))


def test_a_page_that_does_not_tell_its_size_is_as_large_as_its_type(stand):
    where = stand(*STACK, width=None, height=None)
    assert (where.width, where.height) == (226, 340)
    finite(where)


def test_a_page_of_a_thousand_fragments(stand):
    where = stand(*[body(20.0 + 110 * (number % 10), 20.0 + 48 * (number // 10)) for number in range(1000)])
    known = relations(where)
    assert traits(where, known).shape == (1000, len(TRAITS))
    assert known.below.sum() == known.above.sum() == 990
    assert len(set(known.stack.tolist())) == 10


def test_traits_and_planes_bear_names_of_their_own():
    assert len(set(TRAITS)) == len(TRAITS)
    assert len(set(NAMES)) == len(NAMES)
    assert places.FAR == FAR
