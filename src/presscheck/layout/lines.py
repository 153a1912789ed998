"""From the lines of a dump to its blocks: each a paragraph, a piece of one, or one line of a head.

Many dumps hold a paragraph, or what a column holds of it, on one line. Others keep the printed lines, a dozen or two
characters each; there full lines run on into the next until one ends short, the next is indented, or language says no.
"""

from collections.abc import Sequence

import numpy as np

from presscheck import hanzi
from presscheck.language import ngram
from presscheck.model import Block, Line, Page, Role

FULL = 0.86
"""A printed line at least this share of the measure wide may run on. Set on pdftotext output of typeset pages."""
HEADLINE_GOES_ON = 2.0
"""The seam score from which a short line goes on in the short line below it, as headlines of several lines do.

Set on ``pdftotext -layout`` output of every other typeset page: of 110 such lines 81 reach it, and of 490 other pairs
hardly any that do not belong together.
"""
WIDEST_PRINTED = 84
"""Columns of type are narrower than this; a dump with longer lines holds paragraphs, not printed lines."""
FEWEST_LINES = 12
SEAM_NEEDED = -3.5
"""The seam score below which a full line does not run on into the next: its column goes on with something else."""
SEAM_INDENTED, SEAM_SHORT = 1.5, 2.5
"""The same where the next line is indented, and where it is short and ends no sentence, as a headline's line is.

All three set on ``pdftotext -layout`` output of every other typeset page (8,860, 148 and 342 pairs of lines).
"""


def lay_out(page: Page) -> tuple[Block, ...]:
    """The blocks of a page, in the order of its lines; every line stands in exactly one block.

    >>> from presscheck.model import Span
    >>> page = Page("p1", "a.txt", "", "dump", "云州日报\\n本报讯", (Line(Span("p1", 0, 4)), Line(Span("p1", 5, 8))))
    >>> lay_out(page)
    (<Block p1.b1 unknown 云州日报>, <Block p1.b2 unknown 本报讯>)
    """
    measure = printed_measure(page)
    on = _run_on(page, measure) if measure else [False] * len(page.lines)
    runs: list[list[Line]] = []
    for line, joined in zip(page.lines, on, strict=True):
        if joined:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(_block(page, number, run) for number, run in enumerate(runs, 1))


def printed_measure(page: Page) -> int | None:
    """The measure of the columns in display width where the dump keeps printed lines, else ``None``."""
    widths = [hanzi.width(page.words(line.span)) for line in page.lines]
    full = [width for width in widths if width >= 16]
    if len(full) < FEWEST_LINES or max(full) > 3 * WIDEST_PRINTED:
        return None
    measure = max(sorted(set(full)), key=lambda width: sum(width - 2 <= other <= width for other in full))
    near = sum(measure - 3 <= width <= measure + 2 for width in full)
    return measure if measure <= WIDEST_PRINTED and near >= 0.4 * len(full) else None


def _run_on(page: Page, measure: int) -> list[bool]:
    """For each line, whether it goes on the paragraph of the line before it."""
    texts = [page.words(line.span) for line in page.lines]
    widths = [hanzi.width(text) for text in texts]
    full = [
        index
        for index in range(1, len(texts))
        if _may_run_on(page.lines[index - 1], page.lines[index], widths[index - 1], measure)
    ]
    heads = [
        index
        for index in range(1, len(texts))
        if index not in full and _may_head_on(page.lines[index - 1], page.lines[index], texts[index - 1])
    ]
    able = sorted([*full, *heads])
    pairs = np.array([(index - 1, index) for index in able], dtype=np.int64).reshape(-1, 2)
    seams = ngram.load().seams(texts, texts, pairs)
    out = [False] * len(texts)
    for index, seam in zip(able, seams.tolist(), strict=True):
        ends = texts[index].rstrip("”’）》」』")[-1:] in hanzi.SENTENCE_ENDS
        short = widths[index] < measure * FULL and not ends
        indented = 2 <= page.lines[index].indent - page.lines[index - 1].indent <= 6
        if index in heads:
            out[index] = seam >= HEADLINE_GOES_ON
            continue
        out[index] = seam >= max(SEAM_NEEDED, SEAM_SHORT if short else -99, SEAM_INDENTED if indented else -99)
    return out


def _may_run_on(last: Line, line: Line, width: int, measure: int) -> bool:
    """Whether a line could go on where the last ends: that is full, and neither a gap nor another column between."""
    indent = last.indent if last.indent <= 4 else 0
    return not line.blank_before and line.column == last.column and measure * FULL <= width + indent <= measure + 3


def _may_head_on(last: Line, line: Line, text: str) -> bool:
    """Whether a short line in a column may be the first of two that make a headline."""
    return (
        last.column is not None
        and last.column == line.column
        and not line.blank_before
        and not any(mark in text for mark in hanzi.SENTENCE_ENDS)
    )


def _block(page: Page, number: int, run: Sequence[Line]) -> Block:
    spans = page.read_on([line.span for line in run])
    return Block(
        f"{page.id}.b{number}", Role.UNKNOWN, spans, page.told(spans), indent=run[0].indent, column=run[0].column
    )
