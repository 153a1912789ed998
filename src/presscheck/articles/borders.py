"""Where one newspaper page ends and the next begins in a dump that runs several together without form feeds.

Folios tell it: a page prints its number, with the day or the paper's name beside it, once or twice, never two numbers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from presscheck import hanzi
from presscheck.articles import heads
from presscheck.model import Page

LONGEST = 60
"""A line of more characters than this is no folio."""
EDGE = 3
"""The first folio stands among so many first lines of the dump, where folios stand at the head of their pages."""
FEWEST = 200
"""Characters that stand at least between the folios of two pages; those of a spread stand side by side."""
LOOKED_AT = 5_000
"""Characters before or behind a folio that are looked at: a dump of many pages costs no more than its length."""
_RULES = heads.FOLIO_RULES | {"furniture.section"}
_ENDS = hanzi.SENTENCE_ENDS | frozenset("”’）)》】")
_LINE = re.compile(r"[^\n\r\v\x85\u2028\u2029]*\S[^\n\r\v\x85\u2028\u2029]*")
_COULD = re.compile(r"版|日|报|報|[12]\d\d\d|\A\s*[A-D]?\d{1,2}\b|\d\s*\Z")


@dataclass(frozen=True, slots=True)
class Sign:
    """A folio in a dump: its words, the first and last row it takes, its place in the text, and the page it names.

    ``sure`` says that a day or the paper's name stands with the number, as in no index and no jump line.
    """

    words: str
    first: int
    last: int
    start: int
    end: int
    number: int | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Borders:
    """Where the pages of a dump begin, and the numbers of pages it seems to hold besides, which nothing parts."""

    starts: tuple[int, ...] = (0,)
    doubtful: tuple[int | None, ...] = ()


def borders(page: Page) -> Borders:
    """Where to part a dump into its pages; one page is the rule.

    >>> told = "渠水昨天上了北坡，村里人都来看。" * 20
    >>> dump = "\\n".join(f"东江日报 2026年6月18日 第{number}版\\n{told}" for number in (2, 3))
    >>> len(borders(Page("p1", "issue.txt", "", "dump", dump, ())).starts)
    2
    """
    lines = [(found.start(), found[0]) for found in _LINE.finditer(page.text)]
    signs = _apart(page.text, list(_signs(lines)))
    numbers = tuple(sign.number for sign in signs)
    if len(signs) < 2:
        return Borders()
    # The first page of a paper need not say that it is the first.
    named = [numbers[0] or 1, *numbers[1:]]
    apart = None not in named and len(set(named)) == len(named)
    sure = all(sign.sure for sign in signs)
    rising = all(one and other and one < other for one, other in pairwise(named))
    starts = _starts(page.text, signs, len(lines)) if sure and apart else ()
    return Borders((0, *starts), () if starts else numbers if sure or rising else ())


def _starts(text: str, signs: Sequence[Sign], rows: int) -> tuple[int, ...]:
    """Where the later pages begin: at their folios where these stand on top, below those of the pages before them."""
    starts: tuple[int, ...] = ()
    if signs[0].first < EDGE and _long(text, signs[-1].start, len(text)):
        starts = tuple(sign.start for sign in signs[1:])
    elif signs[-1].last >= rows - EDGE and signs[0].number and _long(text, 0, signs[0].start):
        starts = tuple(sign.end for sign in signs[:-1])
    return starts if all(_at_rest(text[max(0, start - LOOKED_AT) : start]) for start in starts) else ()


def _at_rest(text: str) -> bool:
    """Whether a text ends with a sentence, a bracket or furniture, as pages do; stories that break off there go on."""
    last = text.rstrip().rsplit("\n", 1)[-1]
    return last.rstrip()[-1:] in _ENDS or any(mark.whole for mark in heads.marks(last))


def _signs(lines: Sequence[tuple[int, str]]) -> Iterator[Sign]:
    """Every folio; lines of furniture that stand together are one, unless a second page number stands among them."""
    held: Sign | None = None
    for row, (start, words) in enumerate(lines):
        sign = _sign(row, start, words)
        if sign and held and row == held.last + 1 and None in (held.number, sign.number):
            number = held.number if held.number is not None else sign.number
            held = replace(held, last=row, end=sign.end, number=number, sure=held.sure or sign.sure)
        elif sign:
            if held:
                yield held
            above = lines[row - 1] if row else (start, "")
            held = replace(sign, start=above[0]) if _is_label(above[1]) else sign
    if held:
        yield held


def _is_label(words: str) -> bool:
    """Whether a line above a folio belongs to it: 要闻. One that names a page itself is the foot of another."""
    told = len(words) <= LONGEST and any(mark.whole and mark.rule in _RULES for mark in heads.marks(words))
    return told and heads.folio(words) is None


def _sign(row: int, start: int, words: str) -> Sign | None:
    """What a line says as furniture at the head or foot of a page; ``None`` where it is none."""
    line = " ".join(words.split())
    if len(line) > LONGEST or not _COULD.search(line):
        return None
    if not any(mark.whole and mark.rule in _RULES for mark in heads.marks(line)):
        return None
    folio = heads.folio(line)
    sure = folio is not None and bool(folio.date or folio.paper or "星期" in line)
    return Sign(line, row, row, start, start + len(words), folio.number if folio else None, sure)


def _apart(text: str, signs: Sequence[Sign]) -> list[Sign]:
    """The folios of different pages: what stands by another, or says the same page again, is left out.

    One without a number tells a page only where its very words headed the one before.
    """
    out: list[Sign] = []
    for sign in signs:
        if sign.number is None and not sign.sure:
            continue
        if not out:
            out.append(sign)
        elif sign.number is not None and sign.number == out[-1].number:
            out[-1] = replace(out[-1], last=sign.last, end=sign.end, sure=out[-1].sure or sign.sure)
        elif _long(text, out[-1].start, sign.start) and (sign.number is not None or sign.words == out[-1].words):
            out.append(sign)
    return out


def _long(text: str, start: int, end: int) -> bool:
    """Whether there is so much text that two folios with it between them are not of one spread."""
    return sum(map(hanzi.is_han, text[start : min(end, start + LOOKED_AT)])) >= FEWEST
