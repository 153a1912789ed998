"""Words that bring in a speech (表示, 指出, 据…介绍), and what they may be followed by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from presscheck.data import rows

_TAIL = 4
_A_NOUN = re.compile(r"的(?:明确|具体|严格|统一|有关|相关|更高|最新|正式|重要|初步|新|总体|共同|这些|郑重|最后)?$")
_IN_MARKS = re.compile("“[^“”，。！？；：]{1,20}”")
"""A term in marks is part of its clause."""
_PAPER = re.compile("(?:通知|意见|方案|办法|规定|规划|公告|细则|指南|》)，(?:其中|并)?$")
_BODIES = ("研究所", "事务所", "交易所", "派出所")
"""Ends of bodies that are taken for 所 before a cue: 研究所称."""
_MOST = 5000
"""Cues looked at in one paragraph; no paragraph of a newspaper has a tenth of them."""
_OBJECT = re.compile(r"(?:大家|记者|我们|他们|他|她|孩子们|孩子|对方|乡亲们|媒体|总台记者)(?:说|道)?(?=[：:，,“])")


class Cue(NamedTuple):
    """One cue of a text; ``after`` says what follows it.

    ``direct`` is a mark of quotation, ``comma``, ``colon``, ``clause`` (words at once) or ``end``.
    ``content`` is where what is said may begin.
    """

    start: int
    end: int
    content: int
    after: str
    takes: frozenset[str]
    row: str


@dataclass(frozen=True)
class _Row:
    id: str
    takes: frozenset[str]
    source: str
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


def cues(text: str) -> list[Cue]:
    """The cues of a text, in order.

    >>> [(cue.after, text[cue.start : cue.end]) for text in ["余安平介绍说，水库安全。"] for cue in cues(text)]
    [('comma', '介绍说')]
    """
    out: list[Cue] = []
    for cue in islice(_single(text), _MOST):
        if out and out[-1].end >= cue.start:
            last = out.pop()
            if not _speaks_itself(text, last):
                row = "sources" if last.row == "sources" else cue.row
                cue = cue._replace(start=last.start, row=row, takes=cue.takes | last.takes)
        out.append(cue)
    return [cue for cue in out if _fits(cue)]


def _fits(cue: Cue) -> bool:
    if cue.after == "direct":
        return bool({"direct", "comma", "after"} & cue.takes)
    return cue.after == "end" or cue.after in cue.takes or "after" in cue.takes


def _speaks_itself(text: str, cue: Cue) -> bool:
    """Whether a word that may be a cue is a document at the head of its clause (通知指出)."""
    head = cue.start == 0 or text[cue.start - 1] in "。！？；，：》”"
    return head and text[cue.start : cue.end] in _documents()


@cache
def _nouns() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["nouns"]["words"].split())


@cache
def _documents() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["adverbs"]["documents"].split())


def _single(text: str) -> Iterator[Cue]:
    for found in _words().finditer(text):
        word = found.group()
        start, end = found.span()
        if word not in _rows():  # another word, that holds a cue
            continue
        content, after = _after(text, end)
        row = _row_for(text, word, start, end, after)
        if row:
            yield Cue(start, end, content, after, row.takes, row.id)


def _row_for(text: str, word: str, start: int, end: int, after: str) -> _Row | None:
    """The row that a word here belongs to; one with a source needs that word before it in its clause."""
    fitting = None
    before, behind = text[max(0, start - _TAIL) : start], text[end : end + _TAIL]
    if "的" in before and word in _nouns() and _A_NOUN.search(text, max(0, start - 2 * _TAIL), start):
        return None
    for row in _rows()[word]:
        if row.not_before and before.endswith(row.not_before) and not before.endswith(_BODIES):
            continue
        if row.not_after and behind.startswith(row.not_after):
            continue
        if row.source and not _sourced(text, start, row.source):
            continue
        if after in row.takes:
            return row
        fitting = fitting or row
    return fitting


def _sourced(text: str, start: int, source: str) -> bool:
    if source == "文":
        return bool(_PAPER.search(text, max(0, start - 60), start))
    clause = text[max(0, start - 60) : start]
    if source != "在":
        clause = _IN_MARKS.sub(lambda found: "·" * len(found.group()), clause)
    at = max(clause.rfind(mark) for mark in "。！？；，：”“")
    marked = clause[at : at + 1] == "”"
    clause = clause[at + 1 :].lstrip()
    if source == "在":
        return marked and clause.startswith("在")
    if source == "据":
        return clause.startswith(
            ("据", "来自", "另据", "根据", "又据", "而据", "报道称", "有")
        ) and not clause.startswith("据此")
    return "从" in clause


def _after(text: str, end: int) -> tuple[int, str]:
    """Where what is said begins behind a cue, and how it is joined to it."""
    found = _OBJECT.match(text, end)
    end = found.end() if found else end
    while end < len(text) and text[end] in "道着到" and text[end + 1 : end + 2] in ("：", ":", "，", ",", "“"):
        end += 1
    mark = text[end : end + 1]
    if mark in ("：", ":", "，", ","):
        opens = text[end + 1 : end + 2] in ("“", "「", '"')
        return end + 1, "direct" if opens else "colon" if mark in ":：" else "comma"
    if mark in ("“", "「"):
        return end, "direct"
    if not mark or mark in "。！？；…、）”\n":
        return end, "end"
    return end, "clause"


@cache
def _rows() -> dict[str, list[_Row]]:
    out: dict[str, list[_Row]] = {}
    for row in sorted(rows("facts/sayings")["cue"], key=lambda row: not row.get("source")):
        made = _Row(
            row["id"],
            frozenset(row["takes"]) | ({"colon"} if "comma" in row["takes"] else set()),
            row.get("source", ""),
            tuple(row.get("not_before", ())),
            tuple(row.get("not_after", ())),
        )
        for word in row["words"]:
            out.setdefault(word, []).append(made)
    return out


@cache
def _words() -> re.Pattern[str]:
    """All words that are cues or hold one, the longest first; those that begin alike are tried together."""
    by_first: dict[str, list[str]] = {}
    words = {*_rows(), *rows("facts/sayings")["others"]["words"].split()}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()))
