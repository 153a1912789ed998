"""Rows across a page, as ``pdftotext`` writes them: each holds a piece of every column, and we read down the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscheck import hanzi
from presscheck.intake.pieces import Grid, Piece, is_full, is_hard, measure_of, pieces_of, tokens
from presscheck.intake.reading_order import in_order
from presscheck.intake.stacks import BLIND, Stack, stacks_of
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
        return several and self.full >= FULL and self.side_by_side >= SIDE_BY_SIDE

    @property
    def gapped(self) -> bool:
        """Whether gaps still tell where the columns stand."""
        return self.gaps >= MANY and self.aligned >= ALIGNED


def columns_from_rows(text: str, lines: Sequence[Line]) -> tuple[tuple[Line, ...], Manner] | None:
    """The lines of a page read down its columns, if it is one of rows; each line knows its column.

    ``lines`` are those of the file; every character they span is in exactly one of the lines returned.
    """
    # Half the rows of such a page have white space within them; looking for it first keeps other dumps fast.
    if sum(_has_gap(text, line) for line in lines) < max(FEWEST_ROWS, MANY * len(lines)):
        return None
    words = max((tokens(text, lines, Grid(wide)) for wide in (False, True)), key=_aligned)
    measure = measure_of(words)
    rows = pieces_of(text, words, measure)
    evidence = _evidence(text, rows, measure)
    if not evidence.enough:
        return None
    stacks = in_order(stacks_of(rows, measure, 1.0 if evidence.gapped else BLIND))
    kind = MannerKind.ROWS if evidence.gapped else MannerKind.RUN_TOGETHER
    return down_the_columns(stacks, lines[0].span.page), Manner(kind, _confidence(evidence), _reasons(evidence))


def down_the_columns(stacks: Sequence[Stack], page: str) -> tuple[Line, ...]:
    """The pieces of the stacks as lines: a stack's first has a blank line before it, as a new paragraph would."""
    numbers = _column_numbers(stacks)
    return tuple(
        Line(Span(page, piece.start, piece.end), max(0, piece.left - stack.left) * 2, int(k == 0 and i > 0), numbers[i])
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
    return len(text[line.span.start : line.span.end].split(None, 1)) > 1


def _aligned(rows: Rows) -> float:
    """The share of pieces, those first in their row apart, that begin where one in a row nearby does."""
    starts = [{piece.left for piece in row[1:]} for row in rows]
    inner = [piece for row in rows for piece in row[1:]]
    hits = sum(
        any(piece.left in starts[r] for r in _near(piece.row, len(rows))) for piece in inner
    )
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
