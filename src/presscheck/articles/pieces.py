"""What a block of a dump is before its story is known: furniture, caption, or a piece of a thread.

Jump marks that the dump glued to a text are cut off it here, so that the text on both sides meets its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from presscheck.articles import heads, tables
from presscheck.model import Block, Page, Role, Span

MARKED = (Role.BYLINE, Role.DATELINE, Role.JUMP_FROM, Role.JUMP_TO, Role.CROSSHEAD)
"""Roles that the grammar of heads gives to a whole line for certain."""
LONGEST_CAPTION = 160
POINTING = frozenset("▲△▼▽◀◁◄▶▷►→←↑↓")
ITEMS = 3
"""So many texts in a row that open with one pointing mark point at no pictures."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The blocks of a page by what they may become."""

    threads: tuple[Block, ...]
    captions: tuple[Block, ...]
    furniture: tuple[Block, ...]


def sort(page: Page, blocks: Iterable[Block]) -> Sorted:
    """Tell furniture and captions from the pieces of stories; marked lines bear their role already."""
    told = _items([_with_role(block) for whole in blocks for block in cut(page, whole)])
    if not page.has_geometry:
        told = tables.apart(told)
    apart = (Role.CAPTION, Role.CREDIT, Role.TABLE, Role.FURNITURE)
    return Sorted(
        threads=tuple(block for block in told if block.role not in apart),
        captions=tuple(block for block in told if block.role in (Role.CAPTION, Role.CREDIT, Role.TABLE)),
        furniture=tuple(block for block in told if block.role is Role.FURNITURE),
    )


def _items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where several in a row open with one pointing mark (▲) no captions but the items of a list."""
    out = []
    for mark, row in groupby(blocks, lambda block: block.text[:1] if block.role is Role.CAPTION else ""):
        held = list(row)
        items = mark in POINTING and len(held) >= ITEMS
        out += [replace(block, role=Role.UNKNOWN) if items else block for block in held]
    return out


def _with_role(block: Block) -> Block:
    found = heads.marks(block.text)
    for mark in found:
        if mark.whole and mark.role in (*MARKED, Role.CAPTION, Role.CREDIT, Role.FURNITURE):
            return replace(block, role=mark.role)
    ends_as_photo = any(mark.role in (Role.CAPTION, Role.CREDIT) and mark.end == len(block.text) for mark in found)
    if ends_as_photo and len(block.text) <= LONGEST_CAPTION:
        return replace(block, role=Role.CAPTION)
    return block


def cut(page: Page, block: Block) -> Iterator[Block]:
    """The block without its jump marks, and each mark as a block of its own, in the order of the page."""
    edges = {0, len(block.text)}
    for mark in heads.marks(block.text):
        if mark.role in (Role.JUMP_FROM, Role.JUMP_TO):
            edges |= {mark.start, mark.end}
    if len(edges) == 2:
        yield block
        return
    order = sorted(edges)
    for number, (start, end) in enumerate(pairwise(order), 1):
        spans = part(page, block.spans, start, end)
        if spans:
            yield replace(block, id=f"{block.id}.{number}", spans=spans, text=page.told(spans))


def part(page: Page, spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans under the characters ``start`` to ``end`` of the text they tell, without space at either end."""
    out = []
    before = 0
    for span in spans:
        first, last = max(start - before, 0), min(end - before, len(span))
        before += len(span)
        while first < last and page.text[span.start + first].isspace():
            first += 1
        while first < last and page.text[span.start + last - 1].isspace():
            last -= 1
        if first < last:
            out.append(Span(span.page, span.start + first, span.start + last, span.box))
    return page.read_on(out)
