"""A text dump of one or more newspaper pages: its bytes become pages, each with its lines."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from presscheck import hanzi
from presscheck.errors import EmptyFile, TooLarge
from presscheck.intake.encoding import decode
from presscheck.intake.garbled import doubts, mended
from presscheck.intake.lines import lines_of
from presscheck.intake.shape import rebuild
from presscheck.messages import say
from presscheck.model import Encoding, LookAlike, Page, Span

LIMIT = 20_000_000
"""Bytes that a text dump may have: some 60 issues of a daily paper."""
MEGABYTE = 1_000_000


def take_in_bytes(content: bytes, name: str, *, encoding: str | None = None) -> tuple[Page, ...]:
    """The pages of a text dump whose bytes are at hand; errors call it ``name``, its pages by the last part of that.

    Pages are numbered p1, p2, … in the order of those that are not blank. Raises ``EmptyFile`` (also for nothing but
    white space), ``TooLarge``, ``NotText``, ``WrongEncoding``, and ``WrongUsage`` for an encoding nobody knows.

    >>> [page.text for page in take_in_bytes("第一版\\f\\f第二版\\f".encode("gb18030"), "issue.txt")]
    ['第一版', '第二版']
    """
    if len(content) > LIMIT:
        raise TooLarge(file=name, size=f"{len(content) / MEGABYTE:.1f}", limit=LIMIT // MEGABYTE)
    if not content.strip():
        raise EmptyFile(file=name)
    text, known = decode(content, name, encoding)
    told = mended(text)
    sheets = [sheet for sheet in told.text.split("\f") if sheet and not sheet.isspace()]
    if not sheets:
        raise EmptyFile(file=name)
    sha256 = hashlib.sha256(content).hexdigest()
    bare = (
        Page(f"p{i}", Path(name).name, sha256, "dump", sheet, (), encoding=known)
        for i, sheet in enumerate(sheets, start=1)
    )
    return tuple(_with_lines(replace(page, notes=(*told.notes, *_doubts(page)))) for page in bare)


def _doubts(page: Page) -> tuple[str, ...]:
    """What is to be said of a page that seems garbled, or in another language than Chinese."""
    known = page.encoding.replaced if page.encoding else 0
    return tuple(doubts(page.text, min(known, page.text.count("\ufffd"))))


def parted(page: Page, starts: Sequence[int], first: int) -> tuple[Page, ...]:
    """The pages that a dump runs together: one begins at each of ``starts`` in its text; the first is ``p{first}``.

    >>> page = take_in_bytes("第一版\\n第二版\\n".encode(), "issue.txt")[0]
    >>> [(part.id, part.text) for part in parted(page, (0, 4), 3)]
    [('p3', '第一版\\n'), ('p4', '第二版\\n')]
    """
    edges = enumerate(pairwise([*starts, len(page.text)]), first)
    told = set(_doubts(page))
    bare = replace(page, notes=tuple(note for note in page.notes if note not in told))
    parts = (replace(bare, id=f"p{n}", text=page.text[start:end]) for n, (start, end) in edges)
    return tuple(_with_lines(replace(part, notes=(*part.notes, *_doubts(part)))) for part in parts)


def _with_lines(page: Page) -> Page:
    lines, manner = rebuild(page.text, lines_of(page.text, page.id))
    notes = [note for note in _notes(page.encoding) if note not in page.notes]
    return replace(page, lines=lines, manner=manner, look_alikes=tuple(_look_alikes(page)), notes=(*page.notes, *notes))


def _look_alikes(page: Page) -> Iterator[LookAlike]:
    for found in hanzi.look_alikes(page.text):
        yield LookAlike(Span(page.id, found.place, found.place + 1), found.before, found.after, found.family)


def _notes(encoding: Encoding | None) -> Iterator[str]:
    if encoding and encoding.replaced:
        yield say("intake.replaced", "en", encoding=encoding.name, count=encoding.replaced)
