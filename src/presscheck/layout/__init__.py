"""Printed lines in, blocks out. A dump without geometry gets its blocks from its lines."""

from presscheck.layout import lines, printed
from presscheck.model import Block, Page

__all__ = ["lay_out"]


def lay_out(page: Page) -> tuple[Block, ...]:
    """The blocks of a page; every line stands in exactly one block. Lines with places (``printed``) tell more.

    >>> from presscheck.model import Line, Span
    >>> lay_out(Page("p1", "a.txt", "", "dump", "本报讯", (Line(Span("p1", 0, 3)),)))
    (<Block p1.b1 unknown 本报讯>,)
    """
    return printed.lay_out_printed(page) if page.has_geometry else lines.lay_out(page)
