"""What a newspaper dump holds beside stories: tables row by row, and advertisements that end with whom to ring up.

Their lines look like heads. Told apart before threads are looked for, they take no story's headline and give it none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from presscheck import hanzi
from presscheck.articles import heads
from presscheck.articles.recall import folded
from presscheck.model import Block, Role

FEWEST_ROWS = 3
LONGEST_CELL = 14
LONGEST_LINE = 26
"""A line of an advertisement, or the title of a table, has no more characters than this."""
MOST_LINES = 8
"""Lines that an advertisement may have."""
_FIGURE = re.compile(r"[-+±—–~∶:/.%％℃\d()（）]{1,10}[\u4e00-\u9fff％%℃]{0,2}")
_YEAR = re.compile(r"(?:1[89]|20)\d\d年?")
_MARKS = hanzi.SENTENCE_ENDS | frozenset("，；")


def apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a dump, the rows of tables told as such, and the lines of advertisements as furniture.

    >>> from presscheck.model import Span
    >>> lines = ["菜价", "品名 批发价", "白菜 1.2", "萝卜 0.9", "新渠通水"]
    >>> text = " ".join(lines)
    >>> spans = [Span("p1", text.index(line), text.index(line) + len(line)) for line in lines]
    >>> blocks = [Block(f"p1.b{n}", Role.UNKNOWN, (span,), span.of(text)) for n, span in enumerate(spans)]
    >>> [block.role.value for block in apart(blocks)]
    ['table', 'table', 'table', 'table', 'unknown']
    """
    out = list(blocks)
    for runs, role in ((_tables(blocks), Role.TABLE), (_advertisements(blocks), Role.FURNITURE)):
        for start, end in runs:
            out[start:end] = [replace(block, role=role) for block in blocks[start:end]]
    return out


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where each run of rows begins, with the title above it, and where it ends."""
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _cells(blocks[end]):
            end += 1
        if end - at >= FEWEST_ROWS and _is_table([_cells(block) for block in blocks[at:end]]):
            titled = at > 0 and _is_line(blocks[at - 1]) and (at == 1 or _is_over(blocks[at - 2]))
            yield at - int(titled), end
        at = max(end, at + 1)


def _cells(block: Block) -> list[str]:
    """The cells of a row; none where a line is no row."""
    cells = block.text.split()
    plain = block.role is Role.UNKNOWN and not set(block.text) & _MARKS
    return cells if plain and len(cells) > 1 and all(len(cell) <= LONGEST_CELL for cell in cells) else []


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows have one number of cells, and figures in most of them but the first, which may name the columns.

    Years are such figures only where it does: the lines of a poem begin with them, too.
    """
    usual, _ = Counter(map(len, rows)).most_common(1)[0]
    named = len(rows[0]) == usual and not any(map(_FIGURE.fullmatch, rows[0]))
    figures = sum(any(_is_figure(cell, named) for cell in row) for row in rows[1:])
    return all(abs(len(row) - usual) <= 1 for row in rows) and 3 * figures >= 2 * (len(rows) - 1)


def _is_figure(cell: str, years: bool) -> bool:
    """Whether a cell is a figure; ``years`` count as such, or not."""
    return bool(_FIGURE.fullmatch(cell)) and (years or not _YEAR.fullmatch(cell))


def _advertisements(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where lines without a sentence begin that end with whom to ring up, and where they end."""
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and (_is_line(blocks[stop]) or _is_contact(blocks[stop])):
            stop += 1
        end = stop
        while end > at and not _is_contact(blocks[end - 1]):
            end -= 1
        opens = end > at and not _is_contact(blocks[at]) and (at == 0 or _is_over(blocks[at - 1]))
        if opens and end - at <= MOST_LINES and not heads.heads_notice(blocks[at].text):
            yield at, end
        at = max(stop, at + 1)


def _is_line(block: Block) -> bool:
    return block.role is Role.UNKNOWN and len(block.text) <= LONGEST_LINE and not set(block.text) & _MARKS


def _is_contact(block: Block) -> bool:
    """Whether a line says whom to ring up, or where; what the grammar takes for an imprint is told so there too."""
    told = heads.closes_notice(folded(block.text)) and "：" in block.text.replace(":", "：")
    return told or (block.role is Role.FURNITURE and "：" in block.text.replace(":", "："))


def _is_over(block: Block) -> bool:
    """Whether nothing goes on after a block: it is furniture, a caption, or ends with a sentence."""
    return block.role is not Role.UNKNOWN or block.text.rstrip("”’）》」』)")[-1:] in hanzi.SENTENCE_ENDS
