"""Crossheads that a narrow column sets over several lines: one paragraph, not a crosshead and scraps of text."""

from collections.abc import Sequence
from dataclasses import replace

from presscheck import hanzi
from presscheck.articles.assemble import Strand
from presscheck.model import Block, Box, Page, Role

LIKE_TYPE = 0.2
"""Two lines are of one size where their heights differ by no more than this share."""
APART = 1.0
"""How many heights may be between them."""
OFF_CENTRE = 0.6
"""How many heights their centres may be off each other."""
_OF_TEXT = hanzi.SENTENCE_ENDS | frozenset("，；")
"""Marks of running text, which no crosshead has."""


def whole(story: Sequence[Strand], page: Page) -> list[Strand]:
    """The strands of a story, each further line of a crosshead going on the first.

    A first line as wide as the column was taken for the last of the paragraph before it; it is taken out of that.

    >>> from presscheck.model import Span
    >>> def line(text: str, left: float, top: float) -> Block:
    ...     box = Box(left, top, 10.0 * len(text), 10.0)
    ...     return Block(f"p1.b{top:.0f}", Role.CROSSHEAD, (Span("p1", 0, len(text), box),), text, box=box)
    >>> page = Page("p1", "page.pdf", "", "pdf", "", ())
    >>> lines = [line("三城共建一条越过北坡的新", 0, 0), line("水渠", 50, 14), line("各县出工", 40, 40)]
    >>> [strand.torn for strand in whole([Strand(one) for one in lines], page)]
    [False, True, False]
    """
    out: list[Strand] = []
    for strand in story:
        if strand.block.role is Role.CROSSHEAD:
            strand = replace(strand, torn=False)
        if out and _goes_on(out[-1].block, strand.block) and (parts := _with_first_line(out[-1], page)):
            out[-1:] = parts
            strand = replace(strand, block=replace(strand.block, role=Role.CROSSHEAD), torn=True)
        out.append(strand)
    return out


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a line stands centred under a longer one of its size, close to it, and one of the two is a crosshead."""
    above, below = before.spans[-1].box, block.box
    if above is None or below is None or len(block.spans) != 1 or set(block.text) & hanzi.SENTENCE_ENDS:
        return False
    roles = {before.role, block.role}
    return roles <= {Role.BODY, Role.CROSSHEAD} and Role.CROSSHEAD in roles and _is_centred(above, below)


def _with_first_line(strand: Strand, page: Page) -> list[Strand]:
    """A strand that ends with the first line of a crosshead, that line apart; empty where it ends with none."""
    block, line = strand.block, strand.block.spans[-1]
    if block.role is Role.CROSSHEAD:
        return [strand]
    text, words = page.told(block.spans[:-1]), line.of(page.text)
    if set(words) & _OF_TEXT or (text and text.rstrip("”’）")[-1:] not in hanzi.SENTENCE_ENDS):
        return []
    head = replace(block, id=f"{block.id}.1", role=Role.CROSSHEAD, spans=(line,), text=words, box=line.box)
    if not text:
        return [Strand(replace(head, id=block.id), False, strand.chance)]
    return [replace(strand, block=replace(block, spans=block.spans[:-1], text=text)), Strand(head)]


def _is_centred(above: Box, below: Box) -> bool:
    size = above.height
    return (
        abs(below.height - size) <= LIKE_TYPE * size
        and -LIKE_TYPE * size <= below.top - above.bottom <= APART * size
        and abs(below.left + below.right - above.left - above.right) <= 2 * OFF_CENTRE * size
        and below.width <= above.width - size
    )
