"""Rows across a page, as ``pdftotext`` writes them: each holds a piece of every column; we read down the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscheck import hanzi
from presscheck.intake.columns import columns_of
from presscheck.intake.pieces import LONGEST_ROW, Grid, Piece, is_full, is_hard, measure_of, pieces_of, tokens
from presscheck.intake.reading_down import lines_down
from presscheck.intake.reading_order import in_order
from presscheck.intake.stacks import BLIND, MOST_PAIRS, Stack, pairs_of, stacks_of
from presscheck.messages import say
from presscheck.model import Line, Manner, MannerKind, Span

FEWEST_ROWS = 6
"""Rows of several pieces below which a page is no page of rows: a table or a folio has as many."""
MANY = 0.25
"""Least share of a page's rows that must hold several pieces."""
ALIGNED = 0.4
"""Least share of pieces that must begin where one in a row nearby begins."""
FULL = 0.35
"""Least share of the type that must stand in pieces as wide as a column."""
SIDE_BY_SIDE = 0.15
"""Least share of rows that hold two full pieces: what no list, table or row of bylines has."""
GAPS_TELL = 1 / 3
"""How much less is asked where gaps stand one under the other: a page may set its stories in several measures."""
MOST_COLUMNS = 40
"""Pieces in one row; a broadsheet has eight columns, and a table's figures may stand in one of them."""
ENOUGH_ROWS = 600
"""Rows that are looked at to tell; a broadsheet page has some 200."""
NEARBY = 3
Rows = Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for rows, each a share from 0 to 1, and the measure in display columns."""

    rows: int
    several: int
    most: int
    gaps: float
    aligned: float
    full: float
    side_by_side: float
    measure: int

    @property
    def enough(self) -> bool:
        """Whether the page is one of rows whose pieces stand side by side."""
        several = self.several >= max(FEWEST_ROWS, MANY * self.rows)
        bar = GAPS_TELL if self.gapped else 1
        beside = self.full >= FULL * bar and self.side_by_side >= SIDE_BY_SIDE * bar
        return several and beside and self.most <= MOST_COLUMNS

    @property
    def gapped(self) -> bool:
        """Whether gaps still tell where the columns stand."""
        return self.gaps >= MANY and self.aligned >= ALIGNED


def columns_from_rows(text: str, lines: Sequence[Line]) -> tuple[tuple[Line, ...], Manner] | None:
    """The lines of a page read down its columns, if it is one of rows; each line knows its column.

    ``lines`` are those of the file; every character they span is in exactly one of the lines returned.
    """
    # A quarter of the rows of such a page have white space within them; looking for it first keeps other dumps fast.
    top = lines[:ENOUGH_ROWS]
    if sum(_has_gap(text, line) for line in top) < max(FEWEST_ROWS, MANY * len(top)):
        return None
    grid = max((Grid(False), Grid(True)), key=lambda grid: _aligned(tokens(text, top, grid)))
    measure = measure_of(tokens(text, top, grid))
    evidence = _evidence(text, pieces_of(text, tokens(text, top, grid), measure), measure)
    if not evidence.enough:
        return None
    rows = pieces_of(text, tokens(text, lines, grid), measure)
    if pairs_of(rows) > MOST_PAIRS:
        return None
    stacks = stacks_of(rows, measure, 1.0 if evidence.gapped else BLIND)
    if evidence.gapped:
        told, kind = lines_down(lines, rows, columns_of(rows, stacks, measure), measure), MannerKind.ROWS
    else:
        told, kind = down_the_columns(in_order(stacks), lines[0].span.page), MannerKind.RUN_TOGETHER
    return told, Manner(kind, _confidence(evidence), _reasons(evidence))


def down_the_columns(stacks: Sequence[Stack], page: str) -> tuple[Line, ...]:
    """The pieces of the stacks as lines: a stack's first has a blank line before it, as a new paragraph would."""
    numbers = _column_numbers(stacks)
    return tuple(
        Line(Span(page, piece.start, piece.end), 0, int(k == 0 and i > 0), numbers[i])
        for i, stack in enumerate(stacks)
        for k, piece in enumerate(stack.pieces)
    )


def _column_numbers(stacks: Sequence[Stack]) -> list[int]:
    """The printed column of each stack, from 0: stacks that begin at about the same place share one."""
    wide = sorted(stack.right - stack.left for stack in stacks for _ in stack.pieces)
    pitch = max(2, wide[len(wide) // 2])
    columns: list[int] = []
    for left in sorted(stack.left for stack in stacks if len(stack.pieces) > 1) or [0]:
        if not columns or left - columns[-1] > pitch * 0.6:
            columns.append(left)
    return [sum(left - pitch // 4 <= stack.left for left in columns[1:]) for stack in stacks]


def _has_gap(text: str, line: Line) -> bool:
    return len(line.span) <= LONGEST_ROW and len(text[line.span.start : line.span.end].split(None, 1)) > 1


def _aligned(rows: Rows) -> float:
    """The share of pieces, those first in their row apart, that begin where one in a row nearby does."""
    starts = [{piece.left for piece in row[1:]} for row in rows]
    inner = [piece for row in rows for piece in row[1:]]
    hits = sum(any(piece.left in starts[r] for r in _near(piece.row, len(rows))) for piece in inner)
    return hits / max(1, len(inner))


def _near(row: int, rows: int) -> list[int]:
    return [r for r in range(max(0, row - NEARBY), min(rows, row + NEARBY + 1)) if r != row]


def _evidence(text: str, rows: Rows, measure: int) -> Evidence:
    pieces = [piece for row in rows for piece in row]
    several = [row for row in rows if len(row) > 1]
    gapped = sum(any(is_hard(text[a.end : b.start]) for a, b in pairwise(row)) for row in several)
    full = [piece for piece in pieces if is_full(piece, measure)]
    beside = sum(sum(is_full(piece, measure) for piece in row) > 1 for row in rows)
    type_ = sum(piece.width for piece in pieces)
    return Evidence(
        rows=len(rows),
        several=len(several),
        most=max((len(row) for row in rows), default=0),
        gaps=gapped / max(1, len(several)),
        aligned=_aligned(rows),
        full=sum(piece.width for piece in full) / max(1, type_),
        side_by_side=beside / max(1, len(rows)),
        measure=measure,
    )


def _confidence(evidence: Evidence) -> float:
    if not evidence.gapped:
        return 0.4
    return min(0.95, 0.5 + 0.25 * evidence.aligned + 0.25 * evidence.full)


def _reasons(evidence: Evidence) -> tuple[str, ...]:
    characters = f"{evidence.measure / hanzi.width('栏'):g}"
    return (
        say("intake.rows_pieces", "en", rows=evidence.several, all=evidence.rows, most=evidence.most),
        say("intake.rows_aligned", "en", share=round(100 * evidence.aligned)),
        say("intake.rows_measure", "en", share=round(100 * evidence.full), measure=characters),
    )
