"""Where a sentence names the indicator that a figure is of, and what stands before and behind the name.

In most sentences the name stands in the clause of the figure. A change may follow in a clause of its own
(…，同比增长3%), a level too (…再创新高，达到5万吨), and names and figures may stand in rows (A和B分别增长1%和2%).
"""

import re
from typing import NamedTuple

from presscheck.record.clauses import Clause, Here
from presscheck.record.indicators import TIME, Asked, is_level, is_quiet, moves, opens_with_noun

_EACH = "分别"
_JOINTS = re.compile("、|和|以及|及")
_DIGIT = re.compile("[0-9０-９]")
_WHOLE = re.compile(f"(?:{TIME}|，)*(?:全国|我国)?")
_CLAUSE_END = re.compile("[，；。：！？\n]")
_PUBLISHED = re.compile("(?:发布|公布|披露|通报)的")
_NUMBERED = re.compile(r"^\s*[0-9]{1,2}[.．、]\s*")


class Name(NamedTuple):
    """Where an indicator is named: its clause, the words before it, those from it to the figure.

    ``after_rate``: a rate stands between, so that what follows may be the rate's own change.
    """

    clause: Clause
    head: str
    tail: str
    after_rate: bool


def name_of(here: Here, asked: Asked) -> Name | str | None:
    """Where the indicator of the figure is named; why that is not clear; ``None`` where it is not named at all."""
    return _paired(here, asked) if _EACH in here.clause.text else _named(here, asked)


def _named(here: Here, asked: Asked) -> Name | None:
    """The clause that names the indicator, the words before the name, and those from it to the figure."""
    clause = here.clause
    if found := _span(asked, clause.masked):
        return Name(clause, _head(clause.masked[: found[0]]), clause.text[found[1] :], after_rate=False)
    lead = clause.text
    way = moves(lead)
    if way is None and not (is_level(lead) and lead.strip()):
        return None
    moved = False
    for earlier in reversed(here.earlier):
        stem = earlier.stem
        if found := _span(asked, stem):
            if way is None and (earlier.tells or here.mention.fact.quantity.family == "ratio"):
                return None
            rest = earlier.text[found[1] : len(stem)]
            if not _goes_on(rest, earlier):
                return None
            rate = moved or moves(rest) is not None
            return Name(earlier, _head(stem[: found[0]]), lead, after_rate=earlier.tells and rate)
        if moves(earlier.text[: len(stem)]) is None or not earlier.tells:
            return None
        moved = True
    return None


def _goes_on(rest: str, clause: Clause) -> bool:
    """Whether the words after a name leave it the same indicator: not so 固定资产投资完成额指数, nor one of several."""
    if clause.tells:
        return moves(rest) is not None or is_level(rest)
    return not opens_with_noun(rest) and "、" not in rest


def _paired(here: Here, asked: Asked) -> Name | str | None:
    """The name of which the figure is where names and figures stand in rows (A和B分别增长1%和2%)."""
    clause, text = here.clause, here.mention.text
    cut = clause.masked.index(_EACH)
    names = _JOINTS.split(clause.masked[:cut])
    if not any(_span(asked, name) for name in names):
        return None
    start = clause.start + cut + len(_EACH)
    run = text[start : _end_of_clause(text, here.start)]
    figures = _JOINTS.split(run)
    number = len(_JOINTS.findall(text[start : here.start]))
    if len(figures) != len(names) or not all(_DIGIT.search(figure) for figure in figures):
        return "paired"
    found = _span(asked, names[number])
    if found is None or names[number][found[1] :]:
        return "paired" if found else None
    lead = _DIGIT.split(run)[0]
    head = names[0] if number == 0 else _place_of(names[0]) + names[number]
    span = _span(asked, head)
    assert span
    return Name(clause, _head(head[: span[0]]), lead, after_rate=False)


def _place_of(name: str) -> str:
    """The words with which a row of names begins and which hold for all of it: 全国."""
    found = _WHOLE.match(name)
    return found.group() if found else ""


def _end_of_clause(text: str, start: int) -> int:
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)


def _head(text: str) -> str:
    """The words before a name, without a number of a list and what was published."""
    return _PUBLISHED.split(_NUMBERED.sub("", text))[-1]


def _span(asked: Asked, text: str) -> tuple[int, int] | None:
    """Where the indicator is named last; a name and its short form (指数PMI) are one."""
    span: tuple[int, int] | None = None
    for found in asked.pattern.finditer(text):
        together = span is not None and is_quiet(text[span[1] : found.start()])
        span = (span[0] if span and together else found.start(), found.end())
    return span
