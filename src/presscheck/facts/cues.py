"""Words that bring in a speech (表示, 指出, 据…介绍), and what they may be followed by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from presscheck.data import rows

_TAIL = 4


class Cue(NamedTuple):
    """One cue of a text. ``after`` says what follows it: ``direct``, ``comma``, ``colon``, ``clause``, or ``end`` where nothing does.

    ``content`` is where what is said may begin; ``source`` is 据 or 从 where such a word leads to the speaker.
    """

    start: int
    end: int
    content: int
    after: str
    takes: frozenset[str]
    source: str
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
    for cue in _single(text):
        if out and out[-1].end >= cue.start:
            last = out.pop()
            source = cue.source or (last.source if cue.row in ("sources", last.row) else "")
            cue = cue._replace(start=min(last.start, cue.start), source=source, takes=cue.takes | last.takes)
        out.append(cue)
    return [cue for cue in out if cue.after == "end" or cue.after in cue.takes or "after" in cue.takes]


def _single(text: str) -> Iterator[Cue]:
    for found in _words().finditer(text):
        word = found.group()
        start, end = found.span()
        row = _row_for(text, word, start, end)
        if row:
            content, after = _after(text, end)
            yield Cue(start, end, content, after, row.takes, row.source, row.id)


def _row_for(text: str, word: str, start: int, end: int) -> _Row | None:
    """The row that a word here belongs to; one with a source needs that word before it in its clause."""
    before, behind = text[max(0, start - _TAIL) : start], text[end : end + _TAIL]
    for row in _rows()[word]:
        if row.not_before and before.endswith(row.not_before):
            continue
        if row.not_after and behind.startswith(row.not_after):
            continue
        if row.source and not _sourced(text, start, row.source):
            continue
        return row
    return None


def _sourced(text: str, start: int, source: str) -> bool:
    clause = text[max(0, start - 60) : start]
    at = max(clause.rfind(mark) for mark in "。！？；，：”“")
    clause = clause[at + 1 :]
    if source == "据":
        return clause.startswith(("据", "另据", "根据", "又据", "而据", "报道称", "有")) and not clause.startswith("据此")
    return "从" in clause


def _after(text: str, end: int) -> tuple[int, str]:
    """Where what is said begins behind a cue, and how it is joined to it."""
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
    return re.compile("|".join(map(re.escape, sorted(_rows(), key=lambda word: (-len(word), word)))))


