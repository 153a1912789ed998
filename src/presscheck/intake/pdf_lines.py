"""Printed lines out of the characters of a PDF page, whatever order the file holds them in.

Characters are first strung into runs (``pdf_runs``), cut at every gap that could part two columns. Type set from top to
bottom is taken out. Then runs are joined again where the gap is one that type allows; a white strip that goes on above
or below, between lines that end and begin at it, is a gutter and is never crossed.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from presscheck.intake.pdf_bands import Step, running_down, turned
from presscheck.intake.pdf_down import downward
from presscheck.intake.pdf_runs import SAME_SIZE, Rows, Run, gaps, runs_of
from presscheck.intake.pdf_type import Glyph, is_square
from presscheck.intake.pdf_upright import stood_up, upright_lines
from presscheck.intake.printed import PrintedLine
from presscheck.model import Box, Type

SAFE = 0.45
"""Up to this gap, in ems, no gutter is meant."""
MIXED = 0.3
"""The same beside type of another size: a raised figure, a smaller name."""
SPACE = 1.8
"""The widest gap that stands for a space within a line; wider ones part columns, unless all its gaps are so wide."""
SET_SPACE = 2.5
"""The same where the file itself sets white space there."""
INDENT = 2
"""Ems by which a paragraph's first line is set in."""
UNEVEN = 0.08
"""How much wider set, in ems, a line is than the next one where it was stretched over its measure."""
SPREAD = 5.0
"""The widest gap in a heading of single characters set far apart."""


class SetLine(NamedTuple):
    """Glyphs that make one printed line, in reading order, and whether it runs from top to bottom."""

    glyphs: tuple[Glyph, ...]
    vertical: bool = False


def set_lines(glyphs: Iterable[Glyph], rules: Sequence[Box] = ()) -> list[SetLine]:
    """The printed lines of a page, in the order in which the file holds their first characters.

    ``rules`` are upright ones: no level line runs across them. Every glyph that is not white space is in one line.
    """
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in stood_up(list(glyphs)):
        by_turn.setdefault(glyph.turn, []).append(glyph)
    lines: list[SetLine] = []
    for turn, together in by_turn.items():
        steps, rest = running_down(together) if not turn else ([], together)
        lines += [SetLine(each, vertical=True) for each in _in_bands(steps, rules)]
        close, others = upright_lines(rest)
        upright, level = downward(list(runs_of(others)))
        lines += [SetLine(each, vertical=turn % 180 != 90) for each in (*close, *upright)]
        lines += [SetLine(each.glyphs, vertical=turn % 180 == 90) for each in _across(level, () if turn else rules)]
    return sorted(lines, key=lambda line: min(glyph.order for glyph in line.glyphs))


def _in_bands(steps: Sequence[Step], rules: Sequence[Box]) -> Iterator[tuple[Glyph, ...]]:
    """The lines of text that runs down: those of the same text lying on its side, where a level rule stands upright."""
    walls = [Box(rule.top, -rule.right, rule.height, rule.width) for rule in rules if rule.width > rule.height]
    for line in _across(list(runs_of(turned(steps))), walls):
        yield tuple(glyph for place in line.glyphs for glyph in steps[place.order].glyphs)


def _across(runs: Sequence[Run], rules: Sequence[Box]) -> list[Run]:
    """Level lines: runs joined to their neighbours on the right, wherever type would have such a gap."""
    page = Rows(runs)
    pieces = [part for run in runs for part in _cut_overfull(run, page)]
    # A second time, when the spacing of letter-spaced type can be seen.
    for _ in range(2):
        pieces = list(
            _joined(pieces, lambda left, right: _run_on(left, right, page) and not _ruled(left, right, rules))
        )
    return _spread(pieces)


def _joined(pieces: Sequence[Run], allowed: Callable[[Run, Run], bool]) -> Iterator[Run]:
    rows = Rows(pieces)
    after: dict[int, Run] = {}
    taken: set[int] = set()
    offers = ((left, right) for left in rows.runs if (right := rows.next_to(left)))
    for left, right in sorted(offers, key=lambda offer: abs(offer[1].left - offer[0].right)):
        if id(right) not in taken and allowed(left, right):
            after[id(left)] = right
            taken.add(id(right))
    for piece in rows.runs:
        if id(piece) in taken:
            continue
        chain = [piece]
        while (following := after.get(id(chain[-1]))) is not None:
            chain.append(following)
        yield piece if len(chain) == 1 else Run.of([glyph for run in chain for glyph in run.glyphs])


def _run_on(left: Run, right: Run, page: Rows) -> bool:
    """Whether ``right`` goes on the line of ``left``."""
    em = min(left.em, right.em)
    if not _same_size(left, right):
        return right.left - left.ink_right <= MIXED * em
    if right.left - left.right > (SET_SPACE + SPREAD) * em:
        return False
    gap = (right.left - left.right) / em - max(left.spacing, right.spacing)
    if gap <= SAFE:
        return not _overfull(left, right, page)
    # Words of one line, however far apart, share its baseline to a hair.
    if gap > (SET_SPACE if right.glyphs[0].lead else SPACE) or abs(left.base - right.base) > 0.015 * left.size:
        return False
    if any(_begins_column(right.left - indent * em, left, page) for indent in (0, INDENT)):
        return False
    return not _gutter(left, right, page)


def _ruled(left: Run, right: Run, rules: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two runs."""
    heart = left.base - 0.4 * left.size
    return any(
        left.centre < rule.left + rule.width / 2 < right.centre and rule.top <= heart <= rule.bottom for rule in rules
    )


def _gutter(left: Run, right: Run, page: Rows) -> bool:
    """Whether the gap between two runs is part of a white strip between columns, seen from the rows above or below."""
    em, edge = min(left.em, right.em), left.ink_right
    open_ways = 0
    ways = _above_and_below(left, right, page)
    if any(_runs_through(run, left, right) for near in ways for run in near):
        return False
    for near in ways:
        strip = _white(edge, right.left, near)
        if strip is None or strip[1] - strip[0] < 0.35 * em:
            continue
        enders = sum(min(abs(run.ink_right - strip[0]), abs(run.right - strip[0])) <= 0.6 * em for run in near)
        starters = sum(abs(run.left - strip[1]) <= 0.35 * em for run in near)
        indent = (right.left - strip[1]) / em
        starts = indent <= 0.35 or abs(indent - INDENT) <= 0.35
        if starts and min(enders, starters) >= 1 and enders + starters >= 3:
            return True
        if indent > 0.3 or strip[0] - left.right > 0.3 * em:
            continue
        # Nothing but white beside full lines: were it one line with this, the column would be wider than they are.
        if sum(abs(run.right - left.right) <= 0.1 * em and _same_size(run, left) for run in near) >= 2:
            return True
        if any(run.right <= strip[0] for run in near) and any(run.left >= strip[1] for run in near):
            open_ways += 2 if any(_same_size(run, left) for run in near) else 1
    return open_ways >= 2


def _runs_through(run: Run, left: Run, right: Run) -> bool:
    """Whether the next row, in the same type, runs straight across the gap between two runs: no gutter is there."""
    em = 0.9 * left.em
    next_row = abs(run.base - left.base) <= 2 * left.size and _same_size(run, left)
    return next_row and run.left <= left.right - em and run.right >= right.left + em


def _same_size(one: Run, other: Run) -> bool:
    return max(one.size, other.size) <= SAME_SIZE * min(one.size, other.size)


def _above_and_below(left: Run, right: Run, page: Rows) -> tuple[list[Run], list[Run]]:
    """The type near the gap between two runs: some three rows above it, and below."""
    reach, em = 4.5 * left.size, min(left.em, right.em)
    rows = page.between(left.base - reach, left.top), page.between(left.bottom, left.base + reach)
    above, below = (
        [run for run in each if run.right > left.right - 12 * em and run.left < right.left + 12 * em] for each in rows
    )
    return above, below


def _overfull(left: Run, right: Run, page: Rows) -> bool:
    """Whether ``left`` is a line so full that it runs through the gutter, up to the column that ``right`` begins."""
    uneven = abs(left.spacing - right.spacing) >= UNEVEN and len(right.glyphs) >= 3
    return uneven and _begins_column(right.left, left, page)


def _cut_overfull(run: Run, page: Rows) -> list[Run]:
    """``run``, or its two parts where a line so full that it fills the gutter touches the next column's."""
    for at in range(3, len(run.glyphs) - 2):
        if page.begin_at(run.glyphs[at].start, 0.05 * run.em) < 2:
            continue
        left, right = Run.of(run.glyphs[:at]), Run.of(run.glyphs[at:])
        if _overfull(left, right, page):
            return [left, right]
    return [run]


def _begins_column(edge: float, run: Run, page: Rows) -> bool:
    """Whether rows in type like that of ``run``, right above or below it, begin at ``edge`` after a gutter."""
    em = run.em
    if edge < run.left + em:
        return False
    for top, bottom in ((run.base - 4.5 * run.size, run.top), (run.bottom, run.base + 4.5 * run.size)):
        near = [each for each in page.between(top, bottom) if 0.8 * run.size <= each.size]
        starters = sum(abs(each.left - edge) <= 0.05 * em and each.size <= 1.25 * run.size for each in near)
        crossed = any(
            each.left < edge - 0.5 * em and each.right > edge - 0.35 * em and each.left < edge < each.right
            for each in near
        )
        if starters >= 2 and not crossed:
            return True
    return False


def _white(left: float, right: float, near: Iterable[Run]) -> tuple[float, float] | None:
    """The widest strip from ``left`` to ``right`` that no run stands in."""
    best: tuple[float, float] | None = None
    reach = left
    ends = [(run.left, run.ink_right) for run in near if run.ink_right > left and run.left < right]
    for start, end in [*sorted(ends), (right, right)]:
        if start > reach and (best is None or start - reach > best[1] - best[0]):
            best = (reach, start)
        reach = max(reach, end)
    return best


def _spread(pieces: Sequence[Run]) -> list[Run]:
    """Headings of single characters set far apart, at equal distances, put together; all else as it is."""
    rows = Rows(pieces)
    after = {
        id(run): near for run in rows.runs if _is_bit(run) and (near := rows.next_to(run)) and _bits_alike(run, near)
    }
    done: set[int] = set()
    out: list[Run] = []
    for run in rows.runs:
        if id(run) in done:
            continue
        chain = [run]
        while (near := after.get(id(chain[-1]))) and id(near) not in done and _keeps_pace([*chain, near]):
            chain.append(near)
        chain = chain if len(chain) >= 3 else [run]
        done.update(map(id, chain))
        out.append(Run.of([glyph for each in chain for glyph in each.glyphs]) if len(chain) > 1 else run)
    return out


def _is_bit(run: Run) -> bool:
    return len(run.glyphs) <= 2 and run.right - run.left <= 1.3 * run.em


def _bits_alike(run: Run, near: Run) -> bool:
    return (
        _is_bit(near)
        and abs(run.base - near.base) <= 0.05 * run.size
        and _same_size(run, near)
        and near.left - run.right <= SPREAD * run.em
    )


def _keeps_pace(chain: Sequence[Run]) -> bool:
    steps = [after.left - before.right for before, after in pairwise(chain)]
    return max(steps) - min(steps) <= 0.25 * chain[0].em


def printed(line: SetLine, light: bool = False) -> PrintedLine:
    """A line with its words, its box on the displayed page, and how it is set."""
    sizes = Counter(round(glyph.size, 2) for glyph in line.glyphs)
    fonts = Counter(glyph.ink.font for glyph in line.glyphs)
    bold = 2 * sum(glyph.ink.bold for glyph in line.glyphs) > len(line.glyphs)
    size, font = max(sizes, key=lambda each: (sizes[each], each)), max(fonts, key=lambda each: (fonts[each], each))
    return PrintedLine(_words(line), _box(line.glyphs), Type(size, font, bold, line.vertical, light))


def _words(line: SetLine) -> str:
    """The words of a line, with white space wherever the file sets it or a gap shows it."""
    glyphs = line.glyphs
    steps = _steps_down(glyphs) if line.vertical and glyphs[0].turn % 180 == 0 else gaps(glyphs)
    han = [
        step for step, (one, two) in zip(steps, pairwise(glyphs), strict=True) if _is_square(one) and _is_square(two)
    ]
    usual = max(0.0, median(han)) if han else 0.0
    words = [glyphs[0].char]
    for step, (before, glyph) in zip(steps, pairwise(glyphs), strict=True):
        words.append((glyph.lead or _space(step - usual, before, glyph, spaced=usual > SAFE)) + glyph.char)
    return "".join(words)


def _is_square(glyph: Glyph) -> bool:
    return is_square(glyph.char)


def _space(gap: float, before: Glyph, glyph: Glyph, *, spaced: bool) -> str:
    """The white space that a gap (in ems, beyond the usual one) stands for."""
    if gap >= 0.75:
        return "\N{IDEOGRAPHIC SPACE}"
    if spaced:
        return ""
    squares = _is_square(before) + _is_square(glyph)
    return " " if gap >= (0.16, 0.4, 0.18)[squares] else ""


def _steps_down(glyphs: Sequence[Glyph]) -> list[float]:
    return [max(-1.0, (after.top - before.bottom) / after.size) for before, after in pairwise(glyphs)]


def _box(glyphs: Sequence[Glyph]) -> Box:
    """The rectangle on the displayed page round the squares of ``glyphs``, which all run in one direction."""
    left, right = min(glyph.start for glyph in glyphs), max(glyph.end for glyph in glyphs)
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    turn = math.radians(glyphs[0].turn)
    cos, sin = math.cos(turn), math.sin(turn)
    corners = [(u * cos - v * sin, u * sin + v * cos) for u in (left, right) for v in (top, bottom)]
    x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
    y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
    return Box(round(x0, 2), round(y0, 2), round(x1 - x0, 2), round(y1 - y0, 2))
