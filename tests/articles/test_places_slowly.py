"""Each trait and each plane of evidence against its words, told slowly, and what holds on any page."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles.places import NAMES, TRAITS, evidence, relations, traits
from presscheck.model import Box, Graphic, GraphicKind, Type

FAR = 8.0
STACK = (
    [(Box(20, 20, 96, 16), Type(16.0, bold=True))],
    *[[(Box(*box, 96, 40), Type(8.0))] for box in ((20, 48), (20, 92), (130, 48), (20, 300))],
)
"""A headline; two paragraphs below it; the top of the next column; a paragraph far below."""


def shown(where):
    """What the places of a page show: traits, and evidence on pairs; all of it finite."""
    known = relations(where)
    told = traits(where, known), evidence(where, known)
    assert all(np.isfinite(table).all() for table in told)
    return told


@dataclass
class Piece:
    """One fragment: edges, type and grounds, in ordinary numbers."""

    number: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    frame: int
    tint: int

    @property
    def width(self):
        return max(self.right - self.left, 1e-3)

    @property
    def middle(self):
        return (self.left + self.right) / 2


def clip(value, low, high):
    return max(low, min(high, value))


def share(a, b):
    """The width two fragments share, as a part of the narrower."""
    return clip((min(a.right, b.right) - max(a.left, b.left)) / min(a.width, b.width), 0, 1)


class Slow:
    """Each trait and plane as ``places`` tells it in words, one fragment or pair at a time."""

    def __init__(self, where):
        edges = (where.left, where.top, where.right, where.bottom, where.size, where.bold, where.frame, where.tint)
        rows = zip(*(edge.tolist() for edge in edges), strict=True)
        self.pieces = [Piece(number, *row) for number, row in enumerate(rows)]
        self.where, self.em = where, where.body

    def white(self, a, b):
        return (b.top - a.bottom) / self.em

    def is_under(self, a, b):
        return share(a, b) > 0.3 and (b.top - a.top) / self.em > 0.3 and self.white(a, b) > -1

    def below(self, a):
        """The nearest below ``a``."""
        return min((b for b in self.pieces if self.is_under(a, b)), key=lambda b: self.white(a, b), default=None)

    def above(self, b):
        """The nearest above ``b``."""
        return min((a for a in self.pieces if self.is_under(a, b)), key=lambda a: self.white(a, b), default=None)

    def is_head(self, a):
        return a.size > 1.22 * self.em

    def head(self, b):
        """The nearest head above ``b`` that stands over its middle."""
        over = [
            a
            for a in self.pieces
            if a is not b
            and self.is_head(a)
            and a.size > 0.98 * b.size
            and self.white(a, b) > -0.5
            and (a.left <= b.middle <= a.right or share(a, b) > 0.9)
        ]
        return min(over, key=lambda a: self.white(a, b), default=None)

    def alike(self, a, b):
        return abs(math.log(max(a.size, 1e-3)) - math.log(max(b.size, 1e-3))) < 0.1

    @cached_property
    def stacks(self):
        """The first fragment of each one's stack."""
        out = {}
        for b in sorted(self.pieces, key=lambda piece: piece.top):
            a = self.above(b)
            joined = a is not None and self.below(a) is b and self.alike(a, b) and self.white(a, b) < 2
            out[b.number] = out[a.number] if joined else b
        return out

    def stack(self, a):
        return [b for b in self.pieces if self.stacks[b.number] is self.stacks[a.number]]

    def stack_top(self, a):
        return min(b.top for b in self.stack(a))

    def is_first(self, a):
        return a.top <= self.stack_top(a) + self.em / 2

    def is_last(self, a):
        return a.bottom >= max(b.bottom for b in self.stack(a)) - self.em / 2

    def inset(self, a):
        near = [b for b in self.pieces if share(a, b) > 0.9 and self.are_neighbours(a, b)]
        return clip(max(((a.left - b.left) / self.em for b in near), default=0), 0, 8)

    def are_neighbours(self, a, b):
        return b in (self.below(a), self.above(a)) or a in (self.below(b), self.above(b))

    def pictures(self, a):
        above = below = beside = False
        for left, top, right, bottom in self.where.pictures.tolist():
            across = min(a.right, right) > max(a.left, left)
            along = min(a.bottom, bottom) > max(a.top, top)
            above |= across and abs(a.top - bottom) < 2.5 * self.em
            below |= across and abs(a.bottom - top) < 2.5 * self.em
            beside |= along and min(abs(a.left - right), abs(left - a.right)) < 3 * self.em
        return above, below, beside

    def rule_at(self, a, *, above):
        for left, top, right, bottom in self.where.level.tolist():
            away = a.top - bottom if above else top - a.bottom
            if min(a.right, right) > max(a.left, left) and -0.5 * self.em < away < 2.5 * self.em:
                return True
        return False

    def trait(self, a):
        """The traits that are more than a number of ``Places`` under a scale."""
        up, down, head = self.above(a), self.below(a), self.head(a)
        above, below, beside = self.pictures(a)
        return {
            "size": clip(2 * math.log(max(a.size, 1e-3) / self.em), -2, 3),
            "measure": math.log1p(a.width / self.em) / 3,
            "inset": self.inset(a) / 4,
            "from_top": (a.top + a.bottom) / 2 / self.where.height,
            "from_left": a.middle / self.where.width,
            "framed": a.frame >= 0,
            "tinted": a.tint >= 0,
            "first_of_stack": self.is_first(a),
            "last_of_stack": self.is_last(a),
            "white_above": clip(self.white(up, a), -1, FAR) / 4 if up else FAR / 4,
            "white_below": clip(self.white(a, down), -1, FAR) / 4 if down else FAR / 4,
            "head_above": head is not None,
            "head_distance": clip(self.white(head, a), 0, 40) / 20 if head else 2,
            "head_wider": clip(math.log(head.width / a.width), -1, 2) if head else 0,
            "picture_above": above,
            "picture_below": below,
            "picture_beside": beside,
            "rule_above": self.rule_at(a, above=True),
            "rule_below": self.rule_at(a, above=False),
            "alone": len(self.stack(a)) == 1,
        }

    def rule_between(self, a, b):
        slack = 0.4 * self.em
        for left, top, right, bottom in self.where.level.tolist():
            crossed = all(min(c.right, right) - max(c.left, left) > 0.3 * (c.right - c.left) for c in (a, b))
            if crossed and a.bottom <= bottom + slack and b.top >= top - slack:
                return True
        return False

    def upright_between(self, a, b):
        slack = 0.4 * self.em
        for left, top, right, bottom in self.where.upright.tolist():
            passed = all(min(c.bottom, bottom) - max(c.top, top) > 0.3 * (c.bottom - c.top) for c in (a, b))
            for one, other in ((a, b), (b, a)):
                if passed and one.right <= right + slack and other.left >= left - slack:
                    return True
        return False

    def plane(self, a, b):
        """All that is said of "b directly follows a"."""
        right, back = (b.left - a.right) / self.em, (a.left - b.right) / self.em
        column = -0.7 < right < 6
        tops = abs(self.stack_top(a) - self.stack_top(b)) / self.em
        ratio = math.log(max(b.size, 1e-3) / max(a.size, 1e-3))
        along = min(a.bottom, b.bottom) > max(a.top, b.top)
        head_of = self.head(b) is a
        beside = self.is_head(a) and along and min(abs(right), abs(back)) < 4
        scope = clip(self.white(a, b), -1, FAR)
        return {
            "shared_width": share(a, b),
            "white_between": (scope if share(a, b) > 0.3 else FAR) / 4,
            "nearest_below": self.below(a) is b,
            "nearest_above": self.above(b) is a,
            "to_the_right": clip(right, -6, 12) / 6,
            "column_next": column,
            "tops_apart": math.log1p(abs(a.top - b.top) / self.em) / 3,
            "stack_tops_apart": math.log1p(tops) / 3,
            "same_stack": self.stacks[a.number] is self.stacks[b.number],
            "top_of_stack": self.is_first(b),
            "end_of_stack": self.is_last(a),
            "next_stack_top": column and self.is_last(a) and self.is_first(b) and tops < 3,
            "across": clip((b.left - a.left) / a.width, -6, 6) / 3,
            "down": (b.top - a.top) / self.where.height * 2,
            "same_frame": a.frame == b.frame,
            "leaves_frame": a.frame >= 0 and b.frame != a.frame,
            "same_tint": a.tint == b.tint,
            "rule_between": self.rule_between(a, b),
            "upright_between": self.upright_between(a, b),
            "size_ratio": clip(2 * ratio, -3, 3),
            "same_type": abs(ratio) < 0.06 and a.bold == b.bold,
            "same_measure": abs(math.log(a.width / b.width)) < 0.1,
            "same_left": abs(a.left - b.left) < 0.6 * self.em,
            "same_head": self.head(a) is self.head(b) is not None,
            "head_of": head_of,
            "beside_head": beside,
            "head_near": 1 / (1 + abs(scope)) if head_of or beside else 0,
            "same_line": abs(a.top - b.top) < 0.5 * self.em,
            "inside_width": b.left > a.left - self.em and b.right < a.right + self.em,
            "above": b.top < a.top - self.em / 2,
            "apart_between": any(self.is_parted(a, b, *apart) for apart in self.where.apart.tolist()),
        }

    def is_parted(self, a, b, left, top, right, bottom):
        """Whether a block apart stands below ``a`` and above ``b``, over or under some of each."""
        across = all(min(piece.right, right) > max(piece.left, left) for piece in (a, b))
        return across and a.bottom <= top + 0.3 * self.em and b.top >= bottom - 0.3 * self.em


COORDINATES = st.integers(-40, 420).map(float)
SIDES = st.sampled_from([0.0, 2.0, 8.0, 16.0, 40.0, 96.0, 100.0, 206.0])
BOXES = st.builds(Box, COORDINATES, COORDINATES, SIDES, SIDES)
REAL = st.builds(Box, COORDINATES, COORDINATES, SIDES.filter(bool), SIDES.filter(bool))
SIZES = st.sampled_from([8.0, 8.0, 8.0, 12.0, 16.0, 32.0])
TYPES = st.builds(Type, SIZES, st.just(""), *[st.booleans()] * 3)
LEVEL = st.builds(Type, SIZES, st.just(""), st.booleans(), st.just(False), st.booleans())
COLUMNS = st.builds(
    lambda left, top, width: Box(left, 24.0 * top, width, 20.0),
    st.sampled_from([20.0, 36.0, 130.0, 240.0]),
    st.integers(0, 12),
    st.sampled_from([96.0, 80.0, 206.0]),
)
GRAPHICS = st.lists(
    st.builds(
        Graphic, st.sampled_from(GraphicKind), BOXES | st.builds(Box, COORDINATES, COORDINATES, SIDES, st.just(0.5))
    ),
    max_size=5,
)


def blocks(boxes, types):
    return st.lists(st.lists(st.tuples(boxes, types), min_size=1, max_size=3), max_size=8)


pages = st.tuples(blocks(BOXES | COLUMNS, TYPES) | blocks(COLUMNS, TYPES), GRAPHICS)
level_pages = st.tuples(blocks(BOXES | COLUMNS, LEVEL) | blocks(COLUMNS, LEVEL), GRAPHICS)
any_pages = st.tuples(blocks(BOXES | COLUMNS, TYPES | st.none()), GRAPHICS)
real_pages = st.tuples(blocks(REAL | COLUMNS, TYPES), GRAPHICS)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_every_trait_is_what_its_words_say(stand, page):
    where = replace(stand(*page[0], graphics=page[1]), other=None)
    fast, slow = traits(where, relations(where)), Slow(where)
    for piece in slow.pieces:
        for name, value in slow.trait(piece).items():
            assert fast[piece.number, TRAITS.index(name)] == pytest.approx(float(value), abs=1e-4), name


@settings(max_examples=150, deadline=None)
@given(pages)
def test_every_plane_of_evidence_is_what_its_words_say(stand, page):
    where = stand(*page[0], graphics=page[1])
    pictures = [each.box for each in page[1] if each.kind is GraphicKind.PICTURE]
    edges = [(box.left, box.top, box.left + box.width, box.top + box.height) for box in pictures]
    where = replace(where, other=None, apart=np.array(edges, dtype=np.float32).reshape(-1, 4))
    fast, slow = evidence(where, relations(where)), Slow(where)
    for a in slow.pieces:
        for b in slow.pieces:
            told = slow.plane(a, b)
            assert tuple(told) == NAMES
            for name, value in told.items():
                assert fast[a.number, b.number, NAMES.index(name)] == pytest.approx(float(value), abs=1e-4), name


@settings(max_examples=100, deadline=None)
@given(level_pages)
def test_the_places_of_blocks_are_told_by_their_lines(stand, page):
    where = stand(*page[0], graphics=page[1])
    for number, rows in enumerate(page[0]):
        held, types = [row[0] for row in rows], [row[1] for row in rows]
        assert where.left[number] == min(box.left for box in held)
        assert where.bottom[number] == max(box.top + box.height for box in held)
        assert (where.size[number], where.light[number]) == (types[0].size, types[0].light)
        assert where.lines[number] == len(held)
        assert where.indent[number] == pytest.approx((held[0].left - where.left[number]) / where.body, abs=1e-4)
        last = held[-1].left + held[-1].width
        assert where.short_end[number] == pytest.approx((where.right[number] - last) / where.body, abs=1e-4)


@settings(max_examples=100, deadline=None)
@given(level_pages)
def test_the_ground_of_a_fragment_is_the_smallest_under_its_middle(stand, page):
    where = stand(*page[0], graphics=page[1])
    for kind, found in ((GraphicKind.FRAME, where.frame), (GraphicKind.TINT, where.tint)):
        grounds = [graphic.box for graphic in page[1] if graphic.kind is kind]
        for number, ground in enumerate(found):
            across = (where.left[number] + where.right[number]) / 2
            down = (where.top[number] + where.bottom[number]) / 2
            under = [
                box
                for box in grounds
                if box.left <= across <= box.left + box.width and box.top <= down <= box.top + box.height
            ]
            smallest = min(under, key=lambda box: box.width * box.height, default=None)
            assert (grounds[ground] if ground >= 0 else None) == smallest


# On any page


@settings(max_examples=150, deadline=None)
@given(any_pages, st.sampled_from([None, 400.0, 0.0]))
def test_whatever_a_page_holds_its_evidence_is_finite_and_the_same_twice(stand, page, side):
    where = stand(*page[0], graphics=page[1], width=side, height=side)
    for one, other in zip(shown(where), shown(where), strict=True):
        np.testing.assert_array_equal(one, other)


@settings(max_examples=100, deadline=None)
@given(any_pages)
def test_relations_are_partial_matchings_and_stacks_are_columns(stand, page):
    where = replace(stand(*page[0], graphics=page[1]), other=None)
    known = relations(where)
    assert (known.below.sum(axis=1) <= 1).all()
    assert (known.above.sum(axis=0) <= 1).all()
    assert not known.below.diagonal().any()
    assert (known.stack[known.stack] == known.stack).all()
    assert (known.stack_top <= where.top).all()
    assert (known.head != np.arange(len(where.left))).all()


def changed(stand, page, factor=1.0, across=0.0, down=0.0):
    """A page moved on its paper, and in another unit."""

    def change(box):
        return Box(factor * box.left + across, factor * box.top + down, factor * box.width, factor * box.height)

    def resized(type_):
        return type_ and replace(type_, size=type_.size * factor)

    rows = [[(change(box), resized(type_)) for box, type_ in block] for block in page[0]]
    drawn_ = [replace(graphic, box=change(graphic.box)) for graphic in page[1]]
    return stand(*rows, graphics=drawn_, width=400 * factor, height=600 * factor)


@settings(max_examples=100, deadline=None)
@given(pages, st.integers(-500, 500), st.integers(-500, 500))
def test_a_page_moved_on_its_paper_shows_the_same(stand, page, across, down):
    (table, planes), (other, others) = shown(changed(stand, page)), shown(changed(stand, page, 1.0, across, down))
    moves = [TRAITS.index("from_top"), TRAITS.index("from_left")]
    np.testing.assert_allclose(np.delete(table, moves, 1), np.delete(other, moves, 1), atol=1e-4)
    np.testing.assert_allclose(planes, others, atol=1e-4)


@settings(max_examples=100, deadline=None)
@given(real_pages, st.sampled_from([0.25, 2.0, 16.0]))
def test_a_page_in_another_unit_shows_the_same(stand, page, factor):
    for one, other in zip(shown(changed(stand, page)), shown(changed(stand, page, factor)), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_page_in_pixels_shows_what_it_shows_in_points(stand):
    frame = [Graphic(GraphicKind.FRAME, Box(125, 40, 110, 60)), Graphic(GraphicKind.RULE, Box(10, 90, 120, 0.5))]
    for one, other in zip(
        shown(changed(stand, (STACK, frame))), shown(changed(stand, (STACK, frame), 300 / 72)), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(pages, st.randoms(use_true_random=False))
def test_the_order_in_which_fragments_are_named_does_not_matter(stand, page, lot):
    """But where two are equally near: then the first named counts."""
    tops = [min(box.top for box, _ in block) for block in page[0]]
    feet = [max(box.top + box.height for box, _ in block) for block in page[0]]
    order = list(range(len(tops)))
    lot.shuffle(order)
    one, other = stand(*page[0], graphics=page[1]), stand(*[page[0][place] for place in order], graphics=page[1])
    if len(set(tops)) == len(tops) and len(set(feet)) == len(feet):
        (table, planes), (shuffled, planes_too) = shown(one), shown(other)
        np.testing.assert_allclose(table[order], shuffled, atol=1e-5)
        np.testing.assert_allclose(planes[np.ix_(order, order)], planes_too, atol=1e-5)
