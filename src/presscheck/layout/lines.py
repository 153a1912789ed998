"""From the lines of a dump to its blocks: each a paragraph, a piece of one, or one line of a head.

Many dumps hold a paragraph, or what a column holds of it, on one line. Others keep the printed lines, a dozen or two
characters each; there the full lines run on into the next until one ends short or the next one is indented.
"""

from collections.abc import Sequence

from presscheck import hanzi
from presscheck.model import Block, Line, Page, Role

FULL = 0.86
"""A printed line at least this share of the measure wide runs on. Set on pdftotext output of typeset pages."""
WIDEST_PRINTED = 84
"""Columns of type are narrower than this; a dump with longer lines holds paragraphs, not printed lines."""
FEWEST_LINES = 12


def lay_out(page: Page) -> tuple[Block, ...]:
    """The blocks of a page, in the order of its lines; every line stands in exactly one block.

    >>> from presscheck.model import Span
    >>> page = Page("p1", "a.txt", "", "dump", "云州日报\\n本报讯", (Line(Span("p1", 0, 4)), Line(Span("p1", 5, 8))))
    >>> lay_out(page)
    (<Block p1.b1 unknown 云州日报>, <Block p1.b2 unknown 本报讯>)
    """
    measure = printed_measure(page)
    runs: list[list[Line]] = []
    for line in page.lines:
        if runs and measure and _runs_on(page, runs[-1], line, measure):
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


def _runs_on(page: Page, run: Sequence[Line], line: Line, measure: int) -> bool:
    """Whether ``line`` goes on where ``run`` ends: a full printed line, and neither a gap nor an indent between."""
    last = run[-1]
    if line.blank_before or line.column != last.column:
        return False
    width = hanzi.width(page.words(last.span)) + (last.indent if len(run) == 1 and last.indent <= 4 else 0)
    # Against the line above, not the run's first: that one is indented itself where the run opened a paragraph.
    return measure * FULL <= width <= measure + 3 and not 2 <= line.indent - last.indent <= 6


def _block(page: Page, number: int, run: Sequence[Line]) -> Block:
    spans = page.read_on([line.span for line in run])
    return Block(
        f"{page.id}.b{number}", Role.UNKNOWN, spans, page.told(spans), indent=run[0].indent, column=run[0].column
    )
