"""The lines of a dump, in the order of the file."""

import re

from presscheck import hanzi
from presscheck.model import Line, Span

BREAKS = "\n\r\v\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
"""What ends a line; form feeds have separated the pages before."""
TAB = 8
_LINE = re.compile(rf"([^{BREAKS}]*)(\r\n|[{BREAKS}]|\Z)")


def lines_of(text: str, page: str) -> tuple[Line, ...]:
    """Every line of a page's raw text that holds more than white space, without the white space around it.

    White space is what ``str.isspace`` says; everything else is in exactly one line's span (offsets in ``text``).

    >>> line = lines_of("县城通了火车\\r\\n\\r\\n　　本报讯 ", "p1")[1]
    >>> line.span, line.indent, line.blank_before
    (Span(page='p1', start=12, end=15, box=None), 4, 1)
    """
    lines: list[Line] = []
    blank = 0
    for found in _LINE.finditer(text):
        start, end = found.span(1)
        words = found[1].strip()
        if words:
            begin = start + len(found[1]) - len(found[1].lstrip())
            lines.append(Line(Span(page, begin, begin + len(words)), columns_of(text[start:begin]), blank))
            blank = 0
        elif found[2]:
            blank += 1
        if end == len(text):
            break
    return tuple(lines)


def columns_of(space: str) -> int:
    """How many display columns white space before a line takes: a full-width space two, a tab up to the next eighth.

    >>> columns_of("　　"), columns_of(" \\t")
    (4, 8)
    """
    *before, last = space.split("\t")
    columns = 0
    for part in before:
        columns = (columns + hanzi.width(part)) // TAB * TAB + TAB
    return columns + hanzi.width(last)
