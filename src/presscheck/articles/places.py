"""Where the fragments of a page stand on its paper, and what that says of which follows which.

For pages with geometry: does B stand directly below A, or at the top of the next column; is a rule or a frame between
them; are they set in one type and measure; do they stand under one headline? Each is evidence beside the language's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from presscheck.model import Block, Box, GraphicKind, Page, Type

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

TRAITS = (
    "size", "bold", "light", "vertical", "measure", "lines", "indent", "short_end", "inset", "from_top", "from_left",
    "framed", "tinted", "first_of_stack", "last_of_stack", "white_above", "white_below", "head_above", "head_distance",
    "head_wider", "picture_above", "picture_below", "picture_beside", "rule_above", "rule_below", "alone",
)  # fmt: skip
"""What the place and type of one fragment say, in the order of the columns of ``traits``."""
NAMES = (
    "shared_width", "white_between", "nearest_below", "nearest_above", "to_the_right", "column_next", "tops_apart",
    "stack_tops_apart", "same_stack", "top_of_stack", "end_of_stack", "next_stack_top", "across", "down", "same_frame",
    "leaves_frame", "same_tint", "rule_between", "upright_between", "size_ratio", "same_type", "same_measure",
    "same_left", "same_head", "head_of", "beside_head", "head_near", "same_line", "inside_width", "above",
    "apart_between",
)  # fmt: skip
"""What the places of two fragments say, in the order of the last axis of ``evidence``."""

HEAD_SIZE = 1.22
"""Type this much larger than the body's heads something."""
SAME_SIZE = 0.1
"""Two types are of one size if the logarithms of their sizes differ by less."""
STACK_GAP = 2.0
"""The white within a stack of type, in sizes of the body type."""
FAR = 8.0
TEXT = 3
"""So many lines that are set crosswise to the page's are a text of their own."""


@dataclass(frozen=True, slots=True)
class Places:
    """The n fragments of a page on its paper: edges, type and grounds; ``body`` is the body type's size."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    size: Floats
    bold: Bools
    light: Bools
    vertical: Bools
    lines: Floats
    indent: Floats
    short_end: Floats
    frame: NDArray[np.int64]
    tint: NDArray[np.int64]
    body: float
    width: float
    height: float
    level: Floats
    upright: Floats
    pictures: Floats
    apart: Floats
    other: "Places | None" = None
    crosswise: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    @classmethod
    def of(cls, page: Page, blocks: Sequence[Block], apart: Sequence[Block] = ()) -> "Places":
        """How ``blocks`` stand on ``page``; ``apart`` are blocks that belong to no thread. All boxes in its unit.

        A page that is set to run down lies on its side. Where fragments are set crosswise to the rest of the page,
        ``other`` is how they stand for one who turns it to read them.
        """
        as_it_is = cls._seen(page, blocks, apart)
        if not as_it_is.vertical.any():
            return as_it_is
        on_its_side = cls._seen(page.turned(), _turned(page, blocks), _turned(page, apart))
        if page.runs_down:
            return replace(on_its_side, other=as_it_is, crosswise=~as_it_is.vertical)
        return replace(as_it_is, other=on_its_side, crosswise=as_it_is.vertical & (as_it_is.lines >= TEXT))

    @classmethod
    def _seen(cls, page: Page, blocks: Sequence[Block], apart: Sequence[Block]) -> "Places":
        types = {line.span.start: line.type for line in page.lines}
        starts = sorted(types)
        boxes = [[span.box for span in block.spans if span.box] for block in blocks]
        edges = np.array([_union(held) for held in boxes], dtype=np.float32).reshape(-1, 4)
        kinds = [_type_of(types, starts, block) for block in blocks]
        sizes = np.array([kind.size if kind else _height(held) for kind, held in zip(kinds, boxes, strict=True)])
        weights = np.array([len(block.text) for block in blocks], dtype=np.float64)
        grounds = {
            kind: np.array([each.box.edges for each in page.graphics if each.kind is kind]).reshape(-1, 4)
            for kind in GraphicKind
        }
        rules = grounds[GraphicKind.RULE]
        level = (rules[:, 2] - rules[:, 0]) > (rules[:, 3] - rules[:, 1])
        first = np.array([held[0].left if held else 0 for held in boxes], dtype=np.float32)
        last = np.array([held[-1].left + held[-1].width if held else 0 for held in boxes], dtype=np.float32)
        body = max(_median(sizes, weights), 1e-3)
        return cls(
            left=edges[:, 0],
            top=edges[:, 1],
            right=edges[:, 2],
            bottom=edges[:, 3],
            size=sizes.astype(np.float32),
            bold=np.array([bool(kind and kind.bold) for kind in kinds]),
            light=np.array([bool(kind and kind.light) for kind in kinds]),
            vertical=np.array([bool(kind and kind.vertical) for kind in kinds]),
            lines=np.array([len(held) for held in boxes], dtype=np.float32),
            indent=(first - edges[:, 0]) / np.float32(body),
            short_end=(edges[:, 2] - last) / np.float32(body),
            frame=_innermost(edges, grounds[GraphicKind.FRAME]),
            tint=_innermost(edges, grounds[GraphicKind.TINT]),
            body=body,
            width=page.width or float(edges[:, 2].max(initial=1)),
            height=page.height or float(edges[:, 3].max(initial=1)),
            level=rules[level].astype(np.float32),
            upright=rules[~level].astype(np.float32),
            pictures=grounds[GraphicKind.PICTURE].astype(np.float32),
            apart=np.array([block.box.edges for block in apart if block.box], dtype=np.float32).reshape(-1, 4),
        )

    @property
    def heads(self) -> Bools:
        """Which fragments are set so much larger than the body that they head something."""
        return np.asarray(self.size > HEAD_SIZE * self.body, dtype=np.bool_)


def _turned(page: Page, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page as they stand when it lies on its side."""
    across = page.across
    return [
        replace(
            block,
            spans=tuple(replace(span, box=span.box and span.box.turned(across)) for span in block.spans),
            box=block.box and block.box.turned(across),
        )
        for block in blocks
    ]


def _type_of(types: dict[int, Type | None], starts: Sequence[int], block: Block) -> Type | None:
    """The type of a block's first line; a block may begin within a line."""
    start = block.spans[0].start
    place = int(np.searchsorted(starts, start, side="right")) - 1
    return types[starts[max(place, 0)]] if starts else None


def _union(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    rows = np.array([box.edges for box in boxes])
    return rows[:, 0].min(), rows[:, 1].min(), rows[:, 2].max(), rows[:, 3].max()


def _height(boxes: Sequence[Box]) -> float:
    return float(np.median([min(box.height, box.width) for box in boxes])) / 1.2 if boxes else 0.0


def _median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    if not len(values):
        return 0.0
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _innermost(edges: Floats, grounds: NDArray[np.float64]) -> NDArray[np.int64]:
    """The smallest ground that each box's middle stands on, -1 for none."""
    if not len(grounds):
        return np.full(len(edges), -1, dtype=np.int64)
    across, down = (edges[:, 0] + edges[:, 2]) / 2, (edges[:, 1] + edges[:, 3]) / 2
    on = (across[:, None] >= grounds[:, 0]) & (across[:, None] <= grounds[:, 2])
    on &= (down[:, None] >= grounds[:, 1]) & (down[:, None] <= grounds[:, 3])
    area = (grounds[:, 2] - grounds[:, 0]) * (grounds[:, 3] - grounds[:, 1])
    found = np.where(on, area, np.inf)
    return np.where(on.any(axis=1), found.argmin(axis=1), -1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Relations:
    """What is read off the places before evidence is made of them; every table is (n, n), the first fragment in rows.

    ``shared`` is the width two fragments share, as a part of the narrower; ``white`` what is between the first's foot
    and the second's head, in sizes of body type; ``below`` whether the second is the nearest below the first, ``above``
    whether the first is the nearest above the second. ``stack`` numbers the stacks of type, ``head`` the fragment under
    which each stands (-1: none).
    """

    shared: Floats
    white: Floats
    below: Bools
    above: Bools
    stack: NDArray[np.int64]
    stack_top: Floats
    head: NDArray[np.int64]
    own: "Relations | None" = None
    other: "Relations | None" = None


def relations(places: Places) -> Relations:
    """How the fragments stand to one another; those set crosswise to the page as one sees them who turns it."""
    own = _relations(places)
    if places.other is None:
        return own
    other, crosswise = _relations(places.other), places.crosswise
    both = crosswise[:, None] & crosswise[None]
    tables = ("shared", "white", "below", "above")
    held = {name: np.where(both, getattr(other, name), getattr(own, name)) for name in tables}
    mixed = np.where(crosswise, other.stack + len(crosswise), own.stack)
    _, first, of = np.unique(mixed, return_index=True, return_inverse=True)
    stack = first[of]
    stack_top, head = (np.where(crosswise, getattr(other, name), getattr(own, name)) for name in ("stack_top", "head"))
    return Relations(**held, stack=stack, stack_top=stack_top, head=head, own=own, other=other)


def _relations(places: Places) -> Relations:
    em = np.float32(places.body)
    width = np.maximum(places.right - places.left, 1e-3)
    both = np.minimum(places.right[:, None], places.right[None]) - np.maximum(places.left[:, None], places.left[None])
    shared = np.clip(both / np.minimum(width[:, None], width[None]), 0, 1)
    white = (places.top[None] - places.bottom[:, None]) / em
    under = (shared > 0.3) & ((places.top[None] - places.top[:, None]) / em > 0.3) & (white > -1)
    near = np.where(under, white, np.inf)
    below, above = np.zeros(shared.shape, dtype=np.bool_), np.zeros(shared.shape, dtype=np.bool_)
    rows = np.arange(len(width))
    if len(rows):
        below[rows, near.argmin(axis=1)] = np.isfinite(near.min(axis=1))
        above[near.argmin(axis=0), rows] = np.isfinite(near.min(axis=0))
    stack = _stacks(places, below & above, white)
    tops = np.full(len(rows), np.inf, dtype=np.float32)
    np.minimum.at(tops, stack, places.top)
    return Relations(shared.astype(np.float32), white, below, above, stack, tops[stack], _heads(places, shared, white))


def _stacks(places: Places, joined: Bools, white: Floats) -> NDArray[np.int64]:
    """The number of each fragment's stack: type of one size and measure, one fragment below the other."""
    size = np.log(np.maximum(places.size, 1e-3))
    alike = np.abs(size[:, None] - size[None]) < SAME_SIZE
    out = np.arange(len(places.left))
    steps = zip(*np.nonzero(joined & alike & (white < STACK_GAP)), strict=True)
    for i, j in sorted(steps, key=lambda step: float(places.top[step[1]])):
        out[j] = out[i]
    return out


def _heads(places: Places, shared: Floats, white: Floats) -> NDArray[np.int64]:
    """The nearest head above each fragment that stands over its middle, -1 for none."""
    middle = (places.left + places.right) / 2
    over = (places.left[:, None] <= middle[None]) & (places.right[:, None] >= middle[None]) | (shared > 0.9)
    over &= places.heads[:, None] & (white > -0.5) & (places.size[:, None] > places.size[None] * 0.98)
    near = np.where(over, white, np.inf)
    np.fill_diagonal(near, np.inf)
    if not len(middle):
        return np.zeros(0, dtype=np.int64)
    return np.where(np.isfinite(near.min(axis=0)), near.argmin(axis=0), -1).astype(np.int64)


def traits(places: Places, known: Relations) -> Floats:
    """What place and type say of each fragment: (n, len(TRAITS)), roughly between -1 and 3 each."""
    own = _traits(places, known.own or known)
    if places.other is None or known.other is None:
        return own
    return np.where(places.crosswise[:, None], _traits(places.other, known.other), own)


def _traits(places: Places, known: Relations) -> Floats:
    count, em = len(places.left), np.float32(places.body)
    if not count:
        return np.zeros((0, len(TRAITS)), dtype=np.float32)
    ratio = np.log(np.maximum(places.size, 1e-3) / em)
    first, last = _ends(places, known)
    up = np.where(known.above.any(axis=0), np.where(known.above, known.white, np.inf).min(axis=0), FAR)
    down = np.where(known.below.any(axis=1), np.where(known.below, known.white, np.inf).min(axis=1), FAR)
    head = np.maximum(known.head, 0)
    width = np.maximum(places.right - places.left, 1e-3)
    wider = np.clip(np.log(width[head] / width), -1, 2)
    lone = np.bincount(known.stack, minlength=count)[known.stack] == 1
    columns = [
        np.clip(ratio * 2, -2, 3),
        places.bold,
        places.light,
        places.vertical,
        np.log1p(width / em) / 3,
        np.log1p(places.lines) / 2,
        np.clip(places.indent, -1, 6) / 3,
        np.clip(places.short_end, -1, 12) / 6,
        np.clip(_inset(places, known), 0, 8) / 4,
        (places.top + places.bottom) / 2 / np.float32(places.height),
        (places.left + places.right) / 2 / np.float32(places.width),
        places.frame >= 0,
        places.tint >= 0,
        first,
        last,
        np.clip(up, -1, FAR) / 4,
        np.clip(down, -1, FAR) / 4,
        known.head >= 0,
        np.where(known.head >= 0, np.clip(known.white[head, np.arange(count)], 0, 40) / 20, 2),
        np.where(known.head >= 0, wider, 0),
        *_pictures(places),
        _touches(places, places.level, places.top, above=True),
        _touches(places, places.level, places.bottom, above=False),
        lone,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _ends(places: Places, known: Relations) -> tuple[Bools, Bools]:
    """Whether each fragment is the first, and whether it is the last, of its stack; two side by side may both be."""
    slack = np.float32(places.body) / 2
    foot = np.full(len(places.left), -np.inf, dtype=np.float32)
    np.maximum.at(foot, known.stack, places.bottom)
    return places.top <= known.stack_top + slack, places.bottom >= foot[known.stack] - slack


def _inset(places: Places, known: Relations) -> Floats:
    """How far a fragment stands in from the left edge of what stands above and below it."""
    near = (known.above | known.above.T | known.below | known.below.T) & (known.shared > 0.9)
    edge = np.where(near, places.left[None], np.inf).min(axis=1)
    return np.asarray(np.where(np.isfinite(edge), (places.left - edge) / places.body, 0), dtype=np.float32)


def _pictures(places: Places) -> list[Floats]:
    """Whether a picture stands close above, close below, and close beside each fragment."""
    if not len(places.pictures):
        return [np.zeros(len(places.left), dtype=np.float32)] * 3
    em = places.body
    left, top, right, bottom = (places.pictures[:, edge][None] for edge in range(4))
    across = np.minimum(places.right[:, None], right) - np.maximum(places.left[:, None], left) > 0
    along = np.minimum(places.bottom[:, None], bottom) - np.maximum(places.top[:, None], top) > 0
    above = across & (np.abs(places.top[:, None] - bottom) < 2.5 * em)
    below = across & (np.abs(places.bottom[:, None] - top) < 2.5 * em)
    beside = along & (np.minimum(np.abs(places.left[:, None] - right), np.abs(places.right[:, None] - left)) < 3 * em)
    return [np.asarray(near.any(axis=1), dtype=np.float32) for near in (above, below, beside)]


def _touches(places: Places, rules: Floats, edge: Floats, *, above: bool) -> Floats:
    """Whether a level rule runs close above (or below) each fragment."""
    if not len(rules):
        return np.zeros(len(edge), dtype=np.float32)
    across = np.minimum(places.right[:, None], rules[:, 2]) - np.maximum(places.left[:, None], rules[:, 0]) > 0
    away = (edge[:, None] - rules[:, 3]) if above else (rules[:, 1] - edge[:, None])
    near = across & (away > -0.5 * places.body) & (away < 2.5 * places.body)
    return np.asarray(near.any(axis=1), dtype=np.float32)


def evidence(places: Places, known: Relations) -> Floats:
    """What the places say of "j directly follows i": (n, n, len(NAMES))."""
    own = _evidence(places, known.own or known)
    if places.other is None or known.other is None:
        return own
    both = places.crosswise[:, None] & places.crosswise[None]
    return np.where(both[..., None], _evidence(places.other, known.other), own)


def _evidence(places: Places, known: Relations) -> Floats:
    em, count = np.float32(places.body), len(places.left)
    if not count:
        return np.zeros((0, 0, len(NAMES)), dtype=np.float32)
    width = np.maximum(places.right - places.left, 1e-3)
    ratio = np.log(np.maximum(places.size[None], 1e-3) / np.maximum(places.size[:, None], 1e-3))
    right = (places.left[None] - places.right[:, None]) / em
    column = (right > -0.7) & (right < 6)
    first, last = _ends(places, known)
    tops = np.abs(known.stack_top[None] - known.stack_top[:, None]) / em
    same_frame = places.frame[:, None] == places.frame[None]
    under = known.head[None] == np.arange(count)[:, None]
    along = np.minimum(places.bottom[:, None], places.bottom[None]) - np.maximum(places.top[:, None], places.top[None])
    beside = places.heads[:, None] & (along > 0) & (np.minimum(np.abs(right), np.abs(right.T)) < 4)
    scope = np.clip(known.white, -1, FAR)
    tables = [
        known.shared,
        np.where(known.shared > 0.3, scope, FAR) / 4,
        known.below,
        known.above,
        np.clip(right, -6, 12) / 6,
        column,
        np.log1p(np.abs(places.top[None] - places.top[:, None]) / em) / 3,
        np.log1p(tops) / 3,
        known.stack[:, None] == known.stack[None],
        np.broadcast_to(first[None], (count, count)),
        np.broadcast_to(last[:, None], (count, count)),
        column & last[:, None] & first[None] & (tops < 3),
        np.clip((places.left[None] - places.left[:, None]) / width[:, None], -6, 6) / 3,
        (places.top[None] - places.top[:, None]) / np.float32(places.height) * 2,
        same_frame,
        ~same_frame & (places.frame[:, None] >= 0),
        places.tint[:, None] == places.tint[None],
        _between(places, places.level, level=True),
        _between(places, places.upright, level=False),
        np.clip(ratio * 2, -3, 3),
        (np.abs(ratio) < 0.06) & (places.bold[:, None] == places.bold[None]),
        np.abs(np.log(width[None] / width[:, None])) < 0.1,
        np.abs(places.left[None] - places.left[:, None]) < 0.6 * em,
        (known.head[:, None] == known.head[None]) & (known.head >= 0)[None],
        under,
        beside,
        np.where(under | beside, 1 / (1 + np.abs(scope)), 0),
        np.abs(places.top[None] - places.top[:, None]) < 0.5 * em,
        (places.left[None] > places.left[:, None] - em) & (places.right[None] < places.right[:, None] + em),
        places.top[None] < places.top[:, None] - em / 2,
        _apart_between(places),
    ]
    return np.stack([np.asarray(table, dtype=np.float32) for table in tables], axis=-1)


def _apart_between(places: Places) -> Bools:
    """Whether a block of no thread (a label, a caption) stands below the first fragment and above the second."""
    count, slack = len(places.left), places.body * 0.3
    out = np.zeros((count, count), dtype=np.bool_)
    for left, top, right, bottom in places.apart:
        across = np.minimum(places.right, right) - np.maximum(places.left, left) > 0
        out |= np.outer(across & (places.bottom <= top + slack), across & (places.top >= bottom - slack))
    return out


def _between(places: Places, rules: Floats, *, level: bool) -> Bools:
    """Whether a rule runs between two fragments: a level one below the first, an upright one to either side."""
    count = len(places.left)
    out = np.zeros((count, count), dtype=np.bool_)
    slack = places.body * 0.4
    width, height = places.right - places.left, places.bottom - places.top
    for left, top, right, bottom in rules:
        if level:
            across = np.minimum(places.right, right) - np.maximum(places.left, left) > 0.3 * width
            out |= np.outer(across & (places.bottom <= bottom + slack), across & (places.top >= top - slack))
        else:
            along = np.minimum(places.bottom, bottom) - np.maximum(places.top, top) > 0.3 * height
            before, after = along & (places.right <= right + slack), along & (places.left >= left - slack)
            out |= np.outer(before, after) | np.outer(after, before)
    return out
