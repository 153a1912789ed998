"""From printed lines with their boxes to blocks: paragraphs, pieces of them, and the parts of headline stacks.

Lines that stand one below the other in one measure and one size of type are a run of type. A run is cut where a
paragraph begins: at an indent, below a line that ends short, at a wider gap, where a line is centred. What a printed
rule parts stays parted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.model import Block, Box, GraphicKind, Line, Page, Role, Span

Floats = NDArray[np.float64]

HEAD_SIZE = 1.22
"""Type this much larger than the body's heads something."""
SAME_SIZE = 0.12
"""Two lines are of one size of type if the logarithms of their sizes differ by no more than this."""
WIDEST_GAP = 1.35
"""The white between two lines of a run, in sizes of their type."""
OVERLAP = 0.55
"""The share of the narrower line that must stand above or below the other."""
INDENT = (1.2, 4.5)
"""How far in, in sizes of its type, a line stands that begins a paragraph."""
SHORT = 1.7
"""A line this many sizes short of the measure ends a paragraph."""
CENTRED = 1.6
"""How far in from both sides a line stands that is centred."""
WIDE_GAP = 0.55
"""A gap wider than the run's usual one by this many sizes parts two paragraphs."""
WIDEST_WHITE = 16
"""The white within one row of a column, in sizes of its type: before a credit at the end of the last line."""
SMALLEST = 1e-6
"""What a size or width of nothing counts as."""
FEWEST = 3
"""So many lines that run the other way than the page's are a text of their own."""
AT_ONCE = 500
"""Lines weighed against all others at once: memory grows with the page, not with its square."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The lines of a page as arrays of one row each: edges of the boxes, size of the type, whether it is vertical."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    size: Floats
    vertical: NDArray[np.bool_]
    bold: NDArray[np.bool_]
    light: NDArray[np.bool_]

    @classmethod
    def of(cls, page: Page) -> "Setting":
        """How the lines of ``page`` stand; every line has a box."""
        boxes = np.array([line.span.box.edges for line in page.lines if line.span.box], dtype=np.float64)
        boxes = boxes.reshape(-1, 4)
        types = [line.type for line in page.lines]
        return cls(
            left=boxes[:, 0],
            top=boxes[:, 1],
            right=boxes[:, 2],
            bottom=boxes[:, 3],
            size=np.array([type_size(page, line) for line in page.lines], dtype=np.float64),
            vertical=np.array([bool(known and known.vertical) for known in types], dtype=np.bool_),
            bold=np.array([bool(known and known.bold) for known in types], dtype=np.bool_),
            light=np.array([bool(known and known.light) for known in types], dtype=np.bool_),
        )


def type_size(page: Page, line: Line) -> float:
    """The size of a line's type in the page's unit: as the file says, else as the line's box and characters tell.

    A full-width character is as wide as it is high, and a line's box some tenths higher.
    """
    if line.type:
        return line.type.size
    box = line.span.box
    if box is None:
        return 0.0
    width, height = (box.height, box.width) if box.height > 2 * box.width else (box.width, box.height)
    return min(height, max(2 * width / max(hanzi.width(page.words(line.span)), 1), height / 1.4))


def lay_out_printed(page: Page) -> tuple[Block, ...]:
    """The blocks of a page with geometry, column by column; every line stands in exactly one block.

    >>> from presscheck.model import Span, Type
    >>> lines = [Line(Span("p1", k * 4, k * 4 + 3, Box(20, 30 + 12 * k, 30, 10)), type=Type(10.0)) for k in range(2)]
    >>> lay_out_printed(Page("p1", "a.pdf", "", "pdf", "渠水过\\n北坡。\\n", tuple(lines)))
    (<Block p1.b1 unknown 渠水过北坡。>,)
    """
    body, boxes = body_size(page), {line.span.start: line.span.box for line in page.lines}
    runs = [run for way in _two_ways(page, body) for run in _runs_of_type(way, body)]
    stand = [[tuple(replace(span, box=boxes[span.start]) for span in part) for part in run] for run in runs]
    parts = [part for run in sorted(stand, key=lambda run: _place(page, run, body)) for part in run]
    return tuple(
        Block(f"{page.id}.b{number}", Role.UNKNOWN, spans, page.told(spans), box=_round(spans))
        for number, spans in enumerate(parts, 1)
    )


def _two_ways(page: Page, body: float) -> Iterator[Page]:
    """The page with the lines that are laid out in the way most of it is set, and with the texts set the other way.

    Those that run down lie on their side. Headlines of a line or two may stand upright beside a text that runs level;
    they are laid out as what they are beside.
    """
    other = [index for index, line in enumerate(page.lines) if line.type and line.type.vertical != page.runs_down]
    small = [index for index in other if (kind := page.lines[index].type) and kind.size <= HEAD_SIZE * body]
    apart = _only(page, small) if page.runs_down else _only(page, small).turned()
    after = _next_lines(apart, Setting.of(apart))
    text = {small[line] for run in _chains(after) if len(run) >= FEWEST for line in run}
    rest = _only(page, [index for index in range(len(page.lines)) if index not in text])
    yield rest.turned() if page.runs_down else rest
    if text:
        own = _only(page, sorted(text))
        yield own if page.runs_down else own.turned()


def _only(page: Page, lines: Sequence[int]) -> Page:
    """The page with some of its lines."""
    return replace(page, lines=tuple(page.lines[line] for line in lines), width=page.across)


def _runs_of_type(page: Page, body: float) -> Iterator[list[tuple[Span, ...]]]:
    """The runs of type of a page, each as its paragraphs."""
    setting = Setting.of(page)
    rests = _rests(setting)
    setting = _widened(setting, rests)
    for run in _runs(page, setting, rests):
        rows = (
            [piece for line in part for piece in _row(line, rests)] for part in _paragraphs(page, setting, run, body)
        )
        yield [page.read_on([page.lines[line].span for line in row]) for row in rows]


def body_size(page: Page) -> float:
    """The size in which most characters of the page are set."""
    return _usual(Setting.of(page).size, _lengths(page))


def _lengths(page: Page) -> Floats:
    return np.array([len(line.span) for line in page.lines], dtype=np.float64)


def _usual(values: Floats, weights: Floats) -> float:
    """The weighted median."""
    if not len(values):
        return 0.0
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _rests(setting: Setting) -> dict[int, int]:
    """For each line that goes on to its right in the same row of its column: the line that is its rest.

    A credit set at the end of a brief's last line is such a rest, and half of a line that a recogniser parted. A line
    close above that spans both says that they stand in one column.
    """
    size = np.maximum(setting.size, SMALLEST)
    out: dict[int, int] = {}
    for one in range(len(size)):
        white = (setting.left - setting.right[one]) / size[one]
        beside = (np.abs(setting.top - setting.top[one]) < 0.4 * size[one]) & (white > -0.2) & (white < WIDEST_WHITE)
        beside &= (np.abs(np.log(size / size[one])) < SAME_SIZE) & ~setting.vertical & ~setting.vertical[one]
        beside &= setting.left > setting.left[one]
        if beside.any():
            other = int(np.where(beside, setting.left, np.inf).argmin())
            if _is_spanned(setting, size, one, other):
                out[one] = other
    # Of two that would have the same rest, the nearer one has it.
    nearest = {out[one]: one for one in sorted(out, key=lambda line: (setting.right[line], line))}
    return {one: other for other, one in nearest.items()}


def _is_spanned(setting: Setting, size: Floats, one: int, other: int) -> bool:
    """Whether a line close above two in one row begins with the first, or an indent before it, and spans both.

    Or a line close below them, where the two are the first of a paragraph.
    """
    alike = (np.abs(np.log(size / size[one])) < SAME_SIZE) & (setting.right > setting.right[other] - size[one])
    inset = (setting.left[one] - setting.left) / size[one]
    above, below = (setting.top[one] - setting.bottom) / size[one], (setting.top - setting.bottom[one]) / size[one]
    over = (above > -0.6) & (above < WIDEST_GAP) & (np.abs(inset) < 3)
    under = (below > -0.6) & (below < WIDEST_GAP) & (inset >= INDENT[0]) & (inset < 3)
    return bool((alike & (over | under)).any())


def _widened(setting: Setting, rests: Mapping[int, int]) -> Setting:
    """The setting with every line as wide as itself and its rests."""
    right = setting.right.copy()
    for line in rests:
        right[line] = max(setting.right[piece] for piece in _row(line, rests))
    return replace(setting, right=right)


def _row(line: int, rests: Mapping[int, int]) -> Iterator[int]:
    """A line with its rests."""
    yield line
    while line in rests:
        line = rests[line]
        yield line


def _runs(page: Page, setting: Setting, rests: Mapping[int, int]) -> list[list[int]]:
    """The lines of each run of type, from the top down; what is only the rest of a line is in none."""
    held = set(rests.values())
    return [run for run in _chains(_next_lines(page, setting, held)) if run[0] not in held]


def _chains(after: Sequence[int]) -> list[list[int]]:
    """Each line that follows none, with those that follow it; ``after`` has the next of each, or -1."""
    follows = {line for line in after if line >= 0}
    out = []
    for start in range(len(after)):
        if start in follows:
            continue
        run = [start]
        while after[run[-1]] >= 0:
            run.append(after[run[-1]])
        out.append(run)
    return out


def _next_lines(page: Page, setting: Setting, rests: Collection[int] = ()) -> list[int]:
    """For each line, the one directly below it in the same run of type, -1 where there is none; the nearest first.

    ``rests`` of other lines have none and are none.
    """
    rules = [graphic.box for graphic in page.graphics if graphic.kind is GraphicKind.RULE]
    level = [rule for rule in rules if rule.width >= 2 * rule.height]
    count = len(setting.left)
    found = [_near(setting, slice(start, start + AT_ONCE), level) for start in range(0, count, AT_ONCE)]
    after = [-1] * count
    taken: set[int] = set()
    for _, above, below in sorted(pair for pairs in found for pair in pairs):
        if after[above] < 0 and below not in taken and above not in rests and below not in rests:
            after[above] = below
            taken.add(below)
    return after


def _near(setting: Setting, some: slice, rules: Sequence[Box]) -> list[tuple[float, int, int]]:
    """The lines that could be next below ``some`` lines in their runs: how far apart the two are, above, below."""
    gap, fits = _fits(setting, some)
    for rule in rules:
        fits &= ~_parted(setting, some, rule)
    distance = np.abs(gap) + 0.2 * _offset(setting, some)
    above, below = np.nonzero(fits)
    return list(zip(distance[fits].tolist(), (above + some.start).tolist(), below.tolist(), strict=True))


def _fits(setting: Setting, some: slice) -> tuple[Floats, NDArray[np.bool_]]:
    """The white from each of ``some`` lines down to every line, in sizes of type, and which could come next."""
    size = np.maximum(setting.size, SMALLEST)
    usual = np.minimum(size[some, None], size)
    gap = (setting.top - setting.bottom[some, None]) / usual
    width = setting.right - setting.left
    # Under an indented line may stand a last line shorter than the indent.
    begins = np.maximum((setting.left - INDENT[1] / 2 * size)[some, None], setting.left)
    shared = np.minimum(setting.right[some, None], setting.right) - begins
    narrow = np.minimum(width[some, None], width)
    alike = np.abs(np.log(size[some, None] / size)) < SAME_SIZE
    alike &= (setting.light[some, None] == setting.light) & ~setting.vertical[some, None] & ~setting.vertical
    below = (setting.top - setting.top[some, None]) / usual > 0.5
    fits = alike & below & (gap < WIDEST_GAP) & (gap > -0.6) & (shared > OVERLAP * np.maximum(narrow, SMALLEST))
    return gap, fits & (_offset(setting, some) < 6)


def _offset(setting: Setting, some: slice) -> Floats:
    """How far apart lines begin or end, whichever is nearer, or how far apart their middles, in sizes of type."""
    size = np.maximum(np.minimum(setting.size[some, None], setting.size), SMALLEST)
    edges = (setting.left, setting.right, (setting.left + setting.right) / 2)
    first, second, third = (np.abs(edge[some, None] - edge) for edge in edges)
    return np.asarray(np.minimum(np.minimum(first, second), third) / size, dtype=np.float64)


def _parted(setting: Setting, some: slice, rule: Box) -> NDArray[np.bool_]:
    """Which pairs of lines have the level rule between them: below the first and above the second."""
    middle = rule.top + rule.height / 2
    across = np.minimum(setting.right, rule.right) - np.maximum(setting.left, rule.left) > 0
    height = setting.bottom - setting.top
    above, below = setting.bottom - height * 0.3 <= middle, setting.top + height * 0.3 >= middle
    return np.outer((across & above)[some], across & below)


def _paragraphs(page: Page, setting: Setting, run: Sequence[int], body: float) -> Iterator[list[int]]:
    """A run of type cut where paragraphs begin; lines set larger than the body are cut at wide gaps alone."""
    lines = np.array(run)
    size = max(float(np.median(setting.size[lines])), SMALLEST)
    edge = len(run) // 10
    left, right = float(np.sort(setting.left[lines])[edge]), float(np.sort(setting.right[lines])[-1 - edge])
    gaps = setting.top[lines[1:]] - setting.bottom[lines[:-1]]
    usual = float(np.median(gaps)) if len(gaps) else 0.0
    measure = Measure(left, right, size, usual, is_head=size > HEAD_SIZE * body)
    part = [run[0]]
    for above, below in pairwise(run):
        if _opens(page, setting, measure, above, below):
            yield part
            part = []
        part.append(below)
    yield part


@dataclass(frozen=True, slots=True)
class Measure:
    """The usual edges of a run of type, its size, the usual white between its lines, whether it heads something."""

    left: float
    right: float
    size: float
    gap: float
    is_head: bool


def _opens(page: Page, setting: Setting, measure: Measure, above: int, below: int) -> bool:
    """Whether the line ``below`` begins a paragraph, or ``above`` ends one."""
    inset = (setting.left[below] - measure.left) / measure.size
    short = (measure.right - setting.right[above]) / measure.size
    if (setting.top[below] - setting.bottom[above] - measure.gap) / measure.size > WIDE_GAP:
        return True
    if measure.is_head:
        return False
    ends = page.words(page.lines[above].span).rstrip("”’）》」』")[-1:] in hanzi.SENTENCE_ENDS
    if setting.bold[above] and setting.bold[below] and _is_centred(setting, measure, below) and not ends:
        return False
    if _is_centred(setting, measure, above) != _is_centred(setting, measure, below):
        return True
    if setting.bold[above] != setting.bold[below]:
        return True
    if _is_centred(setting, measure, below):
        return False
    return INDENT[0] <= inset <= INDENT[1] or (short > SHORT and (ends or short > 3))


def _is_centred(setting: Setting, measure: Measure, line: int) -> bool:
    """Whether a line stands in from both sides of the measure by about as much."""
    left = (setting.left[line] - measure.left) / measure.size
    right = (measure.right - setting.right[line]) / measure.size
    return bool(left > CENTRED and right > CENTRED and abs(left - right) < 1.5)


def _place(page: Page, run: Sequence[Sequence[Span]], body: float) -> tuple[float, float, int]:
    """Where a run stands in a reading by columns: by its left edge, in steps of four body sizes, then from the top.

    On a page that is set to run down: by its upper edge, then from the right.
    """
    box, first = _round([span for part in run for span in part]), _round(run[0][:1])
    if page.runs_down:
        box, first = box.turned(page.across), first.turned(page.across)
    return round(box.left / max(4 * body, SMALLEST)), first.top, run[0][0].start


def _round(spans: Sequence[Span]) -> Box:
    """The box round all lines of a block."""
    edges = [span.box.edges for span in spans if span.box]
    left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
    return Box(left, top, max(edge[2] for edge in edges) - left, max(edge[3] for edge in edges) - top)
